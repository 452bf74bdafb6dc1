"""How long the server takes for each main page, and how often it asks the database.

    python bench/pages.py

The example movement in a database of its own, then the same one made twenty times larger: more people,
more mandates. Times are medians of 50 rounds (10 when larger) with Django's test client, given as ratios
to the lightest page, so that two machines may be compared. The numbers of queries must not grow.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

HOUSE = Path(__file__).parents[1]
ROUNDS, ROUNDS_LARGER = 50, 10
TIMES_LARGER = 20
SEATS_APART = 30  # no role of the example has as many
READER = "bruno@exemple.test"
# a page, and whether a member reads it
PAGES = {
    "/": False, "/rejoindre/": False, "/charte/": False, "/regles/": False, "/histoire/": False,
    "/qui-decide/": True, "/qui-decide/?q=publier sur le site": True, "/roles-libres/": True,
    "/repartition/": True, "/pouvoirs/members.welcome/": True, "/registre/": True, "/pour-moi/": True,
}  # fmt: skip

Figures = dict[str, dict[str, float]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder) / "bench.sqlite3")
        small = measure(ROUNDS)
        enlarge()
        large = measure(ROUNDS_LARGER)
    report(small, large)
    grown = [path for path in PAGES if small[path]["queries"] < large[path]["queries"]]
    if grown:
        sys.exit(f"More people, more queries: {', '.join(grown)}")


def prepare(database: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"sqlite:///{database}",
        "MILLEPIEDS_ENV": "demo",
    }  # fmt: skip
    sys.path.insert(0, str(HOUSE))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from demo.load import load

    load(lambda count, total, at: None)


def measure(rounds: int) -> Figures:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from millepieds.people.queries import person_behind

    visitor, member = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    reader = person_behind(READER)
    assert reader  # noqa: S101
    member.force_login(reader)
    figures: Figures = {}
    for path, inside in PAGES.items():
        client = member if inside else visitor
        answer = client.get(path)  # templates and caches warm up
        assert answer.status_code == 200, path  # noqa: S101
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        queries = len(asked)  # read now: the next request forgets them
        times = [timed(lambda client=client, path=path: client.get(path)) for _ in range(rounds)]  # type: ignore[misc]
        figures[path] = {
            "milliseconds": round(median(times) * 1000, 2), "queries": queries,
            "bytes": len(answer.content),
        }  # fmt: skip
    return figures


def timed(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def enlarge() -> None:
    """Twenty times the members, and twenty holders in force where there was one."""
    from django.db import transaction

    from millepieds.circles.models import Mandate, RoleVersion
    from millepieds.members.models import Membership
    from millepieds.people.models import Person

    people = list(Person.objects.order_by("pk"))
    mandates = list(Mandate.objects.exclude(accepted_at=None).order_by("pk"))
    memberships = {row.person_id: row for row in Membership.objects.order_by("asked_at")}
    with transaction.atomic():
        RoleVersion.objects.bulk_create(
            _copy(one, seats=one.seats * TIMES_LARGER) for one in list(RoleVersion.objects.all())
        )
        for turn in range(1, TIMES_LARGER):
            twins = [_copy(one, key=uuid4(), name=f"{one.name} {turn}") for one in people]
            Person.objects.bulk_create(twins)
            of = {one.pk: twin for one, twin in zip(people, twins, strict=True)}
            theirs = {pk: _copy(row, person=of[pk]) for pk, row in memberships.items()}
            Membership.objects.bulk_create(theirs.values())
            Mandate.objects.bulk_create(
                _copy(
                    one, person=of[one.person_id], membership=theirs[one.person_id],
                    seat=one.seat + SEATS_APART * turn,
                )
                for one in mandates
            )  # fmt: skip


def _copy(row: Any, **changes: object) -> Any:
    """The same row, not saved yet, with another number."""
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del said["id"]
    twin = type(row)(**said)
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def report(small: Figures, large: Figures) -> None:
    lightest = min(one["milliseconds"] for one in small.values())
    say = sys.stdout.write
    say(f"median of {ROUNDS} rounds; 1 = the lightest page of the example movement\n\n")
    say(f"{'page':<38}{'time':>7}{'queries':>9}{f'×{TIMES_LARGER} time':>11}{'queries':>9}\n")
    for path in PAGES:
        one, other = small[path], large[path]
        say(
            f"{path:<38}{one['milliseconds'] / lightest:>7.1f}{one['queries']:>9.0f}"
            f"{other['milliseconds'] / lightest:>11.1f}{other['queries']:>9.0f}\n"
        )
    kept = {
        "rounds": ROUNDS, "rounds_larger": ROUNDS_LARGER, "times_larger": TIMES_LARGER,
        "pages": {path: _kept(small[path], large[path], lightest) for path in PAGES},
    }  # fmt: skip
    text = json.dumps(kept, indent=2, ensure_ascii=False)
    (HOUSE / "bench" / "pages.json").write_text(f"{text}\n", "utf-8")


def _kept(one: dict[str, float], other: dict[str, float], lightest: float) -> dict[str, float]:
    return {
        "time": round(one["milliseconds"] / lightest, 1), "queries": one["queries"],
        "time_larger": round(other["milliseconds"] / lightest, 1), "queries_larger": other["queries"],
    }  # fmt: skip


if __name__ == "__main__":
    main()
