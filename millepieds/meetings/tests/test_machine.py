"""Whoever comes, leaves, speaks and writes in whatever order, rules and house agree with a small model."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.tests.makers import make_member
from millepieds.circles.tests.test_machine import CALM
from millepieds.meetings.tests.makers import make_meeting_circle
from millepieds.meetings.tests.meeting_in_the_house import InTheHouse
from millepieds.meetings.tests.meeting_machine import Coming, Story, Writing
from millepieds.meetings.tests.meeting_on_paper import OnPaper
from millepieds.meetings.tests.room_machine import Meeting
from millepieds.people.models import Person


class ComingOnPaper(Coming):
    make_world = OnPaper


class WritingOnPaper(Writing):
    make_world = OnPaper


@pytest.mark.timeout(300)
@pytest.mark.parametrize("machine", [ComingOnPaper, WritingOnPaper])
def test_on_paper_sixty_meetings_of_fifty_steps(machine: type[Story]) -> None:
    run_state_machine_as_test(
        machine, settings=settings(CALM, max_examples=60, stateful_step_count=50)
    )


@pytest.mark.timeout(300)
def test_in_the_house_fifteen_meetings_of_thirty_steps(odile: Person) -> None:
    run_state_machine_as_test(
        meeting_in_the_house(odile),
        settings=settings(CALM, max_examples=15, stateful_step_count=30),
    )


def meeting_in_the_house(odile: Person) -> type[Meeting]:
    """A machine whose world is the house: Amina may call, Bruno is of the circle, two others are not."""
    people = [make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno", "Chloé", "Driss")]
    circle = make_meeting_circle(*people[:2], by=odile)

    class MeetingInTheHouse(Meeting):
        @staticmethod
        def make_world() -> InTheHouse:
            return InTheHouse(circle, people)

    return MeetingInTheHouse
