"""What is kept of meetings."""

from millepieds.meetings.models.agenda import Point, Turn
from millepieds.meetings.models.calendar import CalendarKey
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.coming import SignUp
from millepieds.meetings.models.guests import Guest, Headcount
from millepieds.meetings.models.minutes import Attendance, Minutes, Wording
from millepieds.meetings.models.reporting import MandateReport, ReportAnswer, ReportNotice
from millepieds.meetings.models.room import Hand, Presence, Sitting, Suggestion
from millepieds.meetings.models.tasks import Task

__all__ = [
    "Attendance",
    "CalendarKey",
    "Guest",
    "Hand",
    "Headcount",
    "MandateReport",
    "Meeting",
    "Minutes",
    "Point",
    "Presence",
    "ReportAnswer",
    "ReportNotice",
    "SignUp",
    "Sitting",
    "Suggestion",
    "Task",
    "Turn",
    "Wording",
]
