"""People say that they come, and no place is ever given twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.meetings import deeds
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to, places_taken
from millepieds.meetings.queries.ics import in_a_letter
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules import coming as rules
from millepieds.members.queries import is_member


@transaction.atomic
def sign_up(meeting: Meeting, *, by: Actor) -> SignUp:
    """A place if one is free; if not, the end of the waiting list."""
    at = the_moment()
    on = day_of(at)
    meeting = Meeting.objects.get(pk=meeting.pk)
    reads = meetings_read_by(by, on=on).filter(pk=meeting.pk).exists()
    person_id = by.person_id or 0  # nobody has that number: an outsider is not a member
    refuse_if(
        rules.refusal_to_sign_up(
            meeting, is_member=is_member(person_id, on=on) and reads, now=at,
            already=_of(by, meeting).exists(),
        )
    )  # fmt: skip
    place = rules.free_place(places_taken(meeting), capacity=meeting.capacity)
    row = SignUp.objects.create(meeting=meeting, person_id=person_id, asked_at=at, place=place)
    record(
        deeds.SIGNED_UP, meeting, by=by, at=at, about=person_id, circle_id=meeting.circle_id,
        waiting=place is None,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw(meeting: Meeting, *, by: Actor) -> SignUp:
    """The place goes at once to whoever has waited longest."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    row = _of(by, meeting).first()
    if row is None:
        raise Refused(rules.NOT_SIGNED_UP)
    refuse_if(rules.refusal_when_over(meeting, now=at))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record(
        deeds.WITHDRAWN, meeting, by=by, at=at, about=row.person_id, circle_id=meeting.circle_id
    )  # fmt: skip
    give_free_places(meeting, at=at)
    return row


def _of(by: Actor, meeting: Meeting) -> QuerySet[SignUp]:
    """Their own; whoever has no account has none."""
    rows = coming_to(meeting)
    return rows.none() if by.person_id is None else rows.filter(person_id=by.person_id)


@transaction.atomic
def give_free_places(meeting: Meeting, *, at: datetime, by: Actor = actors.JOB) -> None:
    """To those who wait, in the order they came, as many as are free. Called under the write lock."""
    taken = places_taken(meeting)
    for row in coming_to(meeting).filter(place=None).select_related("person"):
        place = rules.free_place(taken, capacity=meeting.capacity)
        if place is None:
            return
        row.place = place
        row.save(update_fields=["place"])
        taken.add(place)
        record(
            deeds.PLACE_GIVEN, meeting, by=by, at=at, about=row.person_id,
            circle_id=meeting.circle_id,
        )  # fmt: skip
        write(
            row.person, "meetings/letters/place_given", in_a_letter(meeting, row),
            key=f"meetings.place:{row.pk}", meeting=meeting,
        )  # fmt: skip
