"""How power is spread over the group: figures about the group, never about a person."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """How power is spread over the group. Figures about the group, never about a person."""

    mandates: int
    holders: int
    share_of_most_loaded_tenth: int  # hundredths of all mandates
    above_the_warning: int  # how many people hold more than the rule warns about


def spread(mandates_by_person: Collection[int], *, warns_above: int) -> Spread:
    counts = sorted(mandates_by_person, reverse=True)
    total, tenth = sum(counts), -(-len(counts) // 10)
    share = sum(counts[:tenth]) * 100 // total if total else 0
    return Spread(total, len(counts), share, sum(count > warns_above for count in counts))


FEWEST_DECLARED = 11


@dataclass(frozen=True)
class Balance:
    """Shares of self-declared gender among holders, in hundredths rounded to five."""

    women: int
    men: int
    others: int


def balance(*, women: int, men: int, others: int) -> Balance | None:
    """Nothing below eleven persons who declared: a figure must not describe someone."""
    declared = women + men + others
    if declared < FEWEST_DECLARED:
        return None
    w, m = (round(count * 20 / declared) * 5 for count in (women, men))
    return Balance(w, m, max(0, 100 - w - m))
