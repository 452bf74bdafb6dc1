"""What if the votes had been others? Seats over a whole grid of vote shares, in one call."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import index

from civics.problems import WrongInput
from civics.seats.council import bonus_seats
from civics.seats.rounds import reaches
from civics.seats.rulesets import RuleSet


@dataclass(frozen=True)
class Point:
    """Seats for one way the votes could have been cast.

    `seats` is None where they depend on the ages of candidates, or where no list has enough votes:
    nothing is decided silently.
    """

    votes: tuple[int, ...]
    seats: tuple[int, ...] | None


def what_if(shares: Iterable[Sequence[int]], *, rules: RuleSet, council: int) -> Iterator[Point]:
    """Seats for each row of `shares`: the votes of each list, in any unit (ballots, percents).

    Every row is taken as a second round, its sum being all valid votes. Exact at any size. Raises
    WrongInput at the first row that is empty, negative or without a vote.
    Source: as `civics.seats.council.allot`, to which it is equal.

    >>> from civics.seats.french import RULES
    >>> for point in what_if([(48, 34, 18), (40, 40, 20)], rules=RULES["fr-2020"], council=65):
    ...     print(point.votes, point.seats)
    (48, 34, 18) (49, 11, 5)
    (40, 40, 20) None
    """
    bonus = bonus_seats(council, rules=rules)
    for number, row in enumerate(shares, start=1):
        try:
            votes = tuple(map(index, row))  # whole numbers of any library, and nothing else
        except TypeError:
            votes = ()
        if not votes or min(votes) < 0 or not any(votes):
            raise WrongInput(
                f"{list(row)} ne va pas",
                row=number,
                expected="des nombres entiers de voix, pas tous nuls",
            )
        yield Point(votes, _seats(votes, bonus, council - bonus, rules))


def every_split(lists: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut the votes into `parts` equal parts and give them to `lists` lists.

    With 100 parts each is one percent. There are C(parts + lists - 1, lists - 1) of them.

    >>> list(every_split(2, 2))
    [(0, 2), (1, 1), (2, 0)]
    """
    if lists == 1:
        yield (parts,)
        return
    for mine in range(parts + 1):
        for others in every_split(lists - 1, parts - mine):
            yield (mine, *others)


def _seats(
    votes: tuple[int, ...], bonus: int, to_share: int, rules: RuleSet
) -> tuple[int, ...] | None:
    valid, most = sum(votes), max(votes)
    if bonus and votes.count(most) > 1:
        return None
    in_it = [
        place for place, count in enumerate(votes) if reaches(count, valid, rules.admitted_from)
    ]
    if to_share and not in_it:
        return None
    seats = [0] * len(votes)
    for place in in_it:
        seats[place] = votes[place] * to_share // valid
    left = to_share - sum(seats)
    while left:
        first: list[int] = []
        for place in in_it:
            # votes / (seats + 1) compared without dividing
            mine = votes[place]
            theirs = (votes[first[0]] * (seats[place] + 1)) if first else 0
            ours = mine * (seats[first[0]] + 1) if first else 1
            if ours > theirs:
                first = [place]
            elif ours == theirs:
                first.append(place)
        if len(first) > left:
            first.sort(key=lambda place: -votes[place])
            if votes[first[left - 1]] == votes[first[left]]:
                return None
        for place in first[:left]:
            seats[place] += 1
        left -= len(first[:left])
    seats[votes.index(most)] += bonus
    return tuple(seats)
