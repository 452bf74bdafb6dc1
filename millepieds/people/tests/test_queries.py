from datetime import timedelta

from allauth.account.models import EmailAddress

from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.people import actions
from millepieds.people.models import Person
from millepieds.people.queries import (
    addresses_by_person,
    agreed,
    asked_of,
    ledger_of,
    person_behind,
)
from millepieds.people.rules import NAME_IN_TOWN, PURPOSES, Channel


def test_only_a_proved_address_leads_to_a_person(amina: Person) -> None:
    assert person_behind("AMINA@exemple.test") == amina
    EmailAddress.objects.update(verified=False)
    assert person_behind("amina@exemple.test") is None


def test_one_writes_to_the_address_put_first(amina: Person, bruno: Person) -> None:
    work = actions.add_address(amina, "amina@travail.test", by=actors.person(amina))
    actions.put_address_first(amina, work, by=actors.person(amina))
    assert addresses_by_person([amina.pk, bruno.pk]) == {
        amina.pk: "amina@travail.test",
        bruno.pk: "bruno@exemple.test",
    }


def test_who_agrees_today_and_who_did_yesterday(amina: Person, bruno: Person) -> None:
    by = actors.person(amina)
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=by)
    then = now()
    actions.withdraw_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=by)
    assert agreed(NAME_IN_TOWN, now=then) == {amina.pk}
    assert agreed(NAME_IN_TOWN, now=now()) == set()
    assert agreed(NAME_IN_TOWN, now=then - timedelta(days=1)) == set()


def test_every_purpose_is_asked_of_everyone(amina: Person) -> None:
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    asked = asked_of(ledger_of(amina), now=now())
    assert [each.purpose.key for each in asked] == list(PURPOSES)
    assert [each.purpose.key for each in asked if each.consent] == [NAME_IN_TOWN]
