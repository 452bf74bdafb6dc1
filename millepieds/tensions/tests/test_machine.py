"""Whatever is said, entrusted and read in whatever order, rules and house agree with a small model."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.circles.tests.test_machine import CALM
from millepieds.people.models import Person
from millepieds.tensions.rules.terms import MEDIATE
from millepieds.tensions.tests.machine import Climbing, InTheHouse, OnPaper


class ClimbingOnPaper(Climbing):
    make_world = OnPaper


@pytest.mark.timeout(300)
def test_on_paper_four_hundred_tensions_of_fifty_steps() -> None:
    run_state_machine_as_test(
        ClimbingOnPaper, settings=settings(CALM, max_examples=400, stateful_step_count=50)
    )


@pytest.mark.timeout(300)
def test_in_the_house_fifteen_tensions_of_thirty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    run_state_machine_as_test(
        climbing_in_the_house(bruno, [amina, leila, odile]),
        settings=settings(CALM, max_examples=15, stateful_step_count=30),
    )


def climbing_in_the_house(author: Person, people: list[Person]) -> type[Climbing]:
    """A machine whose world is the house, where the first of these people mediates, for a year."""
    role = make_role("Médiation", by=people[1], powers=(MEDIATE,), term_days=730)
    make_mandate(role, people[0], by=people[1], days=360)

    class ClimbingInTheHouse(Climbing):
        @staticmethod
        def make_world() -> InTheHouse:
            return InTheHouse(author, people)

    return ClimbingInTheHouse
