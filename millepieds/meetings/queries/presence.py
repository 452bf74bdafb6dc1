"""Who could have been at a meeting: those whom a scribe ticks rather than types."""

from datetime import date

from millepieds.decisions.queries.consent import is_the_root, voices_in
from millepieds.meetings.models import Attendance, Meeting
from millepieds.meetings.queries.coming import coming_to
from millepieds.members.queries import members_on


def near(meeting: Meeting, *, on: date) -> set[int]:
    """Those of the circle, those who signed up, had a duty or are named; in the Agora, not every member."""
    people = set(coming_to(meeting).values_list("person_id", flat=True))
    people |= set(meeting.turns.values_list("person_id", flat=True))
    named = Attendance.objects.filter(minutes__meeting=meeting)
    people |= set(named.values_list("person_id", flat=True))
    if meeting.called_by_id:
        people.add(meeting.called_by_id)
    if not is_the_root(meeting.circle_id, on=on):
        people |= voices_in(meeting.circle_id, on=on)
    return set(members_on(on).filter(person_id__in=people).values_list("person_id", flat=True))
