"""A room closes: who was there goes to the minutes, how many were heard is kept, who spoke is forgotten."""

from datetime import datetime

from django.db import transaction

from millepieds.core.actors import JOB, Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.decisions.actions.consenting import go_on_after_the_room
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.room import led
from millepieds.meetings.models import Attendance, Hand, Meeting, Sitting
from millepieds.meetings.queries.minutes import minutes_opened, scribe_named_them, stage_of
from millepieds.meetings.rules.minutes import Stage
from millepieds.meetings.rules.room import FORGOTTEN_AFTER, room_is_near


@transaction.atomic
def close_room(sitting: Sitting, *, by: Actor) -> Sitting:
    """By whoever leads it; opened again, it goes on."""
    at = the_moment()
    sitting = led(sitting, by=by)
    _note_who_was_there(sitting, at=at)
    _close(sitting, at=at, by=by)
    record(
        deeds.ROOM_CLOSED, sitting.meeting, by=by, at=at, circle_id=sitting.meeting.circle_id,
        present=sitting.present, heard=sitting.heard,
    )  # fmt: skip
    return sitting


@transaction.atomic
def close_forgotten_rooms(*, by: Actor = JOB) -> int:
    """Nobody closed them: nothing of who spoke stays for all that."""
    at = the_moment()
    old = Sitting.objects.filter(
        closed_at=None, meeting__ends_at__lte=at - FORGOTTEN_AFTER
    ).select_related("meeting")
    for sitting in old:
        _note_who_was_there(sitting, at=at)
        _close(sitting, at=at, by=by)
        record(
            deeds.ROOM_CLOSED, sitting.meeting, by=by, at=at, circle_id=sitting.meeting.circle_id,
            present=sitting.present, heard=sitting.heard,
        )  # fmt: skip
    return len(old)


@transaction.atomic
def close_where_nobody_meets(meeting: Meeting, *, by: Actor) -> None:
    """Cancelled, or put off to another hour, while the room was being set up: nobody was there."""
    at = the_moment()
    sitting = Sitting.objects.filter(meeting=meeting, closed_at=None).first()
    if sitting and not room_is_near(meeting, now=at):
        _close(sitting, at=at, by=by)
        record(
            deeds.ROOM_CLOSED, sitting.meeting, by=by, at=at, circle_id=sitting.meeting.circle_id,
            present=sitting.present, heard=sitting.heard,
        )  # fmt: skip


def _close(sitting: Sitting, *, at: datetime, by: Actor) -> None:
    """Who spoke is forgotten, what was treated and not adopted goes on.

    How many were there and were heard stays, and never shrinks when a room closes a second time.
    """
    spoke = Hand.objects.filter(presence__sitting=sitting, given_at__isnull=False, passed=False)
    heard = spoke.values("presence").distinct().count()
    sitting.present = max(sitting.present or 0, sitting.presences.count())
    sitting.heard, sitting.closed_at = max(sitting.heard or 0, heard), at
    sitting.point = sitting.point_since = sitting.round_since = None
    sitting.save()
    sitting.presences.all().delete()
    go_on_after_the_room(sitting.meeting.circle_id, since=sitting.opened_at, by=by)


def _note_who_was_there(sitting: Sitting, *, at: datetime) -> None:
    """Whoever came after the room opened again too; unless the scribe named them already."""
    meeting = sitting.meeting
    minutes = minutes_opened(meeting, on=day_of(sitting.opened_at))
    if stage_of(minutes, now=at) is not Stage.WRITTEN or scribe_named_them(meeting):
        return
    noted = minutes.attendances.values("person_id")
    new = sitting.presences.filter(person__isnull=False).exclude(person_id__in=noted)
    Attendance.objects.bulk_create(
        Attendance(minutes=minutes, person_id=who, present=True)
        for who in new.values_list("person_id", flat=True)
    )
