"""Who comes to a meeting, for those who may know."""

from django.db.models import QuerySet

from millepieds.meetings.models import Meeting, SignUp


def coming_to(meeting: Meeting) -> QuerySet[SignUp]:
    """Those who signed up and did not withdraw, first come first."""
    return SignUp.objects.filter(meeting=meeting, withdrawn_at=None)


def places_taken(meeting: Meeting) -> set[int]:
    return {
        place
        for place in coming_to(meeting).values_list("place", flat=True)
        if place is not None
    }  # fmt: skip
