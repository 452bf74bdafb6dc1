"""How power is spread over the group: figures about the group, never about a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from civics.disclosure import FLOOR

FEWEST_OF_EACH = 3  # an answer that one or two persons gave would describe them
FEWEST_CHANGES = 3  # one answer more or less never moves what is shown


@dataclass(frozen=True)
class Spread:
    """On one day, over all mandates in force."""

    mandates: int
    holders: int
    share_of_most_loaded_tenth: int | None  # hundredths of all mandates
    above_the_warning: int  # how many people hold more than the rule warns about


def spread(mandates_by_person: Collection[int], *, warns_above: int) -> Spread:
    """Below the floor, the tenth that holds most would be one person."""
    counts = sorted(mandates_by_person, reverse=True)
    total, tenth = sum(counts), -(-len(counts) // 10)
    share = sum(counts[:tenth]) * 100 // total if len(counts) >= FLOOR else None
    return Spread(total, len(counts), share, sum(count > warns_above for count in counts))


@dataclass(frozen=True)
class Balance:
    """Shares of self-declared gender among holders, in hundredths, each rounded to five by itself."""

    women: int
    men: int
    others: int


def balance(counts: Sequence[int]) -> Balance | None:
    """Women, men, other answers: nothing as long as a share could describe someone."""
    declared = sum(counts)
    if declared < FLOOR or any(0 < count < FEWEST_OF_EACH for count in counts):
        return None
    return Balance(*((count * 40 + declared) // (2 * declared) * 5 for count in counts))


def moves(before: Sequence[int] | None, counts: Sequence[int]) -> bool:
    """Whether enough answers changed since a figure was set for another to tell of nobody."""
    if before is None:
        return True
    changes = sum(abs(new - old) for old, new in zip(before, counts, strict=True))
    return changes >= FEWEST_CHANGES
