"""What a line of the register of decisions says. Read as values, in one question: seven tables meet on a
line, and a thing made of each, twenty times, takes longer than asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.structure import names_on
from millepieds.core.clock import day_of
from millepieds.core.lists import month_in_words
from millepieds.core.prepared import given_numbers, numbered, prepared
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import endings
from millepieds.decisions.rules import advice
from millepieds.decisions.rules.terms import ENDS_THE_OTHER, State, mark_of
from millepieds.members.queries import END, ON

OF_THE_DECISION = (
    "pk", "title", "year", "number", "asked_at", "answer_until", "dropped_at", "taken_at",
    "effective_on", "review_on", "ends_on",
)  # fmt: skip
OF_THE_ROLE = ("role_id", "role__circle_id")
OF_THE_AUTHOR = ("author_id", "author__name", "author__erased_at")
OF_ITS_HOLDER = (
    "taken_under__person_id", "taken_under__person__name", "taken_under__person__erased_at",
)  # fmt: skip


class Made(NamedTuple):
    """What its own table says of a decision: enough for the rule that tells where it stands."""

    pk: int
    title: str
    year: int | None
    number: int | None
    asked_at: datetime | None
    answer_until: datetime | None
    dropped_at: datetime | None
    taken_at: datetime | None
    effective_on: date | None
    review_on: date | None
    ends_on: date | None


class Someone(NamedTuple):
    """Whose name is asked for."""

    pk: int
    name: str
    erased_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One decision, as a list of them shows it."""

    pk: int
    title: str
    mark: str
    year: int | None
    state: State
    circle_name: str
    role_name: str
    by: str  # nothing where this reader may not know the name
    taken_at: datetime | None
    answer_until: datetime | None
    dropped_at: datetime | None
    review_late: bool
    mandate_over: bool  # whoever took it no longer holds that mandate: it stands all the same

    @property
    def month(self) -> str:
        """Under which heading of the register it stands: nothing while it is being made."""
        settled = self.taken_at or self.dropped_at
        return month_in_words(day_of(settled)) if settled else ""


def lines_of(numbers: Sequence[int], names: Names, *, now: datetime, on: date) -> list[Line]:
    """These few, in their order: the wall let them through already."""
    rows = {row[0]: row for row in _those(len(numbers))(on=on, **numbered(numbers))}
    roles, circles = len(OF_THE_DECISION), len(OF_THE_DECISION) + 1
    named = names_on(
        {row[circles] for row in rows.values()}, {row[roles] for row in rows.values()}, on=on
    )
    return [_line(rows[pk], names, *named, now=now, on=on) for pk in numbers]


@prepared
def _those(many: int) -> QuerySet[Decision, Any]:
    ended = endings(on=ON).filter(earlier=OuterRef("pk"))
    return (
        Decision.objects.filter(pk__in=given_numbers(many))
        .order_by()
        .values_list(
            *OF_THE_DECISION, *OF_THE_ROLE, *OF_THE_AUTHOR, *OF_ITS_HOLDER,
            ExpressionWrapper(_mandate_over(), output_field=BooleanField()),
            *(Exists(ended.filter(tie=tie.value)) for tie in ENDS_THE_OTHER),
        )
    )  # fmt: skip


def _mandate_over() -> Q:
    """The same answer as `circles.rules.ends`, asked of the table."""
    return (
        Q(taken_under__ends_on__lte=ON)
        | Q(taken_under__ended_on__isnull=False, taken_under__ended_on__lte=ON)
        | Q(
            taken_under__membership__left_at__isnull=False, taken_under__membership__left_at__lt=END
        )
        | Q(taken_under__role__closed_on__isnull=False, taken_under__role__closed_on__lte=ON)
        | Q(
            taken_under__role__circle__closed_on__isnull=False,
            taken_under__role__circle__closed_on__lte=ON,
        )
    )


def _line(
    row: Sequence[Any], names: Names, circles: Mapping[int, str], roles: Mapping[int, str],
    *, now: datetime, on: date,
) -> Line:  # fmt: skip
    told = iter(row)

    def some(fields: Sequence[object]) -> list[Any]:
        return [next(told) for _ in fields]

    made, (role_id, circle_id) = Made(*some(OF_THE_DECISION)), some(OF_THE_ROLE)
    author, holder = Someone(*some(OF_THE_AUTHOR)), Someone(*some(OF_ITS_HOLDER))
    mandate_over = bool(next(told))
    state = advice.state(
        made, ended_by=[tie for tie in ENDS_THE_OTHER if next(told)], now=now, on=on
    )
    who = holder if holder.pk else author
    return Line(
        made.pk, made.title, mark_of(made.year, made.number), made.year, state,
        circles[circle_id], roles[role_id], who.name if names.shows(who) else "",
        made.taken_at, made.answer_until, made.dropped_at,
        advice.review_is_late(state, made.review_on, on=on), mandate_over,
    )  # fmt: skip
