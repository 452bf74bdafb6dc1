"""A tension said on a phone becomes a question; it is answered inside, from a mail and on paper; decided.

Whoever is outside has no account, and their browser runs no script. The town reads the end of it.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from millepieds.core.clock import now, pretend
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.tests.makers import IN_TIME, make_places
from millepieds.letters.models import Letter
from millepieds.tensions.models import Tension, Trust
from tests.browser.conftest import SCREENS, OpenBrowser, Screen, bring_in, take_picture
from tests.browser.test_axe import faults_on
from tests.browser.test_journey import button, expect_errors, follow, send_as_it_is

ZOE = "zoe@exemple.test"
A_LINK = re.compile(r"https?://[^/\s]+(/avis/\S+)")
BRUNO_SAYS = "Je finis tard le vendredi : dix heures me va mieux."
ZOE_SAYS = "Le samedi, la rue est bruyante : fermez la fenêtre."
NEIGHBOUR_SAYS = "Je tiens la porte."


@dataclass
class Making:
    """Who holds which browser, and on which screen."""

    screens: dict[Page, Screen]
    bruno: Page
    amina: Page
    zoe: Page
    seen: int = 0

    def snap(self, page: Page, name: str) -> None:
        self.seen += 1
        take_picture(page, f"deciding-{self.seen:02}-{name}", self.screens[page])
        if page is not self.zoe:  # axe needs a script; hers are read in test_axe
            assert not faults_on(page)


def test_a_tension_becomes_a_decision_that_everyone_asked_could_shape(
    open_browser: OpenBrowser, odile, amina, bruno
):
    make_places(amina, by=odile)
    bruno_s, hers = open_browser(SCREENS[0]), open_browser(SCREENS[3])  # each width, each colour
    zoe_s = open_browser(SCREENS[1], script=False)
    bring_in(bruno_s, bruno)
    bring_in(hers, amina)
    screens = {bruno_s: SCREENS[0], hers: SCREENS[3], zoe_s: SCREENS[1]}
    making = Making(screens, bruno_s, hers, zoe_s)
    say_it(making)
    entrust_it(making)
    question = open_a_question_from_it(making)
    ask(making, question)
    answer_inside(making, question)
    answer_from_the_mail(making, question)
    with pretend(now() + IN_TIME):
        type_in_the_paper(making, question)
        answer_each(making, question)
        decide(making, question)
    with pretend(now() + IN_TIME + timedelta(minutes=5)):
        the_town_reads_it(making, question)
        the_link_is_dead(making, question)


def say_it(making: Making) -> None:
    page = making.bruno
    page.goto("/tensions/dire/")
    page.locator("[name=about][value=rule]").check()
    page.locator("[name=sees]").fill("Le local est fermé quand j’arrive.")
    send_as_it_is(page)
    expect_errors(page, "does_to_me", "would_need", "title")
    expect(page.locator("[name=sees]")).to_have_value("Le local est fermé quand j’arrive.")
    page.locator("[name=does_to_me]").fill("Je repars, et je ne reviens pas.")
    page.locator("[name=would_need]").fill("Une matinée où quelqu’un ouvre.")
    page.locator("[name=title]").fill("La porte est fermée")
    making.snap(page, "tension")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/tensions/\d+/"))
    assert Tension.objects.count() == 1


def entrust_it(making: Making) -> None:
    page = making.bruno
    page.goto(f"{Tension.objects.get().get_absolute_url()}confier/")
    page.locator("[name=people]").fill("Amina")
    page.locator("main form button[data-voice]").click()
    expect(page.locator("main")).to_contain_text("Amina")
    assert not Trust.objects.get().opened_at
    hers = making.amina
    hers.goto(Tension.objects.get().get_absolute_url())
    expect(hers.locator("main")).not_to_contain_text("Le local est fermé")
    button(hers, "Open and read").click()
    expect(hers.locator("main")).to_contain_text("Le local est fermé")
    page.reload()
    expect(page.locator("main .tag").first).to_have_text("Lue")
    making.snap(page, "who-read-it")


def open_a_question_from_it(making: Making) -> Decision:
    page = making.amina
    follow(page, "Open a question from it, in my perimeter")
    page.locator("[name=title]").fill("Le local ouvre le samedi")
    page.locator("[name=question]").fill("Faut-il ouvrir le samedi ?")
    page.locator("[name=intention]").fill("Ouvrir de 9 h à midi.")
    page.locator("[name=openness][value=town]").check()
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/demander/$"))
    return Decision.objects.get()


def ask(making: Making, question: Decision) -> None:
    page = making.amina
    page.locator("[name=people]").fill("Brunon")
    page.locator("[name=outside]").fill(f"Zoé, {ZOE}\nLe voisin")
    page.locator("main form button[data-voice]").click()
    expect_errors(page, "people")
    expect(page.locator("[name=outside]")).to_have_value(f"Zoé, {ZOE}\nLe voisin")
    page.locator("[name=people]").fill("Bruno")
    making.snap(page, "ask")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(rf"/decisions/{question.pk}/$"))
    assert Solicitation.objects.count() == 3
    expect(page.locator("aside .notice[data-warning]")).to_be_visible()  # too soon, and until when
    expect(page.get_by_role("link", name="Décider", exact=True)).to_have_count(0)


def answer_inside(making: Making, question: Decision) -> None:
    page = making.bruno
    page.goto("/pour-moi/")
    page.locator(".todo", has_text=question.title).get_by_role("link").last.click()
    if not page.url.endswith("/avis/"):
        page.locator("main a.button[data-voice]").first.click()
    page.locator("[name=advice]").fill(BRUNO_SAYS)
    page.locator("main form button[data-voice]").dblclick()
    expect(page.locator("main")).to_contain_text(BRUNO_SAYS)


def _link_of_zoe() -> str:
    letters = Letter.objects.filter(address=ZOE)
    found = A_LINK.search(letters.earliest("pk").text)
    assert found
    return found[1]


def answer_from_the_mail(making: Making, question: Decision) -> None:
    """Opened twice, as a scanner would, the link still works; it shows this one question."""
    page, link = making.zoe, _link_of_zoe()
    for _time in range(2):
        page.goto(link)
    expect(page.locator("main")).to_contain_text("Faut-il ouvrir le samedi ?")
    expect(page.locator("main")).not_to_contain_text(BRUNO_SAYS)
    page.locator("[name=advice]").fill(ZOE_SAYS)
    making.snap(page, "from-the-mail")
    page.locator("main form button[data-voice]").click()
    expect(page).to_have_url(re.compile(r"/merci/$"))
    assert question.asked.get(address=ZOE).advice == ZOE_SAYS


def type_in_the_paper(making: Making, question: Decision) -> None:
    page = making.amina
    page.goto(question.get_absolute_url())
    line = page.locator(".advice", has_text="Le voisin")
    with page.expect_navigation():
        line.locator("a[href$='/saisir/']").click()
    page.locator("[name=advice]").fill(NEIGHBOUR_SAYS)
    page.locator("main form button[data-voice]").click()
    expect(page.locator(".advice", has_text=NEIGHBOUR_SAYS)).to_contain_text("Amina")


def answer_each(making: Making, question: Decision) -> None:
    """Whoever is not followed is told why: the form says so, and keeps what was chosen."""
    page = making.amina
    for said, followed in (
        (BRUNO_SAYS, "partly"),
        (ZOE_SAYS, "followed"),
        (NEIGHBOUR_SAYS, "followed"),
    ):
        line = page.locator(".advice", has_text=said)
        line.locator(f"a[href$='/avis/{question.asked.get(advice=said).pk}/repondre/']").click()
        page.locator(f"[name=followed][value={followed}]").check()
        if followed == "partly":
            page.locator("main form button[data-voice]").click()
            expect(page.locator(".errors")).to_be_visible()
            expect(page.locator("[name=followed][value=partly]")).to_be_checked()
            page.locator("[name=answer]").fill("Neuf heures et demie.")
        page.locator("main form button[data-voice]").click()
        expect(page).to_have_url(re.compile(rf"/decisions/{question.pk}/$"))


def decide(making: Making, question: Decision) -> None:
    page = making.amina
    making.snap(page, "to-decide")
    with page.expect_navigation():
        page.locator("aside a.button[data-voice]").click()
    page.locator("[name=text]").fill("Le local ouvre le samedi à 9 h 30.")
    page.locator("[name=reasons]").fill("La moitié travaille en semaine.")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(rf"/decisions/{question.pk}/$"))
    question.refresh_from_db()
    assert question.number == 1
    expect(page.locator("main")).to_contain_text(question.mark)
    making.snap(page, "decided")


def the_town_reads_it(making: Making, question: Decision) -> None:
    """Whoever passes by reads what was decided and why, and not who said what."""
    page = making.zoe
    page.goto("/decisions/")
    page.locator("main").get_by_role("link", name=re.compile("Le local ouvre le samedi")).click()
    expect(page.locator("main")).to_contain_text("Le local ouvre le samedi à 9 h 30.")
    for words in (BRUNO_SAYS, ZOE_SAYS, "Bruno"):
        expect(page.locator("main")).not_to_contain_text(words)
    making.snap(page, "seen-from-town")


def the_link_is_dead(making: Making, question: Decision) -> None:
    page = making.zoe
    page.goto(_link_of_zoe())
    expect(page.locator("h1")).to_have_text("Pas possible")
    assert not question.asked.filter(address=ZOE).exists()  # their address went with the decision
