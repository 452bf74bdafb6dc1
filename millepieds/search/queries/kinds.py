"""What may be searched. Each area declares its own in `searched.py`, with the wall that guards it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from millepieds.people.models import Person
from millepieds.search.rules import Depth


@dataclass(frozen=True)
class Seeker:
    """Whoever searches, and when."""

    person: Person | None
    now: datetime


@dataclass(frozen=True)
class Line:
    """One thing found."""

    title: str
    url: str
    says: str  # what it is and when, in a few words


@dataclass(frozen=True)
class Found:
    """The first things found of a kind, whether there are others, and where to read them all."""

    lines: Sequence[Line]
    others: bool
    all_of_them: str


@dataclass(frozen=True)
class Searchable:
    """Its rows, the words of each at each depth, when it comes in lists (nothing: above), and what its
    area lets this reader find."""

    kind: str
    number: int  # its own, that no other kind ever takes: `rules.rank` holds it
    says: str
    rows: Callable[[], QuerySet[Any]]
    words: Callable[[Any], Mapping[Depth, str]]
    moment: Callable[[Any], datetime | None]
    find: Callable[[str, Seeker], Found]


SEARCHABLES: dict[str, Searchable] = {}


def searchable(
    kind: str,
    number: int,
    says: str,
    *,
    rows: Callable[[], QuerySet[Any]],
    words: Callable[[Any], Mapping[Depth, str]],
    moment: Callable[[Any], datetime | None],
    find: Callable[[str, Seeker], Found],
) -> None:
    """Declare a kind of thing: its area still says, in `find`, who may read what."""
    if any(one.number == number for one in SEARCHABLES.values()):
        raise ValueError(number)
    SEARCHABLES[kind] = Searchable(kind, number, says, rows, words, moment, find)
