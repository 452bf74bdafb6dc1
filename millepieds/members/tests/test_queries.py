from datetime import UTC, datetime, timedelta

import pytest

from millepieds.circles.tests.makers import make_member, make_person, make_role
from millepieds.core import actors
from millepieds.core.clock import day_of, now, pretend, today
from millepieds.members.actions import knock, leave, promise_contact, welcome
from millepieds.members.models import Membership
from millepieds.members.queries import (
    at_the_door,
    count_members,
    end_of,
    is_member,
    may_welcome,
    members_on,
    people_in_the_movement,
)
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

DAY = timedelta(days=1)


def knocks(name: str) -> Membership:
    person = make_person(name)
    return knock(person, district=None, languages="", wishes="", needs=(), by=actors.person(person))


def test_a_day_closes_at_midnight_in_town() -> None:
    assert end_of(datetime(2026, 7, 1, tzinfo=UTC).date()) == datetime(2026, 7, 1, 22, tzinfo=UTC)


def test_who_was_a_member_on_which_day(odile: Person) -> None:
    at, on = now(), today()
    bruno = make_member("Bruno", welcomed_by=odile)
    with pretend(at + 10 * DAY):
        leave(bruno, by=actors.person(bruno))
    days = {-1: False, 0: True, 9: True, 10: False, 11: False}
    assert {n: is_member(bruno.pk, on=on + n * DAY) for n in days} == days
    assert [p.name for p in people_in_the_movement(on=on)] == ["Odile", "Bruno"]
    assert (count_members(on=on), count_members(on=on + 10 * DAY)) == (2, 1)


def test_whoever_only_knocked_is_not_a_member(odile: Person) -> None:
    nour = knocks("Nour")
    assert not is_member(nour.person_id, on=today())
    welcome(nour, by=actors.person(odile))
    assert not is_member(nour.person_id, on=today())
    assert members_on(today()).count() == 1


def test_the_door_shows_who_waits_and_since_when(odile: Person) -> None:
    at = now()
    nour, zoe = knocks("Nour"), knocks("Zoé")
    promise_contact(zoe, by=actors.person(odile))
    with pretend(at + 8 * DAY):
        door = at_the_door(now=now())
        assert [(k.membership, k.days, k.late) for k in door.waiting] == [(nour, 8, True)]
        assert [(k.membership, k.late) for k in door.promised] == [(zoe, True)]
        assert door.count == 2
    welcome(nour, by=actors.person(odile))
    assert at_the_door(now=now()).count == 1


def test_the_welcome_is_a_power_like_any_other(odile, amina: Person, bruno: Person) -> None:
    may = [may_welcome(actors.person(p), on=today()) for p in (odile, amina, bruno)]
    assert may == [True, True, False]
    assert not may_welcome(actors.OUTSIDER, on=today())
    assert not may_welcome(actors.JOB, on=today())


@pytest.mark.parametrize("path", ["/accueil/", "/pour-moi/"])
def test_the_door_costs_the_same_for_one_or_many(as_, amina: Person, path: str) -> None:
    names = iter("ABCDEFG")
    client = as_(amina)
    same_queries_for_one_or_many(
        make=lambda: knocks(f"Nour{next(names)}"), call=lambda: client.get(path)
    )


def test_only_whoever_welcomes_may_know_that_someone_knocked(as_, amina, bruno: Person) -> None:
    nour = knocks("Nour")
    assert as_(amina).get(f"/accueil/{nour.pk}/").status_code == 200
    there, nowhere = (as_(bruno).get(f"/accueil/{pk}/") for pk in (nour.pk, 9999))
    assert there.status_code == nowhere.status_code == 403
    assert b"Nour" not in there.content


def test_a_page_of_the_door_refused_names_who_may(as_, odile, bruno: Person) -> None:
    make_role("Repos", by=odile)
    page = as_(bruno).get("/accueil/")
    assert page.status_code == 403
    assert [one.name for one in page.context["who_may"]] == ["Odile"]


def test_the_day_someone_knocked_is_the_day_it_was_in_town(as_, odile: Person) -> None:
    """At half past midnight in Montpellier it is still yesterday in London."""
    late = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)
    with pretend(late):
        nour = knocks("Nour").person
        assert day_of(late).day == 11
        [todo] = as_(nour).get("/pour-moi/").context["desk"].todos
        assert "18 mars 2027" in todo.why
