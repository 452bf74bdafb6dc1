"""Whole-number programs against every choice; their bound against the solver itself."""

from itertools import product
from random import Random

import pytest

from civics.programs import Program, Row, feasible, first_of_the_best, never_above, optimum


def make_program(seed: int) -> Program:
    """Up to six columns and four sums, at times impossible."""
    chance = Random(seed)
    wide = chance.randint(1, 6)
    rows = []
    for _ in range(chance.randint(0, 4)):
        terms = {
            one: chance.choice([-2, -1, 1, 1, 2, 3]) for one in range(wide) if chance.random() < 0.7
        }
        least, most = chance.choice([(None, 2), (1, None), (0, 3), (2, 2), (None, -1), (3, None)])
        rows.append(Row(terms, least, most))
    return Program([chance.randint(-4, 9) for _ in range(wide)], rows)


@pytest.mark.parametrize("seed", range(120))
def test_the_answer_is_the_one_that_trying_all_finds(seed: int) -> None:
    program = make_program(seed)
    good = [
        columns
        for columns in product((1, 0), repeat=len(program.gains))
        if all(row.holds(columns) for row in program.rows)
    ]
    best = optimum(program)
    assert (feasible(program) is None) is (best is None) is (not good)
    if best is None:
        assert never_above(program, None)
        return
    most = max(map(program.value, good))
    assert best.value == best.bound == program.value(best.columns) == most
    first = max(columns for columns in good if program.value(columns) == most)
    assert first_of_the_best(program, best).columns == first
    assert never_above(program, most)
    assert not never_above(program, most - 1)
    assert {place for place, one in enumerate(first) if one} <= best.open


def test_numbers_too_large_to_be_exact_are_refused() -> None:
    with pytest.raises(OverflowError):
        optimum(Program((1 << 50,), ()))


def test_columns_may_be_more_than_one() -> None:
    best = optimum(Program((3, 2), (Row({0: 2, 1: 1}, most=7),), (3, 3)))
    assert best
    assert (best.columns, best.value) == ((2, 3), 12)


def test_a_program_without_columns_has_an_answer_too() -> None:
    assert feasible(Program((), (Row({}, most=1),))) == ()
    assert optimum(Program((), (Row({}, least=1),))) is None
    assert never_above(Program((), (Row({}, least=1),)), None)
