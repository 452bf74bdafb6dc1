"""People say that they come, and no place is ever given twice."""

from django.db import transaction
from django.db.models import QuerySet

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.places import give_free_places, keep_needs, let_go, take_place
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules import coming as rules
from millepieds.meetings.rules.needs import Wanted
from millepieds.members.queries import is_member

NOTHING = Wanted()


@transaction.atomic
def sign_up(meeting: Meeting, wanted: Wanted = NOTHING, *, by: Actor) -> SignUp:
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
    row = take_place(meeting, wanted, at=at, person_id=person_id)
    record(
        deeds.SIGNED_UP, meeting, by=by, at=at, about=person_id, circle_id=meeting.circle_id,
        waiting=row.place is None,
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
    let_go(row, at=at)
    record(
        deeds.WITHDRAWN, meeting, by=by, at=at, about=row.person_id, circle_id=meeting.circle_id
    )  # fmt: skip
    give_free_places(meeting, at=at)
    return row


@transaction.atomic
def say_needs(meeting: Meeting, wanted: Wanted, *, by: Actor) -> SignUp:
    """What someone who comes needs: said when signing up, or changed later."""
    at = the_moment()
    row = _of(by, meeting).select_related("meeting").first()
    if row is None:
        raise Refused(rules.NOT_SIGNED_UP)
    refuse_if(rules.refusal_when_over(row.meeting, now=at))
    keep_needs(row, wanted, at=at)
    record(
        deeds.NEEDS_SAID, row.meeting, by=by, at=at, about=row.person_id,
        circle_id=row.meeting.circle_id,
    )  # fmt: skip
    return row


def _of(by: Actor, meeting: Meeting) -> QuerySet[SignUp]:
    """Their own; whoever has no account has none."""
    rows = coming_to(meeting)
    return rows.none() if by.person_id is None else rows.filter(person_id=by.person_id)
