"""What a room has before it: what it treats, however many rounds wait, and one opening told once."""

import pytest
from django.urls import reverse

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.consenting import hold
from millepieds.decisions.tests.rounds import make_round
from millepieds.journal.models import Entry
from millepieds.meetings.actions.closing import close_room
from millepieds.meetings.actions.preparing import take_duty
from millepieds.meetings.actions.room import open_room
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.rounds import SHOWN, rounds_in
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(amina, bruno, odile) -> Meeting:
    return make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)


def test_what_is_treated_in_the_room_stays_in_sight_however_many_wait(
    meeting, amina, bruno
) -> None:
    with pretend(meeting.starts_at):
        rounds = [make_round(meeting.circle, by=bruno) for _ in range(SHOWN + 1)]
        hold(rounds[-1], by=actors.person(amina))
        found = rounds_in(meeting, amina, now=now(), on=today())
    assert [one.is_held for one in found] == [True] + [False] * (SHOWN - 1)


def test_what_a_room_did_not_adopt_goes_on_when_it_closes(meeting, amina, bruno) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        proposal = make_round(meeting.circle, by=bruno)
        left = proposal.closes_at - meeting.starts_at
        sitting = open_room(meeting, by=hers)
        hold(proposal, by=hers)
    with pretend(meeting.ends_at):
        close_room(sitting, by=hers)
    proposal.refresh_from_db()
    assert (proposal.called_at, proposal.held_at) == (None, None)
    assert proposal.closes_at - meeting.ends_at == left


def test_whoever_does_not_lead_holds_no_round(as_, meeting, amina, bruno) -> None:
    with pretend(meeting.starts_at):
        proposal = make_round(meeting.circle, by=amina)
        open_room(meeting, by=actors.person(amina))
        room = reverse("meetings:room", args=[meeting.pk])
        assert as_(bruno).post(room, {"act": f"hold-{proposal.pk}"}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.held_at is None


def test_two_who_lead_open_one_room_and_the_journal_tells_it_once(meeting, amina, bruno) -> None:
    take_duty(meeting, Duty.FACILITATOR, by=actors.person(bruno))
    with pretend(meeting.starts_at):
        rooms = {open_room(meeting, by=actors.person(one)) for one in (amina, bruno)}
        assert {one.person for one in rooms.pop().presences.all()} == {amina, bruno}
    assert not rooms
    assert Entry.objects.filter(deed="meetings.room_opened").count() == 1
