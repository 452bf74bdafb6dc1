"""What people need to be able to come, and how long it is remembered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.words import _

MOST_CHILDREN = 12
GUESTS_KEPT = declare_rule(
    "meetings.guests_kept",
    _("Names, addresses and needs of guests are erased %(value)s after the meeting."),
    unit=Unit.DAYS, least=1, most=60, default=14, article="trust.consent",
)  # fmt: skip


class Need(StrEnum):
    """What someone needs to come, stay and take part."""

    WHEELCHAIR = "wheelchair"
    HEARING = "hearing"
    SIGHT = "sight"
    INTERPRETER = "interpreter"
    FOOD = "food"
    TRANSPORT = "transport"


NEEDS: dict[Need, str] = {
    Need.WHEELCHAIR: _("a place without steps (wheelchair, pushchair)"),
    Need.HEARING: _("help to hear (sign language, hearing loop)"),
    Need.SIGHT: _("help to see (large print, someone to guide me)"),
    Need.INTERPRETER: _("someone who interprets into my language"),
    Need.FOOD: _("other food (no meat, an allergy)"),
    Need.TRANSPORT: _("someone to fetch me"),
}


@dataclass(frozen=True)
class Wanted:
    """What one person needs, for themself and the children they bring."""

    children: int = 0
    ages: str = ""
    needs: tuple[str, ...] = ()
    in_words: str = ""


@dataclass(frozen=True)
class Asked:
    """What one sign-up weighs in the sum."""

    waits: bool
    is_guest: bool
    children: int
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """How many come, and what must be ready for them: no name in it."""

    come: int = 0
    wait: int = 0
    guests: int = 0
    children: int = 0
    needs: dict[str, int] = field(default_factory=dict)


def known_needs(words: Iterable[str]) -> list[str]:
    """The needs we know, in our order: what a form brings is never trusted."""
    said = set(words)
    return [need.value for need in NEEDS if need.value in said]


def summed(rows: Iterable[Asked]) -> Sum:
    """Everyone counts, whoever waits too: a place may still be theirs.

    >>> summed([Asked(False, True, 2, ("food",)), Asked(True, False, 1, ())])
    Sum(come=1, wait=1, guests=1, children=3, needs={'food': 1})
    """
    rows = list(rows)
    needs = Counter(need for row in rows for need in row.needs)
    return Sum(
        come=sum(not row.waits for row in rows), wait=sum(row.waits for row in rows),
        guests=sum(row.is_guest for row in rows), children=sum(row.children for row in rows),
        needs={need.value: needs[need.value] for need in NEEDS if needs[need.value]},
    )  # fmt: skip


def erased_on(ended_on: date, promised: Iterable[int], *, today_s: int) -> date:
    """The day it is all forgotten: the shortest of what each was promised, or the rule of today.

    >>> erased_on(date(2026, 11, 1), [14, 7], today_s=30)
    datetime.date(2026, 11, 8)
    """
    return ended_on + timedelta(days=min(promised, default=today_s))
