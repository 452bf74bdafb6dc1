"""What a room has before it: what it treats, however many rounds wait, and one opening told once."""

import pytest

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.consenting import hold
from millepieds.decisions.tests.rounds import make_round
from millepieds.journal.models import Entry
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


def test_two_who_lead_open_one_room_and_the_journal_tells_it_once(meeting, amina, bruno) -> None:
    take_duty(meeting, Duty.FACILITATOR, by=actors.person(bruno))
    with pretend(meeting.starts_at):
        rooms = {open_room(meeting, by=actors.person(one)) for one in (amina, bruno)}
        assert {one.person for one in rooms.pop().presences.all()} == {amina, bruno}
    assert not rooms
    assert Entry.objects.filter(deed="meetings.room_opened").count() == 1
