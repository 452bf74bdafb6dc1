import pytest

from millepieds.care.models import Report
from millepieds.care.tests.makers import make_keepers, make_matter
from millepieds.people.models import Person


@pytest.fixture
def keepers(odile: Person) -> list[Person]:
    """Chloé, Driss and Esther receive reports."""
    return make_keepers("Chloé", "Driss", "Esther", by=odile)


@pytest.fixture
def matter(bruno: Person, amina: Person, keepers: list[Person]) -> Report:
    """Bruno reported Amina, who welcomes; Chloé and Driss have it, Chloé has read it."""
    return make_matter(bruno, amina, keepers)
