"""Majority judgment: the exact order of options by their grades, ties told as ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from civics.judgment.tallies import NoOpinion, Tallies, ranks_of

Key = tuple[int, ...]


@dataclass(frozen=True)
class Judgment:
    """`ranking` goes from the best; options in one group are equal, and nothing tells them apart.

    `majority_grade` is the place of the grade in `tallies.grades` (0 is the best). `unjudged` are
    options that nobody graded, when absent opinions are excluded: they have no place.
    """

    tallies: Tallies
    no_opinion: NoOpinion
    ranking: tuple[tuple[str, ...], ...]
    majority_grade: Mapping[str, int]
    unjudged: tuple[str, ...] = ()

    @property
    def ranks(self) -> dict[str, int]:
        """The rank of each option, 1 for the first; equal options have an equal rank."""
        return ranks_of(self.ranking)


def judge(tallies: Tallies, *, no_opinion: NoOpinion = NoOpinion.WORST) -> Judgment:
    """Rank options by majority judgment, with its full tie-breaking.

    An option’s majority grade is the one in the middle of its grades, from worst to best (of an even
    number, the lower of the two middle ones). Between equal majority grades, one vote of that grade is
    taken away from each and the middle is looked for again, until it differs; never, and they are
    equal. With EXCLUDED, the same is done with equal shares instead of single votes, exactly.
    Source: Balinski and Laraki, Majority Judgment (MIT Press, 2011).

    >>> from civics.judgment.tallies import make_tallies
    >>> found = judge(make_tallies({"A": [268, 305, 102, 159, 166], "B": [242, 381, 81, 182, 114],
    ...                             "C": [87, 161, 202, 223, 327]}))
    >>> found.ranking, dict(found.majority_grade)
    ((('B',), ('A',), ('C',)), {'A': 1, 'B': 1, 'C': 3})
    """
    counts = tallies.taken(no_opinion)
    judged = {option: given for option, given in counts.items() if any(given)}
    # with one common total, shares are whole numbers
    common = lcm(*(sum(given) for given in judged.values())) if judged else 1
    groups: dict[Key, list[str]] = {}
    for option, given in judged.items():
        groups.setdefault(majority_key(given, common // sum(given)), []).append(option)
    return Judgment(
        tallies=tallies,
        no_opinion=no_opinion,
        ranking=tuple(tuple(groups[key]) for key in sorted(groups, reverse=True)),
        majority_grade={option: majority_grade(given) for option, given in judged.items()},
        unjudged=tuple(option for option in counts if option not in judged),
    )


def majority_grade(counts: Sequence[int]) -> int:
    """The place of the middle grade, from counts that go from the best grade (0) to the worst.

    >>> majority_grade([2, 0, 2])  # of an even number, the lower of the two in the middle
    2
    """
    total, seen = sum(counts), 0
    for place in range(len(counts) - 1, -1, -1):
        seen += counts[place]
        if 2 * seen >= total:
            return place
    raise AssertionError


def majority_key(counts: Sequence[int], weight: int = 1) -> Key:
    """A key that sorts as majority judgment does: greater is better, equal is equal.

    `counts` go from the best grade to the worst; each vote counts `weight` times. Keys compare if the
    weighted totals are equal.

    Taking votes away from the middle, one by one, reads the grades outwards from the middle: one of
    the lower half, one of the upper half, and so on. So walk outwards on both sides at once. As long
    as neither side meets another grade, nothing happens: only the length of that stretch matters, and
    what ends it. Ended by a worse grade below, a longer stretch is better; ended by a better grade
    above, a shorter one is better, and it is always better than the former. (If both end together, the
    lower half is read first.) Votes are counted double, so that an odd one in the middle has two halves.
    """
    worst = len(counts) - 1
    half = weight * sum(counts)  # half of the votes, counted double
    below = outwards(counts, weight, half, range(worst, -1, -1))
    above = outwards(counts, weight, half, range(worst + 1))
    lower, lower_left = below.pop()
    upper, upper_left = above.pop()
    key = [-lower, -upper]
    while True:
        run = min(lower_left, upper_left)
        half -= run
        lower_left -= run
        upper_left -= run
        if not half:
            return (*key, 0)
        ends_below = not lower_left
        if not lower_left:
            lower, lower_left = below.pop()
        if not upper_left:
            upper, upper_left = above.pop()
        # half is what is left: long stretches leave little
        key += [-half - 1 if ends_below else half + 1, -lower, -upper]


def outwards(
    counts: Sequence[int], weight: int, half: int, from_the_end: range
) -> list[tuple[int, int]]:
    """One half as (grade, votes counted double), so that pop() walks from the middle to the end.

    `half` is the weighted total; `from_the_end` goes from the grade at that end to the other one.
    """
    stretches = []
    for grade in from_the_end:
        votes = min(2 * weight * counts[grade], half)
        if votes:
            stretches.append((grade, votes))
            half -= votes
    return stretches
