"""One meeting, four members, two guests of the town, and time that passes: whatever happens, in any order.

A small model (`meeting_model`, `room_model`) says what should be possible. The same story is told to the pure
rules (`OnPaper`: who comes, and the minutes) and to the whole house (`InTheHouse`: the room too). After
each step both have written as many lines in the journal, and show the same meeting.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.meeting_model import (
    CALLER,
    DAY,
    EARLY,
    FORGOTTEN,
    GUESTS,
    HOUR,
    MEMBERS,
    OUTSIDER,
    Model,
    Seen,
    Told,
)

ANYONE = st.sampled_from([*MEMBERS, OUTSIDER])
OFTEN_THE_CALLER = st.sampled_from([CALLER, CALLER, CALLER, 1, 2])
CAPACITIES = st.sampled_from([None, 1, 2, 3])
SORTS = [
    (Kind.AGORA, Openness.TOWN),
    (Kind.AGORA, Openness.TOWN),
    (Kind.ACTION, Openness.MEMBERS),
    (Kind.CIRCLE, Openness.CIRCLE),
]
OFTEN = st.sampled_from([True, True, True, False])
SELDOM = st.sampled_from([False, False, False, True])  # what would end most stories


class Far(Enum):
    """Where a story begins."""

    CALLED = 0
    NEAR = 1
    WRITTEN = 2
    PROPOSED = 3


BEGINS = [Far.CALLED, Far.NEAR, *Far]
# What the time may refuse, so that it is asked at any time; the rest is asked when it has a chance.
COMING = [
    ("sign_up", 3),
    ("guest_comes", "Zoé"),
    ("withdraw", 1),
    ("cancel", 1),
    ("change", 0, 3, 0, 0),
]
WRITING = [
    ("save", 0, "", True),
    ("name_present", 0, {0, 2}, {1}),
    ("propose", 0),
    ("answer", 1, Answer.CHANGE),
]


class World(Protocol):
    """It tells what the model tells; each deed is asked of it by its name."""

    start: datetime

    def begin(self, kind: Kind, openness: Openness, capacity: int | None) -> None: ...
    def is_now(self, moment: datetime) -> None: ...
    def seen(self) -> Seen: ...
    def close(self) -> None: ...


class Story(RuleBasedStateMachine):
    """`make_world` is set by whoever runs the machine."""

    make_world: Callable[[], World]
    make_model: type[Model] = Model

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.model: Model | None = None

    def teardown(self) -> None:
        self.world.close()

    @initialize(sort=st.sampled_from(SORTS), capacity=CAPACITIES, far=st.sampled_from(BEGINS))
    def begin(self, sort: tuple[Kind, Openness], capacity: int | None, far: Far) -> None:
        self.world.begin(*sort, capacity)
        self.model = self.make_model(self.world.start, *sort, capacity)
        self.goes(far)

    def goes(self, far: Far) -> None:
        """So that many stories see a line, and minutes that are ready."""
        if far is Far.CALLED:
            return
        for who in (1, 2, 0):
            self._tell("sign_up", who)
        self.its_hour_comes(-EARLY, False, 0)
        if far is Far.NEAR:
            return
        self.its_hour_comes(0, False, 0)
        self._tell("save", CALLER, "", True)
        self._tell("name_present", CALLER, {CALLER, 1}, {2})
        if far is Far.PROPOSED:
            self._tell("propose", CALLER)

    @property
    def told(self) -> Model:
        assert self.model
        return self.model

    def _step(self, done: bool, expected: bool) -> bool:
        assert done is expected
        return done

    def _tell(self, deed: str, *words: object) -> None:
        """A second later, something else may happen: the house never does two things at one moment."""
        expected: Told = getattr(self.model, deed)(*words)
        done: Told = getattr(self.world, deed)(*words)
        self._step(done is not None, expected is not None)
        assert done == expected
        self.told.entries += expected or 0
        self._time_passes(1)

    def _time_passes(self, seconds: int) -> None:
        self.told.now += seconds
        self.world.is_now(self.told.start + timedelta(seconds=self.told.now))

    @rule(
        hours_after=st.sampled_from([-EARLY, 0]), ends=SELDOM, after=st.sampled_from([0, FORGOTTEN])
    )
    def its_hour_comes(self, hours_after: int, ends: bool, after: int) -> None:
        """To the second: it is there that a half-open interval goes wrong."""
        moment = self.told.ends + after if ends else self.told.starts + hours_after
        self._time_passes(max(0, moment - self.told.now))

    @rule(seconds=st.sampled_from([HOUR, HOUR, DAY, 7 * DAY]))
    def time_passes(self, seconds: int) -> None:
        if self.told.now < 200 * DAY:  # so long, nobody's mandate ends
            self._time_passes(seconds)

    @precondition(lambda self: self.told.now >= self.told.ends)
    @rule()
    def night(self) -> None:
        self._tell("night")

    @rule(duty=st.sampled_from([Duty.SCRIBE, Duty.FACILITATOR, Duty.CARE]), who=ANYONE)
    def take_duty(self, duty: Duty, who: int) -> None:
        self._tell("take_duty", duty, who)

    @precondition(lambda self: self.told.duties)
    @rule(duty=st.sampled_from([Duty.SCRIBE, Duty.FACILITATOR]), who=st.sampled_from([0, 1]))
    def give_back_duty(self, duty: Duty, who: int) -> None:
        self._tell("give_back_duty", duty, who)

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        if not self.model:
            return
        seen = self.world.seen()
        assert seen == self.model.seen()
        places = [place for _who, place in seen.line if place is not None]
        assert len(places) == len({*places})  # a sentence of its own, whatever the model says
        assert all(place <= (self.model.capacity or place) for place in places)


class Coming(Story):
    @rule(deed=st.sampled_from(COMING))
    def comes_at_any_time(self, deed: tuple[str, object]) -> None:
        self._tell(*deed)

    @precondition(lambda self: not self.told.over)
    @rule(who=ANYONE)
    def sign_up(self, who: int) -> None:
        self._tell("sign_up", who)

    @precondition(lambda self: not self.told.over)
    @rule(name=st.sampled_from(GUESTS))
    def guest_comes(self, name: str) -> None:
        self._tell("guest_comes", name)

    @precondition(lambda self: self.told.line and not self.told.over)
    @rule(who=ANYONE)
    def withdraw(self, who: int) -> None:
        self._tell("withdraw", who)

    @precondition(lambda self: bool({*GUESTS} & {*self.told.line}))
    @rule(name=st.sampled_from(GUESTS))
    def guest_withdraws(self, name: str) -> None:
        self._tell("guest_withdraws", name)

    @precondition(lambda self: not self.told.over)
    @rule(
        who=OFTEN_THE_CALLER, capacity=CAPACITIES, days_later=st.sampled_from([0, 0, 0, 1]),
        read_before=st.sampled_from([0, 0, 0, 1]),
    )  # fmt: skip
    def change(self, who: int, capacity: int | None, days_later: int, read_before: int) -> None:
        self._tell("change", who, capacity, days_later, read_before)

    @precondition(lambda self: not self.told.over)
    @rule(who=OFTEN_THE_CALLER)
    def cancel(self, who: int) -> None:
        self._tell("cancel", who)


class Writing(Story):
    @rule(deed=st.sampled_from(WRITING))
    def writes_at_any_time(self, deed: tuple[str, object]) -> None:
        self._tell(*deed)

    @precondition(lambda self: self.told.now >= self.told.starts)
    @rule(who=OFTEN_THE_CALLER, why=st.sampled_from(["", "", "Erreur."]), read_last=OFTEN)
    def save(self, who: int, why: str, read_last: bool) -> None:
        self._tell("save", who, why, read_last)

    @precondition(lambda self: self.told.now >= self.told.starts)
    @rule(
        who=OFTEN_THE_CALLER, there=st.sets(st.sampled_from(MEMBERS), max_size=3),
        excused=st.sets(st.sampled_from(MEMBERS), max_size=1),
    )  # fmt: skip
    def name_present(self, who: int, there: set[int], excused: set[int]) -> None:
        self._tell("name_present", who, there, excused)

    @precondition(lambda self: self.told.there or self.told.wordings)
    @rule(who=OFTEN_THE_CALLER)
    def propose(self, who: int) -> None:
        self._tell("propose", who)

    @precondition(lambda self: self.told.proposed is not None)
    @rule(
        who=st.sampled_from([0, 1, 1, 2]),
        answer=st.sampled_from([Answer.APPROVES, Answer.APPROVES, Answer.CHANGE]),
    )
    def answer(self, who: int, answer: Answer) -> None:
        self._tell("answer", who, answer)
