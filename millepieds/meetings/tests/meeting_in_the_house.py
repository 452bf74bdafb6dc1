"""The meeting of the machine as the house keeps it: each deed by its action, each answer from the database."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction

from millepieds.circles.models import Circle
from millepieds.core import actors, clock
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.meetings.actions import closing, coming, guests, minuting, preparing, room
from millepieds.meetings.actions.calling import cancel_meeting
from millepieds.meetings.actions.changing import change_meeting
from millepieds.meetings.actions.minuting import Written
from millepieds.meetings.actions.passing import hand_on_places
from millepieds.meetings.actions.preparing import Wish
from millepieds.meetings.models import Guest, Meeting, Point, Presence, Sitting, Suggestion
from millepieds.meetings.queries.changing import arranged
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.minutes import last_wording, minutes_of, stage_of
from millepieds.meetings.queries.room import room_of, sitting_of
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_guest, make_meeting
from millepieds.meetings.tests.meeting_model import InTheRoom, Key, Seen, Told
from millepieds.people.models import Person

Row = TypeVar("Row")


class InTheHouse:
    """Undone at the end: the movement around it is the one the test made."""

    def __init__(self, circle: Circle, people: list[Person]) -> None:
        self.circle, self.people = circle, people
        self.number = {person.pk: who for who, person in enumerate(people)}
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self.start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.now = self.start

    def begin(self, kind: Kind, openness: Openness, capacity: int | None) -> None:
        with clock.pretend(self.now):
            self.meeting = make_meeting(
                self.circle, by=self.people[0], kind=kind, openness=openness, in_days=2,
                capacity=capacity,
            )  # fmt: skip
        self.begun_with = self.entries = Entry.objects.count()
        self.points: list[Point] = []
        self.words = 0

    def is_now(self, moment: datetime) -> None:
        self.now = moment

    def _by(self, who: int) -> actors.Actor:
        return actors.person(self.people[who]) if who < len(self.people) else actors.OUTSIDER

    def _do(self, deed: Callable[[], object]) -> Told:
        before = self.entries
        with clock.pretend(self.now):
            try:
                with transaction.atomic():
                    deed()
            except Refused as refused:
                assert refused.refusal.article
                assert Entry.objects.count() == before
                return None
        self.entries = Entry.objects.count()
        return self.entries - before

    def _if(self, row: Row | None, deed: Callable[[Row], object]) -> Told:
        """Of what is not there, nothing is asked: its page would not be found."""
        return None if row is None else self._do(lambda: deed(row))

    # Who comes

    def sign_up(self, who: int) -> Told:
        return self._do(lambda: coming.sign_up(self.meeting, by=self._by(who)))

    def withdraw(self, who: int) -> Told:
        return self._do(lambda: coming.withdraw(self.meeting, by=self._by(who)))

    def guest_comes(self, name: str) -> Told:
        return self._do(lambda: make_guest(self.meeting, name))

    def guest_withdraws(self, name: str) -> Told:
        guest = Guest.objects.filter(name=name).first()
        return self._if(guest, lambda one: guests.withdraw_guest(one, by=actors.OUTSIDER))

    def change(self, who: int, capacity: int | None, days_later: int, read_before: int) -> Told:
        row, later = self._row(), timedelta(days=days_later)
        words = replace(
            arranged(row), capacity=capacity, starts_at=row.starts_at + later,
            ends_at=row.ends_at + later,
        )  # fmt: skip
        read = row.changes - read_before
        return self._do(lambda: change_meeting(row, words, started_from=read, by=self._by(who)))

    def cancel(self, who: int) -> Told:
        return self._do(lambda: cancel_meeting(self.meeting, "Il neige.", by=self._by(who)))

    # What is prepared

    def add_point(self, who: int) -> Told:
        wish = Wish("Le four", Aim.HEAR, 10)
        return self._do(
            lambda: self.points.append(preparing.add_point(self.meeting, wish, by=self._by(who)))
        )

    def withdraw_point(self, number: int, who: int) -> Told:
        if number >= len(self.points):
            return None
        return self._do(lambda: preparing.withdraw_point(self.points[number], by=self._by(who)))

    def take_duty(self, duty: Duty, who: int) -> Told:
        return self._do(lambda: preparing.take_duty(self.meeting, duty, by=self._by(who)))

    def give_back_duty(self, duty: Duty, who: int) -> Told:
        turn = self.meeting.turns.filter(duty=duty.value).first()
        return self._if(turn, lambda one: preparing.give_back_duty(one, by=self._by(who)))

    # The minutes

    def save(self, who: int, why: str, read_last: bool) -> Told:
        """Each writes one line in place of all the others: whoever had not read the last one clashes."""
        found = minutes_of(self.meeting)
        last = last_wording(found) if found else None
        read = last.number - (not read_last) if last else 0
        self.words += 1
        said = Written(f"Phrase {self.words}.", why=why, started_from=read)
        return self._do(lambda: minuting.save_minutes(self.meeting, said, by=self._by(who)))

    def name_present(self, who: int, there: Collection[int], excused: Collection[int]) -> Told:
        here, away = ([self.people[each] for each in some] for some in (there, excused))
        return self._do(lambda: minuting.name_present(self.meeting, here, away, by=self._by(who)))

    def propose(self, who: int) -> Told:
        return self._do(lambda: minuting.propose_minutes(self.meeting, by=self._by(who)))

    def answer(self, who: int, answer: Answer) -> Told:
        found, change = minutes_of(self.meeting), "Le prix manque."
        return self._if(
            found, lambda one: minuting.answer_minutes(one, answer, change, by=self._by(who))
        )

    # The room

    def _in_the_room(self, deed: Callable[[Sitting], object]) -> Told:
        return self._if(sitting_of(self.meeting), deed)

    def _of(self, whose: Key, deed: Callable[[Presence], object]) -> Told:
        rows = Presence.objects.filter(sitting__meeting=self.meeting)
        mine = rows.filter(person=self.people[whose]) if isinstance(whose, int) else (
            rows.filter(called=whose)
        )  # fmt: skip
        return self._if(mine.first(), deed)

    def open_room(self, who: int) -> Told:
        return self._do(lambda: room.open_room(self.meeting, by=self._by(who)))

    def close_room(self, who: int) -> Told:
        return self._in_the_room(lambda here: closing.close_room(here, by=self._by(who)))

    def come_in(self, who: int) -> Told:
        return self._in_the_room(lambda here: room.come_in(here, by=self._by(who)))

    def bring_in(self, name: str, who: int) -> Told:
        return self._in_the_room(lambda here: room.bring_in(here, name, by=self._by(who)))

    def suggest(self, who: int) -> Told:
        return self._in_the_room(lambda here: room.suggest(here, "Oui.", by=self._by(who)))

    def raise_hand(self, whose: Key, who: int) -> Told:
        return self._of(whose, lambda one: room.raise_hand(one, by=self._by(who)))

    def lower_hand(self, whose: Key, who: int) -> Told:
        return self._of(whose, lambda one: room.lower_hand(one, by=self._by(who)))

    def give_floor(self, whose: Key, who: int) -> Told:
        return self._of(whose, lambda one: room.give_floor(one, by=self._by(who)))

    def pass_turn(self, whose: Key, who: int) -> Told:
        return self._of(whose, lambda one: room.pass_turn(one, by=self._by(who)))

    def end_speech(self, who: int) -> Told:
        return self._in_the_room(lambda here: room.end_speech(here, by=self._by(who)))

    def turn_round(self, who: int, begins: bool) -> Told:
        deed = room.begin_round if begins else room.end_round
        return self._in_the_room(lambda here: deed(here, by=self._by(who)))

    def night(self) -> Told:
        def all_of_it() -> None:
            closing.close_forgotten_rooms()
            hand_on_places(by=actors.JOB)
            guests.forget_guests(by=actors.JOB)

        return self._do(all_of_it)

    # What is compared

    def _row(self) -> Meeting:
        return Meeting.objects.get(pk=self.meeting.pk)

    def _key(self, person_id: int | None, name: str) -> Key:
        return name if person_id is None else self.number[person_id]

    def seen(self) -> Seen:
        row, found, sitting = self._row(), minutes_of(self.meeting), sitting_of(self.meeting)
        named = list(found.attendances.all()) if found else []
        seen = Seen(
            tuple(
                (self._key(one.person_id, one.guest.name if one.guest else ""), one.place)
                for one in coming_to(row).select_related("guest")
            ),
            tuple(sorted((one.duty, self.number[one.person_id]) for one in row.turns.all())),
            row.points.filter(withdrawn_at=None).count(), row.changes, row.cancelled_at is not None,
            stage_of(found, now=self.now) if found else Stage.WRITTEN,
            tuple(one.amends for one in found.wordings.all()) if found else (),
            frozenset(self.number[one.person_id] for one in named if one.present),
            frozenset(self.number[one.person_id] for one in named if not one.present),
            tuple(sorted((self.number[one.person_id], one.answer) for one in named if one.answer)),
            said=Suggestion.objects.filter(meeting=row).count(),
            entries=self.entries - self.begun_with,
        )  # fmt: skip
        return self._with_its_room(seen, sitting) if sitting else seen

    def _with_its_room(self, seen: Seen, sitting: Sitting) -> Seen:
        if sitting.closed_at:
            assert not Presence.objects.filter(sitting=sitting).exists()
            assert sitting.present is not None
            assert sitting.heard is not None
            return replace(seen, counts=(sitting.present, sitting.heard))
        shown = room_of(sitting, self.meeting)

        def key(one: Presence) -> Key:
            return self._key(one.person_id, one.called)

        return replace(
            seen, speaks=key(shown.speaking.presence) if shown.speaking else None,
            room=tuple(
                InTheRoom(key(one.presence), one.turns, one.heard_in_round, one.waits)
                for one in shown.people
            ),
            next=tuple(key(one.presence) for one in shown.line),
        )  # fmt: skip

    def close(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)
