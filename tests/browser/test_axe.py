"""Every page, read by axe in light and in dark, at 320 pixels, and by the keyboard alone.

The example movement is on the pages. WCAG 2.1, levels A and AA: no violation.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from millepieds.charter.rules import ADOPT_CHARTER
from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Circle, Handover, Mandate, Offer, Role
from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.mandates import free_roles
from millepieds.circles.rules.powers import ASSIGN, OPEN, WITHDRAW
from millepieds.circles.tests.makers import (
    make_mandate,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.members.actions import appeal, knock, refuse, welcome
from millepieds.members.models import Membership
from millepieds.members.rules import ANSWER_APPEALS, WELCOME
from millepieds.people.models import Person
from millepieds.tensions.tests.makers import make_read, make_tension, make_trust
from tests.browser.conftest import PHONE, OpenBrowser, Screen, bring_in, code_for, take_picture

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
READERS = ("visitor", "curious", "bruno", "leila", "nour", "sami", "zoe")
NARROW = 320
AXE = Axe()


@dataclass(frozen=True)
class Stop:
    """A page to read; `sent` when its form is sent empty first, to read its errors."""

    path: str
    sent: bool = False


@dataclass(frozen=True)
class Town:
    people: dict[str, Person | None]
    stops: dict[str, list[Stop]]


def at(*paths: str) -> list[Stop]:
    return [Stop(path) for path in paths]


def sent(*paths: str) -> list[Stop]:
    return [Stop(path, sent=True) for path in paths]


def knocks(name: str) -> Membership:
    person = make_person(name)
    return knock(
        person, district=None, languages="", wishes="Aider.", needs=("childcare",),
        by=actors.person(person),
    )  # fmt: skip


@pytest.fixture
def town(example_movement: Callable[[str], Person]) -> Town:
    """The example movement, and what it lacks for every page to have something to show."""
    bruno, leila, amina = (example_movement(name) for name in ("bruno", "leila", "amina"))
    role = next(one.role.pk for one in free_roles(today()))
    offered = Role.objects.select_related("circle").get(pk=role)
    offer_to_take(offered, "Le mardi.", by=actors.person(bruno), person=bruno)
    held = Mandate.objects.filter(person=leila, ended_on=None).latest("ends_on")
    everything = _give_everything(leila)
    said = make_tension(bruno)
    make_read(said, amina)
    make_trust(said, leila)
    sami, zoe, nour = knocks("Sami"), knocks("Zoe"), knocks("Nour")
    welcome(sami, by=actors.person(amina))
    refuse(zoe, "Nous préférons te rencontrer d’abord.", by=actors.person(amina))
    appealing = knocks("Lou")
    refuse(appealing, "Nous préférons te rencontrer d’abord.", by=actors.person(amina))
    appeal(appealing, "On s’est mal compris.", by=actors.person(appealing.person))
    proposal = make_proposal(offered, bruno, by=leila, days=30)
    offer = offer_to_take(offered, "Aussi.", by=actors.person(amina), person=amina)
    closed = Circle.objects.exclude(closed_on=None).first()
    role_closed = Role.objects.exclude(closed_on=None).first()
    note = Handover.objects.first()
    assert closed or role_closed or note
    own = Mandate.objects.filter(person=bruno).exclude(pk=proposal.pk).first()
    circle = offered.circle
    public = at(
        "/", "/le-mouvement/", "/histoire/", "/qui-decide/", "/qui-decide/?q=publier",
        "/qui-decide/?q=zzz", "/qui-decide/?on=2019-06-01", "/qui-decide/?on=1999-01-01",
        f"/cercles/{circle.pk}/", f"/roles/{offered.pk}/", "/roles-libres/", "/repartition/",
        "/pouvoirs/members.welcome/", "/charte/", "/charte/1/", "/regles/", "/registre/",
        "/registre/?since=hier", "/registre/verifier/",
    ) + [Stop(row.get_absolute_url()) for row in (closed, role_closed) if row]  # fmt: skip
    visitor = [
        *at("/rejoindre/", "/entrer/", "/entrer/ferme/", "/nulle-part/", "/style/"),
        *sent("/rejoindre/", "/entrer/"),
    ]
    member = [
        *at(
            "/pour-moi/", "/tout/", "/miroir/", "/qui-decide/", "/registre/", f"/cercles/{circle.pk}/",
            f"/roles/{offered.pk}/", f"/personnes/{leila.pk}/", "/personnes/999999/",
            f"/mandats/{held.pk}/", f"/mandats/{proposal.pk}/", f"/cercles/{circle.pk}/ouvrir/",
            "/accueil/", "/charte/signer/", "/refondation/", "/regles/", "/moi/", "/moi/accords/",
            "/moi/adresses/", "/moi/securite/", "/moi/securite/cles/ajouter/",
            "/moi/securite/application/", "/moi/securite/codes/", "/moi/reponses/", "/moi/partir/",
            "/mes-donnees/", "/mes-donnees/oublier/", "/sortir/", "/entrer/encore/",
            "/moi/deux-comptes/",
        ),
        *([Stop(own.get_absolute_url())] if own else []),
        *sent(
            f"/mandats/{proposal.pk}/accepter/", "/moi/", "/moi/adresses/", "/moi/partir/",
        ),
        *at("/tensions/", said.get_absolute_url()),
        *sent("/tensions/dire/", f"{said.get_absolute_url()}confier/"),
        *at(f"/roles/{next(one.role.pk for one in free_roles(today())[1:])}/prendre/"),
    ]  # fmt: skip
    desk = [
        *at(
            "/pour-moi/", "/accueil/", "/accueil/a-porter/", "/accueil/quartiers/", "/charte/proposer/",
            f"/accueil/{nour.pk}/", f"/accueil/{sami.pk}/",
            f"/cercles/{circle.pk}/", f"/cercles/{circle.pk}/changer/", f"/roles/{offered.pk}/",
            f"/roles/{offered.pk}/changer/", f"/cercles/{circle.pk}/roles/ouvrir/?modele=referent",
            f"/mandats/{everything.pk}/", f"/regles/{'circles.longest_mandate'}/",
            f"/roles/{offered.pk}/confier/", said.get_absolute_url(),
        ),
        *sent(
            "/accueil/saisir/", "/charte/proposer/", f"/accueil/{nour.pk}/refuser/",
            f"/accueil/{appealing.pk}/recours/",
            f"/cercles/{circle.pk}/ouvrir/", f"/cercles/{circle.pk}/fermer/",
            f"/cercles/{circle.pk}/roles/ouvrir/", f"/roles/{offered.pk}/fermer/",
            f"/roles/{offered.pk}/confier/", f"/offres/{offer.pk}/decliner/",
            f"/mandats/{proposal.pk}/retirer/", f"/mandats/{everything.pk}/rendre/",
            f"/mandats/{everything.pk}/passation/",
        ),
    ]  # fmt: skip
    assert Offer.objects.filter(closed_at=None).exists()
    return Town(
        {
            "visitor": None, "curious": None, "bruno": bruno, "leila": leila, "nour": nour.person,
            "sami": sami.person, "zoe": zoe.person,
        },
        {
            "visitor": visitor, "curious": public, "bruno": member, "leila": desk,
            "nour": at("/pour-moi/", "/moi/reponses/", "/charte/signer/"),
            "sami": [*at("/pour-moi/"), *sent("/charte/signer/")],
            "zoe": [*at("/pour-moi/", "/rejoindre/"), *sent("/moi/recours/")],
        },
    )  # fmt: skip


def _give_everything(person: Person) -> Mandate:
    """Leïla holds every power of the agora for a month, so that she opens every form."""
    agora = Circle.objects.get(key="agora")
    opener, assigner = (_another_who_may(power, agora, person) for power in (OPEN, ASSIGN))
    powers = (ASSIGN, OPEN, WITHDRAW, WELCOME, ANSWER_APPEALS, ADOPT_CHARTER)
    return make_mandate(make_role("Tout voir", by=opener, powers=powers), person, by=assigner)


def _another_who_may(power: str, circle: Circle, person: Person) -> Person:
    """Nobody gives themself a mandate."""
    held = who_may(power, circle_id=circle.pk, on=today())
    return Person.objects.get(pk=next(g.person_id for g in held if g.person_id != person.pk))


def faults_on(page: Page, *, only_colours: bool = False) -> list[str]:
    """What axe has to say, one line each. A scheme changes nothing but colours."""
    run = (
        {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
        if only_colours
        else {"type": "tag", "values": LEVELS}
    )
    if not page.evaluate("'axe' in window"):  # half a megabyte, once a page
        page.evaluate(AXE.axe_script)
    found = page.evaluate(
        "options => axe.run(document, options).then(said => said.violations)",
        {"runOnly": run, "resultTypes": ["violations"]},
    )
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['html'][:160]}"
        for one in found
        for node in one["nodes"]
    ]


def go(page: Page, stop: Stop) -> None:
    page.goto(stop.path)
    if stop.sent:
        form = page.locator("main form:has(button[data-voice])").first
        for name in ("name", "address", "text"):
            for box in form.locator(f"[name={name}][value]:not([type=hidden])").all():
                box.fill("")
        form.evaluate("form => { form.noValidate = true }")
        form.locator("button[data-voice]").last.click()
        expect(page.locator(".errors")).to_be_visible()


def in_both_schemes(page: Page) -> Iterable[str]:
    page.emulate_media(color_scheme="light")
    yield from faults_on(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in faults_on(page, only_colours=True))


def open_as(open_browser: OpenBrowser, town: Town, reader: str, screen: Screen = PHONE) -> Page:
    page = open_browser(screen)
    if person := town.people[reader]:
        bring_in(page, person)
    return page


@pytest.mark.timeout(300)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_has_a_fault(open_browser, town, reader):
    page = open_as(open_browser, town, reader)
    said = []
    for stop in town.stops[reader]:
        go(page, stop)
        said += [f"{stop.path}: {fault}" for fault in in_both_schemes(page)]
    assert not said, "\n" + "\n".join(said)


@pytest.mark.parametrize("reader", READERS[:4])
def test_at_400_percent_no_page_scrolls_sideways(open_browser, town, reader):
    page = open_as(open_browser, town, reader, Screen(NARROW, "light"))
    wide = []
    for stop in town.stops[reader]:
        page.goto(stop.path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            wide.append(f"{stop.path}: {width} px, {sticking_out(page)}")
    assert not wide, "\n" + "\n".join(wide)


def sticking_out(page: Page) -> str:
    """The innermost element that goes past the edge."""
    found: str = page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.outerHTML.slice(0, 100)).at(-1) || "" """
    )
    return found


@pytest.mark.parametrize("name", ["400", "429", "500"])
def test_the_pages_that_stand_alone_have_no_fault(page, name):
    headers = {"content-security-policy": "default-src 'self'"}
    body = render_to_string(f"{name}.html", {"movement": {"name": "NousSommes"}})
    page.route(
        "**/alone/",
        lambda route: route.fulfill(body=body, content_type="text/html", headers=headers),
    )
    page.goto("/alone/")
    assert not list(in_both_schemes(page))


def test_a_form_that_waited_too_long_has_no_fault(page):
    page.goto("/entrer/")
    page.locator("[name=address]").fill("nour@exemple.test")
    page.context.clear_cookies()
    page.locator("form:has([name=address]) button").click()
    expect(page.locator("h1")).to_have_text(_("The page waited too long"))
    assert not list(in_both_schemes(page))


def test_the_two_pages_of_codes_have_no_fault(page, transactional_db):
    page.goto("/entrer/")
    page.locator("[name=address]").fill("nour@exemple.test")
    page.locator("form:has([name=address]) button").click()
    page.locator("[name=digits]").fill("12 34")
    page.locator("form:has([name=digits]) button").click()
    expect(page.locator(".errors")).to_be_visible()
    assert not list(in_both_schemes(page))
    page.goto("/rejoindre/")
    page.locator("[name=name]").fill("Nour")
    page.locator("[name=address]").fill("nour@exemple.test")
    page.locator("[name=consent]").check()
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile(r"/rejoindre/code/$"))
    assert code_for("nour@exemple.test")
    assert not list(in_both_schemes(page))


def test_an_empty_house_has_no_fault(page, odile):
    """The first evening: one person, one mandate, nothing else."""
    bring_in(page, odile)
    for path in ("/pour-moi/", "/qui-decide/", "/roles-libres/", "/registre/", "/histoire/"):
        page.goto(path)
        assert not list(in_both_schemes(page)), path


def test_axe_sees_a_planted_fault(page):
    page.goto("/")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
            '<input name="planted"><font color="#ccc">pâle</font>')"""
    )
    said = "\n".join(faults_on(page))
    assert "label" in said
    assert "color-contrast" in said


def focused(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.innerText || ''")
    return words.strip()


def focus_is_seen(page: Page) -> bool:
    seen: bool = page.evaluate(
        """() => {
            const one = document.activeElement, style = getComputedStyle(one)
            const box = one.getBoundingClientRect()
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
        }"""
    )
    return seen


def test_the_keyboard_alone_skips_to_the_text_and_reaches_the_main_action(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == _("Go to the text")
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page) == _("I join the movement")
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/rejoindre/$"))


def test_a_form_is_filled_and_sent_by_the_keyboard_alone(page):
    page.goto("/rejoindre/")
    page.locator("[name=name]").focus()
    page.keyboard.type("Nour")
    page.keyboard.press("Tab")
    page.keyboard.type("nour@exemple.test")
    for _step in range(40):
        page.keyboard.press("Tab")
        assert focus_is_seen(page), focused(page)
        if page.evaluate("document.activeElement.name") == "consent":
            page.keyboard.press("Space")
        if page.evaluate("document.activeElement.matches('button[data-voice]')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/rejoindre/code/$"))


def test_after_a_mistake_the_summary_has_the_focus(page):
    page.goto("/rejoindre/")
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.locator("main form button").click()
    expect(page.locator(".errors")).to_be_focused()


def test_who_decides_is_fit_for_the_wall(open_browser, town):
    """Printed: the picture and the list, without the doors of the house."""
    page = open_as(open_browser, town, "bruno", Screen(1280, "light"))
    page.emulate_media(media="print")
    page.goto("/qui-decide/")
    for hidden in ("nav.side", "nav.bar", "form.ask", ".skip"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("svg.map")).to_be_visible()
    expect(page.locator("#list")).to_be_visible()
    take_picture(page, "who-decides-print", Screen(1280, "light"))


def test_who_decides_what_folds_and_unfolds_by_the_keyboard(open_browser, example_movement):
    """Without any script: a long tree is folded, and each circle opens where it stands."""
    page = open_browser(PHONE, script=False)
    page.goto("/qui-decide/")
    folded = page.locator("#list details:not([open])").first
    inside = folded.locator(":scope > :not(summary)").first
    expect(inside).to_be_hidden()
    folded.locator(":scope > summary").focus()
    kept = folded.element_handle()
    page.keyboard.press("Enter")
    assert kept.evaluate("one => one.open")
