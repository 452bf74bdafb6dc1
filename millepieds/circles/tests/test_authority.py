"""One function answers every permission question; the page « Qui décide quoi » asks the same."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from millepieds.circles.actions.mandates import resign
from millepieds.circles.actions.structure import close_role
from millepieds.circles.models import Circle, CircleVersion, Mandate, Role, RoleVersion
from millepieds.circles.queries.authority import circles_reached, grounds, who_may
from millepieds.circles.queries.organigram import (
    Names,
    RoleCard,
    names_for,
    organigram,
    power_answer,
    who_may_today,
)
from millepieds.circles.rules.powers import ASSIGN, OPEN
from millepieds.circles.tests.makers import (
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_role,
)
from millepieds.core import actors
from millepieds.core.authority import ground_to
from millepieds.core.authority import grounds as ask
from millepieds.core.clock import now, pretend, today
from millepieds.core.powers import POWERS
from millepieds.core.refusals import Refused
from millepieds.members.actions import leave
from millepieds.members.models import Membership
from millepieds.people.models import Person
from millepieds.website.rules import PUBLISH

DAY = timedelta(days=1)


def may(person: Person, power: str, circle: Circle) -> bool:
    return bool(grounds(person.pk, power, circle_id=circle.pk, on=today()))


def test_a_power_reaches_inside_until_it_is_given_there(odile, bruno, amina, agora) -> None:
    pole = make_circle(by=odile)
    inner = make_circle("Fêtes", by=odile, parent=pole)
    other = make_circle("Campagne", by=odile)
    make_mandate(make_role("Tout", by=odile, powers=(ASSIGN,)), bruno, by=odile)
    assert [may(bruno, ASSIGN, circle) for circle in (agora, pole, inner, other)] == [True] * 4
    role = make_role("Pôle", by=odile, circle=pole, powers=(ASSIGN,))
    assert may(bruno, ASSIGN, pole)  # a free role takes nothing from anyone
    hers = make_mandate(role, amina, by=odile)
    assert [may(bruno, ASSIGN, circle) for circle in (agora, pole, inner, other)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [may(amina, ASSIGN, circle) for circle in (agora, pole, inner, other)] == [
        False, True, True, False,
    ]  # fmt: skip
    resign(hers, by=actors.person(amina))
    assert may(bruno, ASSIGN, inner)


def test_another_power_given_inside_takes_nothing(odile, bruno, amina: Person) -> None:
    pole = make_circle(by=odile)
    make_mandate(make_role("Tout", by=odile, powers=(ASSIGN,)), bruno, by=odile)
    make_mandate(make_role("Bâtir", by=odile, circle=pole, powers=(OPEN,)), amina, by=odile)
    assert may(bruno, ASSIGN, pole)


def test_nobody_else_has_any_power(odile: Person, bruno: Person, agora: Circle) -> None:
    nour = make_person("Nour")
    for power in POWERS:
        for actor in (actors.JOB, actors.OUTSIDER, actors.person(bruno), actors.person(nour)):
            assert not ask(actor, power, circle_id=agora.pk, on=today())


def test_the_ground_of_a_deed_is_a_mandate_or_a_refusal_that_says_more(odile, bruno) -> None:
    role = make_role("Site", by=odile, powers=(PUBLISH,))
    mandate = make_mandate(role, bruno, by=odile)
    ground = ground_to(PUBLISH, by=actors.person(bruno), on=today())
    assert (ground.mandate_id, ground.role_id, ground.ends_on) == (
        mandate.pk,
        role.pk,
        mandate.ends_on,
    )
    with pytest.raises(Refused) as no:
        ground_to(ASSIGN, by=actors.person(bruno), circle_id=role.circle_id, on=today())
    assert (no.value.refusal.power, no.value.refusal.circle_id) == (ASSIGN, role.circle_id)
    names = names_for(member=True, now=now())
    [one] = who_may_today(PUBLISH, circle_id=None, on=today(), names=names)
    assert (one.name, one.role, one.until) == ("Bruno", "Site", mandate.ends_on - DAY)
    assert who_may_today(ASSIGN, circle_id=role.circle_id, on=today(), names=names) == []


def test_each_way_of_ending_takes_the_power_away(odile: Person) -> None:
    for n, end in enumerate(["term", "resign", "role closed", "left"]):
        person = make_member(f"Membre{n}", welcomed_by=odile)
        role = make_role(f"Site {n}", by=odile, powers=(PUBLISH,))
        mandate = make_mandate(role, person, by=odile, days=30)
        assert grounds(person.pk, PUBLISH, on=today())
        if end == "term":
            with pretend(now() + 30 * DAY):
                assert not grounds(person.pk, PUBLISH, on=today())
            continue
        if end == "resign":
            resign(mandate, by=actors.person(person))
        if end == "role closed":
            close_role(role, by=actors.person(odile))
        if end == "left":
            leave(person, by=actors.person(person))
        assert not grounds(person.pk, PUBLISH, on=today()), end


def test_asking_who_may_costs_the_same_for_one_or_many(odile: Person, agora: Circle) -> None:
    from tests.counting import same_queries_for_one_or_many

    names = iter("ABCDEFG")

    def one_more() -> None:
        name = next(names)
        person = make_member(f"Membre{name}", welcomed_by=odile)
        make_mandate(make_role(f"Rôle {name}", by=odile, powers=(ASSIGN,)), person, by=odile)

    same_queries_for_one_or_many(
        make=one_more, call=lambda: who_may(ASSIGN, circle_id=agora.pk, on=today())
    )


POWER_KEYS = [ASSIGN, OPEN, PUBLISH]  # two that reach inside, one over the whole movement
MOVEMENTS = st.tuples(
    st.lists(st.integers(0, 9), min_size=1, max_size=6),  # the parent of each circle, or so
    st.lists(
        st.tuples(
            st.integers(0, 5),  # in which circle the role stands
            st.lists(st.sampled_from(POWER_KEYS), max_size=3, unique=True),
            st.lists(st.integers(0, 3), max_size=2, unique=True),  # who holds it
            st.integers(-20, 20),  # from which day, around today
            st.integers(1, 30),  # for how many days
        ),
        max_size=8,
    ),
)


@pytest.fixture
def people(odile: Person) -> list[Person]:
    return [make_member(f"Membre{n}", welcomed_by=odile) for n in range(4)]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(movement=MOVEMENTS, on=st.integers(-3, 3))
def test_what_a_person_may_is_what_the_page_says_they_may(movement, on: int, people) -> None:
    """For every circle, power and person of a small movement made at random."""
    from django.db import transaction

    with transaction.atomic():
        day = today() + on * DAY
        circles = _lay(movement, people, since=today() - 30 * DAY)
        chart = organigram(day, Names(True, ()))
        roles = [chart.role_card(role) for role in chart.plan.roles.values()]
        for power in POWER_KEYS:
            may = {ground.mandate_id for ground in who_may(power, on=day)}
            assert held_on(power_answer(power, chart).cards) == may
            carry = [card for card in roles if power in {each.key for each in card.powers}]
            assert held_on(carry) == may
            for card in carry:
                over = who_may(power, circle_id=card.role.circle_id, on=day)
                assert held_on([card]) <= {ground.mandate_id for ground in over}
            reached = {p.pk: circles_reached(p.pk, power, on=day) for p in people}
            for circle_id in circles:
                everyone = set(who_may(power, circle_id=circle_id, on=day))
                for person in people:
                    mine = set(grounds(person.pk, power, circle_id=circle_id, on=day))
                    assert mine == {g for g in everyone if g.person_id == person.pk}
                    assert (circle_id in reached[person.pk]) is bool(mine)
        transaction.set_rollback(True)


def held_on(cards: Sequence[RoleCard]) -> set[int]:
    return {holder.mandate.pk for card in cards for holder in card.holders}


def _lay(movement, people: list[Person], *, since: date) -> list[int]:
    """Rows straight into the tables: here the rules of the actions are not what is tested."""
    Membership.objects.update(
        asked_at=now() - 60 * DAY, welcomed_at=now() - 60 * DAY, signed_at=now() - 60 * DAY
    )
    parents, roles = movement
    circles: list[Circle] = [Circle.objects.get(key="agora")]
    for n, parent in enumerate(parents):
        circle = Circle.objects.create(key=f"cercle-{n}", opened_on=since)
        CircleVersion.objects.create(
            circle=circle, from_on=since, kind="pole", name=f"Cercle {n}", purpose="…",
            parent=circles[parent % len(circles)],
        )  # fmt: skip
        circles.append(circle)
    memberships = {m.person_id: m for m in Membership.objects.all()}
    for n, (where, powers, holders, start, lasts) in enumerate(roles):
        role = Role.objects.create(
            key=f"role-{n}", circle=circles[where % len(circles)], opened_on=since
        )
        version = RoleVersion.objects.create(
            role=role, from_on=since, name=f"Rôle {n}", purpose="…", powers=powers, seats=2,
            assigned_by="appointed",
        )  # fmt: skip
        for seat, who in enumerate(holders, start=1):
            starts_on = today() + start * DAY
            Mandate.objects.create(
                role=role, person=people[who], membership=memberships[people[who].pk], seat=seat,
                process="appointed", proposed_at=now(), accepted_at=now(), commitment="Oui.",
                committed_to=version, starts_on=starts_on, ends_on=starts_on + lasts * DAY,
            )  # fmt: skip
    return [circle.pk for circle in circles]
