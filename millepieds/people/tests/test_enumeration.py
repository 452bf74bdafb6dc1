"""Whatever one asks about an address, the answer is the same whoever it belongs to, if anyone.

Being here tells a political opinion: nothing may tell who is. Each walk is done with an address we
know and with one we do not; what the visitor and the database see of both must be equal.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import int_to_base36
from django.utils.timezone import now

from millepieds.people.models import Person
from millepieds.people.tests.makers import last_code, page_of

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "bruno@exemple.test", "leila@exemple.test"  # as long as each other
RANDOM = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1…"),
    (re.compile(r'(name="once" value=")[^"]+'), r"\1…"),
    (re.compile(r"((?:sessionid|csrftoken|messages)=)[^;]+"), r"\1…"),
    (re.compile(r"\b\d\d \d\d \d\d\b"), "…"),
    (re.compile(r"expires=[^;]+"), "expires=…"),
    (re.compile(r'"challenge": "[^"]+'), '"challenge": "…'),
    (re.compile(r"(bruno|leila)@exemple\.test"), "…@exemple.test"),
]


def plain(words: object) -> str:
    text = str(words)
    for pattern, instead in RANDOM:
        text = pattern.sub(instead, text)
    return text


def shape(sql: str) -> str:
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b|\"s\d+_x\d+\"|_django_curs_\w+", "…", sql)


@dataclass(frozen=True)
class Seen:
    """All that one step of a walk lets anybody see."""

    status: int
    headers: dict[str, str]
    cookies: str
    words: str
    queries: list[str]
    mails: list[tuple[str, str, str]]


Step = Callable[[Client, str], Any]


def walk(client: Client, address: str, steps: list[Step]) -> list[Seen]:
    return [see(client, address, step) for step in steps]


@pytest.fixture(autouse=True)
def at_the_same_moment():
    with time_machine.travel(datetime(2026, 3, 15, 12, tzinfo=UTC), tick=False):
        yield


def see(client: Client, address: str, step: Step) -> Seen:
    before = len(mail.outbox)
    with CaptureQueriesContext(connection) as asked:
        page = step(client, address)
    return Seen(
        status=page.status_code,
        headers={name: plain(value) for name, value in page.items()},
        cookies=plain(page.cookies.output()),
        words=plain(page.content.decode()),
        queries=[shape(query["sql"]) for query in asked.captured_queries],
        mails=[
            (plain(one.subject), plain(one.body), plain(page_of(one)))
            for one in mail.outbox[before:]
        ],
    )


def wrong_code() -> str:
    return last_code().translate(str.maketrans("0123456789", "1234567890"))


def ask(client: Client, address: str):
    return client.post("/entrer/", {"address": address})


def look(client: Client, address: str):
    return client.get("/entrer/code/")


def mistype(client: Client, address: str):
    return client.post("/entrer/code/", {"digits": wrong_code()})


def ask_again(client: Client, address: str):
    return client.post("/entrer/code/", {"another": "1"})


def come_back(client: Client, address: str):
    return client.get("/entrer/")


def ask_for_a_key(client: Client, address: str):
    return client.post("/entrer/cle/")


@pytest.fixture(params=["in memory", "in the database"])
def counters(request, settings) -> None:
    """Wherever tries are counted; in the database, the counting shows among the queries."""
    if request.param == "in the database":
        backend = "django.core.cache.backends.db.DatabaseCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}


@pytest.mark.parametrize(
    "steps",
    [
        [come_back, ask, look],
        [ask, mistype, mistype, mistype, mistype, mistype, mistype, look],
        [ask, ask_again, look, ask_again, ask_again, look],
        [ask, ask, ask, ask, come_back],
        [ask, look, come_back, ask, mistype, look],
    ],
    ids=["asking", "mistyping", "asking again", "asking too often", "coming back"],
)
def test_signing_in_looks_the_same(counters, bruno: Person, steps: list[Step]) -> None:
    known = walk(Client(), KNOWN, steps)
    cache.clear()
    unknown = walk(Client(), UNKNOWN, steps)
    assert known == unknown


def test_a_late_code_looks_the_same(bruno: Person) -> None:
    def late(client: Client, address: str):
        with time_machine.travel(now() + timedelta(minutes=20), tick=False):
            return client.post("/entrer/code/", {"digits": last_code()})

    known = walk(Client(), KNOWN, [ask, late])
    assert known == walk(Client(), UNKNOWN, [ask, late])


def test_every_address_gets_one_mail_and_only_the_digits_differ(bruno: Person) -> None:
    for address in [KNOWN, UNKNOWN]:
        ask(Client(), address)
    to_bruno, to_nobody = mail.outbox
    assert plain(to_bruno.subject) == plain(to_nobody.subject)
    assert plain(to_bruno.body) == plain(to_nobody.body)
    assert "/join/" in to_nobody.body or "/rejoindre/" in to_nobody.body


def test_nobody_is_looked_up_before_the_code_is_right(bruno: Person) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        walk(client, KNOWN, [come_back, ask, look, mistype, ask_again, mistype])
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    assert "people_person" not in tables
    assert "account_emailaddress" not in tables


def test_adding_an_address_looks_the_same(counters, amina: Person, bruno: Person) -> None:
    def add(client: Client, address: str):
        return client.post("/moi/adresses/", {"address": address})

    def read(client: Client, address: str):
        return client.get("/moi/adresses/code/")

    def mistype(client: Client, address: str):
        return client.post("/moi/adresses/code/", {"digits": wrong_code()})

    def again(client: Client, address: str):
        return client.post("/moi/adresses/code/", {"another": "1"})

    walks = []
    for address in [KNOWN, UNKNOWN]:
        client = Client()
        client.post("/entrer/", {"address": "amina@exemple.test"})
        client.post("/entrer/code/", {"digits": last_code()})
        walks.append(walk(client, address, [add, read, mistype, again, read]))
        cache.clear()
    assert walks[0] == walks[1]


def test_saying_there_are_two_accounts_looks_the_same(counters, amina, bruno: Person) -> None:
    def read(client: Client, address: str):
        return client.get("/moi/deux-comptes/")

    def say(client: Client, address: str):
        return client.post("/moi/deux-comptes/", {"address": address})

    def code(client: Client, address: str):
        return client.get("/moi/deux-comptes/code/")

    def mistype(client: Client, address: str):
        return client.post("/moi/deux-comptes/code/", {"digits": wrong_code()})

    def again(client: Client, address: str):
        return client.post("/moi/deux-comptes/code/", {"another": "1"})

    def go_further(client: Client, address: str):
        return client.get("/moi/deux-comptes/preuve/")

    def make_one(client: Client, address: str):
        return client.post("/moi/deux-comptes/un-seul/")

    walks = []
    for address in [KNOWN, UNKNOWN]:
        client = Client()
        client.post("/entrer/", {"address": "amina@exemple.test"})
        client.post("/entrer/code/", {"digits": last_code()})
        steps = [read, say, code, *[mistype] * 6, again, code, go_further, make_one, again, again]
        walks.append(walk(client, address, [*steps, say, say]))
        cache.clear()
    assert walks[0] == walks[1]
    assert not re.search(r"bruno", " ".join(step.words for step in walks[0]), re.IGNORECASE)


NOUR = {"name": "Nour", "wishes": "Coudre.", "consent": "on"}


def knock(client: Client, address: str):
    return client.post("/rejoindre/", {**NOUR, "address": address})


def read_the_form(client: Client, address: str):
    return client.get("/rejoindre/")


def wait_at_the_door(client: Client, address: str):
    return client.get("/rejoindre/code/")


def mistype_at_the_door(client: Client, address: str):
    return client.post("/rejoindre/code/", {"digits": wrong_code()})


def ask_again_at_the_door(client: Client, address: str):
    return client.post("/rejoindre/code/", {"another": "1"})


@pytest.mark.parametrize(
    "steps",
    [
        [read_the_form, knock, wait_at_the_door, read_the_form],
        [knock, *[mistype_at_the_door] * 6, wait_at_the_door],
        [knock, ask_again_at_the_door, wait_at_the_door, *[ask_again_at_the_door] * 2, knock],
        [knock, ask, mistype, mistype_at_the_door],
    ],
    ids=["knocking", "mistyping", "asking too often", "knocking and entering"],
)
def test_knocking_looks_the_same(counters, bruno: Person, steps: list[Step]) -> None:
    known = walk(Client(), KNOWN, steps)
    cache.clear()
    assert known == walk(Client(), UNKNOWN, steps)


def test_nobody_at_the_door_is_looked_up_before_the_code_is_right(bruno: Person) -> None:
    with CaptureQueriesContext(connection) as asked:
        walk(Client(), KNOWN, [knock, wait_at_the_door, mistype_at_the_door, ask_again_at_the_door])
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    assert "people_person" not in tables
    assert "account_emailaddress" not in tables


def test_a_key_that_nobody_made_looks_like_a_key_of_someone_else(bruno: Person) -> None:
    """The handle in a passkey's answer is chosen by whoever sends it."""
    known, unknown = (
        walk(Client(), str(handle), [ask_for_a_key, answer_with])
        for handle in [bruno.pk, bruno.pk + 1]
    )
    assert [(step.status, step.headers, step.cookies, step.words) for step in known] == [
        (step.status, step.headers, step.cookies, step.words) for step in unknown
    ]


def answer_with(client: Client, handle: str):
    credential = f"""{{"id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "clientExtensionResults": {{}}, "response": {{"clientDataJSON": "e30", "userHandle":
        "{base36(int(handle))}", "authenticatorData": "{"A" * 50}", "signature": "AAAA"}}}}"""
    return client.post("/entrer/cle/", {"credential": credential})


def base36(number: int) -> str:
    return urlsafe_b64encode(int_to_base36(number).encode()).decode().rstrip("=")
