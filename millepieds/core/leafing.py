"""Leafing through a long list: whether a page follows is asked, how many there are is not.

Counting reads all that a reader may see, at each page, for one number that nobody came for.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
DIGITS = 9  # more would be beyond any end, and beyond what a database counts


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """One page of a list, in the words of Django's paginator; it does not know how many there are."""

    object_list: list[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def leaf(rows: "QuerySet[Row, Any]", wanted: str | None, *, size: int) -> Leaf[Row]:
    """The page that an address asks for: the first when it is none, or beyond the end."""
    number = int(wanted[:DIGITS]) if wanted and wanted.isascii() and wanted.isdigit() else 1
    return _at(rows, max(1, number), size)


def _at(rows: "QuerySet[Row, Any]", number: int, size: int) -> Leaf[Row]:
    first = (number - 1) * size
    found = list(rows[first : first + size + 1])
    if not found and number > 1:
        return _at(rows, 1, size)
    return Leaf(found[:size], number, len(found) > size)
