"""« Et maintenant ? »: Amina never led a meeting; the page tells her each step, one button after the other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.consenting import hold, resume
from millepieds.decisions.models import Decision
from millepieds.decisions.tests.rounds import make_round, make_stance
from millepieds.meetings.actions.minuting import propose_minutes
from millepieds.meetings.actions.preparing import Wish, add_point, take_duty
from millepieds.meetings.actions.room import bring_in, come_in, open_room, raise_hand
from millepieds.meetings.models import Meeting, Presence, Sitting, Turn, Wording
from millepieds.meetings.queries.minutes import minutes_to_write
from millepieds.meetings.queries.next_step import Next, next_of
from millepieds.meetings.queries.room import room_of
from millepieds.meetings.queries.rounds import rounds_in
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.next_step import STEPS, Step, Where, next_step
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.pages import as_typed


@pytest.mark.parametrize(
    ("where", "step"),
    [
        (Where(), Step.BEGIN),
        (Where(has_points=False), Step.EMPTY),
        (Where(nobody_writes=True), Step.PEN),
        (Where("hear", nobody_writes=True), Step.HEARD),
        (Where("hear", unheard=True, nobody_heard=True), Step.ROUND),
        (Where("hear", unheard=True), Step.UNHEARD),
        (Where("hear"), Step.HEARD),
        (Where("hear", has_next=False), Step.CLOSE),
        (Where("hear", has_next=False, never_heard=True), Step.UNHEARD),
        (Where("inform"), Step.INFORM),
        (Where("inform", has_next=False), Step.INFORM),
        (Where("inform", is_late=True), Step.LATE),
        (Where("inform", is_late=True, has_next=False), Step.CLOSE),
        (Where("tension"), Step.TENSION),
        (Where("decide"), Step.DECIDE),
        (Where("decide", rounds=True), Step.HOLD),
        (Where("decide", held=True, missing=True, is_late=True), Step.VOICES),
        (Where("decide", held=True), Step.ADOPT),
        (Where("decide", adopted=True), Step.ADOPTED),
        (Where("decide", adopted=True, has_next=False), Step.CLOSE),
        (Where("tension", waiting=True), Step.LET),
        (Where("tension", waiting=True, speaking=True), Step.THEN),
        (Where("tension", speaking=True, is_late=True), Step.SPEAKS),
        (Where("hear", in_round=True, unheard=True, waiting=True), Step.ASK),
        (Where("hear", in_round=True, unheard=True, speaking=True), Step.THEN),
        (Where("hear", in_round=True, speaking=True), Step.SPEAKS_LAST),
        (Where("hear", in_round=True), Step.ROUND_OVER),
    ],
)  # fmt: skip
def test_where_the_room_is_says_what_comes_next(where: Where, step: Step) -> None:
    assert next_step(where) is step


def test_each_step_has_its_words() -> None:
    assert set(STEPS) == set(Step)


@pytest.fixture
def meeting(amina, bruno, odile) -> Iterator[Meeting]:
    """Begun, with Bruno on his phone and Salma without one."""
    row = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)
    add_point(row, Wish("Comment va chacun", Aim.HEAR, 20), by=actors.person(bruno))
    with pretend(row.starts_at):
        yield row


def told(meeting: Meeting, person: Person) -> Next:
    room = room_of(Sitting.objects.select_related("point").get(), meeting)
    return next_of(room, rounds_in(meeting, person, now=now(), on=today()), now=now())


def open_for(meeting: Meeting, amina: Person, bruno: Person) -> Sitting:
    sitting = open_room(meeting, by=actors.person(amina))
    come_in(sitting, by=actors.person(bruno))
    bring_in(sitting, "Salma", by=actors.person(amina))
    return sitting


@pytest.mark.django_db
def test_the_first_button_of_each_step_hears_everyone_then_leads_to_the_end(
    as_, meeting: Meeting, amina, bruno
) -> None:
    """Nobody chose anything: Amina pressed what the page gave her."""
    open_for(meeting, amina, bruno)
    visit, steps = as_(amina), []
    for _ in range(12):
        found = told(meeting, amina)
        steps.append(found.step)
        if not found.gestures[0].act:
            break
        press(visit, meeting, found.gestures[0].act)
    assert steps == [
        Step.BEGIN, Step.ROUND, Step.ASK, Step.THEN, Step.THEN, Step.SPEAKS_LAST, Step.CLOSE,
    ]  # fmt: skip
    assert not room_of(Sitting.objects.get(), meeting).never_heard


def press(visit: Client, meeting: Meeting, act: str) -> None:
    answer = visit.post(reverse("meetings:room", args=[meeting.pk]), {"act": act})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_whoever_passes_was_heard_and_whoever_did_neither_is_named_before_the_end(
    as_, meeting: Meeting, amina, bruno
) -> None:
    open_for(meeting, amina, bruno)
    visit = as_(amina)
    for act in ("treat", "round", "pass", "pass", "endround"):
        key = {"treat": meeting.points.get().pk, "pass": next_to_hear(meeting)}.get(act)
        press(visit, meeting, f"{act}-{key}" if key else act)
    found = told(meeting, amina)
    assert found.step is Step.UNHEARD
    assert "Salma" in found.says
    page = visit.get(reverse("meetings:room", args=[meeting.pk])).content.decode()
    closing = page[page.index('id="before-closing"') :]
    assert "Salma" in closing
    assert "Bruno" not in closing


def next_to_hear(meeting: Meeting) -> int:
    room = room_of(Sitting.objects.get(), meeting)
    return room.not_heard[0].presence.pk


@pytest.mark.django_db
def test_a_raised_hand_comes_first_and_the_time_is_said_when_it_is_over(
    as_, meeting: Meeting, amina, bruno
) -> None:
    sitting = open_for(meeting, amina, bruno)
    add_point(meeting, Wish("Les clés", Aim.INFORM, 10), by=actors.person(bruno))
    keys = list(meeting.points.order_by("pk").values_list("pk", flat=True))
    press(as_(amina), meeting, f"treat-{keys[1]}")
    raise_hand(Presence.objects.get(sitting=sitting, person=bruno), by=actors.person(bruno))
    assert told(meeting, amina).step is Step.LET
    press(as_(amina), meeting, told(meeting, amina).gestures[0].act)
    assert "Bruno" in told(meeting, amina).says
    press(as_(amina), meeting, told(meeting, amina).gestures[0].act)
    assert told(meeting, amina).step is Step.INFORM
    with pretend(now() + timedelta(minutes=11)):
        assert told(meeting, amina).step is Step.UNHEARD  # the last point: Salma said nothing


@pytest.mark.django_db
def test_a_proposal_is_treated_given_its_voices_and_adopted(
    as_, meeting: Meeting, amina, bruno
) -> None:
    open_for(meeting, amina, bruno)
    with pretend(now() - timedelta(hours=1)):
        proposal = make_round(meeting.circle, by=bruno)
    point = add_point(meeting, Wish("La pause", Aim.DECIDE, 10), by=actors.person(bruno))
    press(as_(amina), meeting, f"treat-{point.pk}")
    found = told(meeting, amina)
    assert (found.step, found.gestures[0].act) == (Step.HOLD, f"hold-{proposal.pk}")
    hold(proposal, by=actors.person(amina))
    assert told(meeting, amina).step is Step.VOICES
    assert "Amina" in told(meeting, amina).says
    make_stance(proposal, amina)
    [adopt] = told(meeting, amina).gestures
    room = reverse("meetings:room", args=[meeting.pk])
    assert adopt.url == f"{reverse('decisions:adopt', args=[proposal.pk])}?retour={room}"
    said = {
        "reasons": "Tout le monde y consent.", "effective_on": today().isoformat(),
        "review_on": (today() + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    assert as_(amina).post(adopt.url, said)["Location"] == room
    found = as_(amina).get(room).context["next"]
    assert found.step is Step.UNHEARD  # the last point, and nobody was heard on the way
    assert Decision.objects.get().proposal == proposal


@pytest.mark.django_db
def test_a_round_that_waits_for_the_absent_is_not_treated_again(meeting, amina, bruno) -> None:
    sitting = open_room(meeting, by=actors.person(amina))
    proposal = make_round(meeting.circle, by=amina)
    point = add_point(meeting, Wish("La pause", Aim.DECIDE, 10), by=actors.person(amina))
    sitting.point, sitting.point_since = point, now()
    sitting.save()
    assert told(meeting, amina).step is Step.DECIDE  # Bruno alone is missing, and he is not here
    hold(proposal, by=actors.person(amina))
    assert told(meeting, amina).step is Step.VOICES
    resume(proposal, by=actors.person(amina))
    assert told(meeting, amina).step is Step.DECIDE


@pytest.mark.django_db
def test_a_phone_says_whose_turn_it_is_and_where_its_sentence_went(
    as_, meeting: Meeting, amina, bruno
) -> None:
    sitting = open_for(meeting, amina, bruno)
    room = reverse("meetings:room", args=[meeting.pk])
    press(as_(amina), meeting, "round")
    page = as_(bruno).get(room).content.decode()
    assert "Ton tour vient" in page
    assert "next-step" not in page  # who leads alone
    here = Presence.objects.get(sitting=sitting, person=bruno)
    press(as_(amina), meeting, f"floor-{here.pk}")
    his = as_(bruno)
    his.post(room, {"act": "suggest", "text": "Les clés sont chez Salma."})
    page = his.get(room).content.decode()
    assert "C’est à toi." in page
    assert "<q>Les clés sont chez Salma.</q>" in page.replace(' lang="fr"', "")
    press(as_(amina), meeting, "close")
    assert reverse("meetings:write_minutes", args=[meeting.pk]) in (
        as_(amina).get(room).content.decode()
    )
    assert "Amina écrit le compte rendu" in as_(bruno).get(room).content.decode()


@pytest.mark.django_db
def test_a_voice_given_from_the_room_leads_back_to_it_and_never_out_of_the_house(
    as_, meeting: Meeting, amina, bruno
) -> None:
    open_for(meeting, amina, bruno)
    proposal, room = make_round(meeting.circle, by=bruno), f"/reunions/{meeting.pk}/salle/"
    hold(proposal, by=actors.person(amina))
    stand, consent = reverse("decisions:stand", args=[proposal.pk]), {"stance": "consent"}
    assert f'href="{room}"' in as_(amina).get(f"{stand}?retour={room}").content.decode()
    for asked, led in (
        (room, room), ("https://ailleurs.test/", proposal.get_absolute_url()),
        ("//ailleurs.test/", proposal.get_absolute_url()), ("", proposal.get_absolute_url()),
    ):  # fmt: skip
        answer = as_(amina).post(f"{stand}?retour={asked}", {**consent, "read": 1})
        assert answer["Location"] == led


@pytest.mark.django_db
def test_a_raised_hand_is_typed_in_without_a_sheet(as_, meeting: Meeting, amina, bruno) -> None:
    open_for(meeting, amina, bruno)
    proposal = make_round(meeting.circle, by=bruno)
    where = reverse("decisions:type_in_voice", args=[proposal.pk])
    hold(proposal, by=actors.person(amina))
    page = as_(amina).get(where).content.decode()
    assert '<input id="id_sheet" name="sheet" type="hidden" value="1">' in page
    assert "Qui lève la main" in page


@pytest.mark.django_db
def test_once_the_room_is_closed_the_pen_is_told_what_is_missing(
    as_, meeting: Meeting, amina, bruno
) -> None:
    """The points are on the page before a word is noted; three were in the room, two are named."""
    add_point(meeting, Wish("Le bruit", Aim.TENSION, 10), by=actors.person(bruno))
    take_duty(meeting, Duty.SCRIBE, by=actors.person(bruno))
    open_for(meeting, amina, bruno)
    room, minutes = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("room", "minutes"))
    assert "Comment va chacun" in as_(bruno).get(room).context["notes"].initial["notes"]
    as_(bruno).post(room, {"act": "notes", "notes": "On va bien.", "started_from": 0})
    assert Wording.objects.get().tensions.startswith("Le bruit")
    assert not minutes_to_write(bruno, now=now())
    press(as_(amina), meeting, "close")
    assert minutes_to_write(bruno, now=now()) == [meeting]
    assert not minutes_to_write(amina, now=now())  # she called it, and he took the pen
    assert "Compte rendu à écrire" in as_(bruno).get("/pour-moi/").content.decode()
    page = as_(bruno).get(minutes).content.decode()
    assert "3 personnes étaient dans la salle, et 2 sont nommées" in page
    assert "Rien n’est encore noté sous « Ce qui a été décidé »" in as_typed(page)
    propose_minutes(meeting, by=actors.person(bruno))
    assert not minutes_to_write(bruno, now=now())


@pytest.mark.django_db
def test_where_nobody_writes_the_page_asks_who_will_and_one_press_takes_the_pen(
    as_, meeting: Meeting, amina, bruno, odile
) -> None:
    """Amina called it and did not come: Bruno facilitates alone, with Chloé."""
    chloe = make_member("Chloé", welcomed_by=odile)
    make_mandate(make_role("Relais", circle=meeting.circle, by=odile), chloe, by=odile, days=300)
    Turn.objects.create(meeting=meeting, person=bruno, duty=Duty.FACILITATOR, accepted_at=now())
    sitting, room = open_room(meeting, by=actors.person(bruno)), f"/reunions/{meeting.pk}/salle/"
    come_in(sitting, by=actors.person(chloe))
    assert "Personne ne prend les notes." in as_(bruno).get(room).context["next"].says
    take = f"{reverse('meetings:take_duty', args=[meeting.pk])}?retour={room}"
    visit = as_(chloe)
    assert f'action="{take}"' in visit.get(room).content.decode()
    assert visit.post(take, {"duty": "scribe"})["Location"] == room
    page = visit.get(room)
    assert page.context["writes"]
    assert not page.context["pen_is_free"]
    assert as_(bruno).get(room).context["next"].step is Step.BEGIN
