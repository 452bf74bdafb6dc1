"""Some numbers of the register in order, from the line where the last page stopped.

No page is counted from the first: the thousandth costs what the first does. And nothing is looked for where
no answer can be: what was taken before, or after, all that is late, replaced or of a year is not walked.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import DateTimeField, F, IntegerField, Max, Min, Q, QuerySet

from millepieds.core.clock import midnight_of
from millepieds.core.prepared import Given, prepared
from millepieds.decisions.models import Decision
from millepieds.decisions.models.advice import NEWEST, SETTLED
from millepieds.decisions.queries.reading import endings
from millepieds.decisions.queries.register import found
from millepieds.decisions.rules.terms import State, Tie
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.members.queries import ON, PERSON

NOW, SINCE, UNTIL = (Given(name, DateTimeField()) for name in ("now", "since", "until"))
LAST, LAST_AT = Given("last", IntegerField()), Given("last_at", DateTimeField())


class Edges(NamedTuple):
    """Between which moments they were taken, those that answer; nothing where it is not known."""

    since: datetime | None = None
    until: datetime | None = None


class Place(NamedTuple):
    """A line of the register, after which others come."""

    pk: int
    settled_at: datetime | None


class Whose(Enum):
    """Outside, one's own words are searched deeper than those of others."""

    ALL = "all"
    OWN = "own"
    OTHERS = "others"


class Shape(NamedTuple):
    """What makes the words of a question: two readers with the same rights ask it in the same words."""

    signed_in: bool
    inside: bool
    circles: Sequence[int]
    circle: bool
    year: bool
    state: State | None
    late: bool
    since: bool
    until: bool
    after: str  # what the last line was: nothing, one being made, or one settled


def in_order(
    reader: Reader,
    wanted: Mapping[str, Any],
    last: Place | None,
    *,
    now: datetime,
    on: date,
    most: int,
) -> list[int]:
    """The numbers of those that answer, after one of them; a search is not asked here."""
    edges = _edges_of(wanted.get("year"), wanted.get("state"), late=bool(wanted.get("late")), on=on)
    if edges is None:
        return []
    shape, given = _shaped(reader, wanted, edges, last, now=now, on=on)
    return _leafed(shape, most).numbers(**given)


def rows_found(
    reader: Reader, wanted: Mapping[str, Any], whose: Whose, *, now: datetime, on: date
) -> tuple[str, Sequence[Any]] | None:
    """The same rows, for a search to look among them; nothing where no row can answer."""
    shape, given = _shaped(reader, wanted, Edges(), None, now=now, on=on)
    return _among(shape, whose).told(**given)


def _shaped(
    reader: Reader, wanted: Mapping[str, Any], edges: Edges, last: Place | None, *, now: datetime, on: date
) -> tuple[Shape, dict[str, Any]]:  # fmt: skip
    circle, year, state, late = (wanted.get(name) for name in ("circle", "year", "state", "late"))
    shape = Shape(
        reader.person_id is not None, reader.is_member, tuple(sorted(reader.circle_ids)),
        bool(circle), bool(year), state, bool(late), edges.since is not None, edges.until is not None,
        "" if last is None else "settled" if last.settled_at else "made",
    )  # fmt: skip
    return shape, {
        "person": reader.person_id, "circle": circle, "year": year, "now": now, "on": on,
        "since": edges.since, "until": edges.until,
        "last": last and last.pk, "last_at": last and last.settled_at,
    }  # fmt: skip


@prepared
def _leafed(shape: Shape, most: int) -> QuerySet[Decision, Any]:
    return _rows(shape).order_by(*NEWEST).values_list("pk")[:most]


@prepared
def _among(shape: Shape, whose: Whose) -> QuerySet[Decision, Any]:
    rows, own = _rows(shape), Q(author_id=PERSON)
    if whose is not Whose.ALL:
        rows = rows.filter(own if whose is Whose.OWN else ~own)
    return rows.values(thing=F("pk"))


def _rows(shape: Shape) -> QuerySet[Decision]:
    me = PERSON if shape.signed_in else None
    reader = Reader(me, shape.inside, shape.circles)  # type: ignore[arg-type]  # given later
    wanted = {
        "circle": Given("circle", IntegerField()) if shape.circle else None,
        "year": Given("year", IntegerField()) if shape.year else None,
        "state": shape.state, "late": shape.late,
    }  # fmt: skip
    rows = found(reader, wanted, now=NOW, on=ON).alias(settled_at=SETTLED)
    if shape.since:
        rows = rows.filter(settled_at__isnull=False, settled_at__gte=SINCE)
    if shape.until:
        rows = rows.filter(settled_at__isnull=False, settled_at__lte=UNTIL)
    if shape.after == "made":
        rows = rows.filter(Q(settled_at=None, pk__lt=LAST) | Q(settled_at__isnull=False))
    if shape.after == "settled":
        rows = rows.filter(settled_at__isnull=False, settled_at__lte=LAST_AT)
        rows = rows.filter(Q(settled_at__lt=LAST_AT) | Q(pk__lt=LAST))
    return rows


def _edges_of(year: int | None, state: State | None, *, late: bool, on: date) -> Edges | None:
    """Nothing when no decision can answer."""
    edges = (
        [Edges(midnight_of(date(year, 1, 1)), midnight_of(date(year + 1, 1, 1)))] if year else []
    )
    for asked in ("late" if late else None, state if state in EDGES else None):
        if asked is not None:
            these = _edges(asked, on)
            if these.until is None:
                return None
            edges.append(these)
    since = max((one.since for one in edges if one.since), default=None)
    return Edges(since, min((one.until for one in edges if one.until), default=None))


@until_a_deed
def _edges(asked: str, on: date) -> Edges:
    """The first and the last moment of the whole register: they tell of no reader, and of no decision."""
    rows = EDGES[asked](on)
    return Edges(**rows.order_by().aggregate(since=Min("taken_at"), until=Max("taken_at")))


def _ended_by(tie: Tie, on: date) -> QuerySet[Decision]:
    return Decision.objects.filter(pk__in=endings(on=on).filter(tie=tie.value).values("earlier"))


EDGES = {
    "late": lambda on: Decision.objects.filter(review_on__lte=on),
    State.LAPSED: lambda on: Decision.objects.filter(ends_on__lte=on),
    State.TO_COME: lambda on: Decision.objects.filter(effective_on__gt=on),
    State.REPLACED: lambda on: _ended_by(Tie.REPLACES, on),
    State.REVOKED: lambda on: _ended_by(Tie.REVOKES, on),
}
