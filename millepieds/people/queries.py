from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from millepieds.core.actors import Actor
from millepieds.core.authority import may_type_in
from millepieds.core.reading import asked_once
from millepieds.core.refusals import Refusal
from millepieds.people.models import Consent, Person, Visit
from millepieds.people.rules import (
    PHONE_CALLS,
    PURPOSES,
    Purpose,
    agreement_to,
    refusal_to_act_for,
)


def shown_name(person: Person) -> str:
    return str(person)


def person_behind(address: str) -> Person | None:
    """Whoever proved that this address is theirs."""
    found = EmailAddress.objects.filter(email=address.lower(), verified=True)
    return next((row.user for row in found.select_related("user")), None)


@asked_once
def own_ids(person: Person) -> list[int]:
    """The account, and those that became one with it."""
    return [person.pk, *person.merged.order_by("pk").values_list("pk", flat=True)]


def whoever_stays(person: Person) -> Person:
    return person.merged_into or person


@asked_once
def accounts_behind(pk: int) -> list[int]:
    """All the numbers of whoever has this one, the account that stays first."""
    stays = Person.objects.filter(pk=pk, merged_into__isnull=False).values("merged_into")
    rows = Person.objects.filter(
        Q(pk=pk) | Q(merged_into=pk) | Q(pk__in=stays) | Q(merged_into__in=stays)
    )
    found = rows.order_by().values_list("merged_into", "pk")
    return [one for _stays, one in sorted(found, key=lambda row: (row[0] or 0, row[1]))] or [pk]


def on_a_sheet(address: str) -> EmailAddress | None:
    """The first sheet typed in with this address, of someone who never came in yet."""
    rows = EmailAddress.objects.filter(email=address.lower(), verified=False, primary=True)
    waiting = rows.filter(user__visited_at=None, user__erased_at=None)
    return waiting.select_related("user").order_by("pk").first()


def addresses_of(person: Person) -> list[EmailAddress]:
    return list(EmailAddress.objects.filter(user=person).order_by("-primary", "pk"))


def addresses_by_person(person_ids: Iterable[int]) -> dict[int, str]:
    """Where to write to each: the address they put first."""
    rows = EmailAddress.objects.filter(user_id__in=person_ids, verified=True).order_by(
        "primary", "-pk"
    )
    return {row.user_id: row.email for row in rows}


def refusal_for_another(person_id: int, *, by: Actor, on: date) -> Refusal | None:
    """Nothing, when whoever acts is this person, or may act for them on that day."""
    typed = by.typed_by_id is not None and may_type_in(by, on=on)
    return refusal_to_act_for(person_id, by=by, may_type_in=typed)


def first_address(person: Person) -> str:
    """Where the person is written to, proved or still as they wrote it on a sheet."""
    return next((row.email for row in addresses_of(person)), "")


def numbers_to_call(people: Iterable[Person], *, now: datetime) -> dict[int, str]:
    """The phone of each who agrees to be called by those who welcome."""
    willing = agreed(PHONE_CALLS, now=now)
    return {each.pk: each.phone for each in people if each.phone and each.pk in willing}


def ledger_of(person: Person) -> list[Consent]:
    """Every line, newest first, today's words or older ones."""
    return list(Consent.objects.filter(person=person))


@dataclass(frozen=True)
class Asked:
    """A purpose, and the line by which the person agrees to it today, if they do."""

    purpose: Purpose
    consent: Consent | None


def asked_of(ledger: list[Consent], *, now: datetime) -> list[Asked]:
    return [Asked(each, agreement_to(each.key, ledger, now=now)) for each in PURPOSES.values()]


def agreed(
    purpose: str, *, now: datetime, among: Collection[int] | QuerySet[Any] | None = None
) -> set[int]:
    """Who agrees to this, in today's words; of these persons only, when they are known."""
    rows = Consent.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=now),
        purpose=purpose, version=PURPOSES[purpose].version, given_at__lte=now,
    )  # fmt: skip
    if among is not None:
        stays = Person.objects.filter(pk__in=among).values("merged_into")
        rows = rows.filter(Q(person__in=among) | Q(person__in=stays))
    pairs = rows.values_list("person_id", "person__merged")
    return {pk for pair in pairs for pk in pair if pk}


def open_visits(person: Person, *, now: datetime) -> list[Visit]:
    return list(Visit.objects.filter(person=person, session__expire_date__gt=now))


def kinds_of_proof(person: Person) -> set[str]:
    """What the person enters with besides a code by mail: key, app, recovery codes."""
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def with_a_second_proof(person_ids: Collection[int]) -> set[int]:
    """Those whose mailbox alone does not open their account."""
    return _proved(frozenset(person_ids)) if person_ids else set()


@asked_once
def _proved(person_ids: frozenset[int]) -> set[int]:
    kinds = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
    rows = Authenticator.objects.filter(user__in=person_ids, type__in=kinds)
    return set(rows.values_list("user_id", flat=True))


def recovery_codes_of(person: Person) -> list[str]:
    """Those that were not used yet."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return next((list(row.wrap().get_unused_codes()) for row in found), [])
