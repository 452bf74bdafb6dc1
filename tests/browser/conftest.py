"""A real Chromium opens the pages: as whom, on which screen, with or without script.

`page` is a visitor on a phone. `open_browser(screen, script=…)` gives another browser to another person.
Whatever happens, no page may log an error, break the content policy, ask another site, or answer 500.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings as house
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.translation import override
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from demo.load import load
from millepieds.letters.models import Letter
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of, person_behind
from millepieds.people.tests.makers import came_in_lately

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop beside us

SCREENS_DIR = Path(__file__).parents[2] / "build" / "screens"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=fr-FR",
)  # fmt: skip
A_CODE = re.compile(r"^\s*(\d\d \d\d \d\d|[A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)
REFUSALS = {403, 404}
HEIGHT = 844


@dataclass(frozen=True)
class Screen:
    width: int
    scheme: str  # light or dark

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


PHONE = Screen(390, "light")
WIDTHS = (390, 1280)
SCREENS = [Screen(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]
each_width = pytest.mark.parametrize("width", WIDTHS)
each_screen = pytest.mark.parametrize("screen", SCREENS, ids=str)


class OpenBrowser(Protocol):
    def __call__(self, screen: Screen = PHONE, *, script: bool = True) -> Page: ...


@dataclass
class Watch:
    """What no page may do, written down as it happens."""

    origin: str
    faults: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:", "about:")):
            self.faults.append(f"another site was asked: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if is_page and response.status in REFUSALS:
            self.refused.add(response.url)  # the browser logs it: an answer, not a fault
        elif response.status >= 400:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")
        if "content-security-policy" not in response.headers and "/static/" not in response.url:
            self.faults.append(f"no content policy on {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and where not in self.refused:
            self.faults.append(f"console: {message.text} ({where})")


ONLY_PICTURES = (
    "test_pages_are_seen", "test_each_letter_has_its_picture_as_a_page_and_as_text",
    "test_each_main_page_has_its_picture", "test_the_pages_of_moving_have_their_picture",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
    if os.environ.get("PICTURES") == "no":  # where nobody looks, none is taken
        taken = [item for item in items if item.name.startswith(ONLY_PICTURES)]
        config.hook.pytest_deselected(items=taken)
        items[:] = [item for item in items if item not in taken]


# before the plugin that keeps or leaves tests by their marker
pytest_collection_modifyitems = pytest.hookimpl(tryfirst=True)(pytest_collection_modifyitems)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": FLAGS}


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db: None) -> None:
    """How often a code was asked for is kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Tests find buttons by the words members read: `_("Knock at the door")`."""
    with override("fr"):
        yield


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    watching = Watch(live_server.url)
    yield watching
    assert not watching.faults, "\n" + "\n".join(watching.faults)


@pytest.fixture
def open_browser(browser: Browser, watch: Watch) -> Iterator[OpenBrowser]:
    opened: list[BrowserContext] = []

    def open_one(screen: Screen = PHONE, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=watch.origin, viewport={"width": screen.width, "height": HEIGHT},
            color_scheme="dark" if screen.scheme == "dark" else "light", reduced_motion="reduce",
            locale="fr-FR", timezone_id="Europe/Paris", java_script_enabled=script,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        watch.over(context)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A visitor on a phone."""
    return open_browser()


@pytest.fixture
def example_movement(
    transactional_db: None, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Person]:
    """The movement of the demonstration: told once, then copied. Gives a person by their address."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine  # told once a run
    kept = shared / "example.sqlite3"
    if kept.exists():
        connection.ensure_connection()
        with closing(sqlite3.connect(kept)) as source:
            source.backup(connection.connection)
    else:
        load(lambda count, total, at: None)
        with connection.cursor() as cursor:
            made = tmp_path_factory.mktemp("example") / "example.sqlite3"
            cursor.execute("VACUUM INTO %s", [str(made)])
        made.replace(kept)  # whole, or not there

    def known(name: str) -> Person:
        person = person_behind(f"{name}@exemple.test")
        assert person
        return person

    return known


@pytest.fixture
def snap() -> Callable[[Page, str, Screen], None]:
    return take_picture


def take_picture(page: Page, name: str, screen: Screen) -> None:
    """The whole page, to build/screens/, for eyes: a bar at the foot is drawn at its foot."""
    page.wait_for_load_state()
    if os.environ.get("PICTURES") == "no":  # nobody looks at them: .ci/run
        return
    SCREENS_DIR.mkdir(parents=True, exist_ok=True)
    height = page.locator("html").evaluate("page => page.scrollHeight")
    page.set_viewport_size({"width": screen.width, "height": max(height, HEIGHT)})
    page.screenshot(path=SCREENS_DIR / f"{name}-{screen}.png", full_page=True, caret="initial")
    page.set_viewport_size({"width": screen.width, "height": HEIGHT})


def take_pictures(page: Page, name: str, width: int) -> None:
    """In light, then in dark: the page is opened once."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        take_picture(page, name, Screen(width, scheme))
    page.emulate_media(color_scheme="light")


def code_for(address: str) -> str:
    """The code in the last letter that waits for this address."""
    letter = Letter.objects.filter(address=address).latest("pk")
    found = A_CODE.search(letter.text)
    assert found, letter.text
    return found[1]


def enter(page: Page, person: Person) -> None:
    """Sign in for real: the address, then the code of the letter."""
    address = addresses_of(person)[0].email
    page.goto("/entrer/")
    page.locator("input[name=address]").fill(address)
    page.locator("form:has(input[name=address]) button").click()
    page.locator("input[name=digits]").fill(code_for(address))
    page.locator("form:has(input[name=digits]) button").click()
    expect(page).to_have_url(re.compile(r"/pour-moi/$"))


def bring_in(page: Page, person: Person, *, lately: bool = True) -> None:
    """The same by a session's cookie, where entering is not the point."""
    client = came_in_lately(Client(), person, proofs=("code", "mfa") if lately else ())
    key = client.cookies[house.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": house.SESSION_COOKIE_NAME, "value": key, "domain": "localhost", "path": "/"}]
    )
