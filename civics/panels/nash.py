"""The largest product of all chances (Nash): a little less for some, if others gain more in proportion."""

from collections.abc import Sequence

import numpy as np

from civics.panels.certificate import SCALE, Level, ceiling_by_rules, price_of_each
from civics.panels.columns import searched_levels
from civics.panels.kinds import Kinds
from civics.panels.mixture import Mixture
from civics.panels.relaxation import fair_levels
from civics.panels.rounding import Search
from civics.panels.solver import Floats
from civics.progress import Tell, silence

NEVER = 1e-9  # a chance that leximin leaves this small is one that no panel can give
CLOSE = 1e-11
TURNS = 200
ROOM = 1e-8  # by how much a panel's sum of proportions may still pass the number of people


def nash_average(model: Kinds) -> tuple[Level, Floats]:
    """How many of each kind the best average panel has, with pieces of people; and the proof.

    Whoever can be in no panel has no chance, and is left out of the product. Raises NoAnswer.
    """
    levels, fair = fair_levels(model)
    sizes = np.array([len(kind.people) for kind in model.kinds], float)
    kinds = np.flatnonzero(fair > NEVER * sizes)
    rules = model.rules
    loose = [place for place, rule in enumerate(rules) if rule.least < rule.most]
    matrix = np.zeros((len(rules), len(kinds) + len(loose)))
    where = {int(kind): place for place, kind in enumerate(kinds)}
    for place, rule in enumerate(rules):
        matrix[place, [where[kind] for kind in rule.kinds if kind in where]] = 1.0
    for column, place in enumerate(loose):
        matrix[place, len(kinds) + column] = -1.0
    point, prices = _largest_product(
        np.append(sizes[kinds], np.zeros(len(loose))),
        matrix,
        np.array([rule.least for rule in rules], float),
        np.array(
            [
                *(model.kinds[kind].most for kind in kinds),
                *(rules[place].most - rules[place].least for place in loose),
            ],
            float,
        ),
    )
    average = np.zeros(len(sizes))
    average[kinds] = point[: len(kinds)]
    weights = _proportions(sizes, average)
    whole = [round(float(-price) * SCALE) for price in prices]
    whole = _dearer(model, whole, [level for level in levels if level.chance <= NEVER])
    return Level(0.0, (), weights, ceiling_by_rules(model, weights, whole), tuple(whole)), average


def _dearer(model: Kinds, prices: list[int], never: Sequence[Level]) -> list[int]:
    """Prices at which those who can be in no panel are worth nothing: they were left out above."""
    more = [sum(level.prices[place] for level in never) for place in range(len(prices))]
    times = [
        -(price // extra)
        for price, extra in zip(
            price_of_each(model, prices), price_of_each(model, more), strict=True
        )
        if price < 0 < extra
    ]
    return [
        price + max(times, default=0) * extra for price, extra in zip(prices, more, strict=True)
    ]


def searched_nash(
    model: Kinds, search: Search, known: Sequence[Floats], *, tell: Tell = silence
) -> tuple[Level, Mixture]:
    """The same over whole panels: a panel joins while it would raise the product."""
    _, mixture = searched_levels(model, search, known, tell=tell)
    panels = [panel for _, panel in mixture]
    sizes = np.array([len(kind.people) for kind in model.kinds], float)
    there = np.flatnonzero(sum(weight * panel for weight, panel in mixture) > NEVER * sizes)
    while True:
        columns = np.array(panels).T[there]
        count = columns.shape[1]
        matrix = np.vstack(
            [
                np.hstack([np.eye(len(there)), -columns]),
                np.append(np.zeros(len(there)), np.ones(count)),
            ]
        )
        point, _ = _largest_product(
            np.append(sizes[there], np.zeros(count)),
            matrix,
            np.append(np.zeros(len(there)), 1.0),
            np.full(len(there) + count, np.inf),
        )
        shares = np.maximum(point[len(there) :], 0)
        average = np.zeros(len(sizes))
        average[there] = columns @ shares / shares.sum()
        weights = _proportions(sizes, average)
        panel, proved = search.heaviest(np.array(weights, float) / SCALE)
        known_already = any(np.array_equal(panel, other) for other in panels)
        if proved <= sizes[there].sum() * (1 + ROOM) or known_already:
            half_a_unit_each = int(panel.sum()) // 2 + 1
            level = Level(0.0, (), weights, int(np.ceil(proved * SCALE)) + half_a_unit_each)
            return level, list(zip(shares.tolist(), panels, strict=True))
        panels.append(panel)
        tell(f"{len(panels)} panels")


def _proportions(sizes: Floats, average: Floats) -> tuple[int, ...]:
    """What one person more of each kind adds, in proportion to their chance."""
    return tuple(
        round(size / mean * SCALE) if mean > NEVER * size else 0
        for size, mean in zip(sizes.tolist(), average.tolist(), strict=True)
    )


def _largest_product(
    powers: Floats, matrix: Floats, right: Floats, most: Floats
) -> tuple[Floats, Floats]:
    """Maximise the sum of `powers · log x` where `matrix x = right` and `0 < x ≤ most`.

    A primal-dual interior point method: at the optimum x times its slope is its power, so the
    powers are targets where linear programming has zeros. Returns x and the prices of the rows.
    Source: Wright, Primal-Dual Interior-Point Methods, SIAM 1997, chapter 10.
    """
    bounded = np.isfinite(most)
    x = np.where(bounded, np.minimum(1.0, most / 2), 1.0)
    room = np.where(bounded, most - x, 1.0)
    slope, cap, prices = (powers + 1) / x, np.where(bounded, 1 / room, 0.0), np.zeros(len(right))
    scale = float(powers.sum())
    for _ in range(TURNS):
        gap = np.abs(x * slope - powers).sum() + (room * cap)[bounded].sum()
        missing, bent = right - matrix @ x, -(matrix.T @ prices + slope - cap)
        if max(gap / scale, float(np.abs(missing).max())) < CLOSE:
            break
        target = 0.1 * gap / (len(x) + bounded.sum())
        toward = powers + target - x * slope
        away = np.where(bounded, target - room * cap, 0.0)
        weight = 1 / (slope / x + np.where(bounded, cap / room, 0.0))
        force = toward / x - np.where(bounded, away / room, 0.0) - bent
        normal = (matrix * weight) @ matrix.T
        normal[np.diag_indices(len(right))] += 1e-13 * np.trace(normal) / len(right)
        step = np.linalg.solve(normal, missing - matrix @ (weight * force))
        move = weight * (matrix.T @ step + force)
        turn = (toward - slope * move) / x
        lift = np.where(bounded, (away + cap * move) / room, 0.0)
        forward = min(_until_zero(x, move), _until_zero(room[bounded], -move[bounded]))
        upward = min(_until_zero(slope, turn), _until_zero(cap[bounded], lift[bounded]))
        x = x + forward * move
        room = np.where(bounded, room - forward * move, 1.0)
        slope, cap, prices = slope + upward * turn, cap + upward * lift, prices + upward * step
    return x, prices


def _until_zero(values: Floats, moves: Floats) -> float:
    down = moves < 0
    return min(1.0, 0.995 * float((values[down] / -moves[down]).min())) if down.any() else 1.0
