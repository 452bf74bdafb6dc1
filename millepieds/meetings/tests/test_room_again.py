"""A room that opens again, or whose meeting goes away while it is being set up."""

from datetime import timedelta

import pytest

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.meetings.actions.calling import cancel_meeting
from millepieds.meetings.actions.closing import close_forgotten_rooms, close_room
from millepieds.meetings.actions.minuting import name_present
from millepieds.meetings.actions.preparing import Wish, add_point, withdraw_point
from millepieds.meetings.actions.room import (
    bring_in,
    come_in,
    give_floor,
    open_room,
    suggest,
)
from millepieds.meetings.models import Attendance, Hand, Meeting, Presence, Sitting
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.terms import Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.meetings.tests.test_changing import change
from millepieds.members.actions import leave

pytestmark = pytest.mark.django_db
EARLY = timedelta(minutes=30)


@pytest.fixture
def meeting(amina, bruno, odile) -> Meeting:
    return make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)


def counts() -> tuple[int | None, int | None]:
    sitting = Sitting.objects.get()
    return sitting.present, sitting.heard


def test_a_room_that_opens_again_never_counts_fewer(meeting, amina, bruno, odile) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=hers)
        give_floor(bring_in(sitting, "Salma", by=hers), by=hers)
        give_floor(come_in(sitting, by=actors.person(bruno)), by=hers)
        close_room(sitting, by=hers)
        assert counts() == (3, 2)
        come_in(open_room(meeting, by=hers), by=actors.person(odile))
        close_room(sitting, by=hers)
    assert counts() == (3, 2)
    there = Attendance.objects.filter(minutes__meeting=meeting, present=True)
    assert {one.person for one in there} == {amina, bruno, odile}  # whoever came late was there too


def test_whom_the_scribe_named_no_room_names_again(meeting, amina, bruno) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        close_room(open_room(meeting, by=hers), by=hers)
        name_present(meeting, [bruno], [], by=hers)
        close_room(open_room(meeting, by=hers), by=hers)
    assert [one.person for one in Attendance.objects.all()] == [bruno]


def test_a_room_that_nobody_closed_says_how_many_were_heard(meeting, amina) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at):
        give_floor(come_in(open_room(meeting, by=hers), by=hers), by=hers)
    with pretend(meeting.ends_at + timedelta(hours=12)):
        close_forgotten_rooms()
    assert counts() == (1, 1)


@pytest.mark.parametrize("put_off", [False, True])
def test_a_meeting_that_goes_away_closes_the_room_that_was_being_set_up(
    meeting, amina, bruno, put_off: bool
) -> None:
    hers = actors.person(amina)
    with pretend(meeting.starts_at - EARLY):
        sitting = open_room(meeting, by=hers)
        come_in(sitting, by=actors.person(bruno))
        if put_off:
            days = timedelta(days=1)
            change(
                meeting, amina, starts_at=meeting.starts_at + days, ends_at=meeting.ends_at + days
            )
        else:
            cancel_meeting(meeting, "Il neige.", by=hers)
        with pytest.raises(Refused, match=r"transparency\.trace"):
            come_in(sitting, by=hers)
    assert counts() == (2, 0)
    assert not Presence.objects.exists()
    assert not Attendance.objects.exists()  # nobody was at a meeting that did not take place
    assert Entry.objects.filter(deed="meetings.room_closed").count() == 1


def test_a_meeting_that_begins_a_little_later_keeps_its_room(meeting, amina) -> None:
    with pretend(meeting.starts_at - EARLY / 2):
        sitting = open_room(meeting, by=actors.person(amina))
        change(meeting, amina, starts_at=meeting.starts_at + EARLY / 2)
    sitting.refresh_from_db()
    assert sitting.closed_at is None


def test_into_the_room_of_a_circle_comes_whoever_may_read_its_meeting(amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    meeting = make_meeting(circle, by=amina, openness=Openness.CIRCLE)
    chloe = actors.person(make_member("Chloé", welcomed_by=odile))
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=actors.person(amina))
        for deed in (
            lambda: come_in(sitting, by=chloe),
            lambda: suggest(sitting, "Oui.", by=chloe),
        ):
            with pytest.raises(Refused, match=r"self-management\.mandates"):
                deed()
        assert come_in(sitting, by=actors.person(bruno)).person == bruno


def test_a_point_is_taken_back_once(meeting, bruno) -> None:
    his = actors.person(bruno)
    point = add_point(meeting, Wish("Les clés", Aim.DECIDE, 10), by=his)
    first = withdraw_point(point, by=his).withdrawn_at
    assert withdraw_point(point, by=his).withdrawn_at == first
    assert Entry.objects.filter(deed="meetings.point_withdrawn").count() == 1


def test_whoever_leaves_the_movement_leads_its_room_no_more(meeting, amina, bruno) -> None:
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=actors.person(amina))
        hand = come_in(sitting, by=actors.person(bruno))
        leave(amina, by=actors.person(amina))
        with pytest.raises(Refused):
            give_floor(hand, by=actors.person(amina))
        with pytest.raises(Refused):
            close_room(sitting, by=actors.person(amina))
    assert not Hand.objects.exists()
