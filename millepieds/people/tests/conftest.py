import pytest
from django.core.cache import cache
from django.test import Client

from millepieds.people.models import Person
from millepieds.people.tests.makers import came_in_lately, make_person
from millepieds.people.tests.notebook import NOTEBOOK, Notebook


@pytest.fixture(autouse=True)
def below_the_journal_and_the_letters(settings):
    """These tests need no area above: mails stay in a list, deeds in a notebook."""
    settings.JOURNAL = settings.AUTHORITY = "millepieds.people.tests.notebook"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def notebook() -> Notebook:
    NOTEBOOK.deeds.clear()
    NOTEBOOK.lines.clear()
    NOTEBOOK.welcomers.clear()
    return NOTEBOOK


@pytest.fixture
def amina(db: None) -> Person:
    return make_person()


@pytest.fixture
def bruno(db: None) -> Person:
    return make_person("Bruno", "bruno@exemple.test")


@pytest.fixture
def as_amina(client: Client, amina: Person) -> Client:
    return came_in_lately(client, amina)
