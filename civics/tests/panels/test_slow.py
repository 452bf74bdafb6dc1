"""A second opinion on the public pools: the textbook's column generation, person by person.

Nothing of ours but the pool: no kinds, no pieces, no mixture, no proof. Slow, and only for `make soak`.
"""

from typing import Any

import highspy
import numpy as np
import pytest

from civics.panels import Pool, fair_lottery
from civics.tests.panels.pools import public_pool

pytestmark = pytest.mark.soak


def silent() -> highspy.Highs:
    highs: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    return highs


class EveryPanel:
    """Finds the panel of the largest weight."""

    def __init__(self, pool: Pool) -> None:
        self.highs, self.count = silent(), len(pool.people)
        for _ in pool.people:
            self.highs.addBinary()
        everybody = np.arange(self.count, dtype=np.int32)
        self.highs.addRow(pool.size, pool.size, self.count, everybody, np.ones(self.count))
        for quota in pool.quotas:
            there = [
                place
                for place, one in enumerate(pool.people)
                if (quota.feature, quota.value) in one.values
            ]
            places = np.array(there, np.int32)
            self.highs.addRow(quota.least, quota.most, len(there), places, np.ones(len(there)))
        self.highs.setOptionValue("mip_rel_gap", 0.0)

    def heaviest(self, weights: Any) -> Any:
        self.highs.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), -weights)
        self.highs.run()
        return np.rint(self.highs.getSolution().col_value)


def slow_chances(pool: Pool) -> dict[str, float]:
    every, count = EveryPanel(pool), len(pool.people)
    panels = [every.heaviest(np.zeros(count))]
    settled: dict[int, float] = {}
    while len(settled) < count:
        level, weights, ceiling = best_of(panels, settled, count)
        panel = every.heaviest(weights)
        if float(weights @ panel) > ceiling + 1e-8:
            panels.append(panel)
            continue
        for place in np.flatnonzero(weights > 1e-4 * weights.max()):
            settled.setdefault(int(place), level)
    return {one.id: settled[place] for place, one in enumerate(pool.people)}


def best_of(panels: list[Any], settled: dict[int, float], count: int) -> Any:
    """The largest level of those not settled, each person's weight, and what no known panel exceeds."""
    highs = silent()
    highs.addCol(-1.0, 0.0, 1e30, 0, np.array([], np.int32), np.array([]))
    for _ in panels:
        highs.addCol(0.0, 0.0, 1e30, 0, np.array([], np.int32), np.array([]))
    for place in range(count):
        there = [number + 1 for number, panel in enumerate(panels) if panel[place]]
        places, values = there, [1.0] * len(there)
        if place not in settled:
            places, values = [0, *there], [-1.0, *values]
        least = settled.get(place, 0.0) - 2e-9
        highs.addRow(least, 1e30, len(places), np.array(places, np.int32), np.array(values))
    lots = np.arange(1, len(panels) + 1, dtype=np.int32)
    highs.addRow(1.0, 1.0, len(panels), lots, np.ones(len(panels)))
    highs.run()
    solution = highs.getSolution()
    prices = np.array(solution.row_dual)
    return solution.col_value[0], np.maximum(prices[:-1], 0), -prices[-1]


@pytest.mark.parametrize("name", ["example_small_20", "citizen_list_135_80", "sf_fixture_150_22"])
def test_each_chance_is_the_one_the_slow_way_finds(name) -> None:
    pool = public_pool(name)
    slow = slow_chances(pool)
    for id, chance in fair_lottery(pool).chances.items():
        assert abs(float(chance) - slow[id]) < 1e-6
