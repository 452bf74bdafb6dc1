"""Counts about people that may be published: none under eleven, and none that others give away.

This much needs no solver; `recovery` and `two_way` do, and are imported by their own names.
"""

from civics.disclosure.months import by_month, refuse_days
from civics.disclosure.one_way import FLOOR, Published, dominated, publishable
from civics.disclosure.tables import TOTAL, Table, with_margins

__all__ = [
    "FLOOR",
    "TOTAL",
    "Published",
    "Table",
    "by_month",
    "dominated",
    "publishable",
    "refuse_days",
    "with_margins",
]
