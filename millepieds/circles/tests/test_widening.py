import pytest

from millepieds.circles.actions.structure import RoleWords, change_role
from millepieds.circles.models import Role
from millepieds.circles.queries.structure import role_on
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.refusals import Refused
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person


def words(*powers: str) -> RoleWords:
    return RoleWords(
        "Rôle", "À quoi il sert.", "", ["Tenir parole"], powers, 1, 90, Process.APPOINTED
    )


def test_nobody_adds_a_power_to_a_role_they_hold(leila: Person) -> None:
    role = Role.objects.get(mandates__person=leila)
    with pytest.raises(Refused) as no:
        change_role(role, words(ASSIGN, OPEN, WITHDRAW, WELCOME), by=actors.person(leila))
    assert no.value.refusal.article == "self-management.assign"
    change_role(role, words(OPEN), by=actors.person(leila))
    then = role_on(role, today())
    assert then
    assert then.powers == [OPEN]


def test_a_power_is_added_to_a_role_that_someone_else_holds(
    odile: Person, leila: Person, bruno: Person
) -> None:
    role = make_role(by=odile)
    make_mandate(role, bruno, by=odile)
    change_role(role, words(WELCOME), by=actors.person(leila))
    then = role_on(role, today())
    assert then
    assert then.powers == [WELCOME]
