"""A sound house breaks no promise; rows written around the actions are found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from millepieds.charter.models import Signature
from millepieds.circles.models import Circle, CircleVersion, Mandate, Role, RoleVersion
from millepieds.circles.tests.makers import make_mandate, make_own_rule, make_role
from millepieds.core.clock import now
from millepieds.decisions.rules.rounds import SILENCE_CONSENTS
from millepieds.home.queries.integrity import PROMISES, broken_promises
from millepieds.members.models import Membership
from millepieds.people.models import Person

DAY = timedelta(days=1)


def someone_elses_membership(bruno: Person) -> None:
    other = Membership.objects.exclude(person=bruno).latest("pk")
    Mandate.objects.filter(person=bruno).update(membership=other)


def accepted_before_signing(bruno: Person) -> None:
    signed = Membership.objects.get(person=bruno).signed_at
    assert signed
    Mandate.objects.filter(person=bruno).update(accepted_at=signed - DAY)


def a_tenth_seat(bruno: Person) -> None:
    Mandate.objects.filter(person=bruno).update(seat=10)


def no_signature(bruno: Person) -> None:
    Signature.objects.filter(person=bruno).delete()


def welcomed_before_knocking(bruno: Person) -> None:
    row = Membership.objects.get(person=bruno)
    Membership.objects.filter(pk=row.pk).update(welcomed_at=row.asked_at - DAY)


def a_circle_without_words(bruno: Person) -> None:
    Circle.objects.create(key="muet", opened_on="2020-01-01")


def a_role_without_words(bruno: Person) -> None:
    Role.objects.create(key="muet", circle=Circle.objects.get(key="agora"), opened_on="2020-01-01")


def a_circle_before_the_one_around_it(bruno: Person) -> None:
    agora = Circle.objects.get(key="agora")
    early = Circle.objects.create(key="tôt", opened_on=agora.opened_on - DAY)
    CircleVersion.objects.create(
        circle=early, from_on=early.opened_on, kind="pole", name="Tôt", purpose="…", parent=agora
    )


def a_rule_without_a_round(bruno: Person) -> None:
    odile = Person.objects.get(name="Odile")
    make_own_rule(Circle.objects.get(key="agora"), SILENCE_CONSENTS, 1, by=odile)


def merged_twice(bruno: Person) -> None:
    leila, odile = Person.objects.get(name="Leïla"), Person.objects.get(name="Odile")
    Person.objects.filter(pk=leila.pk).update(merged_into=bruno)
    Person.objects.filter(pk=bruno.pk).update(merged_into=odile)


def forgotten_by_half(bruno: Person) -> None:
    odile = Person.objects.get(name="Odile")
    Person.objects.filter(pk=bruno.pk).update(merged_into=odile)
    Person.objects.filter(pk=odile.pk).update(name="", erased_at=now())


BROKEN: dict[str, Callable[[Person], None]] = {
    "a mandate is accepted under its holders own membership": someone_elses_membership,
    "a mandate is accepted by a member": accepted_before_signing,
    "a mandate takes a seat that its role had": a_tenth_seat,
    "a member has signed a charter": no_signature,
    "a person is welcomed after knocking and before signing": welcomed_before_knocking,
    "a circle says what it is from its first day": a_circle_without_words,
    "a role says what it is from its first day": a_role_without_words,
    "a circle opens inside one that is open": a_circle_before_the_one_around_it,
    "a circle consented to each rule of its own": a_rule_without_a_round,
    "an account is merged into one that stays": merged_twice,
    "whoever is forgotten is forgotten in every account": forgotten_by_half,
}


@pytest.fixture
def house(odile: Person, leila: Person, bruno: Person) -> Person:
    make_mandate(make_role(by=odile), bruno, by=leila)
    return bruno


def test_what_the_actions_made_holds(house: Person) -> None:
    assert RoleVersion.objects.exists()
    assert broken_promises() == []
    call_command("verify", verbosity=0)


def test_every_promise_is_broken_once() -> None:
    assert set(BROKEN) == set(PROMISES)


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_written_around_the_actions_is_found(house: Person, name: str) -> None:
    BROKEN[name](house)
    assert [one.promise for one in broken_promises()] == [name]
    with pytest.raises(CommandError, match=name):
        call_command("verify", verbosity=0)
