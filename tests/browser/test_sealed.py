"""Bruno reports what was done to him; two people open it, hear both, decide; whoever it is about appeals.

Bruno is at home, on a phone, without any script. Nobody named in it ever learns that it is there.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from millepieds.care.models import Report, Sanction
from millepieds.care.tests.makers import make_keepers
from millepieds.core.clock import today
from millepieds.letters.models import Letter
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from tests.browser.conftest import PHONE, SCREENS, OpenBrowser, bring_in, take_picture
from tests.browser.test_axe import faults_on
from tests.browser.test_journey import button, send_as_it_is

WORDS = "Elle m’a bloqué la porte après la réunion, trois fois."
WHY = "Des menaces répétées, dites devant deux personnes."
INVITES = "Nous aimerions entendre comment tu as vécu les dernières réunions."
IN_WRITING = "Je préfère écrire : je ne me souviens pas de cette soirée."
APPEAL = "On ne m’a entendue que cinq minutes."


@dataclass
class Matter:
    """Who holds which browser."""

    bruno: Page
    chloe: Page
    driss: Page
    esther: Page
    amina: Page
    seen: int = 0

    def snap(self, page: Page, name: str) -> None:
        self.seen += 1
        take_picture(page, f"sealed-{self.seen:02}-{name}", PHONE)
        if page is not self.bruno:  # axe needs a script
            assert not faults_on(page)


def test_a_sealed_report_goes_to_its_measures_and_its_appeal(
    open_browser: OpenBrowser, odile: Person, bruno: Person, amina: Person
) -> None:
    chloe, driss, esther = make_keepers("Chloé", "Driss", "Esther", by=odile)
    pages = [open_browser(PHONE, script=False), *(open_browser(SCREENS[3]) for _one in range(4))]
    for page, person in zip(pages, (bruno, chloe, driss, esther, amina), strict=True):
        bring_in(page, person)
    at_home, hers, drisss, esthers, aminas = pages
    matter = Matter(at_home, hers, drisss, esthers, aminas)
    report(matter)
    nothing_shows_to_whoever_is_named(matter)
    open_and_read(matter)
    invite(matter)
    hear_both(matter)
    propose(matter)
    assert is_member(amina.pk, on=today())
    second(matter)
    assert not is_member(amina.pk, on=today())
    appeal(matter)
    answer(matter)
    assert is_member(amina.pk, on=today())
    everyone_learns_that_it_happened_not_to_whom(matter)


def report(matter: Matter) -> None:
    page = matter.bruno
    page.goto("/en-danger/")
    expect(page.locator("main")).to_contain_text("3919")
    matter.snap(page, "in-danger")
    page.locator("main a.button[data-voice]").click()
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=named]").fill("Aminata")
    send_as_it_is(page)
    expect(page.locator(".errors li")).to_have_count(2)
    expect(page.locator("[name=words]")).to_have_value(WORDS)
    page.locator("[name=category]").first.check()
    page.locator("[name=named]").fill("Amina")
    page.locator("main form button[data-voice]").click()
    expect(page).to_have_url(re.compile(r"/confier/$"))
    expect(page.locator("main form")).not_to_contain_text("Amina")
    page.get_by_label("Chloé").check()
    page.locator("main form button[data-voice]").click()
    expect(page.locator(".errors, [role=alert]").first).to_be_visible()  # two people at least
    page.goto(f"{Report.objects.get().get_absolute_url()}confier/")
    page.get_by_label("Chloé").check()
    page.get_by_label("Driss").check()
    matter.snap(page, "who-may-read")
    page.locator("main form button[data-voice]").click()
    expect(page).to_have_url(re.compile(r"/en-danger/\d+/$"))
    assert Report.objects.count() == 1
    told = Letter.objects.filter(person__name__in=["Chloé", "Driss"])
    assert not any(
        word in letter.text for letter in told for word in (WORDS, "Bruno", "bloqué", "signal")
    )


def nothing_shows_to_whoever_is_named(matter: Matter) -> None:
    for path in ("/en-danger/", "/pour-moi/", "/registre/"):
        matter.amina.goto(path)
        expect(matter.amina.locator("body")).not_to_contain_text("Bruno")
    matter.amina.goto(Report.objects.get().get_absolute_url())
    expect(matter.amina.locator("main")).not_to_contain_text(WORDS)


def open_and_read(matter: Matter) -> None:
    page, row = matter.chloe, Report.objects.get()
    page.goto(row.get_absolute_url())
    expect(page.locator("main")).not_to_contain_text(WORDS)
    button(page, "Open and read").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    matter.snap(page, "opened")
    matter.bruno.goto(row.get_absolute_url())
    expect(matter.bruno.locator("aside")).to_contain_text("Chloé")
    matter.snap(matter.bruno, "who-read-it")
    page.goto(f"{row.get_absolute_url()}decider/")
    fill_decision(page)
    expect(page.locator("[role=alert]").first).to_be_visible()  # nobody was heard yet
    assert not Sanction.objects.exists()


def invite(matter: Matter) -> None:
    """A week ahead at least. Amina reads the invitation and nothing else, and answers."""
    page = matter.chloe
    page.goto(f"{Report.objects.get().get_absolute_url()}inviter/")
    page.locator("[name=person]").select_option(label="Amina")
    page.locator("[name=at]").fill(f"{today() + timedelta(days=2)}T18:30")
    page.locator("[name=place]").fill("12 rue du Four, la petite salle")
    page.locator("[name=words]").fill(INVITES)
    page.locator("main form button[data-voice]").click()
    expect(page.locator("[role=alert]").first).to_be_visible()  # too soon
    page.goto(f"{Report.objects.get().get_absolute_url()}inviter/")
    page.locator("[name=person]").select_option(label="Amina")
    page.locator("[name=at]").fill(f"{today() + timedelta(days=9)}T18:30")
    page.locator("[name=place]").fill("12 rue du Four, la petite salle")
    page.locator("[name=words]").fill(INVITES)
    matter.snap(page, "invite")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/en-danger/\d+/$"))
    assert Report.objects.get().stages.filter(kind="invited").count() == 1
    hers = matter.amina
    hers.goto("/pour-moi/")
    expect(hers.locator("main")).not_to_contain_text(INVITES)
    hers.locator("main a[href^='/en-danger/invitation/']").first.click()
    expect(hers.locator("main")).not_to_contain_text(INVITES)
    matter.snap(hers, "something-waits")
    button(hers, "Open and read").click()
    expect(hers.locator("main")).to_contain_text(INVITES)
    expect(hers.locator("body")).not_to_contain_text("Bruno")
    matter.snap(hers, "invited")
    hers.locator("main a.button[data-voice]").click()
    hers.locator("[name=reply][value=in-writing]").check()
    hers.locator("main form button[data-voice]").click()
    expect(hers.locator(".errors, [role=alert]").first).to_be_visible()  # it takes words
    hers.locator("[name=words]").fill(IN_WRITING)
    hers.locator("main form button[data-voice]").dblclick()
    expect(hers.locator("main")).to_contain_text(IN_WRITING)


def hear_both(matter: Matter) -> None:
    page, row = matter.chloe, Report.objects.get()
    page.goto(row.get_absolute_url())  # opened less than a quarter of an hour ago
    expect(page.locator("main")).to_contain_text(IN_WRITING)
    matter.snap(page, "answered-in-writing")
    for kind, about in (("heard-author", ""), ("heard-named", "Amina")):
        page.goto(f"{row.get_absolute_url()}etape/")
        page.locator(f"[name=kind][value={kind}]").check()
        page.locator("[name=day]").fill(today().isoformat())
        if about:
            page.locator("[name=about]").select_option(label=about)
        page.locator("[name=words]").fill("Entendu, avec quelqu’un à côté.")
        page.locator("main form button[data-voice]").dblclick()
        expect(page).to_have_url(re.compile(r"/en-danger/\d+/$"))
    assert row.stages.filter(kind__startswith="heard").count() == 2


def fill_decision(page: Page) -> None:
    page.locator("[name=person]").select_option(label="Amina")
    page.locator("[name=sort]").first.check()
    page.locator("[name=ends_on]").fill((today() + timedelta(days=30)).isoformat())
    page.locator("[name=reason]").fill(WHY)
    page.locator("main form button[data-voice]").click()


def propose(matter: Matter) -> None:
    page = matter.chloe
    page.goto(f"{Report.objects.get().get_absolute_url()}decider/")
    fill_decision(page)
    expect(page).to_have_url(re.compile(r"/en-danger/\d+/$"))
    expect(page.locator("main")).to_contain_text("avant qu’une deuxième personne")
    assert not Sanction.objects.exists()


def second(matter: Matter) -> None:
    """Nobody decides alone: Driss opens the report, reads what is proposed, and agrees."""
    page = matter.driss
    page.goto(Report.objects.get().get_absolute_url())
    button(page, "Open and read").click()
    expect(page.locator("main")).to_contain_text(WHY)
    page.locator("main li a.button[data-voice]").click()
    expect(page.locator("main")).to_contain_text(WHY)
    page.locator("[name=second][value=agrees]").check()
    page.locator("[name=words]").fill("Les faits sont là.")
    matter.snap(page, "second-word")
    page.locator("main form button[data-voice]").dblclick()
    expect(page).to_have_url(re.compile(r"/en-danger/\d+/$"))
    assert Sanction.objects.count() == 1


def appeal(matter: Matter) -> None:
    page, sanction = matter.amina, Sanction.objects.get()
    page.goto(sanction.get_absolute_url())
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).not_to_contain_text(WORDS)
    expect(page.locator("main")).not_to_contain_text("Bruno")
    matter.snap(page, "about-you")
    page.locator("main a.button[data-voice]").click()
    page.locator("[name=words]").fill(APPEAL)
    page.locator("main form button[data-voice]").dblclick()
    expect(page.locator("main")).to_contain_text(APPEAL)


def answer(matter: Matter) -> None:
    """Others than whoever decided."""
    path = Sanction.objects.get().get_absolute_url()
    matter.chloe.goto(path)
    expect(matter.chloe.locator("main a.button[data-voice]")).to_have_count(0)
    page = matter.esther
    page.goto(path)
    expect(page.locator("main")).not_to_contain_text(APPEAL)
    button(page, "Open and read").click()
    expect(page.locator("main")).to_contain_text(APPEAL)
    page.locator("main a.button[data-voice]").click()
    page.locator("[name=outcome][value=lifted]").check()
    page.locator("[name=words]").fill("Nous l’entendons à nouveau, plus longtemps.")
    page.locator("main form button[data-voice]").dblclick()
    expect(page.locator("main")).to_contain_text("plus longtemps")
    matter.snap(page, "answered")


def everyone_learns_that_it_happened_not_to_whom(matter: Matter) -> None:
    page = matter.bruno
    page.goto("/registre/")
    told = page.locator(".line").all_inner_texts()[:2]
    expect(page.locator(".line").nth(1)).to_contain_text("Une suspension ou une exclusion")
    assert not any(word in line for line in told for word in ("Amina", "Bruno", WHY, WORDS))
    matter.snap(page, "register")
