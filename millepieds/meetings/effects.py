"""What a change of rule would touch among meetings: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.core.clock import now
from millepieds.meetings.models import Minutes
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.rules.minutes import MINUTES_SILENCE


@effect(FUNCTIONING_MEETING)
def next_meeting_due(value: int, on: date) -> Sequence[Touched]:
    """The next one is due earlier or later."""
    found = functioning(on=on, now=now(), months=value)
    if found is None:
        return ()
    said = gettext("The next meeting about how we work would be due by %(day)s")
    return [Touched(said % {"day": date_format(found.due_on)})]


@effect(MINUTES_SILENCE)
def minutes_begun(value: int, on: date) -> Sequence[Touched]:
    """They keep the delay they were begun under."""
    begun = Minutes.objects.count()
    if not begun:
        return ()
    said = ngettext(
        "%(n)s set of minutes already begun keeps its delay",
        "%(n)s sets of minutes already begun keep their delay", begun,
    )  # fmt: skip
    return [Touched(said % {"n": begun})]
