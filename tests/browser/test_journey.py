"""Nour passes by, knocks, is welcomed, signs, takes a role, uses it; then the mandate lapses.

The same story is told on a phone and on a desk, light and dark, and once more without JavaScript.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import Locator, Page, expect

from millepieds.circles.models import CircleVersion, Mandate, Offer, Role
from millepieds.circles.rules.powers import OPEN
from millepieds.circles.tests.makers import make_circle, make_role
from millepieds.core.clock import pretend
from millepieds.core.deeds import DEEDS
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.models import Membership
from millepieds.people.models import Person
from tests.browser.conftest import (
    SCREENS,
    OpenBrowser,
    Screen,
    bring_in,
    code_for,
    enter,
    take_picture,
)

NOUR = "nour@exemple.test"
WISHES = "Tenir la table du marché, et coudre des banderoles."
RESPONSIBILITIES = ("Tenir la liste des groupes", "Rendre compte à chaque agora")


@dataclass
class Story:
    """Who is there, on which screen, and the browser in the hands of each."""

    screen: Screen
    nour: Page
    amina: Page
    leila: Page
    role: Role
    pictures: str
    seen: set[str] = field(default_factory=set)

    def snap(self, page: Page, name: str) -> None:
        if self.pictures:
            take_picture(page, f"{self.pictures}-{len(self.seen) + 1:02}-{name}", self.screen)
            self.seen.add(name)


def begin(
    open_browser: OpenBrowser, screen: Screen, *, odile: Person, amina: Person, leila: Person,
    script: bool = True, pictures: str = "journey",
) -> Story:  # fmt: skip
    pole = make_circle("Vie interne", by=odile)
    role = make_role(
        "Ouverture des groupes", by=odile, circle=pole, powers=(OPEN,), term_days=90,
        accountabilities=RESPONSIBILITIES,
    )  # fmt: skip
    nour, hers, leilas = (open_browser(screen, script=script) for _browser in range(3))
    bring_in(leilas, leila)
    enter(hers, amina)
    return Story(screen, nour, hers, leilas, role, pictures)


def the_whole_story(story: Story) -> None:
    knock(story)
    is_welcomed(story)
    sign(story)
    offer(story)
    is_given_the_mandate(story)
    accept(story)
    act(story)
    everyone_can_see_it(story)
    the_mandate_lapses(story)


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=_(words), exact=True)


def follow(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=_(words), exact=True).first.click()


def send_as_it_is(page: Page) -> None:
    """Press the button of a form that the browser itself would hold back."""
    form = page.locator("main form:has(button[data-voice])")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("button[data-voice]").click()


def expect_errors(page: Page, *names: str) -> None:
    """Each mistake is told on top, and beside its field, which it is tied to."""
    summary = page.locator(".errors")
    expect(summary.locator("li")).to_have_count(len(names))
    for name in names:
        field = page.locator(f"main [name='{name}']").first
        expect(field).to_have_attribute("aria-invalid", "true")
        told = f"{field.get_attribute('id')}_error"
        assert told in (field.get_attribute("aria-describedby") or "").split()
        expect(page.locator(f"[id='{told}']")).to_be_visible()
        expect(summary.locator(f"a[href='#{field.get_attribute('id')}']")).to_be_visible()


def knock(story: Story) -> None:
    page = story.nour
    page.goto("/")
    story.snap(page, "home")
    follow(page, "I join the movement")

    send_as_it_is(page)
    expect_errors(page, "name", "address", "consent")
    story.snap(page, "join-empty")

    page.locator("[name=name]").fill("Nour")
    page.locator("[name=address]").fill("nour@exemple")
    page.locator("[name=wishes]").fill(WISHES)
    page.locator("[name=consent]").check()
    page.locator("[name=needs][value=childcare]").check()
    send_as_it_is(page)
    expect_errors(page, "address")
    expect(page.locator("[name=name]")).to_have_value("Nour")
    expect(page.locator("[name=wishes]")).to_have_value(WISHES)
    expect(page.locator("[name=needs][value=childcare]")).to_be_checked()
    expect(page.locator("[name=consent]")).to_be_checked()

    page.locator("[name=address]").fill(NOUR)
    button(page, "Knock at the door").click()
    expect(page).to_have_url(re.compile(r"/rejoindre/code/$"))
    assert Letter.objects.filter(address=NOUR).count() == 1
    story.snap(page, "code")

    follow(page, "Change the address, or what I wrote")
    expect(page.locator("[name=wishes]")).to_have_value(WISHES)
    expect(page.locator("[name=consent]")).not_to_be_checked()
    page.goto("/rejoindre/code/")
    page.locator("[name=digits]").fill("000 000 0")
    button(page, "Go in").click()
    expect_errors(page, "digits")
    page.locator("[name=digits]").fill(code_for(NOUR))
    button(page, "Go in").click()
    expect(page).to_have_url(re.compile(r"/pour-moi/$"))
    expect(page.locator("h1")).to_contain_text("Nour")
    expect(page.get_by_role("heading", name=_("Someone will write to you"))).to_be_visible()
    assert Membership.objects.filter(person__name="Nour").count() == 1
    story.snap(page, "waits-for-me")


def is_welcomed(story: Story) -> None:
    page = story.amina
    page.goto("/pour-moi/")
    follow(page, "Go and see")
    story.snap(page, "queue")
    knock = page.locator(".todo", has_text="Nour")
    expect(knock).to_contain_text("Tenir la table du marché")
    knock.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text(NOUR)
    story.snap(page, "request")
    button(page, "I will contact them").dblclick()
    expect(page.locator(".notice[data-wait]")).to_contain_text("Amina")
    button(page, "Welcomed: open the charter to them").dblclick()
    expect(page).to_have_url(re.compile(r"/accueil/$"))
    expect(page.locator(".todo", has_text="Nour")).to_have_count(0)
    assert Letter.objects.filter(person__name="Nour", key__startswith="welcomed:").count() == 1


def sign(story: Story) -> None:
    page = story.nour
    page.goto("/pour-moi/")
    follow(page, "Read and sign")
    boxes = page.locator("main form input[type=checkbox]")
    names = [box.get_attribute("name") or "" for box in boxes.all()]
    assert len(names) == 6
    for name in names[1:]:
        page.locator(f"[name='{name}']").check()
    send_as_it_is(page)
    expect_errors(page, names[0])
    for name in names[1:]:
        expect(page.locator(f"[name='{name}']")).to_be_checked()
    story.snap(page, "sign-one-missing")
    page.locator(f"[name='{names[0]}']").check()
    button(page, "I sign").dblclick()
    expect(page).to_have_url(re.compile(r"/pour-moi/$"))
    expect(page.locator(".todo")).to_have_count(0)
    story.snap(page, "member")


def offer(story: Story) -> None:
    page = story.nour
    follow(page, "Free roles")
    story.snap(page, "free-roles")
    page.locator("article", has_text="Ouverture des groupes").locator("a.button").click()
    page.locator("[name=text]").fill("Je suis libre le mardi.")
    story.snap(page, "offer")
    button(page, "I offer to take it").dblclick()
    expect(page).to_have_url(re.compile(rf"/roles/{story.role.pk}/$"))
    expect(page.locator("main")).to_contain_text(_("You have offered to take it."))
    page.go_back()  # the page of the offer says why a second one is not possible
    expect(page.locator("h1")).to_have_text(_("Not possible"))
    assert Offer.objects.count() == 1


def is_given_the_mandate(story: Story) -> None:
    page = story.leila
    page.goto("/pour-moi/")
    page.locator(".todo", has_text="Ouverture des groupes").locator("a.button").click()
    follow(page, "Propose the mandate")
    chosen = page.locator("[name=person] option:checked")
    expect(chosen).to_have_text("Nour")
    story.snap(page, "propose")
    button(page, "Propose it").dblclick()
    expect(page).to_have_url(re.compile(r"/mandats/\d+/$"))
    assert Mandate.objects.filter(role=story.role).count() == 1


def accept(story: Story) -> None:
    page = story.nour
    page.goto("/pour-moi/")
    follow(page, "Read and answer")
    page.get_by_label(RESPONSIBILITIES[1]).check()
    send_as_it_is(page)
    expect_errors(page, "line-0")
    expect(page.get_by_label(RESPONSIBILITIES[1])).to_be_checked()
    page.get_by_label(RESPONSIBILITIES[0]).check()
    story.snap(page, "accept")
    button(page, "I accept, and I answer for it").dblclick()
    expect(page).to_have_url(re.compile(r"/mandats/\d+/$"))
    expect(page.locator(".tag[data-agreed]")).to_be_visible()
    for line in RESPONSIBILITIES:
        expect(page.locator("main")).to_contain_text(line)
    story.snap(page, "mandate")


def fill_circle(page: Page, name: str) -> None:
    page.locator("[name=kind]").select_option("group")
    page.locator("[name=name]").fill(name)
    page.locator("[name=purpose]").fill("Coudre, prêter, réparer.")


def act(story: Story) -> None:
    page, pole = story.nour, story.role.circle
    page.goto(pole.get_absolute_url())
    follow(page, "Open a circle inside it")
    fill_circle(page, "Banderoles")
    story.snap(page, "open-circle")
    button(page, "Open it").dblclick()
    expect(page).to_have_url(re.compile(r"/cercles/\d+/$"))
    expect(page.locator("h1")).to_have_text("Banderoles")
    assert CircleVersion.objects.filter(name="Banderoles").count() == 1


def everyone_can_see_it(story: Story) -> None:
    page, mandate = story.nour, Mandate.objects.get(role=story.role)
    page.goto("/qui-decide/")
    story.snap(page, "who-decides")
    card = page.locator(".role", has_text="Ouverture des groupes")
    expect(card).to_contain_text("Nour")
    expect(card).to_contain_text(date_format(mandate.starts_on))
    expect(card).to_contain_text(date_format(mandate.last_day))
    expect(page.locator("#list")).to_contain_text("Banderoles")
    told_in_the_register(story)


def told_in_the_register(story: Story) -> None:
    """Nour reads each deed that is hers or about her, once, the latest first."""
    page = story.nour
    page.goto("/registre/?who=Nour")
    story.snap(page, "register")
    lines = page.locator(".line b").all_inner_texts()
    deeds = [
        "circles.circle_opened", "circles.mandate_accepted", "circles.mandate_proposed",
        "circles.offer_made", "members.member_became", "charter.charter_signed",
        "members.welcomed", "members.contact_promised", "members.join_asked",
        "people.consent_given", "people.person_met",
    ]  # fmt: skip
    assert lines == [_(DEEDS[deed].says) for deed in deeds]
    acted = page.locator(".line").first
    expect(acted).to_contain_text("Banderoles")
    expect(acted).to_contain_text("Nour")
    mandate = Mandate.objects.get(role=story.role)
    expect(acted.locator(f"a[href='{mandate.get_absolute_url()}']")).to_be_visible()


def the_mandate_lapses(story: Story) -> None:
    """The page was open before midnight; the mandate ends at midnight, in the same session."""
    page, mandate = story.nour, Mandate.objects.get(role=story.role)
    page.goto(f"{story.role.circle.get_absolute_url()}ouvrir/")
    fill_circle(page, "Une minute trop tard")
    before = Entry.objects.count()
    midnight = datetime.combine(mandate.ends_on, time(), get_current_timezone())
    with pretend(midnight + timedelta(seconds=1)):
        button(page, "Open it").click()
        expect(page.locator("h1")).to_have_text(_("Not possible"))
        story.snap(page, "refused")
        said = page.locator("main")
        expect(said.locator("[role=alert]")).to_contain_text(
            _("None of your mandates in force today gives you this power.")
        )
        article = said.locator("[role=alert] a")
        expect(article).to_have_attribute("href", "/charte/#self-management.mandates")
        expect(article).to_have_text(re.compile(r"^\d+\.\d+$"))
        expect(said.locator("section", has=page.locator("#who"))).to_contain_text("Leïla")
        expect(said.locator("section", has=page.locator("#instead"))).to_contain_text(
            _("Ask someone who holds it, or offer to take a free role.")
        )
        article.click()
        expect(page.locator("[id='self-management.mandates']")).to_be_in_viewport()
        page.goto("/qui-decide/")
        card = page.locator(".role", has_text="Ouverture des groupes")
        expect(card).to_contain_text(
            ngettext("%(free)s free seat", "%(free)s free seats", 1) % {"free": 1}
        )
    assert Entry.objects.count() == before
    assert not CircleVersion.objects.filter(name="Une minute trop tard").exists()


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[3]], ids=str)  # each width, each colour
def test_nour_knocks_signs_takes_a_role_uses_it_and_the_mandate_lapses(
    open_browser, screen, odile, amina, leila
):
    the_whole_story(begin(open_browser, screen, odile=odile, amina=amina, leila=leila))


def test_the_back_button_then_the_same_words_make_one_circle(page, agora, leila):
    bring_in(page, leila)
    page.goto(f"{agora.get_absolute_url()}ouvrir/")
    fill_circle(page, "Banderoles")
    button(page, "Open it").click()
    expect(page.locator("h1")).to_have_text("Banderoles")
    page.go_back()
    fill_circle(page, "Banderoles")
    button(page, "Open it").click()
    expect(page.locator("h1")).to_have_text("Banderoles")
    assert CircleVersion.objects.filter(name="Banderoles").count() == 1


def test_the_back_button_then_other_words_make_two(page, agora, leila):
    bring_in(page, leila)
    page.goto(f"{agora.get_absolute_url()}ouvrir/")
    for name in ("Banderoles", "Cuisine"):
        fill_circle(page, name)
        button(page, "Open it").click()
        expect(page.locator("h1")).to_have_text(name)
        page.go_back()
    assert CircleVersion.objects.filter(name__in=("Banderoles", "Cuisine")).count() == 2


def test_a_double_click_on_a_slow_network_does_not_lose_the_visitor(page, odile):
    page.goto("/rejoindre/")
    page.locator("[name=name]").fill("Nour")
    page.locator("[name=address]").fill(NOUR)
    page.locator("[name=consent]").check()
    slow = {"offline": False, "latency": 600, "downloadThroughput": -1, "uploadThroughput": -1}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", slow)
    knocker = button(page, "Knock at the door")
    knocker.scroll_into_view_if_needed()
    box = knocker.bounding_box()
    assert box
    for _click in range(2):
        page.mouse.click(box["x"] + 20, box["y"] + 20)
        page.wait_for_timeout(250)
    page.wait_for_timeout(3000)
    expect(page).to_have_url(re.compile(r"/rejoindre/code/$"), timeout=1000)
