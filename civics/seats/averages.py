"""Seats one by one to the highest average, as the law tells it, so that each step can be redone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from civics.problems import WrongInput

Eldest = Callable[[Sequence[str], Mapping[str, int]], Sequence[str]]


@dataclass(frozen=True)
class Award:
    """One seat and who had the highest average: votes divided by (seats already shared + 1).

    `tied` names lists with this very average when only their votes, or the ages of their
    candidates, could tell to whom this seat goes; `by_age` is true when votes were equal too.
    """

    to: str
    averages: Mapping[str, Fraction]
    tied: tuple[str, ...] = ()
    by_age: bool = False


@dataclass(frozen=True)
class Shared:
    """Seats shared in proportion: whole quotients first, then one award at a time.

    `unfilled` counts seats that no list has a name left for.
    """

    to_share: int
    quotient: Fraction
    whole: Mapping[str, int]
    awards: tuple[Award, ...]
    seats: Mapping[str, int]
    unfilled: int = 0


def share_by_highest_average(
    votes: Mapping[str, int],
    to_share: int,
    *,
    valid: int,
    eldest: Eldest,
    names: Mapping[str, int] | None = None,
) -> Shared:
    """Share `to_share` seats among lists in proportion to their votes (d’Hondt’s method).

    `valid` is the number of votes cast validly, the lists left out included: the quotient is
    valid / to_share. `names` limits the seats of a list to the names it has. `eldest` is asked only
    when votes and averages are equal: it puts lists in order of age, given the seats each has.
    Raises WrongInput for fewer than no seats, and for more votes than valid ones.
    Source: code électoral, L262; Conseil d’État, 30 January 2015, n° 382627.

    >>> shared = share_by_highest_average(
    ...     {"Delafosse": 24046, "Saurel": 17644, "Altrad": 9226}, 32, valid=50916, eldest=list)
    >>> dict(shared.whole), [award.to for award in shared.awards]
    ({'Delafosse': 15, 'Saurel': 11, 'Altrad': 5}, ['Altrad'])
    """
    if to_share < 0 or valid < max(1, sum(votes.values())):
        raise WrongInput(
            f"{to_share} sièges, {valid} suffrages exprimés",
            expected="autant de suffrages que de voix",
        )
    limits = {name: to_share if names is None else names[name] for name in votes}
    whole = {name: min(count * to_share // valid, limits[name]) for name, count in votes.items()}
    seats = dict(whole)
    awards: list[Award] = []
    left = to_share - sum(whole.values())
    while left:
        # whoever has no vote has no average
        averages = {
            name: Fraction(count, seats[name] + 1)
            for name, count in votes.items()
            if count and seats[name] < limits[name]
        }
        if not averages:
            break
        best = max(averages.values())
        first = [name for name in votes if averages.get(name) == best]
        for award in _to_the_first(first, left, averages, votes, seats, eldest):
            awards.append(award)
            seats[award.to] += 1
            left -= 1
    return Shared(to_share, Fraction(valid, to_share or 1), whole, tuple(awards), seats, left)


def _to_the_first(
    first: Sequence[str],
    left: int,
    averages: Mapping[str, Fraction],
    votes: Mapping[str, int],
    seats: Mapping[str, int],
    eldest: Eldest,
) -> list[Award]:
    """Seats for lists of one same average; if there are fewer seats, most votes, then age."""
    if len(first) <= left:
        return [Award(name, averages) for name in first]
    order = sorted(first, key=lambda name: -votes[name])  # sorted keeps equals as they were
    last_votes = votes[order[left - 1]]
    equals = [name for name in first if votes[name] == last_votes]
    safe = [name for name in order if votes[name] > last_votes]
    by_age = len(safe) + len(equals) > left
    taken = list(eldest(equals, seats)) if by_age else equals
    return [
        Award(name, averages, tied=tuple(first), by_age=by_age and name in equals)
        for name in (safe + list(taken))[:left]
    ]
