"""A room: Amina leads it from a phone that has no network for ten minutes.

A projector shows it, Bruno is on his own phone. Nadia has no phone in the room: she raises her hand, and what she says is typed in under two names.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.decisions.actions.proposing import present
from millepieds.decisions.models import Decision, Proposal
from millepieds.decisions.tests.rounds import make_proposal
from millepieds.meetings.actions.minuting import propose_minutes
from millepieds.meetings.actions.preparing import Wish, add_point
from millepieds.meetings.actions.room import bring_in as seat
from millepieds.meetings.actions.room import open_room
from millepieds.meetings.models import (
    Attendance,
    Hand,
    Meeting,
    Point,
    Sitting,
    Suggestion,
    Wording,
)
from millepieds.meetings.queries.minutes import begun_with, stage_of
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.minutes import Stage
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from millepieds.tensions.actions.saying import Words
from millepieds.tensions.tests.makers import make_tension
from tests.browser.conftest import (
    SCREENS,
    OpenBrowser,
    Screen,
    Watch,
    bring_in,
    each_width,
    take_picture,
)
from tests.browser.test_axe import faults_on
from tests.browser.test_journey import button

TEN_MINUTES = timedelta(minutes=10)
A_FINGER = 650  # ms: faster, the room takes it for the same press twice


def press(page: Page, act: str) -> None:
    page.locator(f"button[name=act][value='{act}']").first.click()


def look(page: Page, name: str, screen: int) -> None:
    assert not faults_on(page)
    take_picture(page, f"room-{name}", SCREENS[screen])


@each_width
@pytest.mark.timeout(240)
def test_an_agora_is_held_though_the_network_drops(
    open_browser: OpenBrowser, watch: Watch, odile: Person, bruno: Person, amina: Person, width: int
) -> None:
    meeting = make_meeting(
        make_meeting_circle(amina, bruno, by=odile), by=amina, kind=Kind.AGORA,
        openness=Openness.TOWN, title="Agora des Aubes", in_days=0,
    )  # fmt: skip
    first = 0 if width == 390 else 2
    hers, his = open_browser(SCREENS[first]), open_browser(SCREENS[first + 1])
    bring_in(hers, amina)
    bring_in(his, bruno)
    hers.clock.install()
    room = reverse("meetings:room", args=[meeting.pk])
    with pretend(meeting.starts_at):
        point = add_point(meeting, Wish("Le four", Aim.HEAR, 20), by=actors.person(bruno))
        hers.goto(meeting.get_absolute_url())
        hers.get_by_role("link", name="Entrer dans la salle").click()
        press_open(hers)
        press(hers, f"treat-{point.pk}")
        expect(hers.locator("#room")).to_contain_text("Le four")
        his.goto(room)
        press(his, "here")
        press(his, "ask")
        expect(his.locator("#room")).to_contain_text("première fois")
        his.locator("[name=text]").fill("Le four sert déjà le mardi.")
        his.locator("[name=text]").press("Tab")
        his.get_by_role("button", name="La proposer").click()
        expect(hers.locator("#room")).to_contain_text("Bruno", timeout=15_000)
        look(hers, "led", first)
        look(his, "phone", first + 1)
        gestures_without_network(hers)
    with pretend(meeting.starts_at + TEN_MINUTES):
        hers.clock.run_for("10:00")
        expect(hers.locator("#kept li")).to_have_count(3)
        assert not Wording.objects.exists()
        the_network_is_back(hers)
        screen = open_browser(SCREENS[2])
        bring_in(screen, amina)
        screen.goto(reverse("meetings:screen", args=[meeting.pk]))
        expect(screen.locator("main")).to_contain_text("Bruno")
        look(screen, "screen", 2)
        press(hers, f"take-{Suggestion.objects.get().pk}")
        expect(hers.locator("[name=notes]")).to_have_value(
            "Bruno garde les clés.\nLe four sert déjà le mardi.", timeout=15_000
        )
        press(hers, "close")
        expect(hers.locator("main")).to_contain_text("3 personnes")
        minutes = propose_minutes(meeting, by=actors.person(amina))
        his.goto(reverse("meetings:minutes", args=[meeting.pk]))
        button(his, "I approve them").click()
        assert stage_of(minutes, now=now()) is Stage.APPROVED
    watch.faults = [one for one in watch.faults if "ERR_INTERNET_DISCONNECTED" not in one]
    assert Attendance.objects.filter(present=True).count() == 2
    assert not Hand.objects.exists()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("script", [True, False])
def test_amina_who_never_led_presses_what_the_page_gives_her_and_everyone_is_heard(
    open_browser: OpenBrowser, odile: Person, bruno: Person, amina: Person, script: bool
) -> None:
    meeting = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina, in_days=0)
    hers = open_browser(Screen(360, "light"), script=script)
    bring_in(hers, amina)
    with pretend(meeting.starts_at):
        add_point(meeting, Wish("Comment va chacun", Aim.HEAR, 20), by=actors.person(bruno))
        seat(open_room(meeting, by=actors.person(amina)), "Salma", by=actors.person(amina))
        hers.goto(reverse("meetings:room", args=[meeting.pk]))
        for words in (
            "Tout le monde est là ?", "Commence un tour", "Demande à Amina", "Amina parle. Ensuite",
            "Salma parle, et finit le tour",
        ):  # fmt: skip
            expect(hers.locator("#next-step")).to_contain_text(words)
            if script:
                assert not faults_on(hers)
            hers.wait_for_timeout(A_FINGER)
            hers.locator("#next-1").click()
        hers.locator("#next-step").get_by_role("link", name="Fermer la salle").click()
        press(hers, "close")
        expect(hers.locator("main")).to_contain_text("2 ont parlé")
        hers.get_by_role("link", name="Écrire le compte rendu").click()
        expect(hers.locator("[name=decided]")).to_be_visible()


def press_open(page: Page) -> None:
    page.get_by_role("button", name="Ouvrir la salle").click()
    expect(page.locator("#room")).to_be_visible()


def gestures_without_network(page: Page) -> None:
    """Three gestures are kept on the phone, in order."""
    his = Sitting.objects.get().presences.get(person__name="Bruno")
    page.context.set_offline(True)
    press(page, f"floor-{his.pk}")
    expect(page.locator("#kept")).to_contain_text("Gardé sur cet appareil")
    page.locator("[name=called]").fill("Salma")
    page.locator("form:has([name=called]) button").click()
    page.locator("[name=notes]").fill("Bruno garde")
    page.get_by_role("button", name="Enregistrer les notes").click()
    page.locator("[name=notes]").fill("Bruno garde les clés.")
    page.get_by_role("button", name="Enregistrer les notes").click()
    expect(page.locator("#kept li")).to_have_count(3)
    assert not faults_on(page)


def the_network_is_back(page: Page) -> None:
    """Each gesture is sent once; of the notes, what was typed last."""
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_be_hidden(timeout=20_000)
    assert [one.text for one in Wording.objects.all()] == ["Bruno garde les clés."]
    assert Hand.objects.filter(given_at__isnull=False).count() == 1
    assert Sitting.objects.get().presences.filter(called="Salma").count() == 1


@pytest.mark.timeout(240)
def test_two_tensions_are_treated_by_consent_in_the_room(
    open_browser: OpenBrowser, odile: Person, bruno: Person, amina: Person
) -> None:
    """Amina leads, Bruno stands on his phone, Nadia raises her hand; a projector shows where they are."""
    nadia = make_member("Nadia", welcomed_by=odile)
    circle = make_meeting_circle(amina, bruno, by=odile)
    make_mandate(make_role("Relais", circle=circle, by=odile), nadia, by=odile, days=300)
    meeting = make_meeting(
        circle, by=amina, kind=Kind.GOVERNANCE, openness=Openness.CIRCLE, in_days=1
    )
    with pretend(meeting.starts_at - timedelta(hours=1)):
        treated = [
            _from_a_tension(meeting, "Le local est trop chaud", by=bruno),
            _from_a_tension(meeting, "La clé tourne mal", by=amina),
        ]
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=actors.person(amina))
        seat(sitting, "Nadia", by=actors.person(amina))
    hers, his = open_browser(SCREENS[0]), open_browser(SCREENS[1])
    bring_in(hers, amina)
    bring_in(his, bruno)
    screen = open_browser(SCREENS[2])
    bring_in(screen, amina)
    room = reverse("meetings:room", args=[meeting.pk])
    with pretend(meeting.starts_at + timedelta(minutes=10)):
        for rank, (point, proposal) in enumerate(treated):
            hers.goto(room)
            press(hers, f"treat-{point.pk}")
            expect(hers.locator("#room")).to_contain_text(point.title)
            screen.goto(reverse("meetings:screen", args=[meeting.pk]))
            expect(screen.locator("main")).to_contain_text(point.title)
            press(hers, f"hold-{proposal.pk}")
            expect(hers.locator(f"#goon-{proposal.pk}")).to_be_visible()
            if rank == 0:
                his.goto(room)
                press(his, "here")
                look(his, "consent", 1)
            voice_of(his if rank else hers, proposal)
            raise_a_hand(his if rank else hers, room, proposal, nadia)
            adopt(hers if rank else his, room, proposal)
    assert Decision.objects.filter(taken_at__isnull=False).count() == 2
    assert not Proposal.objects.filter(over_at=None).exists()
    assert begun_with(meeting)["tensions"] == "Le local est trop chaud\n…\n\nLa clé tourne mal\n…"


def _from_a_tension(meeting: Meeting, title: str, *, by: Person) -> tuple[Point, Proposal]:
    """Raised, put on the agenda by whoever feels it, and made into a proposal."""
    words = Words(title, "Je le vois chaque samedi.", "J’y pense le soir.", "Qu’on en décide.")
    tension = make_tension(by, words=words)
    wish = Wish(title, Aim.TENSION, 20, tension=tension)
    point = add_point(meeting, wish, by=actors.person(by))
    proposal = make_proposal(meeting.circle, by=by, tension=tension, title=title)
    return point, present(proposal, by=actors.person(by))


def voice_of(page: Page, proposal: Proposal) -> None:
    page.goto(reverse("decisions:stand", args=[proposal.pk]))
    page.locator("[name=stance][value=consent]").check()
    page.locator("main form button[data-voice]").click()
    expect(page.locator("[role=status]").first).to_be_visible()


def raise_a_hand(page: Page, room: str, proposal: Proposal, nadia: Person) -> None:
    page.goto(room)
    page.locator(f"a[href*='/{proposal.pk}/']", has_text="main levée").click()
    page.locator("[name=person]").select_option(label="Nadia")
    page.locator("[name=stance][value=consent]").check()
    page.locator("main form button[data-voice]").click()
    stance = proposal.stances.get(person=nadia)
    assert stance.typed_by is not None


def adopt(page: Page, room: str, proposal: Proposal) -> None:
    page.goto(room)
    assert not faults_on(page)
    page.locator(f"a[href*='/{proposal.pk}/adopter/']").first.click()
    page.locator("[name=reasons]").fill("Tout le monde y consent.")
    page.locator("main form button[data-voice]").click()
    assert Decision.objects.filter(proposal=proposal).exists()
