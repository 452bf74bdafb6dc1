"""When a mandate ends, and that every page says the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from millepieds.charter.actions import adopt_charter
from millepieds.circles.actions.mandates import resign
from millepieds.circles.actions.structure import close_circle, close_role
from millepieds.circles.models import Mandate, Role
from millepieds.circles.queries.mandates import free_roles, in_force, occupied, past_of, story_of
from millepieds.circles.queries.organigram import Names, organigram
from millepieds.circles.rules.ends import HOW_IT_ENDS, End, How, day_without, end_of, last_day_of
from millepieds.circles.tests.makers import (
    accept,
    charter_text,
    make_circle,
    make_mandate,
    make_proposal,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.members.actions import knock, leave, welcome
from millepieds.people.models import Person

TODAY = date(2026, 3, 15)
DAY = timedelta(days=1)


@dataclass
class ATerm:
    ends_on: date = TODAY + 90 * DAY
    ended_on: date | None = None
    ended_how: str = ""


@pytest.mark.parametrize(
    ("term", "left", "role", "circle", "day", "how"),
    [
        (ATerm(), None, None, None, 90, How.TERM),
        (ATerm(ended_on=TODAY + 5 * DAY, ended_how="resigned"), None, None, None, 5, How.RESIGNED),
        (ATerm(ended_on=TODAY + 5 * DAY, ended_how="withdrawn"), 9, None, None, 5, How.WITHDRAWN),
        (ATerm(ended_on=TODAY + 5 * DAY, ended_how="resigned"), 3, None, None, 3, How.LEFT),
        (ATerm(ended_on=TODAY + 5 * DAY, ended_how="resigned"), 5, None, None, 5, How.RESIGNED),
        (ATerm(), 30, None, None, 30, How.LEFT),
        (ATerm(), 91, None, None, 90, How.TERM),
        (ATerm(), 30, 20, 20, 20, How.ROLE_CLOSED),
        (ATerm(), 30, None, 20, 20, How.CIRCLE_CLOSED),
    ],
)
def test_a_mandate_ends_the_first_day_that_ends_it(term, left, role, circle, day, how) -> None:
    left, role, circle = (
        None if days is None else TODAY + days * DAY for days in (left, role, circle)
    )
    end = end_of(term, left_on=left, role_closed_on=role, circle_closed_on=circle)
    assert end == End(TODAY + day * DAY, how)


def test_every_way_to_end_has_its_words() -> None:
    assert set(HOW_IT_ENDS) == set(How)


@pytest.mark.parametrize(("day", "last"), [(90, 89), (1, 0), (0, 0)])
def test_the_last_day_is_the_day_before_and_never_before_the_first(day: int, last: int) -> None:
    assert last_day_of(TODAY, End(TODAY + day * DAY, How.TERM)) == TODAY + last * DAY


@pytest.mark.parametrize(
    ("spans", "day"),
    [
        ([], None),
        ([(0, 10)], 10),
        ([(-5, 0)], None),  # ended today
        ([(1, 10)], None),  # nobody today, someone tomorrow
        ([(0, 10), (10, 30)], 30),  # renewed before the end
        ([(10, 30), (0, 10)], 30),
        ([(0, 10), (11, 30)], 10),
        ([(0, 10), (5, 8), (9, 12)], 12),
        ([(-9, 40), (0, 10), (35, 60)], 60),
    ],
)
def test_the_first_day_that_nobody_covers(spans: list[tuple[int, int]], day: int | None) -> None:
    found = day_without([(TODAY + a * DAY, TODAY + b * DAY) for a, b in spans], on=TODAY)
    assert found == (None if day is None else TODAY + day * DAY)


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 20)), max_size=8))
def test_every_day_before_it_is_covered_and_that_day_is_not(lent: list[tuple[int, int]]) -> None:
    spans = [(TODAY + start * DAY, TODAY + (start + lasts) * DAY) for start, lasts in lent]

    def covered(day: date) -> bool:
        return any(start <= day < end for start, end in spans)

    found = day_without(spans, on=TODAY)
    assert (found is not None) is covered(TODAY)
    assert not covered(found or TODAY)
    assert all(covered(TODAY + n * DAY) for n in range(((found or TODAY) - TODAY).days))


# In the house


Act = Callable[[Mandate, Person], object]
ENDS: dict[How, Act] = {
    How.LEFT: lambda mandate, odile: leave(mandate.person, by=actors.person(mandate.person)),
    How.RESIGNED: lambda mandate, odile: resign(mandate, by=actors.person(mandate.person)),
    How.ROLE_CLOSED: lambda mandate, odile: close_role(mandate.role, by=actors.person(odile)),
    How.CIRCLE_CLOSED: lambda mandate, odile: close_circle(
        mandate.role.circle, by=actors.person(odile)
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_every_page_says_the_same_end(as_, odile, bruno, amina: Person, how: How) -> None:
    role = make_role(by=odile, circle=make_circle(by=odile))
    mandate = make_mandate(role, bruno, by=odile, days=60)
    with pretend(now() + 10 * DAY):
        ENDS[how](Mandate.objects.get(pk=mandate.pk), odile)
    with pretend(now() + 20 * DAY):
        [over] = story_of(role)
        assert over.end == End(mandate.starts_on + 10 * DAY, how)
        assert [one.end for one, _name in past_of([bruno.pk], on=today())] == [over.end]
        page = as_(amina).get(mandate.get_absolute_url())
        assert page.context["mandate"].last_day == mandate.starts_on + 9 * DAY
        assert not page.context["in_force"]
        if how in (How.LEFT, How.RESIGNED):
            [free] = [one for one in free_roles(today()) if one.role.pk == role.pk]
            assert free.since == over.end.on
            for path in (role.get_absolute_url(), mandate.get_absolute_url()):
                with override("fr"):
                    words = gettext(HOW_IT_ENDS[how])
                assert words in as_(amina).get(path).content.decode()


def test_a_charter_left_unsigned_ends_nothing(odile: Person, bruno: Person) -> None:
    mandate = make_mandate(make_role(by=odile), bruno, by=odile, days=80)
    adopt_charter(charter_text(2), by=actors.person(odile))
    with pretend(now() + 40 * DAY):  # the time to sign again is over
        mandate.refresh_from_db()
        assert not in_force(today()).filter(pk=mandate.pk).exists()
        assert mandate.end == End(mandate.ends_on, How.TERM)
        assert occupied(today())[mandate.role_id] == 1
        sign_all(bruno)
        assert in_force(today()).filter(pk=mandate.pk).exists()


def test_whoever_leaves_before_it_begins_never_held_it(odile: Person, bruno: Person) -> None:
    role = make_role(by=odile)
    accept(make_proposal(role, bruno, by=odile, starts_on=today() + 30 * DAY))
    with pretend(now() + 10 * DAY):
        leave(bruno, by=actors.person(bruno))
    with pretend(now() + 40 * DAY):
        assert story_of(role) == []
        assert past_of([bruno.pk], on=today()) == []
        assert [one.since for one in free_roles(today()) if one.role.pk == role.pk] == [
            role.opened_on
        ]


def test_coming_back_revives_no_mandate_and_hides_none(odile, amina, bruno: Person) -> None:
    role = make_role(by=odile)
    mandate = make_mandate(role, bruno, by=odile, days=60)
    with pretend(now() + 10 * DAY):
        leave(bruno, by=actors.person(bruno))
    with pretend(now() + 20 * DAY):
        me = actors.person(bruno)
        again = knock(bruno, district=None, languages="", wishes="", needs=(), by=me)
        welcome(again, by=actors.person(amina))
        sign_all(bruno)
        [one] = story_of(role)
        assert one.over_on == mandate.starts_on + 10 * DAY


def free_on(day: date, role: Role) -> int:
    chart = organigram(day, Names(True, ()))
    return chart.role_card(chart.plan.roles[role.pk]).free


def test_a_past_day_shows_the_seats_that_were_free_that_day(odile: Person, bruno: Person) -> None:
    """Bruno held it, then left: on the days before, his seat was not free."""
    role, start = make_role(by=odile, seats=2), today()
    make_mandate(role, bruno, by=odile, days=60)
    with pretend(now() + 10 * DAY):
        leave(bruno, by=actors.person(bruno))
    with pretend(now() + 20 * DAY):
        assert [free_on(start + days * DAY, role) for days in (0, 9, 10, 20)] == [1, 1, 2, 2]
    with pretend(now() + 30 * DAY):
        close_role(role, by=actors.person(odile))
        assert [occupied(start + days * DAY).get(role.pk, 0) for days in (9, 10, 30)] == [1, 0, 0]
    assert occupied(start + 9 * DAY)[role.pk] == 1
