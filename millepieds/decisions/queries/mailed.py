"""The link of a letter that says where one stands: one person, on one wording, and nothing else."""

from dataclasses import dataclass

from django.core import signing

from millepieds.decisions.models import Version
from millepieds.decisions.rules.rounds import EffectKind
from millepieds.people.models import Person

VOICE = "decisions.voice"
NAMES_SOMEONE = (EffectKind.MANDATE, EffectKind.OFFER)


@dataclass(frozen=True)
class Voice:
    version: Version
    person: Person


def voice_token(version: Version, person: Person) -> str:
    return signing.Signer(salt=VOICE).sign_object([version.pk, person.pk])


def voice_behind(token: str) -> Voice | None:
    try:
        version_id, person_id = signing.Signer(salt=VOICE).unsign_object(token)
    except signing.BadSignature:
        return None
    version = Version.objects.select_related("proposal__author").filter(pk=version_id).first()
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    return Voice(version, person) if version and person else None


def names_someone(version: Version) -> bool:
    """A letter may be forwarded: what adopting does to a person is read inside only."""
    return version.effects.filter(kind__in=[one.value for one in NAMES_SOMEONE]).exists()
