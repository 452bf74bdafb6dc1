"""Who may read what of a tension, and what a page shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from millepieds.circles.queries.authority import people_who_may
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.structure import Kind
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, midnight_of
from millepieds.core.refusals import Refused
from millepieds.journal.queries import until_a_deed
from millepieds.members.queries import end_of, is_member, members_on
from millepieds.people.models import Person
from millepieds.tensions.models import Tension, Trust
from millepieds.tensions.rules import ladder
from millepieds.tensions.rules.terms import MEDIATE, Rung, State

MOST_SUGGESTED = 30


def tensions_for(person_id: int, *, on: date) -> QuerySet[Tension]:
    """The wall of tensions: its author, and the members they chose. Words wait behind the opening."""
    mine = Q(author_id=person_id)
    if is_member(person_id, on=on):
        entrusted = Trust.objects.filter(person_id=person_id)
        mine |= Q(pk__in=entrusted.values("tension"))
    rows = Tension.objects.filter(mine).select_related("author")
    return rows.prefetch_related("steps", "trusts__person")


def tensions_read_by(person_id: int, *, on: date) -> QuerySet[Tension]:
    """Those whose words this person has before them: their own, and those they opened."""
    opened = Trust.objects.filter(person_id=person_id, opened_at__isnull=False)
    return tensions_for(person_id, on=on).filter(
        Q(author_id=person_id) | Q(pk__in=opened.values("tension"))
    )


def still_mine(tension: Tension, *, by: Actor) -> Tension:
    """As the table has it under the write lock, for its author and nobody else."""
    if tension.author_id != by.person_id:
        raise Refused(ladder.refusal_to_speak_for_the_author())
    rows = Tension.objects.select_related("author").prefetch_related("steps", "trusts")
    return rows.get(pk=tension.pk)


@dataclass(frozen=True)
class Shown:
    """A tension with what a line or a page says of it."""

    tension: Tension
    state: State
    rung: Rung
    trusts: Sequence[Trust]
    mine: bool
    trust: Trust | None  # this reader's own
    days: int  # since it was said, or until it was closed

    @property
    def read(self) -> bool:
        """Whether this reader has its words."""
        return self.mine or bool(self.trust and self.trust.opened_at)

    @property
    def next_rung(self) -> Rung | None:
        return None if self.tension.closed_at else ladder.next_rung(self.tension, self.rung)


def shown(tension: Tension, person_id: int, *, on: date) -> Shown:
    trusts = list(tension.trusts.all())
    last = day_of(tension.closed_at) if tension.closed_at else on
    return Shown(
        tension, ladder.state(tension, trusts), tension.rung, trusts,
        tension.author_id == person_id,
        next((one for one in trusts if one.person_id == person_id), None),
        (last - day_of(tension.raised_at)).days,
    )  # fmt: skip


def suggested(tension: Tension, *, on: date) -> list[Person]:
    """Whom its ladder leads to at this step. Its author alone knows who the third person is."""
    return [
        person for person in _suggested(tension.rung, tension.author_id, on=on)
        if person.pk != tension.author_id
    ][:MOST_SUGGESTED]  # fmt: skip


def _suggested(rung: Rung, author_id: int, *, on: date) -> list[Person]:
    if rung is Rung.CARE:
        return mediators(on=on)
    if rung in (Rung.ALONE, Rung.THIRD):
        return []
    plan = structure(on)
    kinds = {Rung.COORDINATION: Kind.COORDINATION, Rung.AGORA: Kind.AGORA}
    if rung in kinds:
        circles = {pk for pk, circle in plan.circles.items() if circle.kind == kinds[rung]}
    else:
        held = in_force(on).filter(person_id=author_id)
        circles = set(held.values_list("role__circle_id", flat=True))
        circles = {up.pk for circle in circles for up in plan.way_up(circle)[:2]}
        if not circles:  # in no circle yet: those who carry things from one circle to another
            circles = {pk for pk, one in plan.circles.items() if one.kind == Kind.COORDINATION}
    holders = in_force(on).filter(role__circle_id__in=circles)
    return list(Person.objects.filter(pk__in=holders.values("person")).order_by("name", "pk"))


def mediators(*, on: date) -> list[Person]:
    return people_who_may(MEDIATE, on=on)


@until_a_deed
def people_with_a_tension() -> frozenset[int]:
    """The numbers of those who have one to open or to look after: nobody else is asked about."""
    trusts = Trust.objects.filter(opened_at=None, tension__closed_at=None)
    mine = Tension.objects.filter(closed_at=None)
    return frozenset(
        trusts.order_by()
        .values_list("person_id", flat=True)
        .union(mine.order_by().values_list("author_id", flat=True))
    )


def entrusted_to(person_id: int) -> QuerySet[Trust]:
    """What waits for this person to open it, the oldest first."""
    rows = Trust.objects.filter(person_id=person_id, opened_at=None, tension__closed_at=None)
    return rows.select_related("tension", "tension__author")


def my_still_ones(person_id: int, *, days: int, on: date) -> list[tuple[Tension, date]]:
    """My open tensions to which nothing has happened for so many days."""
    rows = Tension.objects.filter(author_id=person_id, closed_at=None)
    found = []
    for one in rows.prefetch_related("steps", "trusts"):
        moments = [one.raised_at, *(step.from_at for step in one.steps.all())]
        moments += [trust.opened_at or trust.entrusted_at for trust in one.trusts.all()]
        since = day_of(max(moments))
        if ladder.is_still(since, days=days, on=on):
            found.append((one, since))
    return found


@until_a_deed
def not_opened_since(day: date) -> int:
    """How many tensions were entrusted before that day to someone who has not opened them."""
    rows = Trust.objects.filter(
        opened_at=None, tension__closed_at=None, entrusted_at__lt=midnight_of(day)
    )
    return rows.order_by().values("tension").distinct().count()


def to_remind(*, days: int, on: date) -> QuerySet[Trust]:
    """Not opened after so many days, and never reminded: members, of tensions still open."""
    rows = Trust.objects.filter(
        opened_at=None, reminded_at=None, tension__closed_at=None,
        entrusted_at__lt=end_of(on - timedelta(days=days)),
        person__in=members_on(on).values("person"),
    )  # fmt: skip
    return rows.select_related("person", "tension")
