"""« Le 1er décembre »: in French the first day of a month is an ordinal. Django's formats cannot say it.

In English and Arabic: day, month, year and 24 hours, as on the walls of the town, not « Dec. 1, 2026 ».
Every date of the house goes through `DateFormat`, in templates, letters and sentences alike: it is
mended there once, rather than by a filter that each sentence would have to remember.
"""

from importlib import import_module
from typing import Any

from django.utils.dateformat import DateFormat

from millepieds.core.tongues import in_french

_plain_day = DateFormat.j


def day_of_the_month(self: DateFormat) -> int | str:
    day = _plain_day(self)
    return "1er" if day == 1 and in_french() else day


def say_days_as_here() -> None:
    DateFormat.j = day_of_the_month  # type: ignore[method-assign, assignment]
    for code in ("ar", "en"):
        formats: Any = import_module(f"django.conf.locale.{code}.formats")
        formats.DATE_FORMAT, formats.TIME_FORMAT = "j F Y", "H:i"
        formats.DATETIME_FORMAT = "j F Y H:i"
