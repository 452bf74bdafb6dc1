"""A room: Amina leads it, Bruno is on his phone, Salma from the town has none."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.consenting import call_into_meeting
from millepieds.decisions.actions.paper import type_in_voice
from millepieds.decisions.rules.rounds import Stand
from millepieds.decisions.tests.rounds import make_adopted, make_round, make_stance
from millepieds.journal.models import Entry
from millepieds.meetings.actions.closing import close_forgotten_rooms, close_room
from millepieds.meetings.actions.minuting import Written, propose_minutes, save_minutes
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.actions.room import (
    begin_round,
    bring_in,
    come_in,
    give_floor,
    lower_hand,
    open_room,
    pass_turn,
    raise_hand,
    suggest,
    take_suggestion,
    treat,
)
from millepieds.meetings.models import (
    Attendance,
    Hand,
    Meeting,
    Presence,
    Sitting,
    Suggestion,
    Wording,
)
from millepieds.meetings.queries.room import room_of
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.room import balance_of, in_order
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.rules import Gender
from tests.counting import same_queries_for_one_or_many

START = datetime(2026, 6, 2, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Raised:
    presence_id: int
    minute: int

    @property
    def raised_at(self) -> datetime:
        return START + timedelta(minutes=self.minute)


def line(*hands: Raised, turns=None, genders=None, last="", alternates=False) -> list[int]:
    found = in_order(hands, turns or {}, genders or {}, last=last, alternates=alternates)
    return [one.presence_id for one in found]


def test_whoever_did_not_speak_yet_comes_before_whoever_did() -> None:
    hands = [Raised(1, 0), Raised(2, 1), Raised(3, 2), Raised(4, 3)]
    assert line(*hands, turns={1: 2, 2: 1}) == [3, 4, 2, 1]
    assert line(*hands) == [1, 2, 3, 4]


def test_where_the_rule_says_so_answers_alternate_among_those_who_spoke_as_often() -> None:
    hands = [Raised(1, 0), Raised(2, 1), Raised(3, 2), Raised(4, 3)]
    genders = {1: "man", 2: "man", 3: "woman", 4: "unsaid"}
    assert line(*hands, genders=genders, alternates=True) == [1, 3, 2, 4]
    assert line(*hands, genders=genders, alternates=True, last="man") == [3, 1, 4, 2]
    assert line(*hands, genders=genders, alternates=True, turns={3: 1}) == [1, 4, 2, 3]


def test_the_balance_is_shown_only_where_it_describes_nobody() -> None:
    assert balance_of({1: "woman", 2: "man"}, {1: 4}) is None
    many = {n: "woman" if n % 2 else "man" for n in range(40)}
    shown = balance_of(many, {n: 3 if n % 2 else 1 for n in range(40)})
    assert shown is not None
    assert (shown.women, shown.men, shown.others) == (75, 25, 0)


@pytest.fixture
def meeting(amina, bruno, odile) -> Meeting:
    return make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)


@pytest.mark.django_db
def test_a_room_hears_everyone_and_forgets_who_spoke(meeting: Meeting, amina, bruno) -> None:
    hers, his = actors.person(amina), actors.person(bruno)
    point = add_point(meeting, Wish("Les clés", Aim.DECIDE, 10), by=his)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=hers)
        treat(sitting, point, by=hers)
        bruno_here = come_in(sitting, by=his)
        salma = bring_in(sitting, "Salma", by=hers)
        raise_hand(bruno_here, by=his)
        raise_hand(bruno_here, by=his)
        raise_hand(salma, by=hers)
        give_floor(bruno_here, by=hers)
        give_floor(bruno_here, by=hers)  # a double click
        give_floor(salma, by=hers)
        assert Hand.objects.filter(given_at__isnull=False, ended_at=None).count() == 1
    with pretend(meeting.starts_at + timedelta(minutes=5)):
        begin_round(sitting, by=hers)
        pass_turn(bruno_here, by=hers)
        seen = room_of(Sitting.objects.get(), meeting)
        assert [one.presence.name for one in seen.not_heard] == ["Amina", "Salma"]
        assert {one.presence.name: one.turns for one in seen.people} == {
            "Amina": 0, "Bruno": 1, "Salma": 1,
        }  # fmt: skip
        closed = close_room(sitting, by=hers)
    assert (closed.present, closed.heard) == (3, 2)
    assert not Presence.objects.exists()
    assert not Hand.objects.exists()
    there = Attendance.objects.filter(minutes__meeting=meeting, present=True)
    assert {one.person for one in there} == {amina, bruno}
    told = Entry.objects.filter(deed__startswith="meetings.room_").order_by("pk")
    assert [one.deed for one in told] == ["meetings.room_opened", "meetings.room_closed"]


@pytest.mark.django_db
def test_each_raises_their_own_hand_and_only_the_guide_leads(meeting, amina, bruno, odile) -> None:
    chloe = make_member("Chloé", welcomed_by=odile)
    hers, his, others = actors.person(amina), actors.person(bruno), actors.person(chloe)
    with pretend(meeting.starts_at):
        with pytest.raises(Refused, match=r"self-management\.mandates"):
            open_room(meeting, by=his)
        sitting = open_room(meeting, by=hers)
        here = come_in(sitting, by=his)
        for deed in (
            lambda: raise_hand(here, by=others),
            lambda: give_floor(here, by=his),
            lambda: bring_in(sitting, "Salma", by=his),
            lambda: close_room(sitting, by=his),
        ):
            with pytest.raises(Refused):
                deed()
        raise_hand(here, by=his)
        lower_hand(here, by=his)
        assert not Hand.objects.exists()
        close_room(sitting, by=hers)
        with pytest.raises(Refused, match=r"transparency\.trace"):
            come_in(sitting, by=his)


@pytest.mark.django_db
def test_whoever_facilitates_leads_and_a_room_left_open_closes_by_itself(
    meeting, amina, bruno
) -> None:
    his = actors.person(bruno)
    take_duty(meeting, Duty.FACILITATOR, by=his)
    with pytest.raises(Refused, match=r"transparency\.trace"):
        open_room(meeting, by=his)
    with pretend(meeting.starts_at):
        open_room(meeting, by=his)
    with pretend(meeting.ends_at):
        assert close_forgotten_rooms() == 0
    with pretend(meeting.ends_at + timedelta(hours=12)):
        assert (close_forgotten_rooms(), close_forgotten_rooms()) == (1, 0)
    assert not Presence.objects.exists()
    assert Sitting.objects.get().present == 1


@pytest.mark.django_db
def test_what_others_offer_the_scribe_takes_once(meeting, amina, bruno) -> None:
    hers, his = actors.person(amina), actors.person(bruno)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=hers)
        offered = suggest(sitting, "Bruno garde les clés.", by=his)
        with pytest.raises(Refused):
            take_suggestion(offered, by=his)
        take_suggestion(offered, by=hers)
        take_suggestion(offered, by=hers)
    assert [one.text for one in Wording.objects.all()] == ["Bruno garde les clés."]


@pytest.mark.django_db
def test_notes_taken_in_the_room_leave_the_other_parts_of_the_minutes(as_, meeting, amina) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=hers)
        whole = Written("Ouvert.", "Bruno : les clés.", decided="Un four.", next_time="Mardi.")
        save_minutes(meeting, whole, by=hers)
        assert post(as_(amina), meeting, "notes", notes="Ouvert à 18 h.", started_from=1) == 302
        take_suggestion(suggest(sitting, "Une phrase.", by=hers), by=hers)
    last = Wording.objects.order_by("-number")[0]
    assert (last.text, last.tasks) == ("Ouvert à 18 h.\nUne phrase.", "Bruno : les clés.")
    assert (last.decided, last.next_time) == ("Un four.", "Mardi.")


def post(client: Client, meeting: Meeting, act: str, **said: object) -> int:
    return client.post(
        reverse("meetings:room", args=[meeting.pk]), {"act": act, **said}
    ).status_code


@pytest.mark.django_db
def test_the_room_by_its_page_alone(as_, meeting, amina, bruno) -> None:
    page = reverse("meetings:room", args=[meeting.pk])
    with pretend(meeting.starts_at):
        assert post(as_(amina), meeting, "open") == 302
        assert post(as_(bruno), meeting, "ask") == 302
        assert post(as_(bruno), meeting, "count", counted_as="man") == 302
        assert Presence.objects.get(person=bruno).counted_as == Gender.MAN
        assert post(as_(amina), meeting, "bring", called="") == 200
        assert post(as_(amina), meeting, "bring", called="Salma") == 302
        assert post(as_(bruno), meeting, "suggest", text="Une phrase.") == 302
        for wrong in ("floor-x", "floor-999", "treat-1"):
            assert post(as_(amina), meeting, wrong) == 404
        assert post(as_(amina), meeting, "dance") == 200  # nothing was asked: the page again
        assert post(as_(bruno), meeting, "close") == 403
        shown = as_(amina).get(page).content.decode()
        for words in ("Bruno", "Salma", "Une phrase."):
            assert words in shown
        assert post(as_(amina), meeting, "notes", notes="Ouvert à 18 h.", started_from=0) == 302
        assert "Ouvert à 18 h." in as_(bruno).get(page).content.decode()
        screen = as_(bruno).get(reverse("meetings:screen", args=[meeting.pk])).content.decode()
        assert "Bruno" in screen
        assert "Une phrase." not in screen
        assert post(as_(amina), meeting, "close") == 302
        assert "Salma" not in as_(amina).get(page).content.decode()
    assert Suggestion.objects.count() == 1


@pytest.mark.django_db
def test_two_scribes_in_a_room_lose_no_sentence(as_, meeting, amina, bruno) -> None:
    take_duty(meeting, Duty.SCRIBE, by=actors.person(bruno))
    with pretend(meeting.starts_at):
        post(as_(amina), meeting, "open")
        post(as_(amina), meeting, "notes", notes="Un.\nDeux.", started_from=0)
        post(as_(bruno), meeting, "notes", notes="Un.\nDeux bis.", started_from=1)
        page = reverse("meetings:room", args=[meeting.pk])
        said = {"act": "notes", "notes": "Un.\nDeux ter.", "started_from": 1}
        shown = as_(amina).post(page, said, follow=True).content.decode()
    assert "Deux bis." in shown
    assert "Deux ter." in shown


@pytest.mark.django_db
def test_a_room_asks_as_much_for_one_as_for_many(as_, meeting, amina, odile) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=hers)
        same_queries_for_one_or_many(
            call=lambda: as_(amina).get(reverse("meetings:room", args=[meeting.pk])),
            make=lambda: raise_hand(bring_in(sitting, f"N{now()}", by=hers), by=hers),
        )


@pytest.mark.django_db
def test_a_circle_consents_in_the_room_and_only_once_each_voice_was_heard(
    as_, meeting, amina, bruno
) -> None:
    page = reverse("meetings:room", args=[meeting.pk])
    with pretend(meeting.starts_at):
        proposal = make_round(meeting.circle, by=bruno)
        post(as_(amina), meeting, "open")
        post(as_(bruno), meeting, "here")
        assert post(as_(bruno), meeting, "hold-999") == 404
        assert post(as_(amina), meeting, f"hold-{proposal.pk}") == 302
        with pytest.raises(Refused, match=r"transparency\.rules"):
            make_adopted(proposal, by=amina)
        assert f"/propositions/{proposal.pk}/" in as_(amina).get(page).content.decode()
        make_stance(proposal, amina)
    later = meeting.starts_at + timedelta(minutes=20)
    with pretend(later):
        decision = make_adopted(proposal, by=amina)
    assert decision.number
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.closes_at) == ("adopted", later)


@pytest.mark.django_db
def test_whoever_was_absent_keeps_the_time_that_was_left(as_, meeting, amina, bruno, odile) -> None:
    with pretend(meeting.starts_at):
        proposal = make_round(meeting.circle, by=bruno)
        left = proposal.closes_at - meeting.starts_at
        post(as_(amina), meeting, "open")
        post(as_(amina), meeting, f"hold-{proposal.pk}")
        with pytest.raises(Refused):
            call_into_meeting(proposal, by=actors.person(amina))
    with pretend(meeting.ends_at):
        post(as_(amina), meeting, f"goon-{proposal.pk}")
        proposal.refresh_from_db()
        assert (proposal.called_at, proposal.held_at) == (None, None)
        assert proposal.closes_at - meeting.ends_at == left
        with pytest.raises(Refused, match=r"self-management\.perimeter"):
            make_stance(proposal, amina)  # it listens again first


@pytest.mark.django_db
def test_whoever_types_in_a_raised_hand_does_not_adopt(as_, meeting, amina, bruno, odile) -> None:
    nadia = make_member("Nadia", welcomed_by=odile)
    role = make_role("Relais", circle=meeting.circle, by=odile)
    make_mandate(role, nadia, by=odile, days=300)
    with pretend(meeting.starts_at):
        proposal = make_round(meeting.circle, by=bruno)
        post(as_(amina), meeting, "open")
        post(as_(amina), meeting, f"hold-{proposal.pk}")
        make_stance(proposal, amina)
        type_in_voice(
            proposal, nadia, Stand.CONSENT, "", sheet=1, by=actors.person(amina)
        )  # fmt: skip
    with pretend(meeting.starts_at + timedelta(minutes=20)):
        with pytest.raises(Refused, match=r"transparency\.trace"):
            make_adopted(proposal, by=amina)
        assert make_adopted(proposal, by=bruno).number


@pytest.mark.django_db
def test_notes_that_come_late_do_not_take_back_minutes_that_were_proposed(
    as_, meeting, amina, bruno
) -> None:
    with pretend(meeting.starts_at):
        post(as_(amina), meeting, "open")
        post(as_(bruno), meeting, "here")
        post(as_(amina), meeting, "notes", notes="Ouvert.", started_from=0)
        post(as_(amina), meeting, "notes", notes="Ouvert.", started_from=1)
        post(as_(amina), meeting, "close")
        assert Wording.objects.count() == 1  # the same words again are no other wording
        minutes = propose_minutes(meeting, by=actors.person(amina))
        assert post(as_(amina), meeting, "notes", notes="Trop tard.", started_from=1) == 403
    minutes.refresh_from_db()
    assert minutes.proposed_at == meeting.starts_at
