"""What a meeting should be, in plain Python: no rule and no row of the house, only what was asked of it.

Each deed answers how many lines of the journal it adds, or None when it is refused. Amina (0) calls the
meeting, Bruno (1) has a voice in the circle too, two members (2, 3) have none, and 4 is nobody's number.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from millepieds.core.clock import day_of
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.rules.terms import Kind, Openness

CALLER, VOICES, MEMBERS, OUTSIDER = 0, (0, 1), (0, 1, 2, 3), 4
GUESTS = ("Zélie", "Zoé")  # of the town, without an account
HOUR, DAY = 3600, 86400
CALLED_BEFORE, LASTS, EARLY, FORGOTTEN = 2 * DAY, 2 * HOUR, HOUR // 2, 12 * HOUR
SILENCE_DAYS, GUESTS_DAYS = 7, 14

Told = int | None
Key = int | str  # a member, or the name that someone without an account said


@dataclass(frozen=True)
class InTheRoom:
    key: Key
    turns: int
    heard: bool  # in this round
    waits: bool


@dataclass(frozen=True)
class Seen:
    """All that is compared after each step."""

    line: tuple[tuple[Key, int | None], ...]
    duties: tuple[tuple[str, int], ...]
    points: int
    changes: int
    cancelled: bool
    stage: Stage
    wordings: tuple[bool, ...]  # one each, true where it amends
    there: frozenset[int]
    excused: frozenset[int]
    answers: tuple[tuple[int, str], ...]
    counts: tuple[int, int] | None = None  # how many were there, how many were heard
    room: tuple[InTheRoom, ...] | None = None  # none when it is closed
    speaks: Key | None = None
    next: tuple[Key, ...] = ()
    said: int = 0
    entries: int = 0


@dataclass
class Model:
    start: datetime
    kind: Kind
    openness: Openness
    capacity: int | None
    now: int = 0  # seconds since it was called
    starts: int = CALLED_BEFORE
    line: dict[Key, int | None] = field(default_factory=dict)
    duties: dict[Duty, int] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)  # who added each
    taken_back: set[int] = field(default_factory=set)
    changes: int = 0
    cancelled: bool = False
    proposed: int | None = None
    wordings: list[bool] = field(default_factory=list)
    unsettled: bool = False
    there: dict[int, Answer] = field(default_factory=dict)
    excused: set[int] = field(default_factory=set)
    named: bool = False  # by the scribe
    entries: int = 0

    # Who comes

    @property
    def ends(self) -> int:
        return self.starts + LASTS

    @property
    def over(self) -> bool:
        """For whoever comes: nothing changes once it has begun."""
        return self.cancelled or self.now >= self.starts

    @property
    def held(self) -> bool:
        """For whoever prepares: until it ends."""
        return self.cancelled or self.now >= self.ends

    def _reads(self, who: int) -> bool:
        return who in MEMBERS and (self.openness is not Openness.CIRCLE or who in VOICES)

    def _free(self) -> int | None:
        taken = set(self.line.values()) - {None}
        lowest = min(set(range(1, len(taken) + 2)) - taken)
        return None if self.capacity is not None and lowest > self.capacity else lowest

    def _hand_on(self) -> int:
        """Whoever has waited longest comes first."""
        given = 0
        for who, place in self.line.items():
            if not self.over and place is None and (free := self._free()):
                self.line[who] = free
                given += 1
        return given

    def sign_up(self, who: int) -> Told:
        if not self._reads(who) or who in self.line or self.over:
            return None
        self.line[who] = self._free()
        return 1

    def guest_comes(self, name: str) -> Told:
        if self.openness is not Openness.TOWN or self.over:
            return None
        if name in self.line:
            return 0  # the letter is sent again, nothing else
        self.line[name] = self._free()
        return 1

    def withdraw(self, who: int) -> Told:
        if who not in self.line or self.over:
            return None
        del self.line[who]
        return 1 + self._hand_on()

    def guest_withdraws(self, name: str) -> Told:
        """At any time: their name and address are theirs to take back."""
        if name not in self.line:
            return None
        del self.line[name]
        return 1 + self._hand_on()

    def change(self, who: int, capacity: int | None, days_later: int, read_before: int) -> Told:
        taken = [place for place in self.line.values() if place is not None]
        fewer = capacity is not None and len(taken) > capacity
        if who != CALLER or self.over or read_before or fewer:
            return None
        if (capacity, days_later) == (self.capacity, 0):
            return 0
        self.capacity, self.starts = capacity, self.starts + days_later * DAY
        self.changes += 1
        for who_comes, place in sorted(self.line.items(), key=lambda one: one[1] or 0):
            if place is not None and capacity is not None and place > capacity:
                self.line[who_comes] = None
                self.line[who_comes] = self._free()
        return 1 + self._hand_on() + self._close_if_moved_away()

    def cancel(self, who: int) -> Told:
        if who != CALLER or self.over:
            return None
        self.cancelled = True
        self.changes += 1
        return 1 + self._close_if_moved_away()

    # What is prepared

    def add_point(self, who: int) -> Told:
        if who not in VOICES or self.held:
            return None
        self.points[len(self.points)] = who
        return 1

    def withdraw_point(self, number: int, who: int) -> Told:
        if self.points.get(number) != who or self.held:
            return None
        again = number in self.taken_back
        self.taken_back.add(number)
        return 0 if again else 1  # a double click takes it back once

    def take_duty(self, duty: Duty, who: int) -> Told:
        """Notes on paper find a scribe afterwards."""
        afterwards = duty is Duty.SCRIBE and not self.wordings and not self.cancelled
        if who not in VOICES or duty in self.duties or (self.held and not afterwards):
            return None
        self.duties[duty] = who
        return 1

    def give_back_duty(self, duty: Duty, who: int) -> Told:
        if self.duties.get(duty) != who or self.held:
            return None
        del self.duties[duty]
        return 1

    # The minutes

    def stage(self) -> Stage:
        if self.proposed is None:
            return Stage.WRITTEN
        said = list(self.there.values())
        if Answer.CHANGE in said:
            return Stage.TO_CHANGE
        all_of_them = len(said) > 1 and set(said) == {Answer.APPROVES}
        silent = self.now >= self.proposed + SILENCE_DAYS * DAY
        return Stage.APPROVED if silent or all_of_them else Stage.PROPOSED

    def _writes(self, who: int) -> bool:
        hand = who in (CALLER, self.duties.get(Duty.SCRIBE))
        return hand and self.now >= self.starts and not self.cancelled

    def save(self, who: int, why: str, read_last: bool) -> Told:
        approved = self.stage() is Stage.APPROVED
        if not self._writes(who) or (approved and not why):
            return None
        self.unsettled = bool(self.wordings) and not read_last  # each wrote the same place
        self.wordings.append(approved)
        if not approved and self.proposed is not None:
            self.proposed, self.there = None, dict.fromkeys(self.there, Answer.NONE)
        return 1

    def name_present(self, who: int, there: Collection[int], excused: Collection[int]) -> Told:
        if not self._writes(who) or self.stage() is not Stage.WRITTEN or not there:
            return None
        self.there, self.excused = dict.fromkeys(there, Answer.NONE), {*excused} - {*there}
        self.named = True
        return 1

    def propose(self, who: int) -> Told:
        ready = self.there and self.wordings and not self.unsettled
        if not self._writes(who) or self.stage() is not Stage.WRITTEN or not ready:
            return None
        self.proposed = self.now
        if who in self.there:
            self.there[who] = Answer.APPROVES
        return 1

    def answer(self, who: int, answer: Answer) -> Told:
        asked = self.stage() in (Stage.PROPOSED, Stage.TO_CHANGE)
        if not asked or who not in self.there:
            return None
        self.there[who] = answer
        return 1

    def _close_if_moved_away(self) -> int:
        """There is a room in `RoomModel` only."""
        return 0

    def night(self) -> Told:
        """Once the days of the rule are over, no guest is known any more."""
        ended = day_of(self.start + timedelta(seconds=self.ends))
        today = day_of(self.start + timedelta(seconds=self.now))
        guests = [who for who in self.line if who in GUESTS]
        if not guests or ended + timedelta(days=GUESTS_DAYS) > today:
            return 0
        for who in guests:
            del self.line[who]
        return 1

    def seen(self) -> Seen:
        return Seen(
            tuple(self.line.items()), tuple(sorted(self.duties.items())), len(self.points) - len(self.taken_back),
            self.changes, self.cancelled, self.stage(), tuple(self.wordings),
            frozenset(self.there), frozenset(self.excused),
            tuple(sorted((who, said.value) for who, said in self.there.items() if said)),
            entries=self.entries,
        )  # fmt: skip
