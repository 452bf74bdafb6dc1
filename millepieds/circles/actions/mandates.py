from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import opened_under, value_kept
from millepieds.circles import deeds
from millepieds.circles.models import Handover, Mandate, Offer, Role
from millepieds.circles.queries.authority import people_who_may
from millepieds.circles.queries.mandates import (
    mandates_before,
    occupied,
    open_offer,
    seats_taken,
)
from millepieds.circles.queries.structure import RoleThen, role_on
from millepieds.circles.rules.mandates import (
    Ending,
    Process,
    free_seat,
    refusal_of_a_second_founding,
    refusal_to_accept,
    refusal_to_answer_offer,
    refusal_to_end,
    refusal_to_leave_handover,
    refusal_to_offer,
    refusal_to_propose,
    refusal_to_resign,
    refusal_when_closed,
)
from millepieds.circles.rules.powers import ASSIGN, FOUND, WITHDRAW
from millepieds.circles.rules.terms import LONGEST_MANDATE
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to, grounds
from millepieds.core.clock import day_of, the_moment
from millepieds.core.powers import Ground
from millepieds.core.refusals import Refused, refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_to_all
from millepieds.members.queries import is_member, membership_in_force
from millepieds.people.models import Person


@transaction.atomic
def offer_to_take(role: Role, text: str, *, by: Actor, person: Person) -> Offer:
    """Any member may offer to take a free role."""
    at = the_moment()
    on = day_of(at)
    then = role_on(role, on)
    free = then is not None and then.seats > occupied(on).get(role.pk, 0)
    refuse_if(
        refusal_to_offer(
            is_member=is_member(person.pk, on=on), open_on=then is not None, free=free,
            already=open_offer(role, person) is not None,
        )
    )  # fmt: skip
    offer = Offer.objects.create(role=role, person=person, text=text, made_at=at)
    record(deeds.OFFER_MADE, offer, by=by, at=at, about=person.pk, circle_id=role.circle_id)
    write_to_all(
        people_who_may(ASSIGN, circle_id=role.circle_id, on=on), "circles/letters/offer_made",
        key=f"offered:{offer.pk}", offer=offer, role=then,
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


@transaction.atomic
def propose_mandate(
    role: Role, person: Person, *, starts_on: date, ends_on: date, process: Process, by: Actor
) -> Mandate:
    """Propose. Nothing is lent until the person accepts. Renewing is proposing again."""
    at = the_moment()
    on = day_of(at)
    then, ground = _open_role(role, on), _ground_to_propose(role, by=by, on=on)
    kept = opened_under(LONGEST_MANDATE, on=on)
    refuse_if(
        refusal_to_propose(
            starts_on=starts_on, ends_on=ends_on, longest=value_kept(kept, LONGEST_MANDATE),
            term_days=then.term_days, today=on, proposer_id=by.person_id, person_id=person.pk,
            is_member=is_member(person.pk, on=on),
        )
    )  # fmt: skip
    mandate = Mandate.objects.create(
        role=role, person=person, process=process.value, proposed_by_id=by.person_id,
        proposed_at=at, starts_on=starts_on, ends_on=ends_on, opened_under=kept,
    )  # fmt: skip
    Offer.objects.filter(role=role, person=person, closed_at=None).update(closed_at=at)
    record(
        deeds.MANDATE_PROPOSED, mandate, by=by, at=at, about=person.pk, circle_id=role.circle_id,
        ground=ground, process=process, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    write(
        person, "circles/letters/mandate_proposed", key=f"proposed:{mandate.pk}", mandate=mandate,
        role=then,
    )  # fmt: skip
    return mandate


@transaction.atomic
def accept_mandate(mandate: Mandate, ticked: Collection[int], *, by: Actor) -> Mandate:
    """Accept in so many words: each responsibility is ticked, and the sentence is kept as it stood."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role", "person").get(pk=mandate.pk)
    then = _open_role(mandate.role, on)
    membership = membership_in_force(mandate.person_id, on=on)
    starts_on = max(mandate.starts_on, on)
    taken = seats_taken(mandate.role_id, starts_on=starts_on, ends_on=mandate.ends_on)
    seat = free_seat(then.seats, taken)
    refuse_if(
        refusal_to_accept(
            mandate, by_person_id=by.person_id, is_member=membership is not None, ticked=ticked,
            responsibilities=len(then.accountabilities), seat=seat, today=on,
        )
    )  # fmt: skip
    mandate.accepted_at, mandate.membership, mandate.seat = at, membership, seat
    mandate.starts_on, mandate.commitment = starts_on, formal_commitment(then, mandate)
    mandate.save()
    record(
        deeds.MANDATE_ACCEPTED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id, starts_on=starts_on, ends_on=mandate.ends_on, seat=seat,
    )  # fmt: skip
    return mandate


@transaction.atomic
def decline_mandate(mandate: Mandate, *, by: Actor) -> None:
    at = the_moment()
    mandate = Mandate.objects.select_related("role").get(pk=mandate.pk)
    refuse_if(
        refusal_to_accept(
            mandate, by_person_id=by.person_id, is_member=True, ticked=(), responsibilities=0,
            seat=1, today=day_of(at),
        )
    )  # fmt: skip
    mandate.declined_at = at
    mandate.save(update_fields=["declined_at"])
    record(
        deeds.MANDATE_DECLINED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id,
    )  # fmt: skip


@transaction.atomic
def resign(mandate: Mandate, *, by: Actor) -> None:
    """Hand a mandate back. It stops today."""
    at = the_moment()
    mandate = Mandate.objects.select_related("role").get(pk=mandate.pk)
    refuse_if(refusal_to_resign(mandate, by_person_id=by.person_id, today=day_of(at)))
    mandate.ended_on, mandate.ended_how = day_of(at), Ending.RESIGNED.value
    mandate.save(update_fields=["ended_on", "ended_how"])
    record(
        deeds.MANDATE_ENDED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id, how=Ending.RESIGNED, on=day_of(at),
    )  # fmt: skip


@transaction.atomic
def withdraw_mandate(mandate: Mandate, reason: str, *, by: Actor) -> None:
    """End someone's mandate before its term, in writing."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role", "person").get(pk=mandate.pk)
    ground = ground_to(WITHDRAW, by=by, circle_id=mandate.role.circle_id, on=on)
    refuse_if(refusal_to_end(mandate, today=on))
    mandate.ended_on, mandate.ended_how = on, Ending.WITHDRAWN.value
    mandate.end_reason = reason
    mandate.save(update_fields=["ended_on", "ended_how", "end_reason"])
    record(
        deeds.MANDATE_ENDED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id, ground=ground, how=Ending.WITHDRAWN, on=on,
    )  # fmt: skip
    write(
        mandate.person, "circles/letters/mandate_withdrawn", key=f"withdrawn:{mandate.pk}",
        mandate=mandate, role=role_on(mandate.role, on),
    )  # fmt: skip


@transaction.atomic
def leave_handover(mandate: Mandate, text: str, *, by: Actor) -> Handover:
    """Leave a note for whoever comes next. Its holder may, even after the end."""
    at = the_moment()
    refuse_if(refusal_to_leave_handover(mandate, by_person_id=by.person_id))
    note = Handover.objects.create(
        role_id=mandate.role_id, author_id=mandate.person_id, text=text, written_at=at
    )
    record(
        deeds.HANDOVER_LEFT, note, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id,
    )  # fmt: skip
    return note


def formal_commitment(role: RoleThen, mandate: Mandate) -> str:
    """The sentence that the person commits to, naming the responsibilities."""
    lines = "\n".join(f"- {line}" for line in role.accountabilities)
    opening = gettext("I take the role “%(role)s” from %(start)s to %(end)s, and I answer for it:") % {
        "role": role.name, "start": date_format(mandate.starts_on), "end": date_format(mandate.last_day),
    }  # fmt: skip
    return f"{opening}\n{lines}".strip()


def _open_role(role: Role, on: date) -> RoleThen:
    then = role_on(role, on)
    if then is None:
        raise Refused(refusal_when_closed())
    return then


def _ground_to_propose(role: Role, *, by: Actor, on: date) -> Ground:
    """Whoever hands out mandates there; at the founding, the first mandate of each role."""
    if found := grounds(by, ASSIGN, circle_id=role.circle_id, on=on):
        return found[0]
    if founding := grounds(by, FOUND, circle_id=role.circle_id, on=on):
        refuse_if(refusal_of_a_second_founding(mandates_before=mandates_before(role.pk)))
        return founding[0]
    return ground_to(ASSIGN, by=by, circle_id=role.circle_id, on=on)
