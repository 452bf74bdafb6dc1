"""Rows and columns: nothing found again, and as little hidden as trying every choice would."""

import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.disclosure import TOTAL, Table, with_margins
from civics.disclosure.recovery import intervals, too_narrow
from civics.disclosure.tables import Cell
from civics.disclosure.two_way import protect
from civics.problems import WrongInput


def make_table(rows: list[list[int]]) -> Table:
    down = [f"r{number}" for number in range(len(rows))]
    across = [f"c{number}" for number in range(len(rows[0]))]
    counts = {
        (row, column): count
        for row, line in zip(down, rows, strict=True)
        for column, count in zip(across, line, strict=True)
    }
    return with_margins(down, across, counts)


TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 40), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(TABLES, st.booleans())
def test_no_hidden_count_can_be_found_again(rows: list[list[int]], zeros: bool) -> None:
    """The programs that try to find it know nothing of how the cells were chosen."""
    table = make_table(rows)
    shown = protect(table, zeros=zeros)
    assert too_narrow(shown, protection=11, zeros=zeros) == []
    for cell, count in table.cells.items():
        assert shown.cells[cell] in (None, count)
        if 0 < (count or 0) < 11:
            assert shown.cells[cell] is None


def every_other(most: int) -> np.ndarray:
    """All tables of two rows and two columns with counts up to `most`, margins included."""
    inner = np.array(list(itertools.product(range(most + 1), repeat=4)))
    a, b, c, d = inner.T
    return np.stack([a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d], axis=1)


def by_trying_all(table: Table, floor: int, others: np.ndarray) -> set[Cell]:
    """Fewest margins, fewest cells, smallest sum, first in order; each cell free by the floor."""
    cells = table.in_order()
    truth = np.array([table.cells[cell] for cell in cells])
    must = {place for place, count in enumerate(truth) if count < floor}
    margins = {place for place, cell in enumerate(cells) if TOTAL in cell}
    good = []
    for size in range(len(cells) + 1 - len(must)):
        for more in itertools.combinations(sorted(set(range(len(cells))) - must), size):
            hidden = sorted(must | set(more))
            known = [place for place in range(len(cells)) if place not in hidden]
            same = others[(others[:, known] == truth[known]).all(axis=1)]
            if (np.ptp(same[:, hidden], axis=0) >= floor).all():
                good.append((len(margins & set(hidden)), len(hidden), truth[hidden].sum(), hidden))
    return {cells[place] for place in min(good)[3]}


@pytest.mark.parametrize("seed", range(30))
def test_as_little_is_hidden_as_trying_every_choice_would(seed: int) -> None:
    chance = Random(seed)
    table = make_table([[chance.randint(0, 5) for _ in range(2)] for _ in range(2)])
    if (table.cells[TOTAL, TOTAL] or 0) < 3:
        return
    assert set(protect(table, floor=3).hidden()) == by_trying_all(table, 3, every_other(8))


@pytest.mark.parametrize("seed", range(15))
def test_the_intervals_are_those_of_every_table_with_the_same_sums(seed: int) -> None:
    chance = Random(seed)
    table = make_table([[chance.randint(0, 5) for _ in range(2)] for _ in range(2)])
    cells = table.in_order()
    hidden = [cell for cell in cells[:8] if chance.random() < 0.6]
    others = every_other(20)
    known = [place for place, cell in enumerate(cells) if cell not in hidden]
    truth = np.array([table.cells[cell] for cell in cells])
    same = others[(others[:, known] == truth[known]).all(axis=1)]
    for cell, one in intervals(table.without(hidden)).items():
        column = same[:, cells.index(cell)]
        assert (one.least, one.most) == (column.min(), column.max())


def test_a_total_under_the_floor_hides_everything() -> None:
    table = make_table([[1, 2], [3, 4]])
    assert len(protect(table).hidden()) == 9


@pytest.mark.parametrize(("count", "shown"), [(11, 11), (10, None)])
def test_one_cell_alone(count: int, shown: int | None) -> None:
    assert protect(make_table([[count]])).cells == {("r0", "c0"): shown}


def test_nothing_small_hides_nothing() -> None:
    assert protect(make_table([[12, 40], [30, 11]])).hidden() == []


def test_a_cell_that_one_person_makes_is_hidden_too() -> None:
    table = make_table([[100, 40, 30], [30, 50, 20], [12, 13, 14]])
    shown = protect(table, sensitive=[("r0", "c0")])
    assert len(shown.hidden()) == 4
    assert shown.cells["r0", "c0"] is None


def test_numbers_that_do_not_add_up_are_refused() -> None:
    cells = dict(make_table([[12, 40], [30, 11]]).cells)
    with pytest.raises(WrongInput, match="ne s’additionnent pas"):
        intervals(
            Table(["r0", "r1"], ["c0", "c1"], {**cells, ("r0", "c0"): None, ("r0", TOTAL): 9})
        )
