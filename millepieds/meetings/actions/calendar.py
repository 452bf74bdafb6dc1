"""Someone asks for private calendar links, or for new ones."""

from secrets import token_urlsafe

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import the_moment
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.models import CalendarKey


@transaction.atomic
def renew_calendar(*, by: Actor) -> CalendarKey:
    """For oneself. Whoever knew the old links reads nothing there any more."""
    at = the_moment()
    key, _new = CalendarKey.objects.update_or_create(
        person_id=by.person_id or 0,  # nobody has that number
        defaults={"secret": token_urlsafe(32), "renewed_at": at},
    )
    record(deeds.CALENDAR_RENEWED, key, by=by, at=at, about=key.person_id)
    return key
