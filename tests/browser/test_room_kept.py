"""What a phone keeps of a room reaches it, though one signs in again, or has the room open twice."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.meetings.actions.room import open_room
from millepieds.meetings.models import Meeting, Sitting, Suggestion
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.browser.conftest import SCREENS, OpenBrowser, Watch, bring_in
from tests.browser.test_room import press

SENTENCE = "Les clés sont au café."


@pytest.mark.timeout(120)
def test_what_is_kept_survives_a_new_visit_and_a_second_tab(
    open_browser: OpenBrowser, watch: Watch, odile: Person, bruno: Person, amina: Person
) -> None:
    meeting = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina, in_days=0)
    page = open_browser(SCREENS[0])
    with pretend(meeting.starts_at):
        open_room(meeting, by=actors.person(amina))
        bring_in(page, bruno)
        keep_two(page, meeting)
        enter_again(page, bruno)
        keep_no_more(page)
        other = page.context.new_page()
        other.goto(reverse("meetings:room", args=[meeting.pk]))
        expect(page.locator("#kept")).to_be_hidden(timeout=20_000)
    watch.faults = without_kept(watch)
    assert [one.text for one in Suggestion.objects.all()] == [SENTENCE]
    assert Sitting.objects.get().presences.filter(person=bruno).exists()


@pytest.mark.timeout(120)
def test_a_page_left_open_does_nothing_under_the_name_of_who_signs_in_next(
    open_browser: OpenBrowser, watch: Watch, odile: Person, bruno: Person, amina: Person
) -> None:
    meeting = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina, in_days=0)
    page = open_browser(SCREENS[0])
    with pretend(meeting.starts_at):
        open_room(meeting, by=actors.person(amina))
        bring_in(page, bruno)
        keep_two(page, meeting)
        enter_again(page, amina)
        keep_no_more(page)
        expect(page.locator("#kept")).to_contain_text("autre onglet", timeout=20_000)
        expect(page.locator("#kept li")).to_have_count(2)
    watch.faults = without_kept(watch)
    assert not Suggestion.objects.exists()


def without_kept(watch: Watch) -> list[str]:
    """No network, then an old proof: both are what is tried here."""
    told = ("ERR_FAILED", "403 for POST", "status of 403")
    return [one for one in watch.faults if not any(words in one for words in told)]


def keep_two(page: Page, meeting: Meeting) -> None:
    """A presence and a sentence, that no network takes yet."""
    page.goto(reverse("meetings:room", args=[meeting.pk]))
    page.route("**/salle/", lambda route: route.abort())
    press(page, "here")
    page.locator("[name=text]").fill(SENTENCE)
    page.locator("form:has([name=text]) button").click()
    expect(page.locator("#kept li")).to_have_count(2)


def keep_no_more(page: Page) -> None:
    page.unroute("**/salle/")


def enter_again(page: Page, person: Person) -> None:
    """In another tab: whoever signs in gets another proof for their forms."""
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    bring_in(page, person)
