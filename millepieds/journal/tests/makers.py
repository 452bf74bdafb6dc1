from datetime import datetime

from django.db import transaction

from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import now
from millepieds.core.deeds import DEEDS, Audience, Deed
from millepieds.journal.actions import record
from millepieds.journal.models import Entry
from millepieds.people.models import Person

WALKED = {audience: f"tests.walked_{audience}" for audience in Audience}
for _audience, _key in WALKED.items():
    DEEDS[_key] = Deed(_key, "Someone walked", _audience)


@transaction.atomic
def make_entry(
    audience: Audience = Audience.TOWN, *, by: Actor = actors.OUTSIDER, about: Person | None = None,
    circle_id: int | None = None, at: datetime | None = None,
) -> Entry:  # fmt: skip
    """Someone walked: a deed that only these tests know."""
    return record(
        WALKED[audience], about, by=by, at=at or now(), about=about.pk if about else None,
        circle_id=circle_id,
    )  # fmt: skip
