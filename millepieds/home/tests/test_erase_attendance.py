"""Whoever was at a meeting, or sent word, may be forgotten, whatever they said of its minutes."""

import pytest

from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.home.actions import erase
from millepieds.meetings.models import Attendance, Minutes
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("present", "answer", "change", "left"),
    [
        (False, "", "", ""), (True, "", "", ""), (True, "approves", "", ""),
        (True, "change", "C’était mardi.", "…"),
    ],
)  # fmt: skip
def test_only_words_that_were_said_are_blanked(
    amina, bruno, odile, present: bool, answer: str, change: str, left: str
) -> None:
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina)
    Attendance.objects.create(
        minutes=Minutes.objects.create(meeting=meeting), person=bruno, present=present,
        answer=answer, change_wanted=change, answered_at=now() if answer else None,
    )  # fmt: skip
    erase(bruno, by=actors.person(bruno))
    assert Attendance.objects.get().change_wanted == left
