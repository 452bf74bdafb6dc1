"""Long stories, through the database. Their figures are committed in bench/soak.json."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.circles.tests.machine import Movement, OnPaper
from millepieds.circles.tests.test_machine import CALM, movement_in_the_house
from millepieds.decisions.tests.machine import Making
from millepieds.decisions.tests.machine import OnPaper as QuestionOnPaper
from millepieds.decisions.tests.rounds_machine import Consenting
from millepieds.decisions.tests.rounds_machine import OnPaper as RoundOnPaper
from millepieds.decisions.tests.test_machine import making_in_the_house
from millepieds.decisions.tests.test_rounds_machine import rounds_in_the_house
from millepieds.meetings.tests.meeting_machine import Coming, Writing
from millepieds.meetings.tests.meeting_on_paper import OnPaper as MeetingOnPaper
from millepieds.meetings.tests.test_machine import meeting_in_the_house
from millepieds.people.models import Person
from millepieds.tensions.tests.machine import Climbing
from millepieds.tensions.tests.machine import OnPaper as TensionOnPaper
from millepieds.tensions.tests.test_machine import climbing_in_the_house

FIGURES = Path(__file__).parents[2] / "bench" / "soak.json"
STORIES = int(os.environ.get("SOAK_STORIES", "2000"))
STEPS = 50

pytestmark = [pytest.mark.soak, pytest.mark.timeout(0)]


class Counted:
    """Counts the steps that were told, to publish what was really done. Goes before a machine."""

    stories = steps = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).stories += 1

    def _step(self, done: bool, expected: bool) -> bool:
        type(self).steps += 1
        agreed: bool = super()._step(done, expected)  # type: ignore[misc]
        return agreed


def tell(machine: Any, name: str, *, stories: int) -> None:
    begun = time.monotonic()
    run_state_machine_as_test(
        machine, settings=settings(CALM, max_examples=stories, stateful_step_count=STEPS)
    )
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    figures[name] = {
        "stories": machine.stories, "most steps a story": STEPS, "deeds": machine.steps,
        "seconds": round(time.monotonic() - begun), "disagreements": 0,
    }  # fmt: skip
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")


def test_on_paper_ten_times_more_stories() -> None:
    class CountedOnPaper(Counted, Movement):
        make_world = OnPaper

    tell(CountedOnPaper, "on paper", stories=STORIES * 10)


def test_in_the_house_two_thousand_stories_of_fifty_steps(odile: Person) -> None:
    class CountedInTheHouse(Counted, Movement):
        make_world = movement_in_the_house(odile).make_world

    tell(CountedInTheHouse, f"in the house, on {connection.vendor}", stories=STORIES)


def test_on_paper_ten_times_more_questions() -> None:
    class CountedOnPaper(Counted, Making):
        make_world = QuestionOnPaper

    tell(CountedOnPaper, "questions on paper", stories=STORIES * 10)


def test_in_the_house_two_thousand_questions_of_fifty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    class CountedInTheHouse(Counted, Making):
        make_world = making_in_the_house(bruno, [amina, leila, odile]).make_world

    tell(CountedInTheHouse, f"questions in the house, on {connection.vendor}", stories=STORIES)


def test_on_paper_ten_times_more_tensions() -> None:
    class CountedOnPaper(Counted, Climbing):
        make_world = TensionOnPaper

    tell(CountedOnPaper, "tensions on paper", stories=STORIES * 10)


def test_in_the_house_two_thousand_tensions_of_fifty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    class CountedInTheHouse(Counted, Climbing):
        make_world = climbing_in_the_house(bruno, [amina, leila, odile]).make_world

    tell(CountedInTheHouse, f"tensions in the house, on {connection.vendor}", stories=STORIES)


def test_on_paper_ten_times_more_meetings() -> None:
    class CountedOnPaper(Counted, Coming, Writing):
        make_world = MeetingOnPaper

    tell(CountedOnPaper, "meetings on paper", stories=STORIES * 10)


def test_in_the_house_two_thousand_meetings_of_fifty_steps(odile: Person) -> None:
    class CountedInTheHouse(Counted, meeting_in_the_house(odile)):  # type: ignore[misc]  # made here
        pass

    tell(CountedInTheHouse, f"meetings in the house, on {connection.vendor}", stories=STORIES)


def test_on_paper_ten_times_more_rounds() -> None:
    class CountedOnPaper(Counted, Consenting):
        make_world = RoundOnPaper

    tell(CountedOnPaper, "rounds of consent on paper", stories=STORIES * 10)


def test_in_the_house_two_thousand_rounds_of_fifty_steps(
    bruno: Person, amina: Person, leila: Person, odile: Person
) -> None:
    class CountedInTheHouse(Counted, Consenting):
        make_world = rounds_in_the_house(amina, [bruno, leila], by=odile).make_world

    name = f"rounds of consent in the house, on {connection.vendor}"
    tell(CountedInTheHouse, name, stories=STORIES)
