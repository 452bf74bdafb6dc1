"""What is kept of meetings."""

from millepieds.meetings.models.calling import Meeting

__all__ = ["Meeting"]
