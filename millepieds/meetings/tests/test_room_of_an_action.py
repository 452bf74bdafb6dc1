"""The room of an action opens for whoever comes: from outside, nobody learns its hour."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.room import open_room
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle

pytestmark = pytest.mark.django_db


def test_whoever_has_no_place_learns_no_hour_from_the_room(as_, amina, bruno, odile) -> None:
    meeting = make_meeting(
        make_meeting_circle(amina, bruno, by=odile), by=amina, kind=Kind.ACTION,
        openness=Openness.MEMBERS,
    )  # fmt: skip
    room = reverse("meetings:room", args=[meeting.pk])
    with pretend(meeting.starts_at - timedelta(minutes=20)):
        open_room(meeting, by=actors.person(amina))
        shown = as_(bruno).get(meeting.get_absolute_url())
        assert room not in shown.content.decode()
        assert as_(bruno).get(room).status_code == 403
        assert as_(bruno).get(reverse("meetings:screen", args=[meeting.pk])).status_code == 403
        sign_up(meeting, by=actors.person(bruno))
        assert room in as_(bruno).get(meeting.get_absolute_url()).content.decode()
        assert as_(bruno).get(room).status_code == 200
        assert as_(amina).get(room).status_code == 200
