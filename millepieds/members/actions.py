from collections.abc import Collection, Sequence

from django.db import transaction

from millepieds.charter.actions import sign_charter
from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import opened_under
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_outside
from millepieds.letters.models import Letter
from millepieds.members import deeds
from millepieds.members.models import District, Invitation, Membership
from millepieds.members.queries import imprint_of, invited_among, open_membership, token_of
from millepieds.members.rules import (
    ANSWER_APPEALS,
    LONGEST_WAIT,
    WELCOME,
    Guest,
    known_needs,
    refusal_to_answer_appeal,
    refusal_to_appeal,
    refusal_to_become_member,
    refusal_to_come_first,
    refusal_to_decline,
    refusal_to_join,
    refusal_to_leave,
    refusal_to_welcome,
)
from millepieds.people.models import Person


@transaction.atomic
def knock(
    person: Person, *, district: District | None, languages: str, wishes: str,
    needs: Collection[str], by: Actor,
) -> Membership:  # fmt: skip
    """Ask to join. The rule of the longest wait is kept as it stands today."""
    at = the_moment()
    refuse_if(refusal_to_join(open_period=open_membership(person)))
    membership = Membership.objects.create(
        person=person, district=district, languages=languages, wishes=wishes,
        needs=known_needs(needs), asked_at=at, opened_under=opened_under(LONGEST_WAIT, on=day_of(at)),
    )  # fmt: skip
    record(deeds.JOIN_ASKED, membership, by=by, at=at, about=person.pk)
    return membership


@transaction.atomic
def come_first(person: Person, *, by: Actor) -> Membership:
    """The founder of a movement: nobody is there yet to welcome them."""
    at = the_moment()
    refuse_if(refusal_to_come_first(count=Membership.objects.count()))
    membership = Membership.objects.create(
        person=person, asked_at=at, welcomed_at=at,
        opened_under=opened_under(LONGEST_WAIT, on=day_of(at)),
    )  # fmt: skip
    record(deeds.FOUNDER_CAME, membership, by=by, at=at, about=person.pk)
    return membership


@transaction.atomic
def promise_contact(membership: Membership, *, by: Actor) -> None:
    """« Je vais la contacter »: one person takes it on, the others know."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
    )
    membership.promised_at, membership.promised_by_id = at, by.person_id
    membership.save(update_fields=["promised_at", "promised_by"])
    record(
        deeds.CONTACT_PROMISED, membership, by=by, at=at, about=membership.person_id, ground=ground
    )


@transaction.atomic
def welcome(membership: Membership, *, by: Actor) -> None:
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
    )
    membership.welcomed_at, membership.welcomed_by_id = at, by.person_id
    membership.save(update_fields=["welcomed_at", "welcomed_by"])
    record(deeds.WELCOMED, membership, by=by, at=at, about=membership.person_id, ground=ground)
    write(membership.person, "members/letters/welcomed", key=f"welcomed:{membership.pk}")


@transaction.atomic
def refuse(membership: Membership, reason: str, *, by: Actor) -> None:
    """A kind refusal: its reason is written to the person, with the way to appeal."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(
        refusal_to_welcome(membership, welcomer_id=by.person_id, person_id=membership.person_id)
    )
    membership.refused_at, membership.refused_by_id, membership.refusal = at, by.person_id, reason
    membership.save(update_fields=["refused_at", "refused_by", "refusal"])
    record(deeds.REFUSED, membership, by=by, at=at, about=membership.person_id, ground=ground)
    write(membership.person, "members/letters/refused", key=f"refused:{membership.pk}")


@transaction.atomic
def appeal(membership: Membership, text: str, *, by: Actor) -> None:
    """Ask that someone else looks again."""
    at = the_moment()
    membership = _again(membership)
    refuse_if(refusal_to_appeal(membership))
    membership.appealed_at, membership.appeal = at, text
    membership.save(update_fields=["appealed_at", "appeal"])
    record(deeds.APPEALED, membership, by=by, at=at, about=membership.person_id)


@transaction.atomic
def answer_appeal(membership: Membership, answer: str, *, accepted: bool, by: Actor) -> None:
    """Accepted, the door opens again where it had closed."""
    at = the_moment()
    ground = ground_to(ANSWER_APPEALS, by=by, on=day_of(at))
    membership = _again(membership)
    refuse_if(refusal_to_answer_appeal(membership, answerer_id=by.person_id))
    membership.appeal_answered_at, membership.appeal_answer = at, answer
    if accepted:
        refuse_if(refusal_to_join(open_period=open_membership(membership.person)))
        membership.refused_at, membership.welcomed_at = None, at
        membership.welcomed_by_id = by.person_id
    membership.save()
    record(
        deeds.APPEAL_ANSWERED, membership, by=by, at=at, about=membership.person_id, ground=ground,
        accepted=accepted,
    )  # fmt: skip
    write(membership.person, "members/letters/appeal_answered", key=f"appeal:{membership.pk}")


@transaction.atomic
def sign(person: Person, version: CharterVersion, ticked: Collection[str], *, by: Actor) -> None:
    """Sign the charter: the first time, the person becomes a member."""
    at = the_moment()
    membership = open_membership(person)
    refuse_if(refusal_to_become_member(membership))
    coming_back = membership is not None and membership.signed_at is None
    sign_charter(person, version, ticked, coming_back=coming_back, by=by)
    if membership and not membership.signed_at:
        membership.signed_at = at
        membership.save(update_fields=["signed_at"])
        record(deeds.MEMBER_BECAME, membership, by=by, at=at, about=person.pk)


@transaction.atomic
def leave(person: Person, *, by: Actor) -> None:
    """Leave. Mandates end by themselves: they are in force only while their holder is a member."""
    at = the_moment()
    membership = open_membership(person)
    refuse_if(refusal_to_leave(membership))
    if membership:
        membership.left_at = at
        membership.save(update_fields=["left_at"])
        record(deeds.LEFT, membership, by=by, at=at, about=person.pk)


@transaction.atomic
def change_answers(
    membership: Membership, *, district: District | None, languages: str, wishes: str,
    needs: Collection[str], by: Actor,
) -> None:  # fmt: skip
    at = the_moment()
    membership = _again(membership)
    membership.district, membership.languages, membership.wishes = district, languages, wishes
    membership.needs = known_needs(needs)
    membership.save(update_fields=["district", "languages", "wishes", "needs"])
    record(deeds.ANSWERS_CHANGED, membership, by=by, at=at, about=membership.person_id)


@transaction.atomic
def name_districts(names: Sequence[tuple[str, str]], *, by: Actor) -> None:
    """The parts of the town, by key and name."""
    at = the_moment()
    for key, name in names:
        district, new = District.objects.update_or_create(key=key, defaults={"name": name})
        if new:
            record(deeds.DISTRICT_NAMED, district, by=by, at=at)


@transaction.atomic
def invite(guests: Sequence[Guest], *, by: Actor) -> int:
    """One letter to each address that had none yet: where the door is, and how to say no. Nobody is in."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    fresh = {guest.address.lower(): guest for guest in guests}
    for address in invited_among(fresh.keys()):
        del fresh[address]
    for address, guest in fresh.items():
        invitation = Invitation.objects.create(
            imprint=imprint_of(address), address=address, name=guest.name, invited_at=at,
            invited_by_id=by.person_id,
        )  # fmt: skip
        write_outside(
            address, "members/letters/invited", name=guest.name,
            token=token_of(invitation),
        )  # fmt: skip
    if fresh:
        record(deeds.INVITED, None, by=by, at=at, ground=ground, invited=len(fresh))
    return len(fresh)


@transaction.atomic
def decline_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Say no: name and address are erased at once, on the envelope of the letter too."""
    at = the_moment()
    invitation = Invitation.objects.get(pk=invitation.pk)
    refuse_if(refusal_to_decline(declined=invitation.declined_at is not None))
    Letter.objects.filter(person=None, address=invitation.address).delete()
    invitation.address, invitation.name, invitation.declined_at = "", "", at
    invitation.save(update_fields=["address", "name", "declined_at"])
    record(deeds.INVITATION_DECLINED, invitation, by=by, at=at)


def _again(membership: Membership) -> Membership:
    """The row as it stands after the write lock, whoever moved it since the page was read."""
    return Membership.objects.select_related("person").get(pk=membership.pk)
