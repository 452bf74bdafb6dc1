"""What a page weighs on its way to an old phone, and how it looks on each screen.

Weight is what Chromium counts on the wire (headers included) from an empty cache, with the files as a
server sends them: collected, named by their content, compressed by WhiteNoise. Pages are not compressed.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, CDPSession, Page

from millepieds.circles.queries.mandates import free_roles
from millepieds.core.clock import today
from millepieds.people.models import Person
from tests.browser.conftest import PHONE, OpenBrowser, Screen, bring_in, each_width, take_pictures

MOST = 60_000  # bytes, everything included


class Scales:
    """The bytes that came over the wire, and who was asked."""

    def __init__(self, wire: CDPSession) -> None:
        self.bytes = 0
        self.asked: set[str] = set()
        wire.on("Network.loadingFinished", self._arrived)
        wire.on("Network.requestWillBeSent", self._left)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _arrived(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def _left(self, event: dict[str, Any]) -> None:
        self.asked.add("/".join(event["request"]["url"].split("/")[:3]))


@pytest.fixture
def as_on_a_server(settings: Any, tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """The house with its files collected and compressed; the address where it answers."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    as_it_is: Any = lambda house: house  # noqa: E731  (WhiteNoise serves the files, not Django)
    server = LiveServerThread("localhost", as_it_is)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()


def weigh(browser: Browser, origin: str, path: str, person: Person | None) -> tuple[int, set[str]]:
    context = browser.new_context(base_url=origin, locale="fr-FR")
    page = context.new_page()
    if person:
        bring_in(page, person)
    scales = Scales(context.new_cdp_session(page))
    page.goto(path, wait_until="networkidle")
    context.close()
    return scales.bytes, scales.asked


@pytest.mark.parametrize(("path", "name"), [("/", ""), ("/pour-moi/", "leila")])
def test_a_home_weighs_less_than_60_kilobytes(
    browser, as_on_a_server, example_movement, path, name, record_property
):
    person = example_movement(name) if name else None
    weight, asked = weigh(browser, as_on_a_server, path, person)
    record_property("bytes", weight)
    print(f"{path} {weight} bytes")  # noqa: T201  (read with pytest -rP)
    assert asked == {as_on_a_server}
    assert 10_000 < weight < MOST


def main_pages() -> dict[str, tuple[str, str]]:
    """What a reviewer looks at: a name for the picture, the page, and who reads it."""
    role = free_roles(today())[0].role
    return {
        "look-home": ("/", ""),
        "look-movement": ("/le-mouvement/", ""),
        "look-history": ("/histoire/", ""),
        "look-join": ("/rejoindre/", ""),
        "look-enter": ("/entrer/", ""),
        "look-who-decides": ("/qui-decide/", "leila"),
        "look-who-decides-asked": ("/qui-decide/?q=publier sur le site", ""),
        "look-circle": (f"/cercles/{role.circle_id}/", "leila"),
        "look-role": (role.get_absolute_url(), "leila"),
        "look-free-roles": ("/roles-libres/", "bruno"),
        "look-spread": ("/repartition/", ""),
        "look-charter": ("/charte/", ""),
        "look-rules": ("/regles/", "bruno"),
        "look-register": ("/registre/", "bruno"),
        "look-mine": ("/pour-moi/", "leila"),
        "look-everything": ("/tout/", "bruno"),
        "look-door": ("/accueil/", "amina"),
        "look-my-data": ("/mes-donnees/", "bruno"),
        "look-me": ("/moi/", "bruno"),
        "look-missing": ("/nulle-part/", ""),
    }  # fmt: skip


@each_width
def test_each_main_page_has_its_picture(
    open_browser: OpenBrowser, example_movement: Callable[[str], Person], width: int
):
    pages: dict[str, Page] = {}
    for picture, (path, name) in main_pages().items():
        if name not in pages:
            pages[name] = open_browser(Screen(width, "light"))
            if name:
                bring_in(pages[name], example_movement(name))
        pages[name].goto(path)
        take_pictures(pages[name], picture, width)
        assert pages[name].evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_phone_has_its_doors_under_the_thumb(open_browser, example_movement):
    """The bar stays at the foot of the screen, and each of its doors is 44 points high."""
    page = open_browser(PHONE)
    bring_in(page, example_movement("bruno"))
    page.goto("/pour-moi/")
    for door in page.locator("nav.bar a").all():
        box = door.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 844
