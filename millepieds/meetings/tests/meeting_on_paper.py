"""The meeting of the machine by the rules alone: who comes, who does what, and its minutes. No room, no table."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from millepieds.core.clock import day_of
from millepieds.core.refusals import Refusal
from millepieds.meetings.rules import agenda, changing, coming, minutes
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.rules.needs import erased_on
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.meeting_model import (
    CALLED_BEFORE,
    CALLER,
    GUESTS,
    GUESTS_DAYS,
    LASTS,
    MEMBERS,
    SILENCE_DAYS,
    VOICES,
    Key,
    Seen,
    Told,
)

START = datetime.fromisoformat("2030-01-01T12:00+01:00")


@dataclass
class Row:
    """A meeting without a table."""

    kind: str
    openness: str
    capacity: int | None
    called_by_id: int | None = CALLER
    starts_at: datetime = START + timedelta(seconds=CALLED_BEFORE)
    ends_at: datetime = START + timedelta(seconds=CALLED_BEFORE + LASTS)
    cancelled_at: datetime | None = None
    changes: int = 0


@dataclass
class Proposed:
    proposed_at: datetime | None = None


@dataclass
class OnPaper:
    start: datetime = START
    now: datetime = START
    line: dict[Key, int | None] = field(default_factory=dict)
    turns: dict[Duty, int] = field(default_factory=dict)
    minutes: Proposed = field(default_factory=Proposed)
    wordings: list[bool] = field(default_factory=list)
    unsettled: bool = False
    there: dict[int, str] = field(default_factory=dict)
    excused: set[int] = field(default_factory=set)
    entries: int = 0

    def begin(self, kind: Kind, openness: Openness, capacity: int | None) -> None:
        self.row = Row(kind.value, openness.value, capacity)

    def is_now(self, moment: datetime) -> None:
        self.now = moment

    def close(self) -> None:
        pass

    def _told(self, entries: int) -> Told:
        self.entries += entries
        return entries

    # Who comes

    def _taken(self) -> set[int]:
        return {place for place in self.line.values() if place is not None}

    def _take(self, who: Key) -> Told:
        self.line[who] = coming.free_place(self._taken(), capacity=self.row.capacity)
        return self._told(1)

    def _hand_on(self) -> int:
        given = 0
        for who in [who for who, place in self.line.items() if place is None]:
            place = coming.free_place(self._taken(), capacity=self.row.capacity)
            if place is None or coming.refusal_when_over(self.row, now=self.now):
                break
            self.line[who] = place
            given += 1
        return given

    def sign_up(self, who: int) -> Told:
        inside = self.row.openness != Openness.CIRCLE or who in VOICES
        no = coming.refusal_to_sign_up(
            self.row, is_member=who in MEMBERS and inside, already=who in self.line, now=self.now
        )
        return None if no else self._take(who)

    def guest_comes(self, name: str) -> Told:
        if coming.refusal_to_come_as_guest(self.row, now=self.now):
            return None
        return 0 if name in self.line else self._take(name)

    def withdraw(self, who: int) -> Told:
        over = coming.refusal_when_over(self.row, now=self.now)
        return None if over else self.guest_withdraws(who)

    def guest_withdraws(self, name: Key) -> Told:
        if name not in self.line:
            return None
        del self.line[name]
        return self._told(1 + self._hand_on())

    def change(self, who: int, capacity: int | None, days_later: int, read_before: int) -> Told:
        row, taken, later = self.row, self._taken(), timedelta(days=days_later)
        read = row.changes - read_before
        no = (
            coming.refusal_when_over(row, now=self.now)
            or changing.refusal_when_changed_meanwhile(row.changes, started_from=read)
            or changing.refusal_of_fewer_places(taken, capacity=capacity)
        )
        if no or who != CALLER:
            return None
        if (row.capacity, days_later) == (capacity, 0):
            return 0
        row.starts_at, row.ends_at = row.starts_at + later, row.ends_at + later
        row.capacity, row.changes = capacity, row.changes + 1
        moved = changing.moved_down(taken, capacity=capacity)
        self.line = {
            one: moved.get(place, place) if place else None for one, place in self.line.items()
        }
        return self._told(1 + self._hand_on())

    def cancel(self, who: int) -> Told:
        if coming.refusal_when_over(self.row, now=self.now) or who != CALLER:
            return None
        self.row.cancelled_at, self.row.changes = self.now, self.row.changes + 1
        return self._told(1)

    def night(self) -> Told:
        ended = day_of(self.row.ends_at)
        guests = [who for who in self.line if who in GUESTS]
        if not guests or erased_on(ended, [GUESTS_DAYS], today_s=GUESTS_DAYS) > day_of(self.now):
            return 0
        for who in guests:
            del self.line[who]
        return self._told(1)

    # What is prepared

    def take_duty(self, duty: Duty, who: int) -> Told:
        finds = duty is Duty.SCRIBE and not self.wordings
        no = agenda.refusal_to_take_duty(
            self.row, has_a_voice=who in VOICES, finds_a_scribe=finds, now=self.now
        ) or agenda.refusal_of_taken_duty(taken=duty in self.turns)
        if no:
            return None
        self.turns[duty] = who
        return self._told(1)

    def give_back_duty(self, duty: Duty, who: int) -> Told:
        no = agenda.refusal_of_others_point(self.turns.get(duty, -1), person_id=who)
        if no or agenda.refusal_when_held(self.row, now=self.now):
            return None
        del self.turns[duty]
        return self._told(1)

    # The minutes

    def _stage(self) -> Stage:
        said = list(self.there.values())
        return minutes.stage(self.minutes, said, days=SILENCE_DAYS, now=self.now)

    def _another_hand(self, who: int) -> Refusal | None:
        return minutes.refusal_to_write(
            is_hand=who in (CALLER, self.turns.get(Duty.SCRIBE)),
            started=self.row.starts_at <= self.now,
            cancelled=self.row.cancelled_at is not None,
        )

    def save(self, who: int, why: str, read_last: bool) -> Told:
        now_at = self._stage()
        if self._another_hand(who) or minutes.refusal_to_amend(now_at, why):
            return None
        self.unsettled = bool(self.wordings) and not read_last
        self.wordings.append(now_at is Stage.APPROVED)
        if now_at in (Stage.PROPOSED, Stage.TO_CHANGE):
            self.minutes.proposed_at, self.there = None, dict.fromkeys(self.there, "")
        return self._told(1)

    def name_present(self, who: int, there: Collection[int], excused: Collection[int]) -> Told:
        no = minutes.refusal_to_name_those_present(
            self._stage(), present=len(there), all_members=True
        )
        if self._another_hand(who) or no:
            return None
        self.there, self.excused = dict.fromkeys(there, ""), {*excused} - {*there}
        return self._told(1)

    def propose(self, who: int) -> Told:
        no = minutes.refusal_to_propose(
            self._stage(), present=len(self.there), versions=len(self.wordings),
            unsettled=self.unsettled,
        )  # fmt: skip
        if self._another_hand(who) or no:
            return None
        self.minutes.proposed_at = self.now
        if who in self.there:
            self.there[who] = Answer.APPROVES.value
        return self._told(1)

    def answer(self, who: int, answer: Answer) -> Told:
        if minutes.refusal_to_answer(self._stage(), was_there=who in self.there):
            return None
        self.there[who] = answer.value
        return self._told(1)

    def seen(self) -> Seen:
        return Seen(
            tuple(self.line.items()), tuple(sorted(self.turns.items())), 0, self.row.changes,
            self.row.cancelled_at is not None, self._stage(), tuple(self.wordings),
            frozenset(self.there), frozenset(self.excused),
            tuple(sorted((who, said) for who, said in self.there.items() if said)),
            entries=self.entries,
        )  # fmt: skip
