"""A tension becomes a change of rule: a proposal, a question, an objection tested and taken in, adopted.

Nadia is at home: her browser runs no script.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from millepieds.charter.queries import rule
from millepieds.circles.models import Circle
from millepieds.circles.tests.makers import make_member
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.models import Decision, Proposal, Stance
from millepieds.decisions.rules.rounds import CONSENT_TIME
from millepieds.decisions.tests.rounds import CLOSED, LISTENED, make_coordination
from millepieds.tensions.tests.makers import make_tension
from tests.browser.conftest import SCREENS, OpenBrowser, Screen, bring_in, take_picture
from tests.browser.test_axe import faults_on
from tests.browser.test_journey import button, follow, send_as_it_is

MINUTE = timedelta(minutes=1)
OBJECTION = "Une urgence ne peut pas attendre quatre jours."


@dataclass
class Round:
    """Who holds which browser, and on which screen."""

    screens: dict[Page, Screen]
    bruno: Page
    amina: Page
    nadia: Page
    seen: int = 0

    def snap(self, page: Page, name: str) -> None:
        self.seen += 1
        take_picture(page, f"consenting-{self.seen:02}-{name}", self.screens[page])
        if page is not self.nadia:  # axe needs a script
            assert not faults_on(page)


def test_a_tension_becomes_a_rule_once_an_objection_is_taken_in(
    open_browser: OpenBrowser, odile, leila, bruno, amina
):
    nadia = make_member("Nadia", welcomed_by=odile)
    circle = make_coordination(bruno, amina, nadia, by=leila)
    tension = make_tension(bruno)
    his, hers = open_browser(SCREENS[1]), open_browser(SCREENS[2])  # each width, each colour
    at_home = open_browser(SCREENS[0], script=False)
    for page, person in ((his, bruno), (hers, amina), (at_home, nadia)):
        bring_in(page, person)
    screens = {his: SCREENS[1], hers: SCREENS[2], at_home: SCREENS[0]}
    story, start = Round(screens, his, hers, at_home), now()
    propose_from(story, tension.get_absolute_url(), circle)
    ask_and_answer(story)
    with pretend(start + LISTENED + MINUTE):
        object_and_test(story)
        take_it_in(story)
    with pretend(start + LISTENED + 2 * MINUTE):
        everyone_consents(story)
    with pretend(start + LISTENED + CLOSED):
        adopt(story)
        assert rule(CONSENT_TIME, on=today() + timedelta(days=60)) == 96


def propose_from(story: Round, tension: str, circle: Circle) -> None:
    page = story.bruno
    page.goto(tension)
    page.locator("main a[href*='/ecrire/']").first.click()
    page.locator("[name=title]").fill("Quatre jours pour consentir")
    page.locator("[name=text]").fill("Chaque version reste ouverte quatre jours.")
    send_as_it_is(page)
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("Chaque version reste ouverte quatre jours.")
    page.locator("[name=example]").fill("En mai, deux personnes ont lu trop tard.")
    page.locator("details:has([name=rule]) summary").click()
    page.locator("[name=rule]").select_option(value=CONSENT_TIME)
    page.locator("[name=value]").fill("96")
    story.snap(page, "propose")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/propositions/\d+/$"))
    button(page, "Put it to the circle").dblclick()
    expect(page.locator("main")).to_contain_text("96 heures")
    assert Proposal.objects.get().asked_at
    story.snap(page, "put-to-the-circle")


def ask_and_answer(story: Round) -> None:
    page = story.nadia
    page.goto(Proposal.objects.get().get_absolute_url())
    follow(page, "Ask or react")
    page.locator("[name=text]").fill("Et pendant les vacances ?")
    page.locator("main form button[data-voice]").click()
    expect(page.locator("main")).to_contain_text("Et pendant les vacances ?")
    said = Proposal.objects.get().remarks.get()
    his = story.bruno
    his.goto(Proposal.objects.get().get_absolute_url())
    his.locator(f"a[href*='/questions/{said.pk}/']").first.click()
    his.locator("[name=answer]").fill("Pareil.")
    his.locator("main form button[data-voice]").click()
    expect(his.locator("main")).to_contain_text("Pareil.")


def object_and_test(story: Round) -> None:
    page, row = story.amina, Proposal.objects.get()
    page.goto("/pour-moi/")
    page.locator(".todo", has_text="Quatre jours").get_by_role("link").last.click()
    if not page.url.endswith("/voix/"):
        page.goto(f"{row.get_absolute_url()}voix/")
    page.locator("[name=stance][value=objection]").check()
    page.locator("main form button[data-voice]").click()
    expect(page.locator(".errors")).to_be_visible()  # an objection is argued
    expect(page.locator("[name=stance][value=objection]")).to_be_checked()
    page.locator("[name=why]").fill(OBJECTION)
    story.snap(page, "object")
    page.locator("main form button[data-voice]").dblclick()
    expect(page.locator("main")).to_contain_text(OBJECTION)
    hers, objection = story.nadia, Stance.objects.get()
    hers.goto(row.get_absolute_url())
    hers.locator(f"main a[href*='/objections/{objection.pk}/']").first.click()
    for value in ("purpose", "caused", "certain"):
        hers.locator(f"[name=found][value={value}]").check()
    story.snap(hers, "test-the-objection")
    hers.locator("main form button[data-voice]").click()
    objection.refresh_from_db()
    assert objection.holds


def take_it_in(story: Round) -> None:
    page = story.bruno
    page.goto(Proposal.objects.get().get_absolute_url())
    follow(page, "Write a new version")
    page.locator("[name=text]").fill("Chaque version reste ouverte quatre jours, sauf urgence.")
    page.locator("[name=changed]").fill("Sauf urgence, comme le dit Amina.")
    page.locator("main form button[data-voice]").dblclick()
    expect(page.locator(".changes")).to_contain_text("sauf urgence")
    assert Proposal.objects.get().versions.count() == 2
    story.snap(page, "version-two")


def everyone_consents(story: Round) -> None:
    """Asked again, on the words as they are now."""
    for page in (story.amina, story.nadia):
        page.goto(f"{Proposal.objects.get().get_absolute_url()}voix/")
        page.locator("[name=stance][value=consent]").check()
        page.locator("main form button[data-voice]").click()
        expect(page).to_have_url(re.compile(r"/propositions/\d+/$"))


def adopt(story: Round) -> None:
    page = story.bruno
    page.goto(Proposal.objects.get().get_absolute_url())
    story.snap(page, "closed")
    page.locator("aside a.button[data-voice]").click()
    page.locator("[name=reasons]").fill("On a essayé trois jours : c’était trop court.")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/decisions/\d+/$"))
    expect(page.locator("main")).to_contain_text(Decision.objects.get().mark)
    story.snap(page, "adopted")
