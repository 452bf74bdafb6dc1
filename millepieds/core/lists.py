"""What a long list asks again and again, and which stays as it is while a server runs."""

from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language


@lru_cache(maxsize=10_000)
def address_of(view: str, *numbers: int) -> str:
    return reverse(view, args=numbers)


def day_in_words(day: date) -> str:
    return _in_words(day, "DATE_FORMAT", get_language())


def month_in_words(day: date) -> str:
    return _in_words(day, "F Y", get_language())


def moment_in_words(moment: datetime) -> str:
    """The day and the hour, in the town."""
    return _in_words(localtime(moment), "DATETIME_FORMAT", get_language())


@lru_cache(maxsize=10_000)
def _in_words(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form)
