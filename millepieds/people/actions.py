from allauth.account.models import EmailAddress
from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import the_moment
from millepieds.core.deeds import HouseKey
from millepieds.core.memory import record
from millepieds.core.refusals import refuse_if
from millepieds.people import deeds
from millepieds.people.models import Consent, Person
from millepieds.people.queries import addresses_of, person_behind
from millepieds.people.rules import (
    PURPOSES,
    Channel,
    Gender,
    Rhythm,
    Way,
    refusal_to_add,
    refusal_to_remove,
)


@transaction.atomic
def meet(name: str, address: str, *, language: str = "fr", by: Actor) -> Person:
    """Someone proved that an address is theirs, or came on paper without any."""
    at = the_moment()
    person = Person(name=name, language=language, met_at=at)
    person.set_unusable_password()
    person.save()
    if address:
        EmailAddress.objects.create(user=person, email=address.lower(), verified=True, primary=True)
    record(deeds.PERSON_MET, person, by=by, at=at, about=person.pk)
    return person


@transaction.atomic
def choose_profile(
    person: Person, *, name: str, pronoun: str, gender: Gender, language: str, phone: str,
    reach: Way, rhythm: Rhythm, by: Actor,
) -> Person:  # fmt: skip
    """What a person says of themself. Consents have their own ledger and never move here."""
    at = the_moment()
    person.name, person.pronoun, person.gender = name, pronoun, gender.value
    person.language, person.phone = language, phone
    person.reach, person.rhythm = reach.value, rhythm.value
    person.save()
    record(deeds.PROFILE_CHOSEN, person, by=by, at=at, about=person.pk)
    return person


@transaction.atomic
def add_address(person: Person, address: str, *, by: Actor) -> EmailAddress:
    """The person has just proved that this address is theirs."""
    at = the_moment()
    address = address.lower()
    own = {row.email: row for row in addresses_of(person)}
    behind = person_behind(address)
    refuse_if(
        refusal_to_add(address, own=own, others=behind is not None and behind.pk != person.pk)
    )
    if address in own:
        return own[address]
    added = EmailAddress.objects.create(user=person, email=address, verified=True, primary=not own)
    record(deeds.ADDRESS_ADDED, person, by=by, at=at, about=person.pk)
    return added


@transaction.atomic
def put_address_first(person: Person, address: EmailAddress, *, by: Actor) -> None:
    """From now on, this is where the house writes."""
    at = the_moment()
    first = EmailAddress.objects.get(user=person, pk=address.pk)
    EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
    first.primary = True
    first.save(update_fields=["primary"])
    record(deeds.ADDRESS_PUT_FIRST, person, by=by, at=at, about=person.pk)


@transaction.atomic
def remove_address(person: Person, address: EmailAddress, *, by: Actor) -> None:
    """When the first one goes, the oldest of the others takes its place."""
    at = the_moment()
    left = [row for row in addresses_of(person) if row.pk != address.pk]
    refuse_if(refusal_to_remove(left=len(left), reach=Way(person.reach)))
    EmailAddress.objects.get(user=person, pk=address.pk).delete()
    if left and not left[0].primary:
        EmailAddress.objects.filter(pk=left[0].pk).update(primary=True)
    record(deeds.ADDRESS_REMOVED, person, by=by, at=at, about=person.pk)


@transaction.atomic
def close_visits(person: Person, *, by: Actor) -> None:
    """Sign this person out of every device: each session holds on to the value changed here."""
    at = the_moment()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    record(deeds.VISITS_CLOSED, person, by=by, at=at, about=person.pk)


@transaction.atomic
def give_consent(person: Person, purpose: HouseKey, *, channel: Channel, by: Actor) -> Consent:
    """Agree to today's words. Agreeing twice is agreeing once."""
    at = the_moment()
    version = PURPOSES[purpose].version
    consent, new = Consent.objects.get_or_create(
        person=person, purpose=purpose, version=version, withdrawn_at=None,
        defaults={"given_at": at, "given_by": channel.value},
    )  # fmt: skip
    if new:
        record(
            deeds.CONSENT_GIVEN, consent, by=by, at=at, about=person.pk,
            purpose=purpose, version=version, channel=channel,
        )  # fmt: skip
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: HouseKey, *, channel: Channel, by: Actor) -> None:
    """Take back every agreement to this purpose, whatever its version."""
    at = the_moment()
    for consent in Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None):
        consent.withdrawn_at, consent.withdrawn_by = at, channel.value
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(
            deeds.CONSENT_WITHDRAWN, consent, by=by, at=at, about=person.pk,
            purpose=purpose, version=consent.version, channel=channel,
        )  # fmt: skip
