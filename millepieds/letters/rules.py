"""When a letter is tried again. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 12
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """Wait twice as long after each failure; after twelve, give up and show it."""
    if tries >= TRIES:
        return None
    wait: timedelta = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return now + wait


@dataclass(frozen=True)
class News:
    """Of a letter that one may stop, and that never leaves at night, however often it is tried."""

    stop: str
    quiet_until: int
    quiet_from: int


def is_quiet(hour: int, *, until: int, since: int) -> bool:
    """Whether no news leave at this hour of the town.

    >>> [hour for hour in range(24) if not is_quiet(hour, until=8, since=21)]
    [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
    """
    return hour < until or hour >= since
