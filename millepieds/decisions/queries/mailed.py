"""The link of a letter that says where one stands: one person, on one wording, and nothing else."""

from dataclasses import dataclass

from django.core import signing

from millepieds.decisions.models import Proposal, Version
from millepieds.decisions.queries.consent import current_of
from millepieds.decisions.rules.rounds import EffectKind, Stage
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


def words_to_answer(proposal: Proposal, stage: Stage) -> Version | None:
    """Those that a letter may answer: none while it listens, or when it is about someone, read inside."""
    words = current_of(proposal)
    if stage is not Stage.CONSENTING or names_someone(words):
        return None
    return words


def token_to_stand(proposal: Proposal, stage: Stage, person: Person) -> str:
    words = words_to_answer(proposal, stage)
    return voice_token(words, person) if words else ""


def names_someone(version: Version) -> bool:
    """A letter may be forwarded: what adopting does to a person is read inside only."""
    return version.effects.filter(kind__in=[one.value for one in NAMES_SOMEONE]).exists()
