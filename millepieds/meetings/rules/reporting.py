"""A mandate is reported on: at which rhythm, until which day, and when that is late."""

from datetime import date, timedelta
from enum import StrEnum

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.meetings.rules.agenda import ASSIGNED, TRACE
from millepieds.meetings.rules.terms import OPENNESS, Openness

REPORT_EVERY = declare_rule(
    "meetings.report_every",
    _("Whoever holds a mandate reports on it every %(value)s, unless the role says otherwise."),
    unit=Unit.DAYS, least=14, most=365, default=90, article=TRACE,
)  # fmt: skip
REPORT_GRACE = declare_rule(
    "meetings.report_grace", _("A report of mandate is late %(value)s after its day."),
    unit=Unit.DAYS, least=1, most=60, default=14, article=TRACE,
)  # fmt: skip

BEFORE = 7  # days: a letter says that the day comes; a report given since then covers the end
STAYS = 365  # days during which a mandate that ended without its last report is shown as late

READERS: dict[StrEnum, str] = {one: OPENNESS[one] for one in (Openness.MEMBERS, Openness.CIRCLE)}


class Due(StrEnum):
    """Where the next report of a mandate stands. Always derived from dates."""

    LATER = "later"
    SOON = "soon"
    NOW = "now"
    LATE = "late"


def due_on(last: date, *, every: int, over_on: date) -> date | None:
    """The day of the next report, the end of the mandate at the latest; none once that one is given.

    >>> due_on(date(2030, 1, 1), every=90, over_on=date(2030, 12, 31))
    datetime.date(2030, 4, 1)
    >>> due_on(date(2030, 12, 1), every=90, over_on=date(2030, 12, 31))
    datetime.date(2030, 12, 31)
    >>> due_on(date(2030, 12, 24), every=90, over_on=date(2030, 12, 31)) is None
    True
    """
    if last + timedelta(days=BEFORE) >= over_on:
        return None
    return min(last + timedelta(days=every), over_on)


def stands(due: date, *, grace: int, on: date) -> Due:
    """Late once the days of grace are over, the last one included."""
    if on > due + timedelta(days=grace):
        return Due.LATE
    if on >= due:
        return Due.NOW
    return Due.SOON if on + timedelta(days=BEFORE) >= due else Due.LATER


def refusal_to_report(*, started: bool, is_member: bool) -> Refusal | None:
    """Asked of its holder: to anyone else, there is nothing to report on."""
    if not started:
        return Refusal(
            _("This mandate has not begun, or was never accepted."), article=ASSIGNED,
            who=Who.NOBODY, instead=_("Report on it once you have held it for a while."),
        )  # fmt: skip
    if not is_member:
        return Refusal(
            _("One reports to a movement that one belongs to."), article=ASSIGNED, who=Who.MEMBERS,
            instead=_("Write to someone of the circle: they can read it out at a meeting."),
        )  # fmt: skip
    return None


def refusal_to_answer_report(*, is_author: bool, is_member: bool, already: bool) -> Refusal | None:
    """Whoever reads a report answers it, once."""
    if is_author:
        return Refusal(
            _("A report is answered by the others."), article=TRACE, who=Who.CIRCLE,
            instead=_("Add what you want to say in your next report, or at a meeting."),
        )  # fmt: skip
    if not is_member:
        return Refusal(
            _("Only members answer a report."), article=TRACE, who=Who.MEMBERS,
            instead=_("Speak to someone of the circle."),
        )  # fmt: skip
    if already:
        return Refusal(
            _("You have answered this report already."), article=TRACE, who=Who.NOBODY,
            instead=_("Say more at the next meeting, or add a point to its agenda."),
        )  # fmt: skip
    return None
