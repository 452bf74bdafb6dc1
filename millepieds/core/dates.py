"""« Le 1er décembre »: in French the first day of a month is an ordinal. Django's formats cannot say it.

Every date of the house goes through `DateFormat`, in templates, letters and sentences alike: it is
mended there once, rather than by a filter that each sentence would have to remember.
"""

from django.utils.dateformat import DateFormat

from millepieds.core.tongues import in_french

_plain_day = DateFormat.j


def day_of_the_month(self: DateFormat) -> int | str:
    day = _plain_day(self)
    return "1er" if day == 1 and in_french() else day


def say_days_in_french() -> None:
    DateFormat.j = day_of_the_month  # type: ignore[method-assign, assignment]
