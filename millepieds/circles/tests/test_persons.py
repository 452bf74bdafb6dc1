"""« Qui décide quoi », person by person."""

from datetime import timedelta

import pytest

from millepieds.circles.actions.structure import close_role
from millepieds.circles.queries.organigram import Organigram, names_for, organigram
from millepieds.circles.queries.persons import lent_to, persons, persons_named
from millepieds.circles.tests.makers import (
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.members.actions import leave
from millepieds.people.actions import give_consent
from millepieds.people.models import Person
from millepieds.people.rules import NAME_IN_TOWN, Channel
from tests.counting import same_queries_for_one_or_many

DAY = timedelta(days=1)


def chart(*, member: bool) -> Organigram:
    return organigram(today(), names_for(member=member, now=now()))


def test_members_see_every_holder_with_their_mandates(odile, amina, bruno: Person) -> None:
    pole = make_circle("Soin", by=odile)
    for name in ("Clés", "Fête"):
        make_mandate(make_role(name, by=odile, circle=pole), bruno, by=odile)
    found = {card.name: card for card in persons(chart(member=True))}
    assert list(found) == ["Amina", "Bruno", "Odile"]
    assert [one.card.role.name for one in found["Bruno"].lent] == ["Clés", "Fête"]
    assert found["Bruno"].url == f"/personnes/{bruno.pk}/"


def test_the_town_sees_those_who_agreed_and_no_page_of_theirs(odile, amina, bruno) -> None:
    make_mandate(make_role(by=odile), bruno, by=odile)
    assert persons(chart(member=False)) == []
    give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    [one] = persons(chart(member=False))
    assert (one.name, one.url) == ("Amina", "")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Que peut Amina ?", ["Amina"]),
        ("amina", ["Amina"]),
        ("que peut Bruno", ["Bruno"]),  # without a mandate
        ("Aminata ?", []),
        ("Qui accueille ?", []),
    ],
)
def test_a_question_finds_a_person_for_members(odile, amina, bruno, question, found) -> None:
    assert [one.name for one in persons_named(question, chart(member=True))] == found
    assert persons_named(question, chart(member=False)) == []


def test_a_question_finds_for_the_town_only_whoever_agreed(as_, odile, amina, bruno) -> None:
    give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    give_consent(bruno, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(bruno))
    assert [one.name for one in persons_named("Amina et Bruno", chart(member=False))] == ["Amina"]
    page = as_(None).get("/qui-decide/?q=Que+peut+Amina+%3F").content.decode()
    assert "Accueil" in page
    assert f"/personnes/{amina.pk}/" not in page


def test_a_person_s_page_on_any_day(as_, odile, amina, bruno: Person) -> None:
    role = make_role("Relais", by=odile, powers=("circles.assign",))
    make_mandate(role, bruno, by=odile, days=30)
    start = today()
    with pretend(now() + 40 * DAY):
        make_mandate(make_role("Fête", by=odile), bruno, by=odile)
        client = as_(amina)
        for day, held, before in [
            (0, ["Relais"], []),
            (30, [], ["Relais"]),
            (40, ["Fête"], ["Relais"]),
        ]:
            page = client.get(f"/personnes/{bruno.pk}/?on={start + day * DAY}")
            assert [one.card.role.name for one in page.context["lent"]] == held
            assert [name for _mandate, name in page.context["past"]] == before
        then = client.get(f"/personnes/{bruno.pk}/?on={start}").content.decode()
    assert "proposer des mandats" in then
    assert "days left" not in then


def test_links_to_a_person_are_for_members_and_between_members(as_, odile, amina, bruno) -> None:
    role, start = make_role(by=odile), today()
    make_mandate(role, bruno, by=odile, days=60)
    give_consent(bruno, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(bruno))
    page = f"/personnes/{bruno.pk}/"
    paths = ["/qui-decide/", role.get_absolute_url(), "/personnes/", "/qui-decide/?q=Bruno"]
    for path in paths:
        assert page in as_(amina).get(path).content.decode(), path
        for who in (None, make_person("Nour") if path == paths[0] else None):
            assert page not in as_(who).get(path).content.decode(), path
    with pretend(now() + 10 * DAY):
        leave(bruno, by=actors.person(bruno))
        for path in paths[:3]:
            then = as_(amina).get(f"{path}?on={start}").content.decode()
            assert "Bruno" in then
            assert page not in then  # it no longer opens


def test_what_is_closed_is_lent_to_nobody(odile: Person, bruno: Person) -> None:
    role = make_role(by=odile)
    make_mandate(role, bruno, by=odile)
    assert [one.card.role.pk for one in lent_to(bruno.pk, chart(member=True))] == [role.pk]
    close_role(role, by=actors.person(odile))
    assert lent_to(bruno.pk, chart(member=True)) == []


@pytest.mark.parametrize("path", ["/personnes/", "/qui-decide/?q=Que+peut+MembreA+%3F"])
def test_person_by_person_costs_the_same_for_one_or_many(as_, odile: Person, path: str) -> None:
    names = iter("ABCDEFG")

    def one_more() -> None:
        name = next(names)
        person = make_member(f"Membre{name}", welcomed_by=odile)
        make_mandate(make_role(f"Rôle {name}", by=odile), person, by=odile)

    client = as_(odile)
    same_queries_for_one_or_many(make=one_more, call=lambda: client.get(path))
