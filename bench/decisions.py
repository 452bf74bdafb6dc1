"""Twenty thousand decisions, five thousand rounds: do their lists wait, how long until a word is found?

    python bench/decisions.py [--decisions 20000] [--seconds 4] [--database kept.sqlite3]

Rows are made in bulk, under the constraints of the house; `search rebuild` writes the index. On SQLite the
server of the house answers, and each page is said as a share of a signed-in page that lists nothing, in the
same run. PostgreSQL is made for the occasion by `scripts/postgres.py`, and searched the same. A word in a
hundred decisions, in a thousand, and some in most of them are asked. Figures go to the screen.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from bench import pages  # noqa: E402 (found once the path is set)
from bench.crowd import Size, fill, keep  # noqa: E402 (found once the path is set)

SMALL = Size(members=300, roles=300, entries=2000)
PAGES = {
    "/decisions/": True, "/decisions/?q=ecole": True, "/decisions/?q=oeuvre%20quartier": True,
    "/decisions/?state=in-force": True, "/decisions/?state=replaced": True, "/decisions/?late=on": True,
    "/decisions/?state=lapsed": True, "/decisions/?state=to-come": True, "/decisions/?year=2024": True,
    "/decisions/?circle=3&year=2026": True, "/decisions/?before=8000": True, "/chercher/?q=ecole": True,
    "/decisions/?q=ecole&before=8000": True, "/decisions/?q=mot700ique&state=in-force": True,
    "/propositions/": True, "/propositions/?page=100": True, "/tensions/": True, "/tensions/?page=40": True,
    "/decisions/ (visitor)": False, "/decisions/?q=ecole (visitor)": False,
}  # fmt: skip
WORDS = [f"mot{number}ique" for number in range(4000)]
WORDS[:40:2] = [
    "école", "œuvre", "quartier", "marché", "fêtes", "local", "jardins", "samedi", "réunion", "budget",
    "place", "cantine", "lumière", "bibliothèque", "élus", "conseil", "charte", "règle", "mandat", "rôle",
]  # fmt: skip
OFTEN = [1 / (rank + 3) for rank in range(len(WORDS))]  # few words are said often, most seldom
ASKED = (
    "ecole", "écoles", "l’école", "oeuvre", "œuvres", "ecole oeuvre", "quartier fête", "réunion samedi",
    "bibliotheque", "mot700ique", "le marché de la place", "introuvable", "charte règle", "elu", "jardin",
)  # fmt: skip


def main(wanted: Namespace) -> None:
    if wanted.here:
        sys.stdout.write(json.dumps(on_this_database(wanted.decisions)))
        return
    with TemporaryDirectory() as folder:
        database = wanted.database or Path(folder) / "decisions.sqlite3"
        new = not database.exists()
        pages.prepare(database, key=database.with_suffix(".key"))
        figures: dict[str, Any] = {"decisions": wanted.decisions, "load": os.getloadavg()[0]}
        figures["sqlite"] = on_this_database(wanted.decisions) if new else searched()
        pages.LISTS, pages.OTHERS = PAGES, {}
        queries, _, work = pages.alone()
        with pages.server(database) as port:
            said = pages.speeds(port, wanted.seconds)
        figures["pages"] = {
            path: page | {"ms of processor": work[path], "queries": queries[path]}
            for path, page in said.items()
        }
    figures["postgresql"] = on_postgresql(wanted.decisions)
    sys.stdout.write(f"{json.dumps(figures, indent=2, ensure_ascii=False)}\n")


def on_postgresql(many: int) -> dict[str, Any] | str:
    again = [sys.executable, str(HOUSE / "scripts" / "postgres.py"), sys.executable, __file__]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(  # noqa: S603 (our own programs)
        [*again, "--here", "--decisions", str(many)],
        env=env, cwd=HOUSE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return done.stderr[-500:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def on_this_database(many: int) -> dict[str, Any]:
    """Fill it, index it, search it. On PostgreSQL the settings come from the environment."""
    import django
    from django.core.management import call_command

    if "postgres" in os.environ.get("DATABASE_URL", ""):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings", "MILLEPIEDS_ENV": "production",
            "SECRET_KEY": "only-for-a-bench-" + "0" * 50,
            "JOURNAL_KEY": str(Path(os.environ.get("TMPDIR", "/tmp")) / f"bench-{os.getpid()}.key"),  # noqa: S108 (ours, for a run)
        }  # fmt: skip
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("journal", "key", stdout=StringIO())
    fill(SMALL)
    _decide(many)
    began = perf_counter()
    call_command("search", "rebuild", stdout=StringIO())
    return {"seconds to index": round(perf_counter() - began, 1), **searched()}


def _decide(many: int) -> None:
    from django.db import connection

    from millepieds.circles.models import Mandate
    from millepieds.core.clock import day_of, now
    from millepieds.decisions.models import Decision, Precedent, Solicitation
    from millepieds.people.models import Person
    from millepieds.tensions.models import Tension, Trust

    dice, held = Random(3), list(Mandate.objects.select_related("role").order_by("pk"))  # noqa: S311 (words)
    day, here = timedelta(days=1), now()
    pace, numbers = 3 * 365 * day / many, dict[int, int]()
    openness = cycle(["town", "members", "members", "circle", "town"])

    def said(words: int) -> str:
        return " ".join(dice.choices(WORDS, OFTEN, k=words))

    def one(place: int) -> Decision:
        mandate, opened = held[place % len(held)], here - 3 * 365 * day - 5 * day + place * pace
        row = Decision(
            pk=place + 1, role=mandate.role, author_id=mandate.person_id, opened_by=mandate,
            opened_at=opened,
            title=said(6), question=said(20), context=said(40), intention=said(30), openness=next(openness),
            asked_at=opened, answer_until=opened + 3 * day,
        )  # fmt: skip
        if place % 50 == 0:
            row.dropped_at, row.dropped_why = opened + 4 * day, said(8)
        elif place % 50 != 1 and opened + 4 * day < here:
            row.taken_at, row.taken_under = opened + 4 * day, mandate
            on = day_of(row.taken_at)
            numbers[on.year] = numbers.get(on.year, 0) + 1
            row.year, row.number, row.text, row.reasons = (
                on.year,
                numbers[on.year],
                said(50),
                said(30),
            )
            row.effective_on, row.review_on = on, on + 300 * day
            row.ends_on = on + 200 * day if place % 10 == 2 else None
        return row

    keep(one(place) for place in range(many))
    keep(
        Solicitation(
            decision_id=place // 2 + 1, why="concerned",
            person_id=held[(place * 7 + 1) % len(held)].person_id,
            asked_at=here - 4 * 365 * day, until=here - 4 * 365 * day + 3 * day,
        )
        for place in range(0, many * 2, 2)
    )  # fmt: skip
    taken = list(
        Decision.objects.filter(taken_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    )
    ties = cycle(["replaces", "replaces", "revokes", "applies"])
    keep(
        Precedent(decision_id=later, earlier_id=earlier, tie=next(ties))
        for earlier, later in zip(taken[::20], taken[10::20], strict=False)
    )
    keep(_rounds(many // 4, held))
    keep(_tensions(many // 10))
    reader = Person.objects.get(name=pages.READER)
    keep(
        Trust(
            tension=one, person=reader, rung="referent", entrusted_at=one.raised_at,
            opened_at=one.raised_at + day / 2 if one.pk % 4 else None,
        )
        for one in Tension.objects.exclude(author=reader).order_by("pk")
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rounds(many: int, held: list[Any]) -> Iterator[Any]:
    """Some are open, the others ended, over a year."""
    from millepieds.core.clock import now
    from millepieds.decisions.models import Proposal

    day, here, openness = timedelta(days=1), now(), cycle(["town", "members", "circle"])
    for place in range(many):
        mandate, asked, is_open = (
            held[place % len(held)],
            here - (2 + 360 * place / many) * day,
            place < 60,
        )
        over = None if is_open else min(here, asked + 8 * day)
        yield Proposal(
            circle_id=mandate.role.circle_id, author_id=mandate.person_id, opened_by=mandate,
            opened_at=asked, title=f"Proposition {place}", example="Un exemple.", openness=next(openness),
            asked_at=asked, listens_until=asked + 3 * day,
            closes_at=here + (2 + place) * day if is_open else asked + 7 * day, over_at=over,
            outcome="" if is_open else "returned", outcome_why="" if is_open else "À reprendre.",
        )  # fmt: skip


def _tensions(many: int) -> Iterator[Any]:
    """Half are the reader's, half entrusted to them: more than anyone will have."""
    from millepieds.core.clock import now
    from millepieds.people.models import Person
    from millepieds.tensions.models import Tension

    day, here = timedelta(days=1), now()
    reader, other = (
        Person.objects.get(name=pages.READER),
        Person.objects.exclude(name=pages.READER)[0],
    )
    for place in range(many):
        closed = place % 3 == 0
        yield Tension(
            author=other if place % 2 else reader, about="rule", title=f"Tension {place}",
            sees="Ceci.", does_to_me="Cela.", would_need="Autre chose.",
            raised_at=here - (1 + place) * day / 4, closed_at=here if closed else None,
            changed="Tout." if closed else "",
        )  # fmt: skip


def searched() -> dict[str, Any]:
    """Milliseconds: what the register asks for its first page of each question, and how many it shows."""
    from millepieds.core.clock import now, today
    from millepieds.decisions.queries.page import page_of
    from millepieds.decisions.queries.reading import reader_of
    from millepieds.decisions.queries.searching import find
    from millepieds.people.models import Person
    from millepieds.search.queries.kinds import Seeker

    person, on, at = Person.objects.get(name=pages.READER), today(), now()
    said: dict[str, Any] = {}
    for name, who in (("member", person), ("visitor", None)):
        reader = reader_of(who, on=on)

        def register(question: str, reader: Any = reader) -> int:
            return len(page_of(reader, {"q": question}, None, now=at, on=on).numbers)

        def everywhere(question: str, who: Any = who) -> int:
            return len(find(question, Seeker(who, at)).lines)

        said[f"register, {name}"] = _timed(register)
        said[f"everything, {name}"] = _timed(everywhere)
    return said


def _timed(ask: Callable[[str], int]) -> dict[str, Any]:
    took: list[float] = []
    found = {question: ask(question) for question in ASKED}
    for question in (q for _ in range(10) for q in ASKED):
        began = perf_counter()
        ask(question)
        took.append((perf_counter() - began) * 1000)
    return {
        "median, ms": round(median(took), 1), "p95, ms": round(quantiles(took, n=20)[-1], 1),
        "longest, ms": round(max(took), 1), "found": found,
    }  # fmt: skip


if __name__ == "__main__":
    options = ArgumentParser(description=__doc__)
    options.add_argument("--decisions", type=int, default=20_000)
    options.add_argument("--seconds", type=float, default=4.0)
    options.add_argument(
        "--database", type=Path, help="keep the rows of SQLite here, or use them again"
    )
    options.add_argument(
        "--here", action="store_true", help="only search, on the database of the environment"
    )
    main(options.parse_args())
