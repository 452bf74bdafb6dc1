"""« Mes tensions »: those entrusted to someone, those they said, then those closed. Read as values, in
one question, whatever the number of people a tension is entrusted to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.lookups import IsNull

from millepieds.circles.queries.mandates import stands_inside
from millepieds.core.clock import day_of
from millepieds.core.leafing import Leaf, leaf_of
from millepieds.core.prepared import Given, given_numbers, numbered, prepared
from millepieds.people.models import called
from millepieds.tensions.models import Step, Tension, Trust
from millepieds.tensions.rules import ladder
from millepieds.tensions.rules.terms import About, Rung, State

A_PAGE = 20
ME = Given("me", IntegerField())


@dataclass(frozen=True)
class Line:
    """A tension in a list. Its words only for whoever has them before their eyes."""

    pk: int
    title: str  # nothing for whoever has not opened it
    author: str
    mine: bool
    state: State
    rung: Rung
    days: int  # since it was said, or until it was closed

    @property
    def shelf(self) -> str:
        if self.state is State.CLOSED:
            return "closed"
        return "mine" if self.mine else "entrusted"


def page_of(person_id: int, number: str | None, *, on: date) -> Leaf[Line]:
    """Its numbers first, so that what is skipped is never opened; none is counted."""
    member = stands_inside(person_id, on=on)

    def between(first: int, last: int) -> list[int]:
        return _leafed(member, first, last).numbers(me=person_id)

    page = leaf_of(between, number, size=A_PAGE)
    numbers = page.object_list
    rows = {row[0]: row for row in _those(len(numbers))(me=person_id, **numbered(numbers))}
    lines = [_line(rows[pk], person_id, on=on) for pk in numbers]
    return Leaf(lines, page.number, page.has_next)


@prepared
def _leafed(member: bool, first: int, last: int) -> QuerySet[Tension, Any]:
    """The wall of `tensions_for`."""
    chosen, mine = Trust.objects.filter(person_id=ME), Q(author_id=ME)
    rows = Tension.objects.filter(mine | Q(pk__in=chosen.values("tension")) if member else mine)
    by_me = ExpressionWrapper(mine, output_field=BooleanField())
    shelves = (IsNull(F("closed_at"), False), by_me, "-raised_at", "-pk")
    return rows.order_by(*shelves).values_list("pk")[first:last]


@prepared
def _those(many: int) -> QuerySet[Tension, Any]:
    trusts = Trust.objects.filter(tension=OuterRef("pk"))
    opened = trusts.filter(opened_at__isnull=False)
    steps = Step.objects.filter(tension=OuterRef("pk")).order_by("-from_at", "-pk")
    rows = Tension.objects.filter(pk__in=given_numbers(many)).order_by()
    return rows.values_list(
        "pk", "about", "title", "raised_at", "closed_at", "author_id", "author__name",
        Subquery(steps.values("rung")[:1]), Exists(trusts), Exists(opened),
        Exists(opened.filter(person_id=ME)),
    )  # fmt: skip


def _line(row: Sequence[Any], me: int, *, on: date) -> Line:
    (
        pk,
        about,
        title,
        raised_at,
        closed_at,
        author_id,
        name,
        rung,
        entrusted,
        opened,
        opened_by_me,
    ) = row
    last: date = day_of(closed_at) if closed_at else on
    said_at: datetime = raised_at
    return Line(
        pk, title if author_id == me or opened_by_me else "", called(name), author_id == me,
        ladder.state_when(closed=bool(closed_at), entrusted=entrusted, opened=opened),
        Rung(rung) if rung else ladder.first_rung(About(about)), (last - day_of(said_at)).days,
    )  # fmt: skip
