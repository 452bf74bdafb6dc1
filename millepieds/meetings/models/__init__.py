"""What is kept of meetings."""

from millepieds.meetings.models.agenda import Point, Turn
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.coming import SignUp
from millepieds.meetings.models.guests import Guest, Headcount
from millepieds.meetings.models.minutes import Attendance, Minutes, Wording

__all__ = [
    "Attendance", "Guest", "Headcount", "Meeting", "Minutes", "Point", "SignUp", "Turn", "Wording",
]  # fmt: skip
