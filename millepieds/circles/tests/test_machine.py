"""Whatever three people do in whatever order, the rules and the house agree with a small model."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
from millepieds.circles.tests.machine import LONGEST, SEATS, InTheHouse, Movement, OnPaper
from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person

CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


class MovementOnPaper(Movement):
    make_world = OnPaper


@pytest.mark.timeout(300)
def test_on_paper_four_hundred_stories_of_fifty_steps() -> None:
    run_state_machine_as_test(
        MovementOnPaper, settings=settings(CALM, max_examples=400, stateful_step_count=50)
    )


@pytest.mark.timeout(300)
def test_in_the_house_fifteen_stories_of_thirty_steps(odile: Person) -> None:
    run_state_machine_as_test(
        movement_in_the_house(odile),
        settings=settings(CALM, max_examples=15, stateful_step_count=30),
    )


def movement_in_the_house(odile: Person) -> type[Movement]:
    """A machine whose world is the house, with Zoé who hands out mandates for three years on end."""
    zoe = make_member("Zoé", welcomed_by=odile)
    keys = make_role("Clés", by=odile, powers=(ASSIGN, OPEN, WITHDRAW, WELCOME), term_days=365)
    make_mandate(keys, zoe, by=odile, days=365)
    role = make_role("Mémoire", by=odile, seats=SEATS, term_days=LONGEST)

    class MovementInTheHouse(Movement):
        @staticmethod
        def make_world() -> InTheHouse:
            return InTheHouse(role, welcomer=zoe, assigner=zoe)

    return MovementInTheHouse
