"""Why no lottery is fairer, in whole numbers that anyone can add up again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from civics.panels.kinds import Kinds

SCALE = 2**40  # prices are rounded to this part of one; a rounded price still proves something


@dataclass(frozen=True)
class Level:
    """Some kinds, their chance, and why it cannot rise without lowering one that is not larger.

    Each person of kind `k` weighs `weights[k]`; only kinds whose chance is at most `chance` weigh
    anything. No panel weighs more than `ceiling`, and the lottery's panels weigh that on average:
    if one of these people had more, another had less. `prices`, one a rule, prove the ceiling
    by addition (see `ceiling_by_rules`); without prices, a search of every panel proved it.
    """

    chance: float
    kinds: tuple[int, ...]
    weights: tuple[int, ...]
    ceiling: int
    prices: tuple[int, ...] = ()


def level_by_rules(
    model: Kinds, chance: float, kinds: Sequence[int], low: Collection[int], prices: Sequence[float]
) -> Level:
    """A level from what each rule costs: only kinds in `low` weigh, what their rules say."""
    whole = tuple(round(price * SCALE) for price in prices)
    said = price_of_each(model, whole)
    weights = tuple(max(0, value) if kind in low else 0 for kind, value in enumerate(said))
    return Level(
        chance, tuple(kinds), weights, ceiling_by_rules(model, weights, whole), prices=whole
    )


def ceiling_by_rules(model: Kinds, weights: Sequence[int], prices: Sequence[int]) -> int:
    """More than any panel can weigh, by adding its rules, each multiplied by its price.

    A rule with a positive price counts for its most, with a negative one for its least; whatever a
    kind weighs beyond the prices of its rules counts for all who could be there. Source: weak
    duality of linear programming (von Neumann, 1947).

    >>> from civics.panels.kinds import Kind, Rule
    >>> women, men = Kind(("a",), ("1",), 1), Kind(("b", "c"), ("2", "3"), 2)
    >>> model = Kinds((women, men), (Rule((0, 1), 2, 2), Rule((0,), 1, 1)))
    >>> ceiling_by_rules(model, [0, 1], [1, -1])  # two places, less the woman's
    1
    """
    said = price_of_each(model, prices)
    return sum(
        max(price * rule.least, price * rule.most)
        for price, rule in zip(prices, model.rules, strict=True)
    ) + sum(
        max(0, weight - value) * kind.most
        for weight, value, kind in zip(weights, said, model.kinds, strict=True)
    )


def most_that_could_rise(
    model: Kinds, levels: Sequence[Level], totals: Sequence[int], mass: int
) -> Fraction:
    """By how much one chance, at most, could still rise without lowering one that is not larger.

    `totals[k] / mass` people of kind `k` are in an average panel. 0 proves the lottery optimal to the
    last digit (leximin); it counts every level, not only the lowest.
    """
    room = [
        Fraction(kind.most * mass - total, mass * len(kind.people))
        for kind, total in zip(model.kinds, totals, strict=True)
    ]
    for level in levels:
        left = left_over(level, totals, mass)
        for kind, weight in enumerate(level.weights):
            if weight and left < room[kind] * weight * len(model.kinds[kind].people):
                room[kind] = left / (weight * len(model.kinds[kind].people))
    return max(room)


def left_over(level: Level, totals: Sequence[int], mass: int) -> Fraction:
    """What the average panel weighs less than the ceiling."""
    weighed = sum(weight * total for weight, total in zip(level.weights, totals, strict=True))
    return level.ceiling - Fraction(weighed, mass)


def least_chance_at_most(model: Kinds, level: Level) -> Fraction:
    """No lottery gives everybody more than this."""
    people = sum(
        weight * len(kind.people) for weight, kind in zip(level.weights, model.kinds, strict=True)
    )
    return Fraction(level.ceiling, people)


def mean_gain_at_most(model: Kinds, level: Level, chances: Sequence[Fraction]) -> Fraction:
    """By which share the mean of all chances that are not 0 could still rise (Nash).

    The weights are one over each chance, so the ceiling bounds the sum of all new chances, each in
    proportion to the old; and a geometric mean is at most the arithmetic one (Cauchy, 1821).
    """
    there = [
        (len(kind.people), weight, chance)
        for kind, weight, chance in zip(model.kinds, level.weights, chances, strict=True)
        if weight
    ]
    people = sum(count for count, _, _ in there)
    rounding = max(1 / (chance * weight) for _, weight, chance in there)
    return level.ceiling * rounding / people - 1


def price_of_each(model: Kinds, prices: Sequence[int]) -> list[int]:
    """What a person of each kind costs: the prices of the rules that count them."""
    said = [0] * len(model.kinds)
    for price, rule in zip(prices, model.rules, strict=True):
        if price:
            for kind in rule.kinds:
                said[kind] += price
    return said
