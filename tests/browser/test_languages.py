"""Every page that a visitor can open, in English and in Arabic: read by axe, 320 pixels wide, and seen by eyes.

The list is that of the doors. A colour is the same in each language: English is read in light, Arabic in dark.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from millepieds.charter.models import CharterVersion
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.queries.authority import who_may
from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.decisions.models import Decision, Proposal, Solicitation
from millepieds.decisions.queries.consent import current_of, voices_in
from millepieds.decisions.queries.mailed import voice_token
from millepieds.decisions.queries.making import token_of as token_of_advice
from millepieds.home.queries.news import stop_token
from millepieds.meetings.models import Meeting, Minutes
from millepieds.meetings.queries.guests import token_of as token_of_guest
from millepieds.meetings.tests.makers import make_guest
from millepieds.members.actions.inviting import invite
from millepieds.members.models import Invitation
from millepieds.members.queries.inviting import token_of
from millepieds.members.rules import WELCOME, Guest
from millepieds.people.models import Person
from millepieds.website.rules import PUBLISH
from millepieds.website.tests.makers import make_news
from tests.browser.conftest import OpenBrowser, Screen, each_width, take_pictures
from tests.browser.test_axe import NARROW, faults_on, sticking_out
from tests.test_languages import public

SCHEMES = {"en": "light", "ar": "dark"}
SEEN = ("/", "/rejoindre/", "/charte/", "/entrer/", "/qui-decide/")
IN_EASY_FRENCH = ("/rejoindre/", "/charte/")
NOT_PAGES = {
    "website:feed", "decisions:feed", "decisions:year_sheet", "website:sitemap", "website:robots", "members:join_sheet", "charter:charter_sheet",
    "decisions:decision_sheet", "meetings:minutes_sheet", "home:proof_file", "home:board", "meetings:feed",
    "meetings:private_feed", "journal:checkpoint", "journal:keys",
    "journal:tile",
}  # fmt: skip
CODES = [code for code, _ in settings.LANGUAGES[1:]]
each_language = pytest.mark.parametrize("code", CODES)


@pytest.fixture
def paths(example_movement: Callable[[str], Person]) -> list[str]:
    """One of each page that a visitor opens."""
    agora = Circle.objects.get(key="agora")
    publisher, welcomer = (
        Person.objects.get(pk=who_may(power, circle_id=agora.pk, on=today())[0].person_id)
        for power in (PUBLISH, WELCOME)
    )
    news = make_news("Une agora, mardi", text="Venez **toutes**.", by=publisher)
    invite([Guest("Salma", "salma@exemple.test")], by=actors.person(welcomer))
    held = Mandate.objects.filter(accepted_at__isnull=False, ended_on=None).latest("pk")
    link = token_of_advice(
        Solicitation.objects.filter(until__gt=now(), advised_at=None).latest("pk")
    )
    coming = Meeting.objects.filter(openness="town", starts_at__gt=now())[0]
    guest = make_guest(coming).guest
    assert guest
    things: dict[str, list[object]] = {
        "website:post": [news.slug],
        "circles:power": [WELCOME],
        "circles:circle": [agora.pk, *_one(Circle.objects.exclude(closed_on=None))],
        "circles:role": [held.role_id, *_one(Role.objects.exclude(closed_on=None))],
        "members:invitation": [token_of(Invitation.objects.get())],
        "decisions:decision": [
            Decision.objects.filter(openness="town", taken_at__isnull=False)[0].pk
        ],
        "decisions:from_a_letter": [link],
        "decisions:thanks": [link],
        "decisions:stand_from_a_letter": [_voice()],
        "decisions:stood": [_voice()],
        "home:proof": [1],
        "home:stop_news": [stop_token(publisher)],
        "meetings:minutes": [Minutes.objects.filter(meeting__openness="town")[0].meeting_id],
        "meetings:come": [coming.pk],
        "meetings:my_place": [token_of_guest(guest)],
        "meetings:meeting": [Meeting.objects.filter(openness="town")[0].pk],
        "charter:version": [CharterVersion.objects.earliest("number").number],
    }
    names = {door.split()[0] for door in public()} - NOT_PAGES
    opened = [
        reverse(name, args=[thing] if thing else [])
        for name in sorted(names)
        for thing in things.get(name, [""])
    ]
    assert {resolve(path).view_name for path in opened} == names
    return [*opened, "/qui-decide/?q=x", "/nulle-part/"]


def _voice() -> str:
    """Of someone who may say today where they stand."""
    row = Proposal.objects.filter(outcome="", listens_until__lte=now(), closes_at__gt=now())[0]
    voices = voices_in(row.circle_id, on=today()) - {row.author_id}
    return voice_token(current_of(row), Person.objects.get(pk=min(voices)))


def _one(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:1])  # type: ignore[attr-defined]


def _faults(page: Page, where: str) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = [f"{where}: {width} px, {sticking_out(page)}"] if width > NARROW else []
    return wide + [f"{where}: {fault}" for fault in faults_on(page)]


@pytest.mark.timeout(300)
@each_language
def test_no_page_has_a_fault_in_any_language(
    open_browser: OpenBrowser, paths: list[str], code: str
) -> None:
    page = open_browser(Screen(NARROW, SCHEMES.get(code, "light")))
    said = []
    for path in paths if code in SCHEMES else IN_EASY_FRENCH:
        page.goto(f"{path}{'&' if '?' in path else '?'}langue={code}")
        said += _faults(page, path)
    page.goto("/entrer/")
    page.locator("[name=address]").fill("bruno@exemple.test")
    page.locator("form:has([name=address]) button").click()
    said += _faults(page, "/entrer/code/")
    page.locator("[name=digits]").fill("1")
    page.locator("form:has([name=digits]) button").click()
    expect(page.locator(".errors")).to_be_visible()
    said += _faults(page, "/entrer/code/, a wrong one")
    assert page.locator("html").get_attribute("lang") == code
    assert not said, "\n" + "\n".join(said)


@each_width
@each_language
def test_pages_are_seen(
    open_browser: OpenBrowser, example_movement: Callable[[str], Person], code: str, width: int
) -> None:
    page = open_browser(Screen(width, "light"), script=False)
    page.goto("/contact/")
    page.locator(f".tongues [lang={code}]").click()
    for path in SEEN if code in SCHEMES else IN_EASY_FRENCH:
        page.goto(path)  # the choice is kept
        assert page.locator("html").get_attribute("lang") == code
        take_pictures(page, f"{Path(path).name or 'home'}-{code}", width)
