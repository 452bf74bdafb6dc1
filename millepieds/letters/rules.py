"""When a letter is tried again. Plain Python."""

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
