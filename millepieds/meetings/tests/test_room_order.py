"""Two circles meet on one evening: in one of them, by its own rule, women, men and others speak in turn."""

import pytest
from django.urls import reverse

from millepieds.charter.tests.makers import change
from millepieds.circles.tests.makers import make_own_rule
from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.meetings.actions.closing import close_room
from millepieds.meetings.actions.room import come_in, open_room, raise_hand
from millepieds.meetings.models import Meeting, Sitting
from millepieds.meetings.queries.room import room_of
from millepieds.meetings.rules.room import ALTERNATES
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from millepieds.people.rules import Gender

pytestmark = pytest.mark.django_db
MEN_AND_A_WOMAN = (Gender.MAN, Gender.MAN, Gender.WOMAN)


def order(meeting: Meeting, people: list[Person]) -> tuple[Sitting, list[str]]:
    """Two men ask for the floor, then a woman."""
    sitting = open_room(meeting, by=actors.person(people[0]))
    for person, gender in zip(people, MEN_AND_A_WOMAN, strict=True):
        hand = actors.person(person)
        raise_hand(come_in(sitting, gender, by=hand), by=hand)
    return sitting, [str(hand.presence.person) for hand in room_of(sitting, meeting).line]


@pytest.fixture
def people(bruno: Person, amina: Person, leila: Person) -> list[Person]:
    return [bruno, amina, leila]


def test_a_room_alternates_in_one_circle_and_not_in_another(as_, people, odile) -> None:
    bruno = people[0]
    meetings = [
        make_meeting(make_meeting_circle(*people, by=odile), by=bruno) for _ in range(2)
    ]  # fmt: skip
    make_own_rule(meetings[0].circle, ALTERNATES, 1, by=odile)
    with pretend(meetings[0].starts_at):
        (sitting, turns), (_, plain) = (order(each, people) for each in meetings)
        pages = [
            as_(bruno).get(reverse("meetings:room", args=[each.pk])).content.decode()
            for each in meetings
        ]
        assert turns == ["Bruno", "Leïla", "Amina"]
        assert plain == ["Bruno", "Amina", "Leïla"]
        assert ["la règle de ce cercle" in page for page in pages] == [True, False]
        make_own_rule(meetings[0].circle, ALTERNATES, None, by=odile)
        close_room(sitting, by=actors.person(bruno))
        again = open_room(meetings[0], by=actors.person(bruno))
        assert room_of(again, meetings[0]).alternates  # a room keeps the rule it opened under


def test_a_circle_may_leave_the_order_of_hands_alone_where_the_movement_alternates(
    people, odile
) -> None:
    meeting = make_meeting(make_meeting_circle(*people, by=odile), by=people[0])
    change(ALTERNATES, 1, odile)
    make_own_rule(meeting.circle, ALTERNATES, 0, by=odile)
    with pretend(meeting.starts_at):
        assert order(meeting, people)[1] == ["Bruno", "Amina", "Leïla"]
