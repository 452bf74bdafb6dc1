"""What a change of rule would touch among meetings: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.meetings.models import Minutes
from millepieds.meetings.queries.reporting import late_reports, to_report
from millepieds.meetings.rules.minutes import MINUTES_SILENCE
from millepieds.meetings.rules.reporting import REPORT_EVERY, REPORT_GRACE, Due


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


@effect(REPORT_EVERY)
def reports_by_rhythm(value: int, on: date) -> Sequence[Touched]:
    """Nothing is kept from before: the next report of each mandate follows the rule of the day."""
    return _late_then(sum(one.stands is Due.LATE for one in to_report(on, value)), on)


@effect(REPORT_GRACE)
def reports_by_grace(value: int, on: date) -> Sequence[Touched]:
    return _late_then(sum(one.stands is Due.LATE for one in to_report(on, None, value)), on)


def _late_then(many: int, on: date) -> Sequence[Touched]:
    """How many, never whose."""
    said = ngettext(
        "%(n)s report of mandate would be late (%(before)s without this change)",
        "%(n)s reports of mandates would be late (%(before)s without this change)", many,
    )  # fmt: skip
    before = len(late_reports(on=on))
    if many == before:
        return ()
    return [Touched(said % {"n": many, "before": before}, reverse("meetings:reports"))]
