"""Three people, one role of a few seats, and days that pass: whatever they do, in whatever order.

A small model says what should be possible and who should hold the role. The same story is told to the
pure rules (`OnPaper`) and to the whole house (`InTheHouse`); both must always agree with the model.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from millepieds.circles.actions import mandates as deeds
from millepieds.circles.actions.structure import RoleWords, change_role
from millepieds.circles.models import Mandate, Role
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.rules import commitments
from millepieds.circles.rules import mandates as rules
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.structure import refusal_to_shrink
from millepieds.circles.tests.makers import accept, make_person, make_proposal, sign_all
from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.members import actions as door
from millepieds.members import rules as door_rules
from millepieds.members.queries import open_membership
from millepieds.people.models import Person

PEOPLE, SEATS, LONGEST, KEPT, FAR = range(3), 2, 60, 14, 1000
WORDS = RoleWords(
    "Mémoire", "Se souvenir.", "", ("Tenir parole",), (), SEATS, LONGEST, Process.APPOINTED
)
START = datetime.fromisoformat("2030-01-01T12:00+01:00")
DAY = timedelta(days=1)


class World(Protocol):
    """Each deed says whether it was done."""

    def knock(self, who: int) -> bool: ...
    def welcome(self, who: int) -> bool: ...
    def sign(self, who: int) -> bool: ...
    def leave(self, who: int) -> bool: ...
    def propose(self, who: int, start: int, end: int) -> bool: ...
    def accept(self, which: int) -> bool: ...
    def decline(self, which: int) -> bool: ...
    def take_back(self, which: int) -> bool: ...
    def resign(self, which: int) -> bool: ...
    def withdraw(self, which: int) -> bool: ...
    def resize(self, seats: int) -> bool: ...
    def days_pass(self, days: int) -> None: ...
    def holders(self) -> list[int]: ...
    def holds_together(self) -> bool: ...
    def close(self) -> None: ...


@dataclass
class Lent:
    """A mandate, as the model sees it."""

    who: int
    start: int
    end: int
    lapses: int
    state: str = "proposed"
    period: int = 0
    seat: int = 0


class Movement(RuleBasedStateMachine):
    """The model. `make_world` is set by whoever runs the machine."""

    make_world: Callable[[], World]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.day = 0
        self.stage = dict.fromkeys(PEOPLE, "outside")
        self.period = dict.fromkeys(PEOPLE, 0)
        self.lent: list[Lent] = []
        self.seats = SEATS

    def teardown(self) -> None:
        self.world.close()

    def _step(self, done: bool, expected: bool) -> bool:
        assert done is expected
        return done

    @rule(who=st.sampled_from(PEOPLE))
    def knock(self, who: int) -> None:
        if self._step(self.world.knock(who), self.stage[who] == "outside"):
            self.stage[who] = "asked"
            self.period[who] += 1

    @rule(who=st.sampled_from(PEOPLE))
    def welcome(self, who: int) -> None:
        if self._step(self.world.welcome(who), self.stage[who] == "asked"):
            self.stage[who] = "welcomed"

    @rule(who=st.sampled_from(PEOPLE))
    def sign(self, who: int) -> None:
        if self._step(self.world.sign(who), self.stage[who] == "welcomed"):
            self.stage[who] = "member"

    @rule(who=st.sampled_from(PEOPLE))
    def come_in(self, who: int) -> None:
        """The three steps at once, so that stories go further."""
        self.knock(who)
        self.welcome(who)
        self.sign(who)

    @rule(who=st.sampled_from(PEOPLE))
    def leave(self, who: int) -> None:
        if self._step(self.world.leave(who), self.stage[who] != "outside"):
            self.stage[who] = "outside"

    @rule(who=st.sampled_from(PEOPLE), wait=st.integers(0, 5), lasts=st.integers(0, LONGEST + 3))
    def propose(self, who: int, wait: int, lasts: int) -> None:
        start = self.day + wait
        busy = self._busy(start, start + lasts)
        possible = (
            self.stage[who] == "member" and 0 < lasts <= LONGEST
            and all(other.who != who for other in busy)
        )  # fmt: skip
        if self._step(self.world.propose(who, start, start + lasts), possible):
            self.lent.append(Lent(who, start, start + lasts, self.day + KEPT))

    @precondition(lambda self: self.lent)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        which, one = self._one(data)
        start = max(one.start, self.day)
        busy = self._busy(start, one.end)
        # A seat is one chair for the whole term, and nobody sits on two.
        free = set(range(1, self.seats + 1)) - {other.seat for other in busy}
        possible = (
            self._is_open(one) and self.stage[one.who] == "member" and bool(free)
            and all(other.who != one.who for other in busy)
        )  # fmt: skip
        if self._step(self.world.accept(which), possible):
            one.state, one.start, one.period = "accepted", start, self.period[one.who]
            one.seat = min(free)

    @precondition(lambda self: self.lent)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        which, one = self._one(data)
        if self._step(self.world.decline(which), self._is_open(one)):
            one.state = "declined"

    @precondition(lambda self: self.lent)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        which, one = self._one(data)
        if self._step(self.world.take_back(which), self._is_open(one)):
            one.state = "taken back"

    @precondition(lambda self: self.lent)
    @rule(data=st.data(), resigns=st.booleans())
    def end_early(self, data: st.DataObject, resigns: bool) -> None:
        which, one = self._one(data)
        deed = self.world.resign if resigns else self.world.withdraw
        if self._step(deed(which), one.state == "accepted" and one.end > self.day):
            one.end = self.day

    @rule(seats=st.integers(1, 3))
    def resize(self, seats: int) -> None:
        highest = max((other.seat for other in self._busy(self.day, FAR)), default=0)
        if self._step(self.world.resize(seats), seats >= highest):
            self.seats = seats

    @precondition(lambda self: self.day < 330)  # after a year nobody would hand out mandates
    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.day += days
        self.world.days_pass(days)

    def _one(self, data: st.DataObject) -> tuple[int, Lent]:
        which = data.draw(st.integers(0, len(self.lent) - 1))
        return which, self.lent[which]

    def _is_open(self, one: Lent) -> bool:
        return one.state == "proposed" and self.day < min(one.end, one.lapses)

    def _busy(self, start: int, end: int) -> list[Lent]:
        """Mandates accepted that count on one of these days."""
        return [
            other
            for other in self.lent
            if other.state == "accepted" and self._under_way(other)
            and other.start < end and start < other.end
        ]  # fmt: skip

    def _under_way(self, one: Lent) -> bool:
        return self.stage[one.who] != "outside" and self.period[one.who] == one.period

    @invariant()
    def the_holders_are_those_of_the_model(self) -> None:
        expected = sorted(
            one.who
            for one in self.lent
            if one.state == "accepted" and one.start <= self.day < one.end
            and self._under_way(one) and self.stage[one.who] == "member"
        )  # fmt: skip
        assert sorted(self.world.holders()) == expected
        assert len(expected) == len(set(expected)) <= self.seats

    @invariant()
    def the_world_holds_together(self) -> None:
        assert self.world.holds_together()


# On paper: the pure rules, on plain objects.


@dataclass
class Period:
    asked_at: datetime
    promised_at: datetime | None = None
    promised_by_id: int | None = None
    contacted_at: datetime | None = None
    welcomed_at: datetime | None = None
    refused_at: datetime | None = None
    appealed_at: datetime | None = None
    appeal_answered_at: datetime | None = None
    refused_by_id: int | None = None
    signed_at: datetime | None = None
    left_at: datetime | None = None


@dataclass
class Term:
    person_id: int
    starts_on: date
    ends_on: date
    lapses_on: date
    ended_on: date | None = None
    seat: int = 0
    period: Period | None = None
    is_declined: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.period is not None


@dataclass
class OnPaper:
    now: datetime = START
    periods: dict[int, Period | None] = field(default_factory=lambda: dict.fromkeys(PEOPLE))
    terms: list[Term] = field(default_factory=list)
    seats: int = SEATS

    @property
    def today(self) -> date:
        return self.now.date()

    def _day(self, day: int) -> date:
        return (START + day * DAY).date()

    def _is_member(self, who: int) -> bool:
        period = self.periods[who]
        return bool(period and door_rules.status(period, now=self.now) is door_rules.Status.MEMBER)

    def knock(self, who: int) -> bool:
        if door_rules.refusal_to_join(open_period=self.periods[who]):
            return False
        self.periods[who] = Period(self.now)
        return True

    def welcome(self, who: int) -> bool:
        period = self.periods[who]
        if not period or door_rules.refusal_to_welcome(period, welcomer_id=-1, person_id=who):
            return False
        period.welcomed_at = self.now
        return True

    def sign(self, who: int) -> bool:
        period = self.periods[who]
        if door_rules.refusal_to_become_member(period) or not period or period.signed_at:
            return False
        period.signed_at = self.now
        return True

    def leave(self, who: int) -> bool:
        period = self.periods[who]
        if door_rules.refusal_to_leave(period) or not period:
            return False
        period.left_at, self.periods[who] = self.now, None
        return True

    def propose(self, who: int, start: int, end: int) -> bool:
        starts_on, ends_on = self._day(start), self._day(end)
        no = rules.refusal_to_propose(
            starts_on=starts_on, ends_on=ends_on, longest=365, term_days=LONGEST, today=self.today,
            proposer_id=-1, person_id=who, is_member=self._is_member(who),
            holds_then=any(t.person_id == who for t in self._accepted(starts_on, ends_on)),
        )  # fmt: skip
        if no:
            return False
        self.terms.append(Term(who, starts_on, ends_on, self.today + KEPT * DAY))
        return True

    def accept(self, which: int) -> bool:
        term = self.terms[which]
        starts_on = max(term.starts_on, self.today)
        others = self._accepted(starts_on, term.ends_on)
        seat = rules.free_seat(self.seats, [other.seat for other in others])
        no = commitments.refusal_to_accept(
            term, by_person_id=term.person_id, is_member=self._is_member(term.person_id),
            ticked={0}, responsibilities=1, seat=seat, today=self.today,
            holds_then=any(other.person_id == term.person_id for other in others),
        )  # fmt: skip
        if no or seat is None:
            return False
        term.starts_on, term.seat, term.period = starts_on, seat, self.periods[term.person_id]
        return True

    def decline(self, which: int) -> bool:
        term = self.terms[which]
        no = commitments.refusal_to_accept(
            term, by_person_id=term.person_id, is_member=True, ticked=(), responsibilities=0,
            seat=1, holds_then=False, today=self.today,
        )  # fmt: skip
        term.is_declined = term.is_declined or not no
        return not no

    def take_back(self, which: int) -> bool:
        term = self.terms[which]
        if rules.refusal_when_no_longer_open(term, today=self.today):
            return False
        term.ended_on = self.today
        return True

    def resign(self, which: int) -> bool:
        term = self.terms[which]
        if rules.refusal_to_resign(term, by_person_id=term.person_id, today=self.today):
            return False
        term.ended_on = self.today
        return True

    def withdraw(self, which: int) -> bool:
        term = self.terms[which]
        if rules.refusal_to_end(term, today=self.today):
            return False
        term.ended_on = self.today
        return True

    def resize(self, seats: int) -> bool:
        taken = [term.seat for term in self._accepted(self.today, date.max)]
        if refusal_to_shrink(seats=seats, highest_taken=max(taken, default=0)):
            return False
        self.seats = seats
        return True

    def _accepted(self, starts_on: date, ends_on: date) -> list[Term]:
        return [
            term
            for term in self.terms
            if term.period and not term.period.left_at
            and term.starts_on < ends_on and starts_on < rules.ends(term)
        ]  # fmt: skip

    def days_pass(self, days: int) -> None:
        self.now += days * DAY

    def holders(self) -> list[int]:
        return [
            term.person_id
            for term in self.terms
            if rules.runs(term, on=self.today) and term.period is self.periods[term.person_id]
            and self._is_member(term.person_id)
        ]  # fmt: skip

    def holds_together(self) -> bool:
        return all(rules.ends(term) <= term.ends_on for term in self.terms)

    def close(self) -> None:
        pass


# In the house: the real actions, on the real tables.


class InTheHouse:
    """Undone at the end: the movement around it is the one the test made."""

    def __init__(self, role: Role, welcomer: Person, assigner: Person) -> None:
        self.role, self.welcomer, self.assigner = role, welcomer, assigner
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.now = clock.now()
        self._first_day = clock.day_of(self.now)
        self.people = [make_person(f"Membre{n}") for n in PEOPLE]
        self.mandates: list[Mandate] = []
        self.entries = Entry.objects.count()

    def _do(self, deed: Callable[[], object]) -> bool:
        with clock.pretend(self.now):
            try:
                with transaction.atomic():
                    deed()
            except Refused as refused:
                refusal = refused.refusal
            else:
                after = Entry.objects.count()
                assert after > self.entries
                self.entries = after
                return True
        assert refusal.article
        assert Entry.objects.count() == self.entries
        return False

    def knock(self, who: int) -> bool:
        person = self.people[who]
        return self._do(
            lambda: door.knock(
                person, district=None, languages="", wishes="", needs=(), by=actors.person(person)
            )
        )

    def welcome(self, who: int) -> bool:
        membership = open_membership(self.people[who])
        if membership is None:
            return False
        return self._do(lambda: door.welcome(membership, by=actors.person(self.welcomer)))

    def sign(self, who: int) -> bool:
        return self._do(lambda: sign_all(self.people[who]))

    def leave(self, who: int) -> bool:
        person = self.people[who]
        return self._do(lambda: door.leave(person, by=actors.person(person)))

    def propose(self, who: int, start: int, end: int) -> bool:
        starts_on = self._first_day + start * DAY
        return self._do(
            lambda: self.mandates.append(
                make_proposal(
                    self.role,
                    self.people[who],
                    by=self.assigner,
                    days=end - start,
                    starts_on=starts_on,
                )
            )
        )

    def accept(self, which: int) -> bool:
        return self._do(lambda: accept(self.mandates[which]))

    def decline(self, which: int) -> bool:
        one = self.mandates[which]
        return self._do(lambda: deeds.decline_mandate(one, by=actors.person(one.person)))

    def take_back(self, which: int) -> bool:
        one, by = self.mandates[which], actors.person(self.assigner)
        return self._do(lambda: deeds.take_back_proposal(one, by=by))

    def resign(self, which: int) -> bool:
        one = self.mandates[which]
        return self._do(lambda: deeds.resign(one, by=actors.person(one.person)))

    def withdraw(self, which: int) -> bool:
        one, by = self.mandates[which], actors.person(self.assigner)
        return self._do(lambda: deeds.withdraw_mandate(one, "Il le fallait.", by=by))

    def resize(self, seats: int) -> bool:
        by = actors.person(self.assigner)
        return self._do(lambda: change_role(self.role, replace(WORDS, seats=seats), by=by))

    def days_pass(self, days: int) -> None:
        self.now += days * DAY

    def holders(self) -> list[int]:
        on = clock.day_of(self.now)
        rank = {person.pk: who for who, person in enumerate(self.people)}
        held = in_force(on).filter(role=self.role)
        return [rank[pk] for pk in held.values_list("person_id", flat=True)]

    def holds_together(self) -> bool:
        return not Mandate.objects.filter(accepted_at=None, seat__isnull=False).exists()

    def close(self) -> None:
        try:
            assert verify().holds
        finally:
            transaction.set_rollback(True)
            self._undo.__exit__(None, None, None)
