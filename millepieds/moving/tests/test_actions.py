from datetime import timedelta

import pytest

from millepieds.circles.actions.structure import close_circle
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.powers import ASSIGN, OPEN
from millepieds.circles.tests.makers import agora, make_circle, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.models import Letter
from millepieds.members.models import Invitation, Membership
from millepieds.moving.actions import move_in
from millepieds.moving.rules.sheets import Sheet, Table
from millepieds.moving.tests.makers import (
    CIRCLES,
    MANDATES,
    PEOPLE,
    ROLES,
    looked_at,
    movement,
    said,
    samples,
    sheet,
)
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db


def everything() -> dict[str, int]:
    models = (Circle, Role, Mandate, Invitation, Letter, Entry, Person, Membership)
    return {model.__name__: model._default_manager.count() for model in models}


def brings(tables: list[Table], by: Person) -> None:
    move_in(tables, by=actors.person(by))


def mandates(name: str, days: int = 60) -> Table:
    until = today() + timedelta(days=days)
    return sheet(Sheet.MANDATES, MANDATES.format(name=name, until=until.isoformat()))


def test_a_movement_moves_in_with_its_circles_roles_and_guests(odile: Person) -> None:
    brings(movement(), odile)
    plan = structure(today())
    names = {circle.name: circle for circle in plan.circles.values()}
    assert plan.circles[names["Squat"].parent_id or 0].name == "Logement"
    assert [role.name for role in plan.roles_of(names["Squat"].pk)] == ["Clés"]
    assert Invitation.objects.count() == 2
    last = Entry.objects.latest("number")
    assert (last.deed, last.particulars.facts) == (
        "moving.moved_in", {"circles": 2, "roles": 1, "mandates": 0, "invited": 2},
    )  # fmt: skip
    assert verify().holds


def test_the_sheets_of_the_handbook_move_in_whatever_their_encoding(odile: Person) -> None:
    made = looked_at(samples(), odile)
    assert made.problems == []
    brings(samples(), odile)
    assert {role.name for role in structure(today()).roles.values()} >= {"Rapporteur·e", "Mémoire"}
    assert [line.person for line in made.later] == ["Leïla Dolmen", "Amina Cobalt", "Bruno Basalte"]


def test_nobody_is_met_and_nobody_is_a_member(odile: Person) -> None:
    before = everything()
    brings(movement(), odile)
    after = everything()
    assert (after["Person"], after["Membership"]) == (before["Person"], before["Membership"])


def test_looking_writes_nothing(odile: Person) -> None:
    before = everything()
    looked_at([*movement(), mandates("Odile")], odile)
    assert everything() == before


def test_a_mandate_is_proposed_and_never_accepted_for_someone(odile: Person, bruno: Person) -> None:
    brings([*movement(), mandates("BRUNO")], odile)
    mandate = Mandate.objects.get(person=bruno)
    assert mandate.accepted_at is None
    assert mandate.role.key == "squat-cles"
    assert mandate.ends_on == today() + timedelta(days=61)
    assert Letter.objects.filter(person=bruno, subject__contains="Clés").exists()


def test_a_mandate_waits_until_its_holder_has_signed(odile: Person) -> None:
    tables = [*movement(), mandates("Nadia")]
    brings(tables, odile)
    assert [line.person for line in looked_at(tables, odile).later] == ["Nadia"]
    nadia = make_member("Nadia", welcomed_by=odile)
    brings(tables, odile)
    assert Mandate.objects.filter(person=nadia, accepted_at=None).count() == 1
    assert looked_at(tables, odile).later == []


def test_sent_again_the_same_sheets_make_nothing_more(odile: Person, bruno: Person) -> None:
    tables = [*movement(), mandates("Bruno")]
    brings(tables, odile)
    before = everything()
    brings(tables, odile)
    assert everything() == before
    assert not looked_at(tables, odile).is_ready


@pytest.mark.parametrize(
    ("which", "row"),
    [
        (Sheet.CIRCLES, "Perdu;groupe;Nulle part;x"), (Sheet.ROLES, "Perdu;Nulle part;x;y"),
        (Sheet.PEOPLE, "Perdu;sans-adresse"), (Sheet.MANDATES, "Perdu;Bruno;2026-12-31"),
    ],
)  # fmt: skip
def test_one_bad_row_at_the_very_end_and_nothing_is_done(
    odile: Person, bruno: Person, which: Sheet, row: str
) -> None:
    texts = {
        Sheet.CIRCLES: CIRCLES, Sheet.ROLES: ROLES, Sheet.PEOPLE: PEOPLE,
        Sheet.MANDATES: MANDATES.format(name="Bruno", until=today() + timedelta(days=9)),
    }  # fmt: skip
    texts[which] += row
    tables = [sheet(one, text) for one, text in texts.items()]
    before = everything()
    assert [(one, at) for one, at, *_ in said(looked_at(tables, odile))] == [
        (which.value, texts[which].count("\n") + 1)
    ]
    with pytest.raises(Refused):
        brings(tables, odile)
    assert everything() == before


def test_whoever_has_no_mandate_for_it_moves_nothing(bruno: Person, amina: Person) -> None:
    for person in (bruno, amina):
        with pytest.raises(Refused) as no:
            brings(movement(), person)
        assert no.value.refusal.power == OPEN


def test_opening_circles_is_not_inviting(leila: Person) -> None:
    """Leïla opens and proposes; inviting is for whoever welcomes."""
    assert [(one, row) for one, row, *_ in said(looked_at(movement(), leila))] == [("people", 2)]
    brings(movement()[:2], leila)
    assert Circle.objects.filter(key="squat").exists()


def test_a_domain_given_is_left_alone(odile: Person, leila: Person, bruno: Person) -> None:
    """A circle that opens its own circles keeps doing so: the sheet of another changes nothing there."""
    pole = make_circle("Logement", by=leila)
    make_mandate(make_role("Bâtir", circle=pole, by=leila, powers=(OPEN,)), bruno, by=leila)
    assert {ground.person_id for ground in who_may(OPEN, circle_id=pole.pk, on=today())} == {
        bruno.pk
    }
    assert said(looked_at(movement()[:1], leila)) == [
        ("circles", 3, "inside which circle", "logement")
    ]


def test_what_was_closed_is_not_opened_again_under_its_key(odile: Person) -> None:
    close_circle(make_circle("Logement", by=odile), by=actors.person(odile))
    assert said(looked_at(movement()[:1], odile))[0] == ("circles", 2, "key", "logement")


def test_two_members_of_one_name_are_told_apart_on_the_page_of_the_role(odile: Person) -> None:
    for name in ("Dominique", "Domi"):
        make_member(name, welcomed_by=odile)
    Person.objects.filter(name="Domi").update(name="dominique ")
    found = said(looked_at([*movement()[:2], mandates("Dominique")], odile))
    assert found == [("mandates", 2, "person", "Dominique")]


def test_a_power_given_by_a_sheet_is_lent_by_a_mandate_only(odile: Person, bruno: Person) -> None:
    powers = "nom;cercle;utilité;responsabilités;pouvoirs\nClés;Agora;x;y;circles.assign\n"
    brings([sheet(Sheet.ROLES, powers), mandates("Bruno")], odile)
    assert [g.person_id for g in who_may(ASSIGN, circle_id=agora().pk, on=today())] == []


def test_an_address_never_tells_whether_it_is_someones(odile: Person, bruno: Person) -> None:
    """Bruno has an account, Zoé none: the plan is the same, and so is the letter."""
    told = []
    for address in ("bruno@exemple.test", "zozo@exemple.test"):
        tables = [sheet(Sheet.PEOPLE, f"nom;adresse\nQuelqu’une;{address}")]
        plan = looked_at(tables, odile)
        brings(tables, odile)
        letter = Letter.objects.latest("pk")
        assert (letter.address, letter.person) == (address, None)
        again = looked_at(tables, odile)
        told.append((plan.makes, plan.remarks, letter.subject, len(letter.text) // 10, again.known))
    assert told[0] == told[1]
