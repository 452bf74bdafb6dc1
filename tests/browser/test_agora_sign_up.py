"""Someone comes to an agora without an account, with a child to be minded, then no longer comes.

On a phone that runs no script, and on a large screen that does.
"""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from millepieds.letters.models import Letter
from millepieds.meetings.models import Guest, Meeting, SignUp
from millepieds.meetings.tests.makers import make_agora
from tests.browser.conftest import PHONE, OpenBrowser, Screen, bring_in, code_for, take_picture
from tests.browser.test_axe import faults_on
from tests.browser.test_journey import button, expect_errors, send_as_it_is

ZOE = "zoe@exemple.test"
A_LINK = re.compile(r"https?://[^/\s]+(/reunions/ma-place/\S+)")


@pytest.mark.parametrize(
    ("screen", "script"), [(PHONE, False), (Screen(1280, "light"), True)], ids=str
)
def test_an_agora_without_an_account(
    open_browser: OpenBrowser, odile, amina, screen: Screen, script: bool
) -> None:
    meeting = make_agora(amina, odile)
    page = open_browser(screen, script=script)

    def look(name: str) -> None:
        take_picture(page, f"agora-{name}", screen)
        if script:  # axe needs one
            assert not faults_on(page)

    sign_up(page, meeting, look)
    prepare(open_browser(screen, script=script), amina, meeting)
    withdraw(page, look)
    assert not Guest.objects.exists()


def sign_up(page: Page, meeting: Meeting, look) -> None:
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name=_("Come without an account")).click()
    page.locator("[name=address]").fill(ZOE)
    page.locator("[name=ages]").fill("4 ans")
    send_as_it_is(page)
    expect_errors(page, "name", "children")
    expect(page.locator("[name=ages]")).to_have_value("4 ans")
    look("form")
    page.locator("[name=name]").fill("Zoé")
    page.locator("[name=children]").fill("1")
    page.locator("[name=needs][value=wheelchair]").check()
    button(page, "Receive my code").click()
    look("code")
    page.locator("[name=digits]").fill(code_for(ZOE))
    button(page, "I am coming").click()
    expect(page).to_have_url(re.compile(f"{meeting.get_absolute_url()}$"))
    assert "Zoé" not in page.content()
    row = SignUp.objects.get()
    assert (row.name, row.place, row.children, row.needs) == ("Zoé", 1, 1, ["wheelchair"])


def prepare(page: Page, amina, meeting: Meeting) -> None:
    bring_in(page, amina)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name=_("Who comes, and what must be ready")).click()
    assert "Zoé" not in page.content()
    button(page, "Read the names").click()
    expect(page.get_by_text("Zoé")).to_be_visible()


def withdraw(page: Page, look) -> None:
    found = A_LINK.search(Letter.objects.filter(address=ZOE).latest("pk").text)
    assert found
    page.goto(found[1])
    look("place")
    button(page, "I am no longer coming").click()
    expect(
        page.get_by_text(_("You no longer come. Your name and your address are erased."))
    ).to_be_visible()
    look("gone")
