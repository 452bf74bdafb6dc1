from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.deeds import HouseKey
from millepieds.core.memory import record
from millepieds.core.refusals import refuse_if
from millepieds.people import deeds
from millepieds.people.models import Consent, Person, Visit
from millepieds.people.queries import (
    addresses_of,
    kinds_of_proof,
    person_behind,
    refusal_for_another,
)
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
def meet(
    name: str, address: str, *, proved: bool = True, language: str = "fr", phone: str = "",
    reach: Way = Way.MAIL, by: Actor,
) -> Person:  # fmt: skip
    """Someone proved that an address is theirs; or came on paper, and will prove theirs, if any, later."""
    at = the_moment()
    person = Person(name=name, language=language, phone=phone, reach=reach.value, met_at=at)
    person.set_unusable_password()
    person.save()
    if address:
        EmailAddress.objects.create(
            user=person, email=address.lower(), verified=proved, primary=True
        )
    record(deeds.PERSON_MET, person, by=by, at=at, about=person.pk)
    return person


@transaction.atomic
def choose_profile(
    person: Person, *, name: str, pronoun: str, gender: Gender, language: str, phone: str,
    reach: Way, rhythm: Rhythm, by: Actor,
) -> Person:  # fmt: skip
    """What a person says of themself. Consents have their own ledger and never move here."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    person.name, person.pronoun, person.gender = name, pronoun, gender.value
    person.language, person.phone = language, phone
    person.reach, person.rhythm = reach.value, rhythm.value
    person.save()
    person.merged.update(name=name)
    record(deeds.PROFILE_CHOSEN, person, by=by, at=at, about=person.pk)
    return person


@transaction.atomic
def choose_rhythm(person: Person, rhythm: Rhythm, *, by: Actor) -> None:
    """How often news come, and nothing else: the link at the foot of a letter stops them."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    Person.objects.filter(pk=person.pk).update(rhythm=rhythm.value)
    record(deeds.PROFILE_CHOSEN, person, by=by, at=at, about=person.pk)


@transaction.atomic
def add_address(person: Person, address: str, *, by: Actor) -> EmailAddress:
    """The person has just proved that this address is theirs."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
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
def prove_address(written: EmailAddress, *, by: Actor) -> Person:
    """Whoever reads this mailbox is the person whose sheet had its address: it opens their account."""
    at = the_moment()
    person: Person = written.user
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    written.verified = True
    written.save(update_fields=["verified"])
    record(deeds.ADDRESS_ADDED, person, by=by, at=at, about=person.pk)
    return person


@transaction.atomic
def put_address_first(person: Person, address: EmailAddress, *, by: Actor) -> None:
    """From now on, this is where the house writes."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    first = EmailAddress.objects.get(user=person, pk=address.pk)
    EmailAddress.objects.filter(user=person, primary=True).update(primary=False)
    first.primary = True
    first.save(update_fields=["primary"])
    record(deeds.ADDRESS_PUT_FIRST, person, by=by, at=at, about=person.pk)


@transaction.atomic
def remove_address(person: Person, address: EmailAddress, *, by: Actor) -> None:
    """When the first one goes, the oldest of the others takes its place."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    left = [row for row in addresses_of(person) if row.pk != address.pk]
    refuse_if(refusal_to_remove(left=len(left), reach=Way(person.reach)))
    EmailAddress.objects.get(user=person, pk=address.pk).delete()
    if left and not left[0].primary:
        EmailAddress.objects.filter(pk=left[0].pk).update(primary=True)
    record(deeds.ADDRESS_REMOVED, person, by=by, at=at, about=person.pk)


@transaction.atomic
def merge_accounts(other: Person, *, into: Person, by: Actor) -> None:
    """Two accounts of one person become one. What may be kept of each, `home.actions.merge` asks.

    Means of entry move. Acts stay under the row that did them, which bears the name of the one that stays.
    """
    at = the_moment()
    refuse_if(refusal_for_another(into.pk, by=by, on=day_of(at)))
    mine = [row.email for row in addresses_of(into)]
    EmailAddress.objects.filter(user=other, email__in=mine).delete()
    EmailAddress.objects.filter(user=other).update(user=into, primary=False)
    if not mine:
        EmailAddress.objects.filter(pk__in=[row.pk for row in addresses_of(into)[:1]]).update(
            primary=True
        )
    doubles = kinds_of_proof(into) - {Authenticator.Type.WEBAUTHN}
    Authenticator.objects.filter(user=other, type__in=doubles).delete()
    Authenticator.objects.filter(user=other).update(user=into)
    other.merged.update(merged_into=into, name=into.name)  # never a chain
    other.merged_into, other.name = into, into.name
    other.pronoun, other.phone, other.gender = "", "", Gender.UNSAID.value
    other.set_unusable_password()  # every session of theirs holds on to it
    other.save()
    record(deeds.ACCOUNTS_MERGED, into, by=by, at=at, about=other.pk)


@transaction.atomic
def end_visit(visit: Visit, *, by: Actor) -> None:
    """Sign out of one device from another: the one that was lent, or lost."""
    at = the_moment()
    person = visit.person
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    visit.session.delete()  # and the visit with it
    record(deeds.VISIT_ENDED, person, by=by, at=at, about=person.pk)


@transaction.atomic
def close_visits(person: Person, *, but: Visit | None = None, by: Actor) -> None:
    """Sign this person out of every device: each session holds on to the value changed here."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    person.set_unusable_password()
    person.save(update_fields=["password"])
    others = Visit.objects.filter(person=person).exclude(pk=but.pk if but else 0)
    Session.objects.filter(pk__in=list(others.values_list("session_id", flat=True))).delete()
    record(deeds.VISITS_CLOSED, person, by=by, at=at, about=person.pk)


@transaction.atomic
def give_consent(
    person: Person, purpose: HouseKey, *, channel: Channel, given_at: datetime | None = None,
    by: Actor,
) -> Consent:  # fmt: skip
    """Agree to today's words, now or on the day of a sheet. Agreeing twice is agreeing once."""
    at = the_moment()
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    version = PURPOSES[purpose].version
    consent, new = Consent.objects.get_or_create(
        person=person, purpose=purpose, version=version, withdrawn_at=None,
        defaults={"given_at": given_at or at, "given_by": channel.value},
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
    refuse_if(refusal_for_another(person.pk, by=by, on=day_of(at)))
    for consent in Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None):
        consent.withdrawn_at, consent.withdrawn_by = at, channel.value
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record(
            deeds.CONSENT_WITHDRAWN, consent, by=by, at=at, about=person.pk,
            purpose=purpose, version=consent.version, channel=channel,
        )  # fmt: skip
