"""The one clock of the house.

An action takes the moment once, after the write lock, with `the_moment()`: two deeds that happen at the
same time are put in order by the database, never by luck. Pages read `now()` and `today()`.
The demonstration and the tests pretend another moment; the journal's `recorded_at` never does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

WRITE_LOCK = 2018_09_20  # any constant: the movement's first assembly

_pretended: datetime | None = None
_ahead = timedelta(0)


def now() -> datetime:
    return _pretended or timezone.now() + _ahead


def today() -> date:
    return timezone.localdate(now())


def day_of(moment: datetime) -> date:
    """The day it was in town."""
    return timezone.localdate(moment)


def noon_of(day: date) -> datetime:
    """When only the day is known: never another day, whatever the time zone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def midnight_of(day: date) -> datetime:
    """The moment a day begins in town."""
    return timezone.make_aware(datetime.combine(day, time()))


def take_write_lock() -> None:
    """One writer at a time. SQLite's IMMEDIATE transactions hold it already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])


def the_moment() -> datetime:
    """The moment of a deed: taken after the write lock, from the database's clock where it has one."""
    take_write_lock()
    if _pretended:
        return _pretended
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
            return moment + _ahead
    return timezone.now() + _ahead


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Replay the past, or look at tomorrow, in the demonstration and in tests."""
    global _pretended
    before, _pretended = _pretended, moment
    try:
        yield
    finally:
        _pretended = before


@contextmanager
def ahead(by: timedelta) -> Iterator[None]:
    """The same clock, set ahead: it goes on ticking, as a pretended moment does not."""
    global _ahead
    before, _ahead = _ahead, by
    try:
        yield
    finally:
        _ahead = before
