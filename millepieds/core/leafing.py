"""Leafing through a long list: whether a page follows is asked, how many there are is not.

Counting reads all that a reader may see, at each page, for one number that nobody came for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
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


def number_in(told: str | None) -> int | None:
    """The number that an address gives, or nothing: what is typed there is not always one."""
    return int(told[:DIGITS]) if told and told.isascii() and told.isdigit() else None


def leaf(rows: "QuerySet[Any, Row]", wanted: str | None, *, size: int) -> Leaf[Row]:
    return leaf_of(lambda first, last: list(rows[first:last]), wanted, size=size)


def leaf_of(
    between: Callable[[int, int], Sequence[Row]], wanted: str | None, *, size: int
) -> Leaf[Row]:
    """The page that an address asks for: the first when it is none, or beyond the end.

    `between` gives the rows from one place to another, as a slice does.
    """
    number = max(1, number_in(wanted) or 1)
    found = between((number - 1) * size, number * size + 1)
    if not found and number > 1:
        return leaf_of(between, None, size=size)
    return Leaf(list(found[:size]), number, len(found) > size)
