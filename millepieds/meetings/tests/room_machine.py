"""The same meeting, with its agenda and its room: told to the house only."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from millepieds.meetings.tests.meeting_machine import (
    ANYONE,
    OFTEN_THE_CALLER,
    Coming,
    Far,
    Writing,
)
from millepieds.meetings.tests.meeting_model import CALLER, Key
from millepieds.meetings.tests.room_model import RoomModel

SITTING = [
    ("come_in", 1), ("come_in", 2), ("suggest", 1), ("close_room", 1),
    ("end_speech", 0), ("turn_round", 0, True), ("raise_hand", 0, 0), ("add_point", 1),
    ("withdraw_point", 0, 1),
]  # fmt: skip


class Meeting(Coming, Writing):
    make_model = RoomModel

    @property
    def room(self) -> RoomModel:
        assert isinstance(self.model, RoomModel)
        return self.model

    def goes(self, far: Far) -> None:
        """Its room is open, but where nothing happened yet."""
        super().goes(far)
        if far is not Far.CALLED:
            self._tell("open_room", CALLER)
            self._tell("come_in", 1)

    @rule(deed=st.sampled_from(SITTING))
    def sits_at_any_time(self, deed: tuple[str, object]) -> None:
        self._tell(*deed)

    @precondition(lambda self: not self.told.held)
    @rule(who=ANYONE)
    def add_point(self, who: int) -> None:
        self._tell("add_point", who)

    @precondition(lambda self: self.told.points)
    @rule(which=st.integers(0, 2), who=st.sampled_from([0, 1]))
    def withdraw_point(self, which: int, who: int) -> None:
        self._tell("withdraw_point", which, who)

    @rule(who=OFTEN_THE_CALLER)
    def open_room(self, who: int) -> None:
        self._tell("open_room", who)

    @precondition(lambda self: self.room.is_open)
    @rule(who=OFTEN_THE_CALLER)
    def close_room(self, who: int) -> None:
        self._tell("close_room", who)

    @precondition(lambda self: self.room.is_open)
    @rule(who=ANYONE)
    def come_in(self, who: int) -> None:
        self._tell("come_in", who)

    @rule(who=OFTEN_THE_CALLER)
    def bring_in(self, who: int) -> None:
        self._tell("bring_in", f"Salma {self.room.hands} {len(self.room.room)}", who)

    @precondition(lambda self: self.room.is_open)
    @rule(who=ANYONE)
    def suggest(self, who: int) -> None:
        self._tell("suggest", who)

    def _at(self, number: int) -> Key:
        keys = list(self.room.room)
        return keys[number % len(keys)]

    @precondition(lambda self: self.room.is_open)
    @rule(at=st.integers(0, 3), own=st.booleans(), who=OFTEN_THE_CALLER)
    def raise_hand(self, at: int, own: bool, who: int) -> None:
        whose = self._at(at)
        self._tell("raise_hand", whose, whose if own and isinstance(whose, int) else who)

    @precondition(lambda self: self.room.is_open)
    @rule(at=st.integers(0, 3), who=OFTEN_THE_CALLER)
    def lower_hand(self, at: int, who: int) -> None:
        self._tell("lower_hand", self._at(at), who)

    @precondition(lambda self: self.room.is_open)
    @rule(at=st.integers(0, 3), who=OFTEN_THE_CALLER)
    def give_floor(self, at: int, who: int) -> None:
        self._tell("give_floor", self._at(at), who)

    @precondition(lambda self: self.room.is_open)
    @rule(at=st.integers(0, 3), who=OFTEN_THE_CALLER)
    def pass_turn(self, at: int, who: int) -> None:
        self._tell("pass_turn", self._at(at), who)

    @precondition(lambda self: self.room.is_open)
    @rule(deed=st.sampled_from(["begin", "finish", "end_speech"]), who=OFTEN_THE_CALLER)
    def lead(self, deed: str, who: int) -> None:
        if deed == "end_speech":
            self._tell("end_speech", who)
        else:
            self._tell("turn_round", who, deed == "begin")
