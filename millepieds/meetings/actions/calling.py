"""A meeting is called, by whoever holds the mandate for it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from millepieds.circles.models import Circle
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions.queries.consent import voices_in
from millepieds.journal.actions import record
from millepieds.letters.actions import write_to_all
from millepieds.meetings import deeds
from millepieds.meetings.actions.closing import close_where_nobody_meets
from millepieds.meetings.actions.places import tell_all
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.ics import in_a_letter
from millepieds.meetings.rules.coming import refusal_when_over, says_where
from millepieds.meetings.rules.terms import CALL, Kind, Openness
from millepieds.people.models import Person


@dataclass(frozen=True)
class Called:
    """What a meeting is for, when, where, and who may come."""

    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    openness: Openness = Openness.CIRCLE
    purpose: str = ""
    place: str = ""
    link: str = ""
    access: str = ""
    capacity: int | None = None
    programme: str = ""
    materials: str = ""
    led_by: str = ""


@transaction.atomic
def call_meeting(circle: Circle, words: Called, *, by: Actor) -> Meeting:
    at = the_moment()
    ground = ground_to(CALL, by=by, circle_id=circle.pk, on=day_of(at))
    meeting = Meeting.objects.create(
        circle=circle, called_by_id=ground.person_id, called_under_id=ground.mandate_id,
        called_at=at, **asdict(words),
    )  # fmt: skip
    record(
        deeds.CALLED, meeting, by=by, at=at, circle_id=circle.pk, ground=ground,
        kind=words.kind, day=day_of(words.starts_at),
    )  # fmt: skip
    _invite(meeting, on=day_of(at))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, why: str, *, by: Actor) -> Meeting:
    """With a reason, which a letter carries to everyone who was coming."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    ground = ground_to(CALL, by=by, circle_id=meeting.circle_id, on=day_of(at))
    refuse_if(refusal_when_over(meeting, now=at))
    meeting.cancelled_at, meeting.cancelled_why = at, why
    meeting.changes, meeting.changed_at = meeting.changes + 1, at
    meeting.save(update_fields=["cancelled_at", "cancelled_why", "changes", "changed_at"])
    record(deeds.CANCELLED, meeting, by=by, at=at, circle_id=meeting.circle_id, ground=ground)
    close_where_nobody_meets(meeting, by=by)
    rows = coming_to(meeting).select_related("person", "guest")
    for some in (rows.filter(place__isnull=False), rows.filter(place=None)):
        tell_all(meeting, some, "cancelled", key=f"meetings.cancelled:{meeting.pk}")
    return meeting


def _invite(meeting: Meeting, *, on: date) -> None:
    """Whoever has a voice in the circle is written to, once; whoever calls it knows."""
    others = voices_in(meeting.circle_id, on=on) - {meeting.called_by_id}
    write_to_all(
        list(Person.objects.filter(pk__in=others).order_by("pk")), "meetings/letters/called",
        in_a_letter(meeting), key=f"meetings.called:{meeting.pk}", meeting=meeting,
        says_where=says_where(meeting, called_it=False, has_a_place=False),
    )  # fmt: skip
