"""Whatever is asked, said and decided in whatever order, rules and house agree with a small model."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.tests.test_machine import CALM
from millepieds.decisions.tests.machine import InTheHouse, Making, OnPaper
from millepieds.decisions.tests.makers import make_places
from millepieds.people.models import Person


class MakingOnPaper(Making):
    make_world = OnPaper


@pytest.mark.timeout(300)
def test_on_paper_four_hundred_questions_of_fifty_steps() -> None:
    run_state_machine_as_test(
        MakingOnPaper, settings=settings(CALM, max_examples=400, stateful_step_count=50)
    )


@pytest.mark.timeout(300)
def test_in_the_house_fifteen_questions_of_thirty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    run_state_machine_as_test(
        making_in_the_house(bruno, [amina, leila, odile]),
        settings=settings(CALM, max_examples=15, stateful_step_count=30),
    )


def making_in_the_house(bruno: Person, people: list[Person]) -> type[Making]:
    """A machine whose world is the house, where Bruno decides when the room opens, for a year."""
    role = make_places(bruno, by=people[1])

    class MakingInTheHouse(Making):
        @staticmethod
        def make_world() -> InTheHouse:
            return InTheHouse(role, decider=bruno, people=people)

    return MakingInTheHouse
