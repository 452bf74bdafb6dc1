"""Who may read what of a decision, and what a page shows of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from millepieds.circles.queries.mandates import held_by
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.structure import last_names
from millepieds.decisions.models import Decision, Move, Precedent, Solicitation
from millepieds.decisions.rules import advice
from millepieds.decisions.rules.terms import ENDS_THE_OTHER, Openness, State, Tie
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.members.queries import is_member
from millepieds.people.models import Person


def reader_of(person: Person | None, *, on: date) -> Reader:
    """Whoever opens a page: the town, or a person with the circles in which they hold a mandate."""
    if person is None:
        return Reader()
    circles = set(held_by(person.pk, on=on).values_list("role__circle_id", flat=True))
    return Reader(person.pk, is_member(person.pk, on=on), circles)


def may_read(reader: Reader) -> Q:
    """The wall of decisions: a question being written is its author's; asked, it is the inside's."""
    seen = Q(taken_at__isnull=False, openness=Openness.TOWN.value)
    if reader.person_id is None:
        return seen
    asked = Q(asked_at__isnull=False)
    if reader.is_member:
        seen |= asked & Q(openness__in=[Openness.TOWN.value, Openness.MEMBERS.value])
        seen |= asked & Q(role__circle_id__in=reader.circle_ids)
        was_there = Move.objects.filter(from_role__circle_id__in=reader.circle_ids)
        seen |= Q(pk__in=was_there.values("decision"))
        seen |= Q(pk__in=Decision.objects.filter(asked__person_id=reader.person_id).values("pk"))
    return seen | Q(author_id=reader.person_id)


def decisions_for(reader: Reader) -> QuerySet[Decision]:
    return Decision.objects.filter(may_read(reader)).select_related(
        "author", "role", "taken_under__person", "opened_by", "tension__author"
    )


@dataclass(frozen=True)
class Shown:
    """A decision with what a line or a page says of it."""

    decision: Decision
    state: State
    role_name: str
    circle_name: str
    by: str  # nothing where this reader may not know the name
    review_late: bool

    @property
    def stands(self) -> bool:
        return self.state in (State.IN_FORCE, State.TO_COME)


def shown(decisions: Sequence[Decision], names: Names, *, now: datetime, on: date) -> list[Shown]:
    """Three queries, whatever the number of decisions."""
    ended = ended_by({decision.pk for decision in decisions}, on=on)
    circles, roles = last_names(
        {decision.role.circle_id for decision in decisions}, {one.role_id for one in decisions}
    )
    rows = []
    for one in decisions:
        state = advice.state(one, ended_by=ended.get(one.pk, ()), now=now, on=on)
        late = state is State.IN_FORCE and one.review_on is not None and one.review_on <= on
        person = one.taken_under.person if one.taken_under else one.author
        by = str(person) if names.shows(person) else ""
        rows.append(Shown(one, state, roles[one.role_id], circles[one.role.circle_id], by, late))
    return rows


def ended_by(ids: Iterable[int], *, on: date) -> dict[int, set[Tie]]:
    """What decisions that have taken effect do to these: replaced, revoked."""
    rows = Precedent.objects.filter(
        earlier_id__in=ids, tie__in=[tie.value for tie in ENDS_THE_OTHER],
        decision__taken_at__isnull=False, decision__effective_on__lte=on,
    )  # fmt: skip
    found: dict[int, set[Tie]] = defaultdict(set)
    for earlier, tie in rows.values_list("earlier_id", "tie"):
        found[earlier].add(Tie(tie))
    return found


def standing(reader: Reader, *, on: date) -> QuerySet[Decision]:
    """Taken, not ended, that this reader may read."""
    gone = Precedent.objects.filter(
        tie__in=[tie.value for tie in ENDS_THE_OTHER],
        decision__taken_at__isnull=False, decision__effective_on__lte=on,
    ).values("earlier")  # fmt: skip
    return (
        decisions_for(reader)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on), taken_at__isnull=False)
        .exclude(pk__in=gone)
    )


@until_a_deed
def last_taken_at() -> datetime | None:
    last: datetime | None = Decision.objects.aggregate(last=Max("taken_at"))["last"]
    return last


def decided_without(reader: Reader, *, since: datetime, most: int) -> list[Decision]:
    """Taken since then by someone else, without asking this reader: the newest first."""
    last = last_taken_at()
    if reader.person_id is None or last is None or last <= since:
        return []
    rows = decisions_for(reader).filter(taken_at__gt=since)
    asked = Solicitation.objects.filter(person_id=reader.person_id)
    others = rows.exclude(taken_under__person_id=reader.person_id)
    return list(others.exclude(pk__in=asked.values("decision")).order_by("-taken_at")[:most])


def found(
    reader: Reader, wanted: Mapping[str, Any], *, now: datetime, on: date
) -> QuerySet[Decision]:
    """The register of decisions: the newest first, those being made above."""
    rows = decisions_for(reader)
    if wanted.get("circle"):
        rows = rows.filter(role__circle_id=wanted["circle"])
    if wanted.get("year"):
        rows = rows.filter(year=wanted["year"])
    for word in (wanted.get("q") or "").split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(question__icontains=word) | Q(text__icontains=word)
        )
    if wanted.get("state"):
        rows = _standing_at(rows, wanted["state"], now=now, on=on)
    return rows.order_by(F("taken_at").desc(nulls_first=True), "-pk")


def _standing_at(
    rows: QuerySet[Decision], state: State, *, now: datetime, on: date
) -> QuerySet[Decision]:
    """The same answer as `rules.advice.state`, asked of the table."""
    open_ones = Q(taken_at=None, dropped_at=None, asked_at__isnull=False)
    ended = Precedent.objects.filter(
        decision__taken_at__isnull=False, decision__effective_on__lte=on
    ).exclude(tie__in=[Tie.APPLIES.value, Tie.CONTRADICTS.value])
    over = Q(ends_on__lte=on)
    if state is State.ASKING:
        return rows.filter(open_ones, answer_until__gt=now)
    if state is State.HEARD:
        return rows.filter(open_ones, answer_until__lte=now)
    if state is State.REPLACED:
        revoked = ended.filter(tie=Tie.REVOKES.value).values("earlier")
        return rows.filter(pk__in=ended.values("earlier")).exclude(pk__in=revoked)
    taken = rows.filter(taken_at__isnull=False, effective_on__lte=on)
    taken = taken.exclude(pk__in=ended.values("earlier"))
    return taken.filter(over) if state is State.LAPSED else taken.exclude(over)
