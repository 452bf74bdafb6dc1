"""A letter to someone who is not here yet, and their right to say no."""

from collections.abc import Sequence

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write_outside
from millepieds.letters.models import Letter
from millepieds.members import deeds
from millepieds.members.models import Invitation
from millepieds.members.queries.inviting import imprint_of, invited_among, token_of
from millepieds.members.rules import (
    WELCOME,
    Guest,
    refusal_to_decline,
)


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
