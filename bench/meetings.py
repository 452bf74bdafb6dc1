"""Five thousand meetings, two thousand reports of mandates: do their lists wait?

    python bench/meetings.py [--meetings 5000] [--seconds 4]

Rows are made in bulk, under the constraints of the house. The server of the house answers on SQLite, and
each page is said as a share of a signed-in page that lists nothing, in the same run. Figures go to the
screen.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from bench import pages  # noqa: E402 (found once the path is set)
from bench.crowd import Size, fill, keep  # noqa: E402 (found once the path is set)

SMALL = Size(members=300, roles=300, entries=2000)
PAGES = {
    "/reunions/": True, "/reunions/?page=40": True, "/reunions/?passees": True,
    "/reunions/?passees&page=100": True, "/comptes-rendus/": True, "/reunions/ (visitor)": False,
}  # fmt: skip


def main(wanted: Namespace) -> None:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "meetings.sqlite3"
        pages.prepare(database, key=database.with_suffix(".key"))
        figures: dict[str, Any] = {"meetings": wanted.meetings, "load": os.getloadavg()[0]}
        fill(SMALL)
        _meet(wanted.meetings)
        pages.LISTS, pages.OTHERS = PAGES, {}
        queries, _, work = pages.alone()
        with pages.server(database) as port:
            said = pages.speeds(port, wanted.seconds)
        figures["pages"] = {
            path: page | {"ms of processor": work[path], "queries": queries[path]}
            for path, page in said.items()
        }
    sys.stdout.write(f"{json.dumps(figures, indent=2, ensure_ascii=False)}\n")


def _meet(many: int) -> None:
    """Three quarters are past. Of those to come, each fifth has people who signed up."""
    from django.db import connection

    from millepieds.circles.models import Mandate
    from millepieds.core.clock import now
    from millepieds.meetings.models import MandateReport, Meeting, SignUp

    held, here = list(Mandate.objects.select_related("role").order_by("pk")), now()
    openness, kinds = cycle(["town", "members", "circle", "members"]), cycle(["agora", "circle"])

    def one(place: int) -> Meeting:
        mandate = held[place % len(held)]
        starts = here + timedelta(hours=(place - many * 3 // 4) * 5, minutes=7)
        return Meeting(
            pk=place + 1, circle_id=mandate.role.circle_id, kind=next(kinds), title=f"Réunion {place}",
            openness=next(openness), starts_at=starts, ends_at=starts + timedelta(hours=2),
            place="12 rue de l’Essai", capacity=40, called_by_id=mandate.person_id,
            called_under=mandate, called_at=starts - timedelta(days=20),
        )  # fmt: skip

    people = sorted({mandate.person_id for mandate in held})
    keep(one(place) for place in range(many))
    keep(
        SignUp(
            meeting_id=place + 1, person_id=people[(place + seat) % len(people)],
            place=seat, asked_at=here - timedelta(days=1),
        )
        for place in range(many * 3 // 4, many, 5)
        for seat in (1, 2, 3)
    )  # fmt: skip
    keep(
        MandateReport(
            mandate=held[place % len(held)], author_id=held[place % len(held)].person_id,
            openness="members", since_at=here - timedelta(days=90 + place),
            written_at=here - timedelta(days=place / 4), did="Ouvert le local.",
        )
        for place in range(many * 2 // 5)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    options = ArgumentParser(description=__doc__)
    options.add_argument("--meetings", type=int, default=5000)
    options.add_argument("--seconds", type=float, default=4.0)
    main(options.parse_args())
