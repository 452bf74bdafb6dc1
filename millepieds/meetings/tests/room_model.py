"""What the room of a meeting should be, in plain Python: who is in it, who was heard, what stays of it."""

from dataclasses import dataclass, field, replace

from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.rules.terms import Kind
from millepieds.meetings.tests.meeting_model import (
    CALLER,
    EARLY,
    FORGOTTEN,
    InTheRoom,
    Key,
    Model,
    Seen,
    Told,
)


@dataclass
class Here:
    """Someone in the room."""

    turns: int = 0
    raised: int = 0  # when, among all hands; 0 when it is down
    heard: bool = False


@dataclass
class RoomModel(Model):
    is_open: bool = False
    counts: tuple[int, int] | None = None
    room: dict[Key, Here] = field(default_factory=dict)
    speaks: Key | None = None
    in_round: bool = False
    hands: int = 0
    said: int = 0

    def _guides(self, who: int) -> bool:
        return who in (CALLER, self.duties.get(Duty.FACILITATOR))

    def _leads(self, who: int) -> bool:
        return self.is_open and self._guides(who) and self._near()

    def _near(self) -> bool:
        near = self.starts - EARLY <= self.now < self.ends + FORGOTTEN
        return near and not self.cancelled

    def _comes_in(self, who: int) -> bool:
        has_a_place = self.line.get(who) is not None or self._guides(who)
        return self._reads(who) and (self.kind is not Kind.ACTION or has_a_place)

    def open_room(self, who: int) -> Told:
        if not self._guides(who) or not self._near():
            return None
        new = not self.is_open
        self.is_open = True
        self.room.setdefault(who, Here())
        return int(new)

    def close_room(self, who: int) -> Told:
        return self._close(to_the_minutes=True) if self._leads(who) else None

    def _close_if_moved_away(self) -> int:
        """Nobody met: it was called off, or put off to another day."""
        away = self.is_open and not self._near()
        return self._close(to_the_minutes=False) if away else 0

    def _close(self, *, to_the_minutes: bool) -> int:
        """How many were there and were heard never shrinks when a room opens again."""
        there, heard = self.counts or (0, 0)
        spoke = [one for one in self.room.values() if one.turns]
        self.counts = max(there, len(self.room)), max(heard, len(spoke))
        if to_the_minutes and self.stage() is Stage.WRITTEN and not self.named:
            members = [who for who in self.room if isinstance(who, int)]
            self.there = dict.fromkeys([*self.there, *members], Answer.NONE)
        self.room, self.speaks, self.in_round, self.is_open = {}, None, False, False
        return 1

    def come_in(self, who: int) -> Told:
        if not self.is_open or not self._comes_in(who):
            return None
        self.room.setdefault(who, Here())
        return 0

    def bring_in(self, name: str, who: int) -> Told:
        if not self._leads(who):
            return None
        self.room.setdefault(name, Here())
        return 0

    def suggest(self, who: int) -> Told:
        if not self.is_open or not self._comes_in(who):
            return None
        self.said += 1
        return 0

    def raise_hand(self, whose: Key, who: int) -> Told:
        if whose not in self.room or (whose != who and not self._guides(who)):
            return None
        here = self.room[whose]
        if not here.raised and self.speaks != whose:
            self.hands += 1
            here.raised = self.hands
        return 0

    def lower_hand(self, whose: Key, who: int) -> Told:
        if whose not in self.room or (whose != who and not self._guides(who)):
            return None
        self.room[whose].raised = 0
        return 0

    def give_floor(self, whose: Key, who: int) -> Told:
        if whose not in self.room or not self._leads(who):
            return None
        here = self.room[whose]
        if self.speaks != whose:
            self.speaks, here.raised, here.heard = whose, 0, self.in_round
            here.turns += 1
        return 0

    def pass_turn(self, whose: Key, who: int) -> Told:
        if whose not in self.room or not self._leads(who):
            return None
        here = self.room[whose]
        if self.speaks != whose:
            here.raised, here.heard = 0, self.in_round
        return 0

    def end_speech(self, who: int) -> Told:
        if not self._leads(who):
            return None
        self.speaks = None
        return 0

    def turn_round(self, who: int, begins: bool) -> Told:
        if not self._leads(who):
            return None
        self.speaks, self.in_round = None, begins
        for here in self.room.values():
            here.heard = False
        return 0

    def night(self) -> Told:
        closed = self.is_open and self.now >= self.ends + FORGOTTEN
        entries = self._close(to_the_minutes=True) if closed else 0
        return entries + (super().night() or 0)

    def seen(self) -> Seen:
        if not self.is_open:
            return replace(super().seen(), said=self.said, counts=self.counts)
        line = {who: one.raised for who, one in self.room.items() if one.raised}
        return replace(
            super().seen(), said=self.said, speaks=self.speaks,
            room=tuple(
                InTheRoom(who, one.turns, one.heard, bool(one.raised))
                for who, one in self.room.items()
            ),
            next=tuple(sorted(line, key=lambda who: (self.room[who].turns, line[who]))),
        )  # fmt: skip
