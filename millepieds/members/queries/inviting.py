"""Who was invited, known by an imprint of their address only."""

from collections.abc import Collection

from django.core import signing
from django.utils.crypto import salted_hmac

from millepieds.members.models import Invitation

INVITATION = "members.invitation"


def imprint_of(address: str) -> str:
    """What is left of an address once it is forgotten: it recognises, and cannot be read."""
    return salted_hmac(INVITATION, address.lower(), algorithm="sha256").hexdigest()


def invited_among(addresses: Collection[str]) -> set[str]:
    """Those already written to, whatever they answered. Says nothing of who has an account."""
    imprints = {imprint_of(address): address for address in addresses}
    rows = Invitation.objects.values_list("imprint", flat=True)
    return {imprints[imprint] for imprint in rows.iterator() if imprint in imprints}


def token_of(invitation: Invitation) -> str:
    """What a letter of invitation carries: it opens the page where one says no, without an account."""
    return signing.dumps(invitation.pk, salt=INVITATION)


def invitation_behind(token: str) -> Invitation | None:
    try:
        pk = signing.loads(token, salt=INVITATION)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=pk).first()
