"""The cast. Every test tells its story with the same people.

Odile founded the movement today. Leïla hands out mandates and opens circles. Amina welcomes. Bruno is a
member without a mandate. A passer-by has no account: `as_(None)`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import compress
from operator import not_
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import timezone
from django.utils.translation import override

from civics.tlog import Kind, Signer
from millepieds.circles.models import Circle
from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
from millepieds.circles.tests.makers import (
    agora as the_agora,
)
from millepieds.circles.tests.makers import (
    make_founder,
    make_mandate,
    make_member,
    make_role,
)
from millepieds.core.clock import ahead
from millepieds.members.rules import ANSWER_APPEALS, WELCOME
from millepieds.people.models import Person
from millepieds.people.tests.makers import came_in_lately


def pytest_configure() -> None:
    (settings.BASE_DIR / "build" / "static").mkdir(parents=True, exist_ok=True)
    settings.WHITENOISE_AUTOREFRESH = (
        True  # else each new client reads every static file: half its time
    )
    key = settings.BASE_DIR / "build" / f"test-{os.getpid()}.key"
    key.touch(0o600)
    key.write_text(f"{Signer('exemple.test/registre/journal', Kind.LOG, bytes(32)).secret}\n")
    settings.JOURNAL_KEY = str(key)


def pytest_unconfigure() -> None:
    Path(settings.JOURNAL_KEY).unlink(missing_ok=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only one of the two databases does is asked of that one. The longest files come first.

    Each file is one worker's: begun last, a tour of every page leaves the other worker without work.
    """
    marks = [item.get_closest_marker("only_on") for item in items]
    kept = [mark is None or connection.vendor in mark.args for mark in marks]
    config.hook.pytest_deselected(items=[*compress(items, map(not_, kept))])
    items[:] = compress(items, kept)
    first = ("tests/test_walls", "tests/")  # while one reads the walls, the other tells the example
    items.sort(key=lambda item: sum(not item.nodeid.startswith(start) for start in first))


@pytest.fixture(autouse=True)
def mail_waits(settings) -> None:
    """Mail waits in our own table in tests too, not in Django's."""
    settings.EMAIL_BACKEND = "millepieds.letters.backend.WaitingRoom"


@pytest.fixture(autouse=True, scope="session")
def noon() -> Iterator[None]:
    """The tests begin at noon in town: a day counted in hours never ends on another day, in any season."""
    here = timezone.localtime()
    with ahead(here.replace(hour=12, minute=0) - here):
        yield


@pytest.fixture(autouse=True)
def in_the_house_language() -> Iterator[None]:
    """A page read in another language leaves it behind: the next test begins again in ours."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def the_machines_own_time() -> Iterator[None]:
    """For the few tests that look at the clock itself."""
    with ahead(timedelta(0)):
        yield


@pytest.fixture
def odile(db: None) -> Person:
    """Founded the movement today."""
    return make_founder("Odile")


@pytest.fixture
def agora(odile: Person) -> Circle:
    return the_agora()


@pytest.fixture
def leila(odile: Person) -> Person:
    """Hands out mandates, opens circles and roles, withdraws mandates, everywhere."""
    person = make_member("Leïla", welcomed_by=odile)
    role = make_role("Attribution des mandats", by=odile, powers=(ASSIGN, OPEN, WITHDRAW))
    make_mandate(role, person, by=odile, days=300)
    return person


@pytest.fixture
def amina(odile: Person) -> Person:
    """Welcomes those who knock at the door."""
    person = make_member("Amina", welcomed_by=odile)
    role = make_role("Accueil", by=odile, powers=(WELCOME, ANSWER_APPEALS), seats=2)
    make_mandate(role, person, by=odile, days=200)
    return person


@pytest.fixture
def bruno(odile: Person) -> Person:
    """A member without a mandate."""
    return make_member("Bruno", welcomed_by=odile)


@pytest.fixture
def as_(client: Client) -> Callable[[Person | None], Client]:
    def enter(person: Person | None) -> Client:
        client.logout()
        return came_in_lately(client, person) if person else client

    return enter


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Emptying a test database is the one thing the triggers must let through."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)
            cursor.execute("INSERT INTO search_found(search_found) VALUES ('delete-all')")


_empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_without_triggers(self: TransactionTestCase) -> None:
    with _without_triggers():
        _empty(self)


TransactionTestCase._fixture_teardown = _empty_without_triggers  # type: ignore[attr-defined]
