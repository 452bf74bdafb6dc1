"""What is kept of meetings."""

from millepieds.meetings.models.agenda import Point, Turn
from millepieds.meetings.models.calendar import CalendarKey
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.coming import SignUp
from millepieds.meetings.models.minutes import Attendance, Minutes, Wording

__all__ = [
    "Attendance",
    "CalendarKey",
    "Meeting",
    "Minutes",
    "Point",
    "SignUp",
    "Turn",
    "Wording",
]
