from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import opened_under
from millepieds.charter.rules import value_kept
from millepieds.circles import deeds
from millepieds.circles.models import Handover, Mandate, Offer, Role
from millepieds.circles.queries.mandates import (
    holds_between,
    mandates_before,
    seats_taken,
)
from millepieds.circles.queries.structure import RoleThen, open_role_on, role_on
from millepieds.circles.rules.commitments import (
    asks_again,
    refusal_to_accept,
    refusal_to_commit_again,
    refusal_when_changed,
)
from millepieds.circles.rules.mandates import (
    Ending,
    free_seat,
    process_of,
    refusal_of_a_second_founding,
    refusal_to_end,
    refusal_to_leave_handover,
    refusal_to_lend_founding,
    refusal_to_propose,
    refusal_to_resign,
    refusal_when_no_longer_open,
)
from millepieds.circles.rules.powers import ASSIGN, FOUND, WITHDRAW
from millepieds.circles.rules.terms import A_PROPOSAL_KEEPS, LONGEST_MANDATE
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.powers import Ground
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.queries import is_member, membership_in_force
from millepieds.people.models import Person


@transaction.atomic
def propose_mandate(
    role: Role, person: Person, *, starts_on: date, ends_on: date, by: Actor
) -> Mandate:
    """Propose. Nothing is lent until the person accepts. Renewing is proposing again."""
    at = the_moment()
    on = day_of(at)
    then, ground = open_role_on(role, on), _ground_to_propose(role, by=by, on=on)
    refuse_if(refusal_to_lend_founding(is_founding=FOUND in then.powers))
    process = process_of(then.assigned_by, power=ground.power)
    kept = opened_under(*A_PROPOSAL_KEEPS, on=on)
    refuse_if(
        refusal_to_propose(
            starts_on=starts_on, ends_on=ends_on, longest=value_kept(kept, LONGEST_MANDATE),
            term_days=then.term_days, today=on, proposer_id=by.person_id, person_id=person.pk,
            is_member=is_member(person.pk, on=on),
            holds_then=holds_between(role.pk, person.pk, starts_on=starts_on, ends_on=ends_on),
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
def take_back_proposal(mandate: Mandate, *, by: Actor) -> None:
    """Before it is answered. Whoever may propose there may take back."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role", "person").get(pk=mandate.pk)
    ground = ground_to(ASSIGN, FOUND, by=by, circle_id=mandate.role.circle_id, on=on)
    refuse_if(refusal_when_no_longer_open(mandate, today=on))
    mandate.ended_on, mandate.ended_how = on, Ending.TAKEN_BACK.value
    mandate.save(update_fields=["ended_on", "ended_how"])
    record(
        deeds.PROPOSAL_TAKEN_BACK, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id, ground=ground,
    )  # fmt: skip
    write(
        mandate.person, "circles/letters/proposal_taken_back", key=f"taken-back:{mandate.pk}",
        mandate=mandate, role=role_on(mandate.role, on),
    )  # fmt: skip


@transaction.atomic
def accept_mandate(
    mandate: Mandate, ticked: Collection[int], *, read: int | None, by: Actor
) -> Mandate:
    """Accept in so many words: each responsibility is ticked, as read in this version of the role."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role", "person").get(pk=mandate.pk)
    then = open_role_on(mandate.role, on)
    refuse_if(refusal_when_changed(read=read, stands=then.version_id))
    membership = membership_in_force(mandate.person_id, on=on)
    starts_on = max(mandate.starts_on, on)
    taken = seats_taken(mandate.role_id, starts_on=starts_on, ends_on=mandate.ends_on)
    seat = free_seat(then.seats, taken)
    refuse_if(
        refusal_to_accept(
            mandate, by_person_id=by.person_id, is_member=membership is not None, ticked=ticked,
            responsibilities=len(then.accountabilities), seat=seat, today=on,
            holds_then=holds_between(
                mandate.role_id, mandate.person_id, starts_on=starts_on, ends_on=mandate.ends_on
            ),
        )
    )  # fmt: skip
    mandate.accepted_at, mandate.membership, mandate.seat = at, membership, seat
    mandate.starts_on, mandate.commitment = starts_on, formal_commitment(then, mandate)
    mandate.committed_to_id = then.version_id
    mandate.save()
    record(
        deeds.MANDATE_ACCEPTED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id, starts_on=starts_on, ends_on=mandate.ends_on, seat=seat,
    )  # fmt: skip
    return mandate


@transaction.atomic
def commit_again(
    mandate: Mandate, ticked: Collection[int], *, read: int | None, by: Actor
) -> Mandate:
    """The role has changed: say again, line by line, what one answers for. Its dates stay."""
    at = the_moment()
    on = day_of(at)
    mandate = Mandate.objects.select_related("role", "committed_to").get(pk=mandate.pk)
    then = open_role_on(mandate.role, on)
    refuse_if(refusal_when_changed(read=read, stands=then.version_id))
    refuse_if(
        refusal_to_commit_again(
            mandate, by_person_id=by.person_id,
            is_member=membership_in_force(mandate.person_id, on=on) == mandate.membership,
            ticked=ticked, responsibilities=len(then.accountabilities),
            changed=asks_again(mandate.committed_to, then), today=on,
        )
    )  # fmt: skip
    mandate.committed_to_id = then.version_id
    mandate.commitment = formal_commitment(then, mandate)
    mandate.save(update_fields=["committed_to", "commitment"])
    record(
        deeds.MANDATE_RECOMMITTED, mandate, by=by, at=at, about=mandate.person_id,
        circle_id=mandate.role.circle_id,
    )  # fmt: skip
    return mandate


@transaction.atomic
def decline_mandate(mandate: Mandate, *, by: Actor) -> None:
    at = the_moment()
    mandate = Mandate.objects.select_related("role").get(pk=mandate.pk)
    refuse_if(
        refusal_to_accept(
            mandate, by_person_id=by.person_id, is_member=True, ticked=(), responsibilities=0,
            seat=1, holds_then=False, today=day_of(at),
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


def _ground_to_propose(role: Role, *, by: Actor, on: date) -> Ground:
    """Whoever hands out mandates there; at the founding, the first mandate of each role."""
    ground = ground_to(ASSIGN, FOUND, by=by, circle_id=role.circle_id, on=on)
    if ground.power == FOUND:
        refuse_if(refusal_of_a_second_founding(mandates_before=mandates_before(role.pk)))
    return ground
