"""The mirror: figures about the group, and nothing that tells of someone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.home.queries.mirror import last_month, mirror
from millepieds.home.rules.mirror import Month, Waiting, is_rest, lived
from millepieds.members.actions import knock
from millepieds.tensions.tests.makers import make_tension, make_trust

OCTOBER = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)  # a Thursday


def test_ten_people_are_too_few_to_say_anything():
    assert lived(OCTOBER, [(one, NOON) for one in range(10)]) == Month(OCTOBER, None, None, None)


def test_eleven_people_are_enough():
    assert lived(OCTOBER, [(one, NOON) for one in range(11)]) == Month(OCTOBER, 11, 0, 20)


def test_evenings_are_told_only_when_eleven_people_had_one():
    deeds = [(one, NOON) for one in range(20)]
    assert lived(OCTOBER, [*deeds, (3, NOON.replace(hour=22))]).at_rest is None
    late = [(one, NOON.replace(hour=22)) for one in range(11)]
    assert lived(OCTOBER, [*deeds, *late]).at_rest == 35  # 11 of 31


@pytest.mark.parametrize(
    ("hour", "day", "rest"),
    [(12, 1, False), (20, 1, False), (21, 1, True), (6, 2, True), (7, 2, False), (12, 3, True)],
)
def test_an_evening_a_night_a_week_end(hour, day, rest):
    assert is_rest(NOON.replace(hour=hour, day=day)) is rest


def test_a_few_who_wait_are_some_and_a_crowd_is_counted():
    assert [Waiting(n).some for n in (0, 1, 10, 11)] == [False, True, True, False]


@pytest.mark.django_db
def test_a_month_is_counted_once_it_is_over(odile, amina, bruno):
    """What was done this month waits for the next; what this house itself does counts for nobody."""
    assert last_month(today().replace(day=1)).people is None
    people = [make_person(f"Personne {n}") for n in range(12)]
    for person in people:
        knock(person, district=None, languages="", wishes="", needs=(), by=actors.person(person))
    assert last_month(today().replace(day=1)).people is None
    following = (today().replace(day=1) + timedelta(days=32)).replace(day=1)
    with pretend(now() + timedelta(days=40)):
        counted = last_month(following).people
    assert counted is not None
    assert counted >= len(people)


@pytest.mark.django_db
def test_whoever_waits_too_long_shows_without_a_name(as_, odile, amina, bruno):
    zoe = make_person("Zoé-canari")
    knock(zoe, district=None, languages="", wishes="", needs=(), by=actors.person(zoe))
    make_trust(make_tension(bruno), amina)
    assert (mirror(on=today()).newcomers.count, mirror(on=today()).tensions.count) == (0, 0)
    with pretend(now() + timedelta(days=16)):
        seen = mirror(on=today())
        assert (seen.newcomers.count, seen.tensions.count) == (1, 1)
        page = as_(bruno).get("/miroir/").content.decode()
    assert page.count("data-warning") == 2
    for name in ("Zoé-canari", "Amina", "La porte est fermée"):
        assert name not in page.split("<main")[1].split("</main>")[0]
