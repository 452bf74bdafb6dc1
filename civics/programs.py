"""Whole-number programs: the best of all choices that keep some sums within bounds, with its proof.

HiGHS searches in floating point. What it finds is counted again here with whole numbers, and so is
the bound: prices on the sums show, without trusting the solver, that no choice is worth more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

GRAIN = 1 << 20  # prices are rounded to this fraction of one
BLOCK = 20  # columns settled at once by weights that are powers of two
SPLITS = 200  # halves looked at before the solver's own search is believed
MOST = 1 << 50  # what is added up stays exact in the solver's 53 bits


@dataclass(frozen=True)
class Row:
    """The sum of each factor times its column lies between `least` and `most`, both counted."""

    terms: Mapping[int, int]
    least: int | None = None
    most: int | None = None

    def holds(self, columns: Sequence[int]) -> bool:
        """Whether these values of the columns keep the sum within its bounds."""
        total = sum(factor * columns[column] for column, factor in self.terms.items())
        return (self.least is None or total >= self.least) and (
            self.most is None or total <= self.most
        )


@dataclass(frozen=True)
class Program:
    """Each column takes a whole value from 0 to its top (1 unless told); each brings its gain."""

    gains: Sequence[int]
    rows: Sequence[Row]
    tops: Sequence[int] = ()

    def top(self, column: int) -> int:
        """The greatest value of a column."""
        return self.tops[column] if self.tops else 1

    def value(self, columns: Sequence[int]) -> int:
        """What these values of the columns bring together."""
        return sum(gain * count for gain, count in zip(self.gains, columns, strict=True))


@dataclass(frozen=True)
class Optimum:
    """One best choice, its value, and a bound that no choice exceeds: they are equal.

    `by_prices` says who vouches for the bound: prices recomputed in whole numbers (True), or the
    solver's own search (False; `never_above` may still show it). `open` are the columns that are not
    zero in every choice as good.
    """

    columns: tuple[int, ...]
    value: int
    by_prices: bool
    open: frozenset[int] = field(repr=False)

    @property
    def bound(self) -> int:
        """What no choice exceeds."""
        return self.value


def feasible(program: Program) -> tuple[int, ...] | None:
    """Some choice within all bounds, or None if there is none.

    >>> feasible(Program((0, 0), (Row({0: 1, 1: 1}, least=3),)))
    """
    return _search(Program((0,) * len(program.gains), program.rows, program.tops))


def optimum(program: Program) -> Optimum | None:
    """A choice worth the most, or None if no choice is within the bounds.

    Gains and factors are whole numbers; their sums must stay under 2**50. Source of the bound:
    Lagrangian duality (Geoffrion 1974), here with rounded prices and exact sums.

    >>> two_of_three = Program((5, 9, 4), (Row({0: 1, 1: 1, 2: 1}, most=2),))
    >>> found = optimum(two_of_three)
    >>> found.columns, found.value, found.by_prices
    ((1, 1, 0), 14, True)
    """
    _check(program)
    point, prices = _relaxed(program)
    if point is None:
        return None
    bound, losses = _priced(program, prices)  # both in grains
    floor = bound // GRAIN
    hopeful = _within(losses, bound - floor * GRAIN)
    found = _search(_only(program, hopeful))
    if found is None or program.value(found) < floor:
        found = _search(program)
        if found is None:
            return None
    value = program.value(found)
    within = _within(losses, bound - value * GRAIN)
    return Optimum(found, value, value == floor, frozenset(within))


def first_of_the_best(program: Program, best: Optimum, *, among: int | None = None) -> Optimum:
    """Of all choices as good, the one whose columns read first: 1 in the first column if one can, …

    So that the answer is unique, whatever the solver met first. Only the first `among` columns are
    read, all of them unless told; these are 0 or 1.

    >>> either = Program((7, 7, 7), (Row({0: 1, 1: 1, 2: 1}, most=1),))
    >>> first_of_the_best(either, optimum(either)).columns
    (1, 0, 0)
    """
    kept = sorted(best.open)
    as_good = Row({column: program.gains[column] for column in kept}, least=best.value)
    small = _only(program, kept)
    read = [column for column in kept if among is None or column < among]
    columns, settled = list(best.columns), set[int]()
    for place, column in enumerate(read):
        if columns[column] or column in settled:
            continue
        block = [one for one in read[place:] if one not in settled][:BLOCK]
        gains = [0] * len(columns)
        for power, one in enumerate(reversed(block)):
            gains[one] = 1 << power
        before = [Row({one: 1}, columns[one], columns[one]) for one in read[:place]]
        found = _search(Program(gains, [*small.rows, as_good, *before], small.tops))
        if found is None:
            raise RuntimeError("the solver lost the solution it had found")
        columns = list(found)
        settled |= set(block)
    return Optimum(tuple(columns), best.value, best.by_prices, best.open)


def never_above(program: Program, value: int | None) -> bool:
    """Whether prices show that no choice is worth more than the value (or exists, if it is None).

    Where they leave a gap, a column is split in two, below and above its share in the relaxation,
    and each half has prices of its own. False when that takes too long: then only the solver's own
    search vouches for it.

    >>> one_of_two = (Row({0: 2, 1: 2}, most=3),)  # parts of one would be worth 3
    >>> never_above(Program((2, 2), one_of_two), 2), never_above(Program((2, 2), one_of_two), 1)
    (True, False)
    >>> never_above(Program((0, 0), (Row({0: 1, 1: 1}, least=3),)), None)
    True
    """
    waiting: list[tuple[Row, ...]] = [()]
    for _ in range(SPLITS):
        if not waiting:
            return True
        halves = waiting.pop()
        part = Program(program.gains, [*program.rows, *halves], program.tops)
        point, prices = _relaxed(part)
        if point is None:
            nothing = Program([0] * len(program.gains), part.rows, program.tops)
            if min(_priced(nothing, prices)[0], _priced(nothing, [-one for one in prices])[0]) >= 0:
                return False
            continue
        if value is not None and _priced(part, prices)[0] // GRAIN <= value:
            continue
        column = max(range(len(point)), key=lambda one: abs(point[one] - round(point[one])))
        below = int(point[column] // 1)
        if abs(point[column] - round(point[column])) < 1 / GRAIN:
            return False
        waiting += [
            (*halves, Row({column: 1}, None, below)),
            (*halves, Row({column: 1}, below + 1)),
        ]
    return False


def _check(program: Program) -> None:
    most = sum(abs(gain) * program.top(place) for place, gain in enumerate(program.gains))
    if most >= MOST:
        raise OverflowError("these numbers are too large for an exact answer")


def _only(program: Program, kept: Iterable[int]) -> Program:
    """The same program where all other columns stay at zero."""
    stays = set(kept)
    tops = [program.top(place) if place in stays else 0 for place in range(len(program.gains))]
    return Program(program.gains, program.rows, tops)


def _within(losses: Sequence[int], slack: int) -> list[int]:
    """The columns whose use would not cost more than the slack."""
    return [column for column, loss in enumerate(losses) if loss <= slack]


def _priced(program: Program, prices: Sequence[int]) -> tuple[int, list[int]]:
    """By weak duality, in grains: what no choice exceeds, and what each column loses when used."""
    bound, worth = 0, [gain * GRAIN for gain in program.gains]
    for row, price in zip(program.rows, prices, strict=True):
        side = row.most if price > 0 else row.least
        if side is None or not price:
            continue
        bound += price * side
        for column, factor in row.terms.items():
            worth[column] -= price * factor
    bound += sum(max(0, each) * program.top(place) for place, each in enumerate(worth))
    return bound, [max(0, -each) for each in worth]


def _relaxed(program: Program) -> tuple[list[float] | None, list[int]]:
    """The best point when parts of one count, and what one unit more of each sum would bring there.

    Prices are in grains. Without any point, they are those that show it.
    """
    for place, row in enumerate(program.rows):  # a sum that, alone, cannot reach its bounds
        ends = [factor * program.top(column) for column, factor in row.terms.items()]
        short = row.least is not None and sum(max(0, end) for end in ends) < row.least
        over = row.most is not None and sum(min(0, end) for end in ends) > row.most
        if short or over:
            return None, [
                (over - short) * GRAIN * (one == place) for one in range(len(program.rows))
            ]
    if not program.gains:
        return [], [0] * len(program.rows)
    solver = _solver(program, whole=False)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        _, known, ray = solver.getDualRay()
        return None, [round(price * GRAIN) for price in ray] if known else [0] * len(program.rows)
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver stopped: {solver.modelStatusToString(status)}")
    found = solver.getSolution()
    return list(found.col_value), [round(price * GRAIN) for price in found.row_dual]


def _search(program: Program) -> tuple[int, ...] | None:
    """The solver's best choice, counted again in whole numbers."""
    if not program.gains:
        return () if all(row.holds(()) for row in program.rows) else None
    solver = _solver(program, whole=True)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver stopped: {solver.modelStatusToString(status)}")
    found = tuple(round(value) for value in solver.getSolution().col_value)
    within = all(0 <= value <= program.top(place) for place, value in enumerate(found))
    if not within or not all(row.holds(found) for row in program.rows):
        raise RuntimeError("the solver’s answer does not keep to the bounds")
    return found


def _solver(program: Program, *, whole: bool) -> Any:
    solver, model = _Quiet(), highspy.HighsLp()
    for option, value in (
        ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5),
        ("mip_feasibility_tolerance", 1e-9),
    ):  # fmt: skip
        solver.setOptionValue(option, value)
    wide, high = len(program.gains), len(program.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = wide, high
    model.col_cost_ = np.array(program.gains, dtype=float)
    model.col_lower_ = np.zeros(wide)
    model.col_upper_ = np.array([program.top(place) for place in range(wide)], dtype=float)
    model.row_lower_ = _bounds([row.least for row in program.rows], -highspy.kHighsInf)
    model.row_upper_ = _bounds([row.most for row in program.rows], highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in program.rows)])
    model.a_matrix_.index_ = np.array([place for row in program.rows for place in row.terms], int)
    model.a_matrix_.value_ = np.array(
        [factor for row in program.rows for factor in row.terms.values()], float
    )
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * wide
    solver.passModel(model)
    return solver


class _Quiet(highspy.Highs):
    """HiGHS greets on the standard output as it starts, where our answer goes: silence comes first."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def _bounds(said: Sequence[int | None], none: float) -> Any:
    return np.array([none if bound is None else bound for bound in said], dtype=float)
