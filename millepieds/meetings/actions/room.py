"""A room opens, goes from point to point, hears everyone. How it closes is in `closing`.

Opening and closing are deeds. What happens between (who asked for the floor, who had it) is a gesture:
seen by everyone in the room, gone when it closes, never in the journal.
"""

from datetime import date

from django.db import transaction

from millepieds.circles.queries.own import opened_under_in
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, now, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.minuting import Written, save_minutes
from millepieds.meetings.models import (
    Hand,
    Meeting,
    Point,
    Presence,
    Sitting,
    Suggestion,
    Wording,
)
from millepieds.meetings.queries.minutes import (
    PARTS,
    begun_with,
    last_wording,
    minutes_opened,
)
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.queries.room import comes_into, is_guide_of
from millepieds.meetings.rules import room as rules
from millepieds.members.queries import is_member
from millepieds.people.rules import Gender


@transaction.atomic
def open_room(meeting: Meeting, *, by: Actor) -> Sitting:
    """Opened again by whoever facilitates, a room that was closed too early goes on."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    refuse_if(rules.refusal_to_run(meeting, is_guide=is_guide_of(meeting, by), now=at))
    kept = opened_under_in(meeting.circle_id, rules.ALTERNATES, on=day_of(at))
    sitting, new = Sitting.objects.get_or_create(
        meeting=meeting, defaults={"opened_at": at, "opened_under": kept}
    )
    if not new and sitting.closed_at is None:  # whoever leads beside me was first
        come_in(sitting, by=by)
        return sitting
    if not new:
        sitting.closed_at = None
        sitting.save(update_fields=["closed_at"])
    record(deeds.ROOM_OPENED, meeting, by=by, at=at, circle_id=meeting.circle_id)
    come_in(sitting, by=by)
    return sitting


def led(sitting: Sitting, *, by: Actor) -> Sitting:
    """The open room, for whoever leads it."""
    sitting = _open(sitting)
    guide = is_guide_of(sitting.meeting, by)
    refuse_if(rules.refusal_to_run(sitting.meeting, is_guide=guide, now=now()))
    return sitting


def _open(sitting: Sitting) -> Sitting:
    sitting = Sitting.objects.select_related("meeting").get(pk=sitting.pk)
    refuse_if(rules.NOT_OPEN if sitting.closed_at else None)
    return sitting


@transaction.atomic
def treat(sitting: Sitting, point: Point, *, by: Actor) -> Sitting:
    """The room comes to this point: its time begins, a round that was open ends."""
    at = the_moment()
    sitting = led(sitting, by=by)
    sitting.point, sitting.point_since, sitting.round_since = point, at, None
    sitting.save(update_fields=["point", "point_since", "round_since"])
    return sitting


@transaction.atomic
def begin_round(sitting: Sitting, *, by: Actor) -> Sitting:
    """Everyone in turn, from here: each is heard or passes."""
    at = the_moment()
    sitting = led(sitting, by=by)
    _end_speech(sitting)
    sitting.round_since = at
    sitting.save(update_fields=["round_since"])
    return sitting


@transaction.atomic
def end_round(sitting: Sitting, *, by: Actor) -> Sitting:
    the_moment()
    sitting = led(sitting, by=by)
    _end_speech(sitting)
    sitting.round_since = None
    sitting.save(update_fields=["round_since"])
    return sitting


@transaction.atomic
def come_in(sitting: Sitting, counted_as: Gender | None = None, *, by: Actor) -> Presence:
    """A member, from their own phone; said again, it changes how they wish to be counted."""
    at = the_moment()
    sitting = _open(sitting)
    _refuse_outsiders(sitting.meeting, by=by, on=day_of(at))
    here, _new = sitting.presences.get_or_create(
        person_id=by.person_id or 0, defaults={"arrived_at": at}
    )
    if counted_as is not None:
        here.counted_as = counted_as.value
        here.save(update_fields=["counted_as"])
    return here


def _refuse_outsiders(meeting: Meeting, *, by: Actor, on: date) -> None:
    """The room is for those who may read its meeting; that of an action, for those who have a place."""
    reads = meetings_read_by(by, on=on).filter(pk=meeting.pk).exists()
    member = is_member(by.person_id or 0, on=on) and reads
    refuse_if(rules.refusal_to_come_in(is_member=member, comes=comes_into(meeting, by)))


@transaction.atomic
def bring_in(sitting: Sitting, called: str, *, by: Actor) -> Presence:
    """Someone without a phone, or without an account, under the first name they say."""
    at = the_moment()
    sitting = led(sitting, by=by)
    return sitting.presences.create(called=called, arrived_at=at)


@transaction.atomic
def raise_hand(presence: Presence, *, by: Actor) -> Hand:
    """Raised twice, it is raised once."""
    at = the_moment()
    presence = _theirs(presence, by=by)
    hand, _new = presence.hands.get_or_create(ended_at=None, defaults={"raised_at": at})
    return hand


@transaction.atomic
def lower_hand(presence: Presence, *, by: Actor) -> None:
    the_moment()
    presence = _theirs(presence, by=by)
    presence.hands.filter(given_at=None).delete()


def _theirs(presence: Presence, *, by: Actor) -> Presence:
    """One's own, or anyone's for whoever leads: a hand raised in the room counts as one on a phone."""
    presence = Presence.objects.select_related("sitting__meeting").get(pk=presence.pk)
    _open(presence.sitting)
    own = by.person_id is not None and presence.person_id == by.person_id
    if not own and not is_guide_of(presence.sitting.meeting, by):
        raise Refused(rules.NOT_YOURS)
    return presence


@transaction.atomic
def give_floor(presence: Presence, *, by: Actor) -> Hand:
    """Whoever had it gives it back. Given to someone who speaks already, nothing changes."""
    at = the_moment()
    sitting = led(presence.sitting, by=by)
    hand, _new = presence.hands.get_or_create(ended_at=None, defaults={"raised_at": at})
    if hand.given_at is None:
        _end_speech(sitting)
        hand.given_at = at
        hand.save(update_fields=["given_at"])
    return hand


@transaction.atomic
def pass_turn(presence: Presence, *, by: Actor) -> Hand:
    """Heard without a word: in a round, nobody has to speak."""
    at = the_moment()
    led(presence.sitting, by=by)
    hand, _new = presence.hands.get_or_create(ended_at=None, defaults={"raised_at": at})
    if hand.given_at is None:
        hand.given_at, hand.ended_at, hand.passed = at, at, True
        hand.save(update_fields=["given_at", "ended_at", "passed"])
    return hand


@transaction.atomic
def end_speech(sitting: Sitting, *, by: Actor) -> None:
    the_moment()
    _end_speech(led(sitting, by=by))


def _end_speech(sitting: Sitting) -> None:
    speaking = Hand.objects.filter(
        presence__sitting=sitting, given_at__isnull=False, ended_at=None
    )  # fmt: skip
    speaking.update(ended_at=now())


@transaction.atomic
def suggest(sitting: Sitting, text: str, *, by: Actor) -> Suggestion:
    """A sentence for the notes, by anyone in the room."""
    at = the_moment()
    sitting = _open(sitting)
    _refuse_outsiders(sitting.meeting, by=by, on=day_of(at))
    return Suggestion.objects.create(
        meeting=sitting.meeting, author_id=by.person_id or 0, text=text, said_at=at
    )


@transaction.atomic
def take_suggestion(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """The scribe takes it into the notes, as a line of its own. Taken twice, it is there once."""
    at = the_moment()
    suggestion = Suggestion.objects.select_related("meeting").get(pk=suggestion.pk)
    if suggestion.noted_at is None:
        minutes = minutes_opened(suggestion.meeting, on=day_of(at))
        last = last_wording(minutes)
        before = last.text if last else begun_with(suggestion.meeting)["text"]
        text = f"{before}\n{suggestion.text}" if before else suggestion.text
        written = noted(suggestion.meeting, text, last, started_from=last.number if last else 0)
        save_minutes(suggestion.meeting, written, by=by)
        suggestion.noted_at = at
        suggestion.save(update_fields=["noted_at"])
    return suggestion


def noted(meeting: Meeting, text: str, start: Wording | None, *, started_from: int) -> Written:
    """What was said changes; the other parts of the minutes are as they were where one started from."""
    parts = {part: getattr(start, part) for part in PARTS} if start else begun_with(meeting)
    paper = start is not None and start.from_paper
    return Written(**{**parts, "text": text}, started_from=started_from, from_paper=paper)
