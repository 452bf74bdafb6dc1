"""One proposal, two people to consent, and hours that pass: whatever happens, in whatever order.

A small model says what should be possible. The same story is told to the pure rules (`OnPaper`) and to
the whole house (`InTheHouse`); both must always agree with the model.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from millepieds.charter.rules import RULES
from millepieds.circles.models import Circle
from millepieds.circles.rules.own import refusal_to_own
from millepieds.circles.tests.makers import make_own_rule
from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.consenting import call_into_meeting, hold, put_to_the_test, resume
from millepieds.decisions.actions.proposing import end_round, present
from millepieds.decisions.models import Decision, Proposal
from millepieds.decisions.rules import adopting, consent
from millepieds.decisions.rules.rounds import SILENCE_CONSENTS, Criterion, Stage, Stand
from millepieds.decisions.tests.rounds import (
    make_adopted,
    make_proposal,
    make_stance,
    make_version,
)
from millepieds.journal.models import Entry
from millepieds.people.models import Person

AUTHOR, OTHERS = 9, (0, 1)
LISTEN, CONSENT = 48, 72
START = datetime.fromisoformat("2030-01-01T12:00+01:00")
HOUR = timedelta(hours=1)
HOLDS = (Criterion.LEAVING, Criterion.CAUSED, Criterion.CERTAIN)


class World(Protocol):
    """Each deed says whether it was done."""

    def present(self) -> bool: ...
    def stand(self, who: int, stance: Stand) -> bool: ...
    def test(self, whose: int, holds: bool) -> bool: ...
    def amend(self) -> bool: ...
    def call(self) -> bool: ...
    def hold(self) -> bool: ...
    def resume(self) -> bool: ...
    def end(self, who: int) -> bool: ...
    def adopt(self) -> bool: ...
    def change_own_rule(self, value: int | None) -> bool: ...
    def hours_pass(self, hours: int) -> None: ...
    def stage(self) -> Stage: ...
    def close(self) -> None: ...


@dataclass
class Voice:
    version: int
    stance: Stand
    cleared: int = 0  # the version against which it was found not to hold


class Consenting(RuleBasedStateMachine):
    """The model. `make_world` is set by whoever runs the machine."""

    make_world: Callable[[], World]
    silence = False

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.hour, self.listens, self.closes, self.version = 0, -1, -1, 1
        self.stopped_at: int | None = None
        self.held = False
        self.asked = -1
        self.voices: dict[int, Voice] = {}
        self.over: Stage | None = None
        self.own: int | None = (
            None  # what the circle says of silence since: read by no round open already
        )

    def teardown(self) -> None:
        self.world.close()

    def _stage(self) -> Stage:
        if self.over:
            return self.over
        if self.closes < 0:
            return Stage.WRITTEN
        if self.stopped_at is not None:
            return Stage.IN_MEETING
        if self.hour < self.listens:
            return Stage.LISTENING
        return Stage.CONSENTING if self.hour < self.closes else Stage.CLOSED

    def _adoptable(self) -> bool:
        objects = [v for v in self.voices.values() if v.stance is Stand.OBJECTION]
        if (self._stage() is not Stage.CLOSED and not self.held) or self.over:
            return False
        if any(v.cleared != self.version for v in objects):
            return False
        answered = [
            v
            for v in self.voices.values()
            if v.version == self.version or v.cleared == self.version
        ]
        if len(answered) < len(OTHERS) and (self.held or not self.silence):
            return False
        return sum(1 for v in answered if v.stance is not Stand.ASIDE) == len(OTHERS)

    def _step(self, done: bool, expected: bool) -> bool:
        assert done is expected
        return done

    @rule()
    def present(self) -> None:
        if self._step(self.world.present(), self._stage() is Stage.WRITTEN):
            self.asked = self.hour
            self.listens, self.closes = self.hour + LISTEN, self.hour + LISTEN + CONSENT

    @rule(who=st.sampled_from([*OTHERS, AUTHOR]), stance=st.sampled_from(Stand))
    def stand(self, who: int, stance: Stand) -> None:
        now_at = self._stage()
        open_now = now_at is Stage.CONSENTING or (self.held and now_at is Stage.IN_MEETING)
        may = open_now and who != AUTHOR
        if self._step(self.world.stand(who, stance), may):
            self.voices[who] = Voice(self.version, stance)

    @rule(whose=st.sampled_from(OTHERS), holds=st.booleans())
    def test(self, whose: int, holds: bool) -> None:
        voice = self.voices.get(whose)
        may = not self.over and voice is not None and voice.stance is Stand.OBJECTION
        if self._step(self.world.test(whose, holds), may) and voice:
            voice.cleared = 0 if holds else self.version

    @rule()
    def amend(self) -> None:
        if self._step(self.world.amend(), not self.over and self.closes >= 0):
            self.version += 1
            self.closes = max(self.closes, self.hour + CONSENT)

    @rule()
    def call(self) -> None:
        may = self._stage() in (Stage.LISTENING, Stage.CONSENTING)
        if self._step(self.world.call(), may):
            self.stopped_at = self.hour

    @precondition(lambda self: not self.held)
    @rule()
    def hold(self) -> None:
        open_now = self._stage() in (Stage.LISTENING, Stage.CONSENTING, Stage.IN_MEETING)
        if self._step(self.world.hold(), open_now and not self.held):
            self.held = True
            self.stopped_at = self.hour if self.stopped_at is None else self.stopped_at

    @rule()
    def resume(self) -> None:
        may = self._stage() is Stage.IN_MEETING
        if self._step(self.world.resume(), may) and self.stopped_at is not None:
            lost = self.hour - self.stopped_at
            self.listens += lost if self.stopped_at < self.listens else 0
            self.closes, self.stopped_at, self.held = self.closes + lost, None, False

    @rule(who=st.sampled_from([0, AUTHOR]))
    def end(self, who: int) -> None:
        could = self._stage() in (Stage.CLOSED, Stage.IN_MEETING) and not self._adoptable()
        may = not self.over and (who == AUTHOR or could)
        if self._step(self.world.end(who), may):
            self.over = Stage.WITHDRAWN if who == AUTHOR else Stage.RETURNED

    @precondition(lambda self: self.hour > self.asked)  # reading takes some time
    @rule()
    def adopt(self) -> None:
        if self._step(self.world.adopt(), self._adoptable()):
            self.over = Stage.ADOPTED

    @rule(value=st.sampled_from([0, 1, None]))
    def change_own_rule(self, value: int | None) -> None:
        if self._step(self.world.change_own_rule(value), value != self.own):
            self.own = value

    @rule(hours=st.sampled_from([1, 24, 48, 72, 120]))
    def hours_pass(self, hours: int) -> None:
        self.hour += hours
        self.world.hours_pass(hours)

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        assert self.world.stage() is self._stage()


@dataclass
class Row:
    """A proposal without a table."""

    author_id: int = AUTHOR
    asked_at: datetime | None = None
    listens_until: datetime | None = None
    closes_at: datetime | None = None
    called_at: datetime | None = None
    held_at: datetime | None = None
    outcome: str = ""


@dataclass
class Said:
    person_id: int
    version_id: int
    stance: str
    tested_on_id: int | None = None
    holds: bool | None = None


@dataclass
class OnPaper:
    silence: bool = False
    now: datetime = START
    row: Row = field(default_factory=Row)
    version: int = 1
    said: dict[int, Said] = field(default_factory=dict)
    own: int | None = None

    def present(self) -> bool:
        if consent.refusal_to_present(self.row):
            return False
        self.row.asked_at, self.row.listens_until = self.now, self.now + LISTEN * HOUR
        self.row.closes_at = self.row.listens_until + CONSENT * HOUR
        return True

    def stand(self, who: int, stance: Stand) -> bool:
        if consent.refusal_to_stand(self.row, person_id=who, has_a_voice=True, now=self.now):
            return False
        self.said[who] = Said(who, self.version, stance.value)
        return True

    def test(self, whose: int, holds: bool) -> bool:
        one = self.said.get(whose)
        if not one or consent.refusal_to_test(
            self.row, one, has_moved=False, person_id=1 - whose, voices={0, 1, AUTHOR}
        ):
            return False
        one.tested_on_id, one.holds = self.version, consent.holds(HOLDS if holds else ())
        return True

    def amend(self) -> bool:
        if consent.refusal_to_amend(self.row):
            return False
        self.version += 1
        self.row.closes_at = consent.closes_after_a_change(self.row, at=self.now, hours=CONSENT)
        return True

    def call(self) -> bool:
        if consent.refusal_to_call(self.row, has_a_voice=True, now=self.now):
            return False
        self.row.called_at = self.now
        return True

    def hold(self) -> bool:
        if self.row.held_at or consent.refusal_to_hold(self.row, has_a_voice=True, now=self.now):
            return False
        self.row.called_at, self.row.held_at = self.row.called_at or self.now, self.now
        return True

    def resume(self) -> bool:
        if consent.refusal_to_resume(self.row):
            return False
        times = consent.times_after_a_stop(self.row, at=self.now)
        self.row.listens_until, self.row.closes_at = times
        self.row.called_at = self.row.held_at = None
        return True

    def _no(self) -> bool:
        no = adopting.refusal_to_adopt(
            self.row, list(self.said.values()), current=self.version, voices=[*OTHERS, AUTHOR],
            quorum=3, silence_consents=self.silence, now=self.now,
        )  # fmt: skip
        return no is not None

    def end(self, who: int) -> bool:
        if adopting.refusal_to_return(
            self.row, person_id=who, holds_here=True, adoptable=not self._no(), now=self.now
        ):
            return False
        self.row.outcome = "withdrawn" if who == AUTHOR else "returned"
        return True

    def adopt(self) -> bool:
        if self._no():
            return False
        self.row.outcome = "adopted"
        return True

    def change_own_rule(self, value: int | None) -> bool:
        if refusal_to_own(RULES[SILENCE_CONSENTS], value, before=self.own):
            return False
        self.own = value
        return True

    def hours_pass(self, hours: int) -> None:
        self.now += hours * HOUR

    def stage(self) -> Stage:
        return consent.stage(self.row, now=self.now)

    def close(self) -> None:
        pass


class InTheHouse:
    """Undone at the end: the movement around it is the one the test made."""

    def __init__(
        self, circle: Circle, author: Person, others: list[Person], *, keeper: Person
    ) -> None:
        self.keeper = keeper
        self.people = {AUTHOR: author, **dict(enumerate(others))}
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.now = clock.now()
        self.proposal = make_proposal(circle, by=author)
        self.entries = Entry.objects.count()

    def _do(self, deed: Callable[[], object]) -> bool:
        with clock.pretend(self.now):
            try:
                with transaction.atomic():
                    deed()
            except Refused as refused:
                assert refused.refusal.article
                assert Entry.objects.count() == self.entries
                return False
        after = Entry.objects.count()
        assert after > self.entries
        self.entries = after
        return True

    def present(self) -> bool:
        by = actors.person(self.people[AUTHOR])
        return self._do(lambda: present(self.proposal, by=by))

    def stand(self, who: int, stance: Stand) -> bool:
        return self._do(lambda: make_stance(self.proposal, self.people[who], stance, "Parce que."))

    def test(self, whose: int, holds: bool) -> bool:
        one = self.proposal.stances.filter(person=self.people[whose]).order_by("-pk").first()
        by = actors.person(self.people[1 - whose])
        return one is not None and self._do(
            lambda: put_to_the_test(one, HOLDS if holds else (), by=by)
        )

    def amend(self) -> bool:
        return self._do(lambda: make_version(self.proposal, by=self.people[AUTHOR]))

    def call(self) -> bool:
        by = actors.person(self.people[0])
        return self._do(lambda: call_into_meeting(self.proposal, by=by))

    def hold(self) -> bool:
        by = actors.person(self.people[0])
        return self._do(lambda: hold(self.proposal, by=by))

    def resume(self) -> bool:
        return self._do(lambda: resume(self.proposal, by=actors.person(self.people[0])))

    def end(self, who: int) -> bool:
        by = actors.person(self.people[who])
        return self._do(lambda: end_round(self.proposal, "Pas cette fois.", by=by))

    def adopt(self) -> bool:
        return self._do(lambda: make_adopted(self.proposal, by=self.people[1]))

    def change_own_rule(self, value: int | None) -> bool:
        circle = self.proposal.circle
        return self._do(lambda: make_own_rule(circle, SILENCE_CONSENTS, value, by=self.keeper))

    def hours_pass(self, hours: int) -> None:
        self.now += hours * HOUR

    def stage(self) -> Stage:
        row = Proposal.objects.get(pk=self.proposal.pk)
        assert Decision.objects.filter(proposal=row).exists() == (row.outcome == "adopted")
        return consent.stage(row, now=self.now)

    def close(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)
