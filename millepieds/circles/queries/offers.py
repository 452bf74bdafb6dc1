"""Who offers to take a role, and what forbids to."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from millepieds.circles.models import Offer, Role
from millepieds.circles.queries.mandates import occupied
from millepieds.circles.queries.structure import role_on
from millepieds.circles.rules.mandates import refusal_to_offer
from millepieds.core.refusals import Refusal
from millepieds.members.queries import is_member, members_on
from millepieds.people.models import Person


def open_offers(*, on: date) -> QuerySet[Offer]:
    """Offers that wait for an answer. They go with whoever made them: leaving takes them back."""
    stays = Exists(members_on(on).filter(person=OuterRef("person")))
    return Offer.objects.filter(stays, closed_at=None).select_related("person", "role")


def open_offer(role: Role, person: Person) -> Offer | None:
    return Offer.objects.filter(role=role, person=person, closed_at=None).first()


def what_forbids_to_offer(role: Role, person: Person, *, on: date) -> Refusal | None:
    """Asked by the page before it opens, and by the deed."""
    then = role_on(role, on)
    return refusal_to_offer(
        is_member=is_member(person.pk, on=on), open_on=then is not None,
        free=then is not None and then.seats > occupied(on, frozenset([role.pk])).get(role.pk, 0),
        already=open_offer(role, person) is not None,
    )  # fmt: skip
