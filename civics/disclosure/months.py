"""Months, not days: a day tells who was there."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from civics.problems import WrongInput

A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")


def by_month(days: Iterable[date]) -> dict[str, int]:
    """How many of these days fall in each month, from the first month to the last, empty ones too.

    An empty month that were left out would tell that nobody came.

    >>> by_month([date(2019, 11, 30), date(2020, 1, 11), date(2020, 1, 14)])
    {'2019-11': 1, '2019-12': 0, '2020-01': 2}
    """
    counts = Counter((day.year, day.month) for day in days)
    if not counts:
        return {}
    (year, month), last = min(counts), max(counts)
    found = {}
    while (year, month) <= last:
        found[f"{year:04}-{month:02}"] = counts[year, month]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def refuse_days(labels: Iterable[str]) -> None:
    """Raises WrongInput at the first label that is a day.

    >>> refuse_days(["2019-11", "Mosson", "30/11/2019"])
    Traceback (most recent call last):
    civics.problems.WrongInput: « 30/11/2019 » est un jour ; attendu : un mois, par exemple 2019-11.
    """
    for label in labels:
        if A_DAY.fullmatch(label.strip()):
            raise WrongInput(f"« {label} » est un jour", expected="un mois, par exemple 2019-11")
