"""What a change of rule would touch among meetings: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.core.clock import midnight_of, now
from millepieds.meetings.models import Guest, Meeting, Minutes, Sitting
from millepieds.meetings.queries.reporting import late_reports, to_report
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.rules.agenda import AGENDA_HORIZON
from millepieds.meetings.rules.minutes import MINUTES_SILENCE
from millepieds.meetings.rules.needs import GUESTS_KEPT
from millepieds.meetings.rules.reporting import REPORT_EVERY, REPORT_GRACE, Due
from millepieds.meetings.rules.room import ALTERNATES


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


@effect(ALTERNATES)
def rooms_open(value: int, on: date) -> Sequence[Touched]:
    """A room keeps the order under which it opened."""
    now_open = Sitting.objects.filter(closed_at=None).count()
    if not now_open:
        return ()
    said = ngettext(
        "%(n)s room that is open keeps its order of speaking",
        "%(n)s rooms that are open keep their order of speaking", now_open,
    )  # fmt: skip
    return [Touched(said % {"n": now_open})]


@effect(AGENDA_HORIZON)
def agendas_to_come(value: int, on: date) -> Sequence[Touched]:
    """What offers itself is asked each time the page is opened: these would follow at once."""
    coming = Meeting.objects.filter(starts_at__gte=midnight_of(on), cancelled_at=None).count()
    if not coming:
        return ()
    said = ngettext(
        "%(n)s meeting to come: its agenda would follow at once",
        "%(n)s meetings to come: their agendas would follow at once", coming,
    )  # fmt: skip
    return [Touched(said % {"n": coming})]


@effect(GUESTS_KEPT)
def guests_promised(value: int, on: date) -> Sequence[Touched]:
    """They are forgotten when they were told they would be."""
    promised = Guest.objects.count()
    if not promised:
        return ()
    said = ngettext(
        "%(n)s guest already signed up is forgotten on the day they were told",
        "%(n)s guests already signed up are forgotten on the day they were told", promised,
    )  # fmt: skip
    return [Touched(said % {"n": promised})]


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
