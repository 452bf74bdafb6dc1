"""Quotas that cannot be met: the least change, and no smaller one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from civics.panels import fair_lottery
from civics.problems import Infeasible
from civics.tests.panels.pools import every_panel, make_pool, small_pools


@pytest.mark.parametrize(
    ("people", "quotas", "size", "conflict"),
    [
        (
            {"Amina": "F", "Bruno": "H", "Chloé": "F"},
            [("F", 0, 1), ("H", 2, 2)],
            2,
            ["trait 0, H : au moins 1 au lieu de 2"],
        ),
        (
            {"Amina": "F", "Chloé": "F"},
            [("F", 0, 1)],
            2,
            ["trait 0, F : au plus 2 au lieu de 1"],
        ),
    ],
)
def test_quotas_that_cannot_be_met_say_the_least_change(people, quotas, size, conflict) -> None:
    with pytest.raises(Infeasible) as problem:
        fair_lottery(make_pool(people, quotas, size))
    assert list(problem.value.conflict) == conflict


@settings(max_examples=40, derandomize=True, deadline=None)
@given(small_pools())
def test_the_least_change_mends_and_nothing_smaller_does(pool) -> None:
    if every_panel(pool):
        return
    with pytest.raises(Infeasible) as problem:
        fair_lottery(pool)
    if "adresses" in problem.value.sentence:
        return
    told = [line.rsplit(" : ", 1) for line in problem.value.conflict]
    changed = {name: words.split() for name, words in told}
    mended, cost = [], 0
    for quota in pool.quotas:
        words = changed.get(str(quota))
        if words and words[1] == "moins":
            mended.append(replace(quota, least=int(words[2])))
            cost += quota.least - int(words[2])
        elif words:
            mended.append(replace(quota, most=int(words[2])))
            cost += int(words[2]) - quota.most
        else:
            mended.append(quota)
    assert every_panel(replace(pool, quotas=tuple(mended)))
    assert cost == least_by_hand(pool)


def least_by_hand(pool) -> int:
    """The panel that misses the quotas by the least, among all that keep the homes."""
    free = replace(
        pool, quotas=tuple(replace(quota, least=0, most=pool.size) for quota in pool.quotas)
    )
    values = {one.id: set(one.values) for one in pool.people}
    costs = []
    for panel in every_panel(free):
        cost = 0
        for quota in pool.quotas:
            seen = sum((quota.feature, quota.value) in values[id] for id in panel)
            cost += max(quota.least - seen, seen - quota.most, 0)
        costs.append(cost)
    return min(costs)


def test_a_home_cannot_send_two() -> None:
    pool = make_pool({"Amina": "F", "Bruno": "F"}, [("F", 0, 2)], 2, Amina="ici", Bruno="ici")
    with pytest.raises(Infeasible) as problem:
        fair_lottery(pool)
    assert problem.value.conflict == ("la taille demandée : 2", "les adresses : au plus 1")
