"""When a mandate ends and how, said once: its term, or whatever came before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from millepieds.circles.rules.mandates import ENDINGS, Ending
from millepieds.core.words import _


class How(StrEnum):
    """Every way a mandate ends. Only the first three are written on it; the others are read elsewhere."""

    RESIGNED = "resigned"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    LEFT = "left"
    ROLE_CLOSED = "role_closed"
    CIRCLE_CLOSED = "circle_closed"
    TERM = "term"


HOW_IT_ENDS: dict[How, str] = {
    How.RESIGNED: ENDINGS[Ending.RESIGNED],
    How.WITHDRAWN: ENDINGS[Ending.WITHDRAWN],
    How.TAKEN_BACK: ENDINGS[Ending.TAKEN_BACK],
    How.LEFT: _("end of the membership"),
    How.ROLE_CLOSED: _("the role was closed"),
    How.CIRCLE_CLOSED: _("the circle was closed"),
    How.TERM: _("at its term"),
}


@dataclass(frozen=True)
class End:
    """The first day without a mandate, and why that day."""

    on: date
    how: How


class Dated(Protocol):
    """A mandate, as this rule reads it."""

    @property
    def ends_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def ended_how(self) -> str: ...


def end_of(
    term: Dated, *, left_on: date | None, role_closed_on: date | None, circle_closed_on: date | None
) -> End:
    """The least of the days that end it. A membership suspended until a charter is signed ends nothing."""
    early = How(term.ended_how) if term.ended_how else How.TERM
    days = [
        (term.ended_on, early), (left_on, How.LEFT), (role_closed_on, How.ROLE_CLOSED),
        (circle_closed_on, How.CIRCLE_CLOSED), (term.ends_on, How.TERM),
    ]  # fmt: skip
    return min((End(on, how) for on, how in days if on), key=lambda end: end.on)


def last_day_of(starts_on: date, end: End) -> date:
    """What people mean by "until": the day before, or the same day when it stopped the day it began."""
    return max(starts_on, end.on - timedelta(days=1))


def day_without(spans: Iterable[tuple[date, date]], *, on: date) -> date | None:
    """The first day from `on` that no span covers, walking from each to the next; none when `on` is bare.

    Spans are half-open, as mandates are: one that starts the day another ends leaves no gap.
    """
    covered = on
    for starts_on, ends_on in sorted(spans):
        if starts_on <= covered:
            covered = max(covered, ends_on)
    return covered if covered > on else None
