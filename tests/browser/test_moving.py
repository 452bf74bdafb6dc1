"""A movement moves in from a phone of 320 points, with and without script; pictures for eyes."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from millepieds.circles.models import Circle, Mandate
from millepieds.members.models import Invitation
from millepieds.members.queries.inviting import token_of
from millepieds.moving.tests.makers import SAMPLES
from millepieds.people.models import Person
from tests.browser.conftest import OpenBrowser, Screen, bring_in, take_picture

SMALL, DARK = Screen(320, "light"), Screen(1280, "dark")
A_WRONG_ROW = "nom;sorte;dans;utilité\nJardins;bureau;Nulle part;Cultiver.\n"


def looks_right(page: Page, name: str, screen: Screen) -> None:
    take_picture(page, name, screen)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width, name
    found: Any = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("screen", "script"), [(SMALL, False), (SMALL, True), (DARK, True)], ids=str
)
def test_a_movement_moves_in(
    open_browser: OpenBrowser, odile: Person, bruno: Person, screen: Screen, script: bool,
    as_: Callable[..., Any],
) -> None:  # fmt: skip
    page = open_browser(screen, script=script)
    bring_in(page, odile)
    page.goto("/emmenager/")
    for sheet, name in [("circles", "cercles"), ("roles", "roles"), ("mandates", "mandats")]:
        page.locator(f"#id_{sheet}_file").set_input_files(SAMPLES / f"{name}.csv")
    page.get_by_role("button", name=_("Look, without writing anything")).click()
    expect(page.get_by_role("button", name=_("Do all this"))).to_be_visible()
    assert Circle.objects.count() == 1
    page.locator("summary").filter(has_text=_("What each column says")).first.click()
    page.locator("#circles-3").select_option("")
    page.get_by_role("button", name=_("Look again")).click()
    expect(page.get_by_role("button", name=_("Do all this"))).to_have_count(0)
    page.locator("#circles-3").select_option("purpose")
    page.get_by_role("button", name=_("Look again")).click()
    page.locator("#id_people_file").set_input_files(SAMPLES / "personnes.csv")
    page.get_by_role("button", name=_("Look again")).click()
    page.get_by_role("button", name=_("Do all this")).click()
    expect(page).to_have_url(f"{page.url.split('/')[0]}//{page.url.split('/')[2]}/qui-decide/")
    assert Circle.objects.count() == 5
    assert Invitation.objects.count() == 3
    assert Mandate.objects.count() == 1  # the founding: those of the sheet wait for signatures


@pytest.mark.parametrize("screen", [SMALL, DARK], ids=str)
def test_the_pages_of_moving_have_their_picture(
    open_browser: OpenBrowser, odile: Person, screen: Screen
) -> None:
    page = open_browser(screen)
    bring_in(page, odile)
    page.goto("/emmenager/")
    looks_right(page, "moving-empty", screen)
    for sheet, name in [("circles", "cercles"), ("mandates", "mandats"), ("people", "personnes")]:
        page.locator(f"#id_{sheet}_file").set_input_files(SAMPLES / f"{name}.csv")
    page.locator("#id_roles_file").set_input_files(SAMPLES / "roles.csv")
    page.get_by_role("button", name=_("Look, without writing anything")).click()
    looks_right(page, "moving-ready", screen)
    page.get_by_role("button", name=_("Do all this")).click()
    page.goto("/emmenager/")
    page.locator("summary").first.click()
    page.locator("#id_circles_text").fill(A_WRONG_ROW)
    page.locator("#id_roles_file").set_input_files(
        {"name": "roles.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04"}
    )
    page.get_by_role("button", name=_("Look, without writing anything")).click()
    looks_right(page, "moving-not-a-sheet", screen)
    page.get_by_role("button", name=_("Look, without writing anything")).click()
    looks_right(page, "moving-wrong", screen)
    page.goto("/emporter/")
    looks_right(page, "moving-out", screen)
    page.goto(f"/invitation/{token_of(Invitation.objects.latest('pk'))}/")
    looks_right(page, "moving-invitation", screen)
