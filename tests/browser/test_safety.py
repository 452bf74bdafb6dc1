"""Amina's account, kept hers: one instead of two, a second proof that a rule asks, what is typed while it is asked."""

import re
from datetime import timedelta

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from millepieds.charter.tests.makers import change
from millepieds.circles.rules.proofs import SECOND_PROOF
from millepieds.circles.tests.makers import make_person, make_proposal, make_role
from millepieds.core.clock import now, pretend
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of
from tests.browser.conftest import (
    OpenBrowser,
    Screen,
    bring_in,
    code_for,
    each_width,
    take_pictures,
)

WORK = "travail@exemple.test"


@pytest.fixture
def other(amina: Person) -> Person:
    """Her second account, from a day when she knocked with her address at work."""
    person = make_person("Travail")
    assert addresses_of(person)[0].email == WORK
    return person


def type_and_go(page: Page, field: str, words: str) -> None:
    page.locator(f"input[name={field}]").fill(words)
    page.locator(f"form:has(input[name={field}]) button").click()


@each_width
@pytest.mark.parametrize("script", [True, False], ids=["", "without script"])
def test_two_accounts_become_one(
    open_browser: OpenBrowser, amina: Person, other: Person, width: int, script: bool
) -> None:
    page = open_browser(Screen(width, "light"), script=script)
    bring_in(page, amina)
    page.goto("/moi/adresses/")
    page.get_by_role("link", name=_("I have two accounts")).click()
    take_pictures(page, "two-accounts", width)
    type_and_go(page, "address", WORK)
    take_pictures(page, "two-accounts-code", width)
    type_and_go(page, "digits", code_for(WORK))
    expect(page).to_have_url(re.compile("/moi/deux-comptes/un-seul/$"))
    take_pictures(page, "two-accounts-one", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width if script else True
    page.get_by_role("button", name=_("Make one account"), exact=True).click()
    expect(page.locator("main")).to_contain_text(WORK)
    take_pictures(page, "two-accounts-done", width)
    other.refresh_from_db()
    assert other.merged_into == amina


@each_width
def test_a_second_proof_is_asked_and_said_where_it_matters(
    open_browser: OpenBrowser, odile: Person, amina: Person, bruno: Person, width: int
) -> None:
    change(SECOND_PROOF, 1, odile)
    proposal = make_proposal(make_role("Porte", by=odile, powers=(WELCOME,)), bruno, by=odile)
    bruno_s = open_browser(Screen(width, "light"))
    bring_in(bruno_s, bruno)
    bruno_s.goto(f"/mandats/{proposal.pk}/accepter/")
    take_pictures(bruno_s, "second-proof-accept", width)
    page = open_browser(Screen(width, "light"))
    bring_in(page, amina)
    page.goto("/pour-moi/")
    take_pictures(page, "second-proof-mine", width)
    page.goto(f"/regles/#{SECOND_PROOF}")
    take_pictures(page, "second-proof-rules", width)
    founder = open_browser(Screen(width, "light"))
    bring_in(founder, odile)
    founder.goto(f"/regles/{SECOND_PROOF}/")
    take_pictures(founder, "second-proof-rule", width)
    with pretend(now() + timedelta(days=30)):
        page.goto("/accueil/")
        take_pictures(page, "second-proof-refused", width)
        page.get_by_role("link", name=_("Do it now")).click()
        expect(page).to_have_url(re.compile("/moi/securite/$"))
        take_pictures(page, "second-proof-keys", width)


def test_what_is_typed_while_one_proves_who_one_is_is_not_lost(
    page: Page, client, amina: Person
) -> None:
    """She came in this morning, and adds an address."""
    bring_in(page, amina, lately=False)
    page.goto("/moi/adresses/")
    type_and_go(page, "address", WORK)
    expect(page).to_have_url(re.compile("/entrer/encore/"))
    page.locator("button[name=another]").first.click()
    type_and_go(page, "digits", code_for("amina@exemple.test"))
    expect(page).to_have_url(re.compile("/moi/adresses/code/$"))
    type_and_go(page, "digits", code_for(WORK))
    expect(page.locator("main")).to_contain_text(WORK)
