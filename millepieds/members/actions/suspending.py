"""Days during which someone is not a member: the areas above decide, here it is noted and ended."""

from datetime import date

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.powers import Ground
from millepieds.journal.actions import record
from millepieds.members import deeds
from millepieds.members.models import Suspension
from millepieds.people.models import Person


@transaction.atomic
def suspend(person: Person, *, ends_on: date, ground: Ground, by: Actor) -> Suspension:
    """From today. Being a member, mandates and votes are derived without them until that day."""
    at = the_moment()
    row = Suspension.objects.create(person=person, starts_on=day_of(at), ends_on=ends_on)
    record(deeds.SUSPENDED, row, by=by, at=at, about=person.pk, ground=ground)
    return row


@transaction.atomic
def lift(suspension: Suspension, *, ground: Ground, by: Actor) -> Suspension:
    at = the_moment()
    suspension = Suspension.objects.get(pk=suspension.pk)
    suspension.lifted_on = day_of(at)
    suspension.save(update_fields=["lifted_on"])
    record(
        deeds.SUSPENSION_LIFTED, suspension, by=by, at=at, about=suspension.person_id, ground=ground
    )
    return suspension
