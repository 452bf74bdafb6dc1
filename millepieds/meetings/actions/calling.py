"""A meeting is called, by whoever holds the mandate for it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from millepieds.circles.models import Circle
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.models import Meeting
from millepieds.meetings.rules.terms import CALL, Kind, Openness


@dataclass(frozen=True)
class Invitation:
    """What a meeting is for, when, where, and who may come."""

    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime
    openness: Openness = Openness.CIRCLE
    purpose: str = ""
    place: str = ""
    link: str = ""


@transaction.atomic
def call_meeting(circle: Circle, words: Invitation, *, by: Actor) -> Meeting:
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
    return meeting
