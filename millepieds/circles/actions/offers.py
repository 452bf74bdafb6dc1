from django.db import transaction

from millepieds.circles import deeds
from millepieds.circles.models import Offer, Role
from millepieds.circles.queries.authority import people_who_may
from millepieds.circles.queries.offers import what_forbids_to_offer
from millepieds.circles.queries.structure import role_on
from millepieds.circles.rules.mandates import refusal_to_answer_offer
from millepieds.circles.rules.powers import ASSIGN
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_to_all
from millepieds.people.models import Person


@transaction.atomic
def offer_to_take(role: Role, text: str, *, by: Actor, person: Person) -> Offer:
    """Any member may offer to take a free role."""
    at = the_moment()
    on = day_of(at)
    refuse_if(what_forbids_to_offer(role, person, on=on))
    offer = Offer.objects.create(role=role, person=person, text=text, made_at=at)
    record(deeds.OFFER_MADE, offer, by=by, at=at, about=person.pk, circle_id=role.circle_id)
    write_to_all(
        people_who_may(ASSIGN, circle_id=role.circle_id, on=on), "circles/letters/offer_made",
        key=f"offered:{offer.pk}", offer=offer, role=role_on(role, on),
    )  # fmt: skip
    return offer


@transaction.atomic
def take_back_offer(offer: Offer, *, by: Actor) -> None:
    at = the_moment()
    offer = Offer.objects.select_related("role").get(pk=offer.pk)
    mine = offer.person_id == by.person_id
    refuse_if(refusal_to_answer_offer(is_open=offer.closed_at is None and mine))
    offer.closed_at = at
    offer.save(update_fields=["closed_at"])
    record(
        deeds.OFFER_TAKEN_BACK, offer, by=by, at=at, about=offer.person_id,
        circle_id=offer.role.circle_id,
    )  # fmt: skip


@transaction.atomic
def decline_offer(offer: Offer, answer: str, *, by: Actor) -> None:
    at = the_moment()
    offer = Offer.objects.select_related("role", "person").get(pk=offer.pk)
    ground = ground_to(ASSIGN, by=by, circle_id=offer.role.circle_id, on=day_of(at))
    refuse_if(refusal_to_answer_offer(is_open=offer.closed_at is None))
    offer.closed_at, offer.answer = at, answer
    offer.save(update_fields=["closed_at", "answer"])
    record(
        deeds.OFFER_DECLINED, offer, by=by, at=at, about=offer.person_id,
        circle_id=offer.role.circle_id, ground=ground,
    )  # fmt: skip
    write(offer.person, "circles/letters/offer_declined", key=f"offer:{offer.pk}", offer=offer)
