"""A meeting about how we work is held as often as the movement's rule says."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

A_WEEK = 7
CALLED_BEFORE = 21  # days: three weeks to hear of it and make room


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last day of a shorter one.

    >>> months_later(date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Rhythm:
    """When the last one was held, or the movement began; by when the next is due; whether it is called."""

    last_on: date
    due_on: date
    called_on: date | None

    def is_late(self, on: date) -> bool:
        """Calling one late does not make it early: it is late until it is held."""
        return on > self.due_on

    def is_to_call(self, on: date, *, before: int) -> bool:
        return self.called_on is None and on >= self.due_on - timedelta(days=before)


def rhythm(last_on: date, *, months: int, called_on: date | None) -> Rhythm:
    return Rhythm(last_on, months_later(last_on, months), called_on)


def proposed_on(found: Rhythm, *, on: date) -> date:
    """The same day of the week as the last one, before it is late; if it is, when that day comes round.

    >>> proposed_on(rhythm(date(2026, 9, 14), months=2, called_on=None), on=date(2026, 9, 20))
    datetime.date(2026, 11, 9)
    >>> proposed_on(rhythm(date(2026, 9, 14), months=2, called_on=None), on=date(2026, 12, 1))
    datetime.date(2026, 12, 7)
    """
    back = (found.due_on.weekday() - found.last_on.weekday()) % A_WEEK
    wished = found.due_on - timedelta(days=back)
    if wished > on:
        return wished
    return on + timedelta(days=(found.last_on.weekday() - on.weekday() - 1) % A_WEEK + 1)
