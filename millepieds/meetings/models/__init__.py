"""What is kept of meetings."""

from millepieds.meetings.models.calling import Meeting
from millepieds.meetings.models.coming import SignUp

__all__ = ["Meeting", "SignUp"]
