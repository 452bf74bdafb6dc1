"""« Propositions »: the rounds open, the nearest end first, then those over, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull

from millepieds.circles.queries.structure import names_on, structure
from millepieds.core.leafing import Leaf, leaf_of
from millepieds.core.prepared import given_numbers, numbered, prepared
from millepieds.decisions.models import Proposal
from millepieds.decisions.queries.consent import may_read_rounds
from millepieds.decisions.rules.consent import stage
from millepieds.decisions.rules.rounds import Stage
from millepieds.journal.queries import Reader
from millepieds.members.queries import PERSON
from millepieds.people.models import called

A_PAGE = 20
# said so that the index of each database keeps this order
IN_ORDER = (
    IsNull(F("over_at"), True).desc(), F("over_at").desc(), IsNull(F("closes_at"), True).desc(),
    F("closes_at").asc(), F("id").desc(),
)  # fmt: skip
ON_A_LINE = (
    "pk", "title", "author_id", "author__name", "circle_id", "asked_at", "listens_until", "closes_at",
    "called_at", "held_at", "over_at", "outcome",
)  # fmt: skip


class Row(NamedTuple):
    """A round, as its rule reads it."""

    pk: int
    title: str
    author_id: int
    author_name: str
    circle_id: int
    asked_at: datetime | None
    listens_until: datetime | None
    closes_at: datetime | None
    called_at: datetime | None
    held_at: datetime | None
    over_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Line:
    """A round with what a line says of it."""

    pk: int
    title: str
    stage: Stage
    circle_name: str
    author: str
    closes_at: datetime | None
    over_at: datetime | None


def page_of(reader: Reader, number: str | None, *, now: datetime, on: date) -> Leaf[Line]:
    """Its numbers first, so that what is skipped is never opened; none is counted."""
    root = structure(on).root
    shape = reader.is_member, tuple(sorted(reader.circle_ids)), root.pk if root else None

    def between(first: int, last: int) -> Sequence[int]:
        return _leafed(*shape, first, last).numbers(person=reader.person_id)

    page = leaf_of(between, number, size=A_PAGE)
    return Leaf(_lines(page.object_list, now=now, on=on), page.number, page.has_next)


@prepared
def _leafed(
    inside: bool, circles: Sequence[int], root: int | None, first: int, last: int
) -> QuerySet[Proposal, Any]:
    reader = Reader(PERSON, inside, circles)  # type: ignore[arg-type]  # given later
    rows = Proposal.objects.filter(may_read_rounds(reader, root=root))
    return rows.order_by(*IN_ORDER).values_list("pk")[first:last]


@prepared
def _those(many: int) -> QuerySet[Proposal, Any]:
    rows = Proposal.objects.filter(pk__in=given_numbers(many))
    return rows.order_by().values_list(*ON_A_LINE)


def _lines(numbers: Sequence[int], *, now: datetime, on: date) -> list[Line]:
    rows = {row[0]: Row(*row) for row in _those(len(numbers))(**numbered(numbers))}
    circles, _ = names_on({one.circle_id for one in rows.values()}, set(), on=on)
    return [
        Line(
            one.pk, one.title, stage(one, now=now), circles[one.circle_id], called(one.author_name),
            one.closes_at, one.over_at,
        )
        for one in (rows[pk] for pk in numbers)
    ]  # fmt: skip
