"""What is kept of meetings."""

from millepieds.meetings.models.agenda import Point, Turn
from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.coming import SignUp
from millepieds.meetings.models.minutes import Attendance, Minutes, Wording
from millepieds.meetings.models.reporting import MandateReport, ReportAnswer, ReportNotice

__all__ = [
    "Attendance",
    "MandateReport",
    "Meeting",
    "Minutes",
    "Point",
    "ReportAnswer",
    "ReportNotice",
    "SignUp",
    "Turn",
    "Wording",
]
