"""Public pages in English and in Arabic: read by axe, in both schemes, and seen by eyes."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.browser.conftest import OpenBrowser, Screen, each_width, take_pictures
from tests.browser.test_axe import NARROW, in_both_schemes, sticking_out

PATHS = (
    "/", "/le-mouvement/", "/histoire/", "/qui-decide/", "/charte/", "/regles/", "/rejoindre/",
    "/entrer/", "/vie-privee/", "/accessibilite/", "/contact/", "/actualites/", "/nulle-part/",
)  # fmt: skip
SEEN = ("/", "/rejoindre/", "/charte/", "/entrer/", "/qui-decide/")
CODES = [code for code, _ in settings.LANGUAGES[1:]]
each_language = pytest.mark.parametrize("code", CODES)


@pytest.mark.timeout(300)
@each_language
def test_no_page_has_a_fault_in_any_language(
    open_browser: OpenBrowser, example_movement: Any, code: str
) -> None:
    page = open_browser()
    said = []
    for path in PATHS:
        page.goto(f"{path}?langue={code}")
        said += [f"{path}: {fault}" for fault in in_both_schemes(page)]
    assert not said, "\n" + "\n".join(said)


@each_language
def test_at_400_percent_nothing_scrolls_sideways(
    open_browser: OpenBrowser, example_movement: Any, code: str
) -> None:
    page = open_browser(Screen(NARROW, "light"))
    wide = []
    for path in PATHS:
        page.goto(f"{path}?langue={code}")
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [f"{path}: {width} px, {sticking_out(page)}"] if width > NARROW else []
    assert not wide, "\n" + "\n".join(wide)


@each_width
@each_language
def test_pages_are_seen(
    open_browser: OpenBrowser, example_movement: Any, code: str, width: int
) -> None:
    page = open_browser(Screen(width, "light"), script=False)
    page.goto("/contact/")
    page.locator(f".tongues [lang={code}]").click()
    for path in SEEN:
        page.goto(path)  # the choice is kept
        assert page.locator("html").get_attribute("lang") == code
        take_pictures(page, f"{Path(path).name or 'home'}-{code}", width)
