"""The place of whoever leaves, is forgotten or may no longer come goes to whoever waits."""

from collections.abc import Collection

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import the_moment
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.places import give_free_places, let_go
from millepieds.meetings.models import SignUp
from millepieds.meetings.queries.guests import may_no_longer_come, where_some_wait
from millepieds.people.models import Person


@transaction.atomic
def hand_on_places(person: Person | None = None, *, by: Actor) -> int:
    """One person's, as they leave; or, each night, everyone's who may no longer come."""
    at = the_moment()
    rows = may_no_longer_come(now=at)
    lost = list(rows if person is None else rows.filter(person=person))
    for row in lost:
        let_go(row, at=at)
        record(
            deeds.PLACE_LOST, row.meeting, by=by, at=at, about=row.person_id,
            circle_id=row.meeting.circle_id,
        )  # fmt: skip
    for meeting in where_some_wait(now=at):
        give_free_places(meeting, at=at)
    return len(lost)


@transaction.atomic
def bring_places(other: Person, *, into: Person, by: Actor) -> None:
    """Two accounts of one person become one: a place of the account that closes is still theirs.

    With both, they keep one place, and the other goes to whoever waits.
    """
    at = the_moment()
    rows = SignUp.objects.filter(meeting__starts_at__gt=at, withdrawn_at=None)
    for row in rows.filter(person=other).select_related("meeting"):
        if kept := rows.filter(meeting=row.meeting, person=into).first():
            let_go(row, at=at)
            kept.place = kept.place or row.place
            kept.save(update_fields=["place"])
            give_free_places(row.meeting, at=at)
        else:
            row.person = into
            row.save(update_fields=["person"])
        record(
            deeds.PLACE_BROUGHT, row.meeting, by=by, at=at, about=into.pk,
            circle_id=row.meeting.circle_id,
        )  # fmt: skip


@transaction.atomic
def forget_guest(addresses: Collection[str], *, by: Actor) -> int:
    """Someone is forgotten: what they asked for as a guest, at any of their addresses, goes too."""
    at = the_moment()
    rows = SignUp.objects.filter(guest__address__in=[each.lower() for each in addresses])
    gone = list(rows.select_related("guest", "meeting"))
    for row in gone:
        let_go(row, at=at)
        record(deeds.WITHDRAWN, row.meeting, by=by, at=at, circle_id=row.meeting.circle_id)
        give_free_places(row.meeting, at=at)
    return len(gone)
