"""Delegates who elect the senators: how many a council has, and how its lists share them."""

from collections.abc import Mapping
from dataclasses import dataclass

from civics.problems import WrongInput
from civics.seats.ages import Births
from civics.seats.averages import Shared, share_by_highest_average
from civics.seats.council import NOBODY

ALL_ARE_DELEGATES_FROM = 9_000
MORE_ABOVE, ONE_MORE_PER = 30_000, 800
LISTS_FROM = 1_000
LARGEST_POPULATION = 100_000_000  # beyond that it is a slip of the hand
OF_SMALL_COUNCILS = {7: 1, 11: 1, 15: 3, 19: 5, 23: 7, 27: 15, 29: 15}


@dataclass(frozen=True)
class Delegates:
    """`by_right` are the councillors themselves; `elected` and `substitutes` are elected by them."""

    by_right: int
    elected: int
    substitutes: int

    @property
    def all_told(self) -> int:
        """Delegates who vote, substitutes not counted."""
        return self.by_right + self.elected


@dataclass(frozen=True)
class DelegatesShared:
    """How the lists of a council share the delegates to elect, then their substitutes."""

    delegates: Shared
    substitutes: Shared


def delegates(population: int, council: int) -> Delegates:
    """How many delegates, from the inhabitants of a commune and the seats of its council.

    Raises WrongInput where the law we read has no number. Source: code électoral, L284 to L286.

    >>> delegates(285_121, 65), delegates(285_121, 65).all_told
    (Delegates(by_right=65, elected=318, substitutes=79), 383)
    >>> delegates(600, 15)
    Delegates(by_right=0, elected=3, substitutes=3)
    """
    if not 0 <= population <= LARGEST_POPULATION or council < 1:
        raise WrongInput(
            f"{population} habitants et {council} sièges ne vont pas",
            expected=f"0 à {LARGEST_POPULATION} habitants et au moins un siège",
        )
    if population >= ALL_ARE_DELEGATES_FROM:
        more = max(0, population - MORE_ABOVE) // ONE_MORE_PER
        return Delegates(council, more, _substitutes(council + more))
    if council not in OF_SMALL_COUNCILS:
        raise WrongInput(
            f"le nombre de délégués d’un conseil de {council} sièges n’a pas été lu pour"
            f" {population} habitants",
            expected="un conseil de " + ", ".join(map(str, OF_SMALL_COUNCILS)),
        )
    elected = OF_SMALL_COUNCILS[council]
    return Delegates(0, elected, _substitutes(elected))


def _substitutes(delegates: int) -> int:
    return 3 + max(0, -(-(delegates - 5) // 5))


def allot_delegates(
    votes: Mapping[str, int],
    posts: Delegates,
    *,
    population: int,
    names: Mapping[str, int] | None = None,
    births: Births = NOBODY,
) -> DelegatesShared:
    """How lists of councillors share the delegates to elect, then their substitutes.

    `votes` counts councillors by list. A list may be shorter than the posts: `names` says how many
    names each has (delegates first, then substitutes). No bonus, no threshold. What decides between
    equal lists, and who gets what a short list has no name for, is not confirmed by what we read:
    we do as L262, and give it to the next average. Raises WrongInput. Source: code électoral, L289.

    >>> shared = allot_delegates({"A": 48, "B": 11, "C": 4, "D": 2}, delegates(285_121, 65),
    ...                          population=285_121)
    >>> list(shared.delegates.seats.values()), list(shared.substitutes.seats.values())
    ([236, 54, 19, 9], [60, 13, 4, 2])
    """
    if population < LISTS_FROM:
        raise WrongInput(
            f"comment {population} habitants élisent leurs délégués n’a pas été lu",
            expected=f"au moins {LISTS_FROM} habitants, où l’on vote pour des listes",
        )
    if not votes or min(votes.values()) < 0 or not any(votes.values()):
        raise WrongInput("aucune voix n’est donnée", expected="les voix de chaque liste")
    if names is not None and set(names) != set(votes):
        raise WrongInput(
            "les noms par liste ne sont pas ceux des listes", expected=", ".join(votes)
        )
    valid = sum(votes.values())
    first = share_by_highest_average(
        votes, posts.elected, valid=valid, eldest=births.eldest_next, names=names
    )
    left = None if names is None else {name: names[name] - first.seats[name] for name in votes}
    then = share_by_highest_average(
        votes,
        posts.substitutes,
        valid=valid,
        eldest=lambda lists, seats: births.eldest_next(
            lists, {name: first.seats[name] + seats[name] for name in lists}
        ),
        names=left,
    )
    return DelegatesShared(first, then)
