"""The fairest chances if people could be cut in pieces: a bound that no lottery passes."""

import numpy as np

from civics.panels.certificate import Level, level_by_rules
from civics.panels.kinds import Kinds
from civics.panels.solver import NO_LIMIT, Floats, Programme

SAME = 1e-9  # chances closer than this are the same level
COUNTS = 1e-9  # a price smaller than this is noise


class NoAnswer(Exception):
    """The rules cannot be met, even by pieces of people."""


def fair_levels(model: Kinds, *, only_first: bool = False) -> tuple[list[Level], Floats]:
    """Raise the smallest chance, then the next, until nobody's can rise (leximin).

    Returns the levels from the lowest and, for each kind, how many of it an average panel has.
    With `only_first` it stops at the lowest (maximin). Raises NoAnswer. Source: max-min fairness,
    for lotteries in Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting
    citizens' assemblies", Nature 596 (2021).
    """
    sizes = np.array([len(kind.people) for kind in model.kinds], float)
    caps = np.array([kind.most for kind in model.kinds], float)
    programme, last = _programme(model, sizes, caps), len(sizes)
    floor = np.zeros(len(sizes))  # what each average panel has at least: settled chances
    active = np.ones(len(sizes), bool)
    capped: dict[int, int] = {}
    rows, columns = _places(model)
    levels: list[Level] = []
    lowest = 0.0
    while active.any():
        weights = np.where(active, sizes, 0.0)
        totals = np.bincount(rows, weights[columns], len(model.rules))
        settled = np.bincount(rows, floor[columns] * ~active[columns], len(model.rules))
        for place, rule in enumerate(model.rules):
            programme.weigh(place, last, totals[place])
            programme.limit(place, rule.least - settled[place], rule.most - settled[place])
        room = caps - np.where(active, sizes * lowest, floor)
        programme.bound(
            np.zeros(last + 1),
            np.append(np.maximum(room, 0), float((caps[active] / sizes[active]).min())),
        )
        while True:
            if not programme.solve():
                raise NoAnswer if not levels else ArithmeticError("a level was lost")
            point = programme.point
            chance = point[last]
            average = point[:last] + np.where(active, sizes * chance, floor)
            over = [kind for kind in np.flatnonzero(average > caps + SAME) if kind not in capped]
            if not over:
                break
            for kind in over:
                capped[int(kind)] = len(model.rules) + len(capped)
                programme.add_row(
                    -NO_LIMIT, caps[kind], [int(kind), last], [1.0, float(sizes[kind])]
                )
        row_prices, prices = programme.prices
        found = active & ((prices[:last] > COUNTS) | (caps / sizes <= chance + SAME))
        if not found.any():
            raise ArithmeticError("the levels cannot be told apart")
        levels.append(
            level_by_rules(
                model,
                float(chance),
                [int(kind) for kind in np.flatnonzero(found)],
                set(np.flatnonzero(found | ~active)),
                [float(-price) for price in row_prices[: len(model.rules)]],
            )
        )
        if only_first:
            return levels, average
        floor[found] = sizes[found] * chance
        active &= ~found
        lowest = float(chance)
        for kind in np.flatnonzero(found):
            if kind in capped:
                programme.weigh(capped[int(kind)], last, 0.0)
                programme.limit(capped[int(kind)], -NO_LIMIT, caps[kind] - floor[kind])
    return levels, floor


def _programme(model: Kinds, sizes: Floats, caps: Floats) -> Programme:
    """Unknowns: what each kind has above the level, then the level itself, which is raised."""
    count = len(sizes)
    return Programme(
        cost=[*[0.0] * count, -1.0],
        lower=np.zeros(count + 1),
        upper=[*caps, 1.0],
        rows=[([*rule.kinds, count], [*[1.0] * len(rule.kinds), 1.0]) for rule in model.rules],
        low=[rule.least for rule in model.rules],
        high=[rule.most for rule in model.rules],
    )


def _places(model: Kinds) -> tuple[Floats, Floats]:
    rows = [place for place, rule in enumerate(model.rules) for _ in rule.kinds]
    columns = [kind for rule in model.rules for kind in rule.kinds]
    return np.array(rows, int), np.array(columns, int)
