"""A key made on a phone opens the house without an address. The phone is a virtual one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from millepieds.core import actors
from millepieds.people.actions import meet
from millepieds.people.models import Person
from tests.browser.conftest import OpenBrowser, code_for

HERS = "camille@exemple.test"


@pytest.fixture
def camille(transactional_db: None) -> Person:
    return meet("Camille", HERS, by=actors.OUTSIDER)


class Phone:
    """It keeps keys, and opens them to its owner's finger."""

    def __init__(self, wire: CDPSession) -> None:
        self.wire = wire
        wire.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
        finger = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
        made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **finger}})
        self.id = made["authenticatorId"]

    def forget_the_finger(self) -> None:
        asked = {"authenticatorId": self.id, "isUserVerified": False}
        self.wire.send("WebAuthn.setUserVerified", asked)


@pytest.fixture
def phone(page: Page) -> Iterator[Phone]:
    wire = page.context.new_cdp_session(page)
    yield Phone(wire)
    wire.detach()


def enter_by_mail(page: Page) -> None:
    page.goto("/entrer/")
    page.locator("#id_address").fill(HERS)
    page.locator("form:has(#id_address) button").click()
    page.locator("#id_digits").fill(code_for(HERS))
    page.locator("form:has(#id_digits) button").click()


def make_a_key(page: Page) -> None:
    page.goto("/moi/securite/cles/ajouter/")
    page.locator("#id_name").fill("Mon téléphone")
    page.locator("form[data-passkey=make] button").click()
    expect(page).to_have_url(re.compile("/moi/securite/codes/$"))


def show_the_key(page: Page) -> None:
    page.locator("form[data-passkey=show] button").click()


def sign_out(page: Page) -> None:
    page.goto("/sortir/")
    page.locator("main form button").click()
    expect(page.locator("body.house")).to_have_count(0)


def test_camille_makes_a_key_then_comes_in_without_an_address(
    page: Page, phone: Phone, camille: Person
) -> None:
    enter_by_mail(page)
    make_a_key(page)
    expect(page.locator("main li code")).to_have_count(10)
    sign_out(page)
    page.goto("/entrer/?next=/moi/accords/")
    show_the_key(page)
    expect(page).to_have_url(re.compile(r":\d+/moi/accords/$"))
    page.goto("/moi/")
    expect(page.locator("#id_name")).to_have_value("Camille")


def test_her_mailbox_alone_opens_no_more_but_her_key_completes_it(
    page: Page, phone: Phone, camille: Person
) -> None:
    enter_by_mail(page)
    make_a_key(page)
    sign_out(page)
    enter_by_mail(page)
    expect(page).to_have_url(re.compile("/entrer/preuve/$"))
    show_the_key(page)
    expect(page.locator("body.house")).to_have_count(1)


def test_without_her_finger_the_key_stays_shut_and_the_page_says_so(
    page: Page, phone: Phone, camille: Person
) -> None:
    enter_by_mail(page)
    make_a_key(page)
    sign_out(page)
    phone.forget_the_finger()
    page.goto("/entrer/")
    show_the_key(page)
    expect(page.locator("form[data-passkey] [role=alert]")).to_be_visible()
    page.goto("/moi/")
    expect(page).to_have_url(re.compile("/entrer/"))


def test_a_key_is_renamed_then_removed(page: Page, phone: Phone, camille: Person) -> None:
    enter_by_mail(page)
    make_a_key(page)
    page.goto("/moi/securite/")
    page.locator("a[href$='/nom/']").click()
    page.locator("#id_name").fill("Le vieux téléphone")
    page.locator("form:has(#id_name) button").click()
    key = page.locator("li.todo", has_text="Le vieux téléphone")
    expect(key).to_be_visible()
    key.locator("a[href$='/retirer/']").click()
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/moi/securite/$"))
    expect(key).to_have_count(0)


def test_without_javascript_a_sentence_says_what_a_key_needs(open_browser: OpenBrowser) -> None:
    page = open_browser(script=False)
    page.goto("/entrer/")
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    expect(page.locator("[data-without-passkey]")).to_be_visible()
    expect(page.locator("#id_address")).to_be_visible()
