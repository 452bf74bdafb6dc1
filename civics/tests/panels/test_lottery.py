"""Fair lotteries: the chances are the fairest, and the proof can be added up again."""

from dataclasses import replace
from fractions import Fraction
from math import prod

import highspy
import pytest
from hypothesis import given, settings

from civics.panels import Objective, fair_lottery
from civics.panels.certificate import Level, ceiling_by_rules, least_chance_at_most, left_over
from civics.panels.kinds import Kind
from civics.panels.lottery import MASS, Lottery
from civics.problems import Infeasible, WrongInput
from civics.tests.panels.pools import (
    NAMES,
    every_panel,
    make_pool,
    public_pool,
    slow_leximin,
    small_pools,
)


def check(lottery: Lottery) -> None:
    """What anyone can check with whole numbers: each panel, the sum of chances, each ceiling."""
    assert sum(lottery.weights) == MASS
    assert min(lottery.weights) > 0
    assert sum(lottery.chances.values()) == lottery.pool.size
    for panel in lottery.panels:
        people = [
            id
            for kind, count in zip(lottery.model.kinds, panel, strict=True)
            for id in one_a_home(kind, count)
        ]
        assert len(people) == lottery.pool.size
        if not any(one.address for one in lottery.pool.people):
            assert lottery.pool.refusals(people) == ()
        for level in lottery.levels:
            assert sum(w * n for w, n in zip(level.weights, panel, strict=True)) <= level.ceiling
    for level in lottery.levels:
        if level.prices:
            assert level.ceiling == ceiling_by_rules(lottery.model, level.weights, level.prices)
        assert left_over(level, lottery.totals, MASS) >= 0


def one_a_home(kind: Kind, count: int) -> list[str]:
    first = dict(zip(reversed(kind.homes), reversed(kind.people), strict=True))
    return list(first.values())[:count]


@pytest.mark.parametrize("name", NAMES)
def test_each_public_pool_is_solved_and_proved(name) -> None:
    lottery = fair_lottery(public_pool(name))
    check(lottery)
    assert lottery.certified
    assert not lottery.searched
    assert lottery.bound < Fraction(1, 10**9)
    assert lottery.residual < Fraction(1, 10**9)


# The smallest chances that sortition-algorithms 0.12.15 found with Gurobi 13 (bench/panels.py): it
# stops within 5e-4, and never has more. The other chances are compared in the benchmark.
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("citizen_list_135_80", Fraction(20, 39)),
        ("example_large_200", Fraction(1, 10)),
        ("example_small_20", Fraction(1, 10)),
        ("sf_fixture_150_22", Fraction(1, 11)),
        ("synth_400_80", Fraction(17, 118)),
    ],
)
def test_the_smallest_chance_of_each_public_pool(name, least) -> None:
    chances = fair_lottery(public_pool(name)).chances.values()
    assert abs(min(chances) - least) < Fraction(1, 10**9)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(small_pools())
def test_chances_are_those_of_the_definition(pool) -> None:
    panels = every_panel(pool)
    if not panels:
        with pytest.raises(Infeasible):
            fair_lottery(pool)
        return
    lottery = fair_lottery(pool)
    check(lottery)
    assert lottery.certified
    slow = slow_leximin(pool, panels)
    for id, chance in lottery.chances.items():
        assert abs(float(chance) - slow[id]) < 1e-6


# Each trait once: only two panels do, Bruno with Emma and Chloé with Farid. Amina needs "b y m",
# whom nobody is, though half of Bruno and half of Chloé look like it: pieces promise her a chance.
ODD = make_pool(
    {
        "Amina": "a x n",
        "Bruno": "b y n",
        "Chloé": "b x m",
        "Driss": "a y m",
        "Emma": "a x m",
        "Farid": "a y n",
    },
    [(trait, 1, 1) for trait in "abxymn"],
    size=2,
)
HALF = dict.fromkeys(["Bruno", "Emma", "Chloé", "Farid"], 0.5)


def test_where_pieces_promise_too_much_every_panel_is_searched() -> None:
    lottery = fair_lottery(ODD)
    check(lottery)
    assert lottery.searched
    assert {id: round(float(chance), 6) for id, chance in lottery.chances.items() if chance} == HALF
    assert lottery.certified


def test_a_false_proof_is_not_believed() -> None:
    lottery = fair_lottery(public_pool("citizen_list_135_80"))
    poor = replace(lottery, panels=lottery.panels[:1], weights=(MASS,))
    assert not poor.certified
    level = lottery.levels[0]
    generous = Level(level.chance, level.kinds, level.weights, level.ceiling * 2, level.prices)
    assert generous.ceiling != ceiling_by_rules(lottery.model, level.weights, level.prices)


def test_maximin_raises_the_smallest_chance_as_high() -> None:
    pool = public_pool("sf_fixture_150_22")
    lottery = fair_lottery(pool, Objective.MAXIMIN)
    check(lottery)
    assert lottery.certified
    assert min(lottery.chances.values()) >= Fraction(1, 11) - Fraction(1, 10**9)
    assert least_chance_at_most(lottery.model, lottery.levels[0]) <= Fraction(1, 11) + Fraction(
        1, 10**9
    )


def test_the_order_of_the_rows_changes_nothing() -> None:
    pool = public_pool("sf_fixture_150_22")
    turned = replace(pool, people=pool.people[::-1])
    assert fair_lottery(turned).chances == fair_lottery(pool).chances


def test_neighbours_are_never_drawn_together() -> None:
    pool = make_pool(
        {"Amina": "F", "Bruno": "H", "Chloé": "F", "Driss": "H"},
        [("F", 0, 2), ("H", 0, 2)],
        2,
        Amina="3 rue des Arts",
        Bruno="3 rue des Arts",
    )
    lottery = fair_lottery(pool)
    # by hand: one of the two at home, half of the time each, with one of the two others
    assert lottery.chances["Amina"] == lottery.chances["Bruno"]
    assert sum(lottery.chances.values()) == 2
    assert lottery.chances["Amina"] + lottery.chances["Bruno"] <= 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: make_pool({"Amina": "F"}, [("F", 2, 1)], 1), "attendu : 0 ≤ min ≤ max"),
        (lambda: make_pool({"Amina": "F"}, [("H", 0, 1)], 1), "aucun quota pour"),
        (lambda: make_pool({"Amina": "F"}, [("F", 0, 1)], 0), "au moins 1 personne"),
        (lambda: make_pool({"Amina": "F"}, [("F", 0, 1), ("F", 0, 1)], 1), "deux fois"),
    ],
)
def test_what_is_not_a_pool_is_refused(make, said) -> None:
    with pytest.raises(WrongInput, match=said):
        make()


def test_everybody_may_be_needed() -> None:
    lottery = fair_lottery(make_pool({"Amina": "F", "Bruno": "H"}, [("F", 1, 1), ("H", 1, 1)], 2))
    assert set(lottery.chances.values()) == {Fraction(1)}
    assert lottery.certified


def test_who_is_in_no_panel_has_no_chance_and_it_is_said() -> None:
    lottery = fair_lottery(
        make_pool({"Amina": "F", "Bruno": "H", "Chloé": "F"}, [("F", 0, 1), ("H", 0, 0)], 1)
    )
    assert lottery.chances["Bruno"] == 0
    assert lottery.certified


@pytest.mark.parametrize("name", NAMES)
def test_nash_has_the_largest_product(name) -> None:
    pool = public_pool(name)
    lottery = fair_lottery(pool, Objective.NASH)
    check(lottery)
    assert lottery.certified
    assert lottery.bound < Fraction(1, 10**7)
    fair = fair_lottery(pool).chances
    assert min(lottery.chances.values()) <= min(fair.values()) + Fraction(1, 10**9)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(small_pools())
def test_each_objective_is_proved_and_better_at_what_it_wants(pool) -> None:
    if not every_panel(pool):
        return
    found = {objective: fair_lottery(pool, objective) for objective in Objective}
    for lottery in found.values():
        check(lottery)
        assert lottery.certified
    least = {objective: min(lottery.chances.values()) for objective, lottery in found.items()}
    product = {
        objective: prod(float(chance) for chance in lottery.chances.values() if chance > 1e-6)
        for objective, lottery in found.items()
    }
    assert abs(least[Objective.MAXIMIN] - least[Objective.LEXIMIN]) < 1e-6
    assert least[Objective.NASH] <= least[Objective.LEXIMIN] + Fraction(1, 10**6)
    assert product[Objective.NASH] >= product[Objective.LEXIMIN] * (1 - 1e-5)


def test_nash_by_hand_where_every_panel_is_searched() -> None:
    lottery = fair_lottery(ODD, Objective.NASH)
    check(lottery)
    assert lottery.searched
    assert lottery.certified
    assert {id: round(float(chance), 6) for id, chance in lottery.chances.items() if chance} == HALF


def test_another_user_of_the_solver_in_the_same_program_changes_nothing() -> None:
    """HiGHS keeps one number of threads a process: an answer must not become « impossible »."""
    pool = public_pool("example_small_20")
    alone = fair_lottery(pool).panels
    highspy.Highs.resetGlobalScheduler(True)
    other: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    other.setOptionValue("output_flag", False)
    other.setOptionValue("threads", 2)
    other.addVar(0, 1)
    other.run()
    assert fair_lottery(pool).panels == alone
