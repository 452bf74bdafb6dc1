"""Whatever is reported, entrusted, heard, decided and appealed in whatever order, the house agrees."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from millepieds.care.tests.machine import Matter
from millepieds.care.tests.makers import make_keepers
from millepieds.circles.tests.test_machine import CALM
from millepieds.people.models import Person


@pytest.mark.timeout(300)
def test_ten_matters_of_fifteen_steps(bruno: Person, odile: Person) -> None:
    everyone = make_keepers("Chloé", "Driss", "Esther", "Farid", by=odile)

    class InTheHouse(Matter):
        author, people = bruno, everyone

    run_state_machine_as_test(
        InTheHouse, settings=settings(CALM, max_examples=10, stateful_step_count=15)
    )
