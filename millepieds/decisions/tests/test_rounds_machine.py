"""Whatever is proposed, objected, tested and adopted in whatever order, rules and house agree with a small model."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.tests.test_machine import CALM
from millepieds.decisions.tests.rounds import make_coordination
from millepieds.decisions.tests.rounds_machine import Consenting, InTheHouse, OnPaper
from millepieds.people.models import Person


class ConsentingOnPaper(Consenting):
    make_world = OnPaper


class SilentlyOnPaper(Consenting):
    silence = True

    @staticmethod
    def make_world() -> OnPaper:
        return OnPaper(silence=True)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("machine", [ConsentingOnPaper, SilentlyOnPaper])
def test_on_paper_a_hundred_and_twenty_rounds_of_fifty_steps(machine: type[Consenting]) -> None:
    run_state_machine_as_test(
        machine, settings=settings(CALM, max_examples=120, stateful_step_count=50)
    )


@pytest.mark.timeout(300)
def test_in_the_house_ten_rounds_of_thirty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    run_state_machine_as_test(
        rounds_in_the_house(amina, [bruno, leila], by=odile),
        settings=settings(CALM, max_examples=10, stateful_step_count=30),
    )


def rounds_in_the_house(author: Person, others: list[Person], *, by: Person) -> type[Consenting]:
    """A machine whose world is the house, where three people hold mandates in the Coordination."""
    circle = make_coordination(author, *others, by=by)

    class RoundsInTheHouse(Consenting):
        @staticmethod
        def make_world() -> InTheHouse:
            return InTheHouse(circle, author, others, keeper=by)

    return RoundsInTheHouse
