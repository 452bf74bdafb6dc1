import pytest

from millepieds.circles.models import Circle, Role
from millepieds.circles.tests.makers import make_member
from millepieds.decisions.tests.makers import make_places
from millepieds.decisions.tests.rounds import make_coordination
from millepieds.people.models import Person


@pytest.fixture
def nadia(odile: Person) -> Person:
    return make_member("Nadia", welcomed_by=odile)


@pytest.fixture
def circle(bruno: Person, amina: Person, nadia: Person, leila: Person) -> Circle:
    """Where Bruno, Amina and Nadia have a voice."""
    return make_coordination(bruno, amina, nadia, by=leila)


@pytest.fixture
def places(bruno: Person, leila: Person) -> Role:
    """What Bruno decides in."""
    return make_places(bruno, by=leila)
