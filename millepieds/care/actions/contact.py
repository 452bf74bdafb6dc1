"""Whom to call outside, when too few people here may receive a report."""

from dataclasses import asdict, dataclass

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.models import OutsideContact
from millepieds.care.rules import fairness as rules
from millepieds.care.rules.terms import RECEIVE
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record


@dataclass(frozen=True)
class Reached:
    """An organisation, and how to reach it: one way at least."""

    name: str
    phone: str = ""
    mail: str = ""


@transaction.atomic
def name_contact(reached: Reached, *, by: Actor) -> OutsideContact:
    """By someone who receives reports. Those before stay; the register tells that it changed."""
    at = the_moment()
    ground = ground_to(RECEIVE, by=by, on=day_of(at))
    refuse_if(rules.refusal_of_contact(phone=reached.phone, mail=reached.mail))
    contact = OutsideContact.objects.create(
        **asdict(reached), named_at=at, named_by_id=ground.person_id
    )
    record(deeds.CONTACT_NAMED, contact, by=by, at=at, ground=ground)
    return contact
