"""Who may read what of a decision, and what a page shows of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from millepieds.circles.models import Role
from millepieds.circles.queries.mandates import circles_held, stands_inside
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.structure import names_on
from millepieds.core.lists import moment_in_words
from millepieds.core.prepared import Given, given_numbers, numbered, prepared
from millepieds.decisions.models import Decision, Move, Precedent, Solicitation
from millepieds.decisions.rules import advice
from millepieds.decisions.rules.terms import ENDS_THE_OTHER, Openness, State, Tie
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.members.queries import ON
from millepieds.people.models import Person


def reader_of(person: Person | None, *, on: date) -> Reader:
    """Whoever opens a page: the town, or a person with the circles in which they hold a mandate."""
    if person is None:
        return Reader()
    return Reader(person.pk, stands_inside(person.pk, on=on), circles_held(person.pk, on=on))


def may_read(reader: Reader) -> Q:
    """The wall of decisions: a question being written is its author's; asked, it is the inside's."""
    seen = Q(taken_at__isnull=False, openness=Openness.TOWN.value)
    if reader.person_id is None:
        return seen
    asked = Q(asked_at__isnull=False)
    if reader.is_member:
        seen |= asked & Q(openness__in=[Openness.TOWN.value, Openness.MEMBERS.value])
        # lists, not joins: each is made once, and a register of 20,000 is counted in 5 ms, not 50
        seen |= asked & Q(
            role__in=Role.objects.filter(circle_id__in=reader.circle_ids).values("pk")
        )
        was_there = Move.objects.filter(from_role__circle_id__in=reader.circle_ids)
        seen |= Q(pk__in=was_there.values("decision"))
        advised = Solicitation.objects.filter(person_id=reader.person_id)
        seen |= Q(pk__in=advised.values("decision"))
    return seen | Q(author_id=reader.person_id)


def decisions_for(reader: Reader) -> QuerySet[Decision]:
    return Decision.objects.filter(may_read(reader)).select_related(
        "author",
        "role",
        "taken_under__person",
        "taken_under__role__circle",
        "taken_under__membership",
        "opened_by",
        "tension__author",
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
    mandate_over: bool  # whoever took it no longer holds that mandate: it stands all the same

    @property
    def until(self) -> str:
        """The end of advice, while it may still be decided."""
        one = self.decision
        if one.answer_until is None or one.taken_at or one.dropped_at:
            return ""
        return moment_in_words(one.answer_until)

    @property
    def stands(self) -> bool:
        return self.state in (State.IN_FORCE, State.TO_COME)


def shown(decisions: Sequence[Decision], names: Names, *, now: datetime, on: date) -> list[Shown]:
    """One query, whatever the number of decisions; two more to name what is closed."""
    ended = ended_by({decision.pk for decision in decisions}, on=on)
    circles, roles = names_on(
        {one.role.circle_id for one in decisions}, {one.role_id for one in decisions}, on=on
    )
    rows = []
    for one in decisions:
        state = advice.state(one, ended_by=ended.get(one.pk, ()), now=now, on=on)
        late = advice.review_is_late(state, one.review_on, on=on)
        person = one.taken_under.person if one.taken_under else one.author
        by = str(person) if names.shows(person) else ""
        over = one.taken_under is not None and one.taken_under.over_on <= on
        rows.append(
            Shown(one, state, roles[one.role_id], circles[one.role.circle_id], by, late, over)
        )
    return rows


def ended_by(ids: Collection[int], *, on: date) -> dict[int, set[Tie]]:
    """What decisions that have taken effect do to these: replaced, revoked."""
    found: dict[int, set[Tie]] = defaultdict(set)
    for one in _ending(len(ids))(on=on, **numbered(ids)):
        found[one.earlier_id].add(Tie(one.tie))
    return found


@prepared
def _ending(many: int) -> QuerySet[Precedent]:
    return endings(on=ON).filter(earlier__id__in=given_numbers(many)).only("earlier_id", "tie")


def endings(*, on: date | Given) -> QuerySet[Precedent]:
    """What replaces or revokes an earlier decision, once it has taken effect."""
    return Precedent.objects.filter(
        tie__in=[tie.value for tie in ENDS_THE_OTHER],
        decision__taken_at__isnull=False, decision__effective_on__lte=on,
    )  # fmt: skip


def standing(reader: Reader, *, on: date) -> QuerySet[Decision]:
    """Taken, not ended, that this reader may read."""
    gone = endings(on=on).values("earlier")
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
