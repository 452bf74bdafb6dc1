"""A meeting that was called is changed, and nobody who comes is left with the old words."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.closing import close_where_nobody_meets
from millepieds.meetings.actions.places import give_free_places, tell_all
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.changing import (
    Change,
    arranged,
    changes_between,
    still_concerned,
    told,
)
from millepieds.meetings.queries.coming import coming_to, places_taken
from millepieds.meetings.rules import changing as rules
from millepieds.meetings.rules.changing import Arranged
from millepieds.meetings.rules.coming import refusal_when_over, says_where
from millepieds.meetings.rules.terms import CALL, Kind


@transaction.atomic
def change_meeting(
    meeting: Meeting, words: Arranged, *, started_from: int, by: Actor
) -> list[Change]:
    """What is no longer what it was; nothing is remembered or sent when nothing is."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    ground = ground_to(CALL, by=by, circle_id=meeting.circle_id, on=day_of(at))
    taken = places_taken(meeting)
    changes = changes_between(arranged(meeting), words)
    refuse_if(
        refusal_when_over(meeting, now=at)
        or rules.refusal_when_changed_meanwhile(meeting.changes, started_from=started_from)
        or rules.refusal_of_fewer_places(taken, capacity=words.capacity)
    )
    if not changes:
        return []
    for name, value in asdict(words).items():
        setattr(meeting, name, value)
    meeting.changes, meeting.changed_at = meeting.changes + 1, at
    meeting.save()
    record(
        deeds.CHANGED, meeting, by=by, at=at, circle_id=meeting.circle_id, ground=ground,
        kind=Kind(meeting.kind), day=day_of(meeting.starts_at),
    )  # fmt: skip
    _move_down(meeting)
    give_free_places(meeting, at=at)
    close_where_nobody_meets(meeting, by=by)
    _tell(meeting, changes, on=day_of(at))
    return changes


def _move_down(meeting: Meeting) -> None:
    """Whoever had a number that the smaller room no longer has keeps a place, under another."""
    for old, new in rules.moved_down(places_taken(meeting), capacity=meeting.capacity).items():
        coming_to(meeting).filter(place=old).update(place=new)


def _tell(meeting: Meeting, changes: list[Change], *, on: date) -> None:
    """To each, what they may know of it."""
    concerned = still_concerned(meeting, on=on)
    for has_a_place in (True, False):
        knows = says_where(meeting, called_it=False, has_a_place=has_a_place)
        lines = told(changes, says_where=knows)
        if lines:
            tell_all(
                meeting, concerned.filter(place__isnull=not has_a_place), "changed", told=lines,
                key=f"meetings.changed:{meeting.pk}:{meeting.changes}",
            )  # fmt: skip
