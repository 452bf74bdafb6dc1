"""HiGHS, kept silent and always asked the same way, so that the same question has the same answer."""

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FEASIBLE = 1e-9  # how far HiGHS may step over a bound; whatever matters is checked again exactly
NO_LIMIT = highspy.kHighsInf


class _Silent(highspy.Highs):
    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 (their name; it prints a banner if not told)
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Programme:
    """A linear programme: minimise `cost · x`, `lower ≤ x ≤ upper`, `low ≤ matrix x ≤ high`.

    It stays in memory, so a question close to the last one is answered from the last answer.
    One thread and one fixed seed: nothing depends on the hour or the load.
    """

    def __init__(
        self,
        *,
        cost: ArrayLike,
        lower: ArrayLike,
        upper: ArrayLike,
        rows: Sequence[tuple[Sequence[int], Sequence[float]]],
        low: ArrayLike,
        high: ArrayLike,
        whole: bool = False,
    ) -> None:
        lp = highspy.HighsLp()
        lp.col_cost_ = np.array(cost, float)
        lp.col_lower_ = np.array(lower, float)
        lp.col_upper_ = np.array(upper, float)
        lp.row_lower_, lp.row_upper_ = np.array(low, float), np.array(high, float)
        lp.num_col_, lp.num_row_ = len(lp.col_cost_), len(rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(places) for places, _ in rows)])
        lp.a_matrix_.index_ = np.array([place for places, _ in rows for place in places], np.int32)
        lp.a_matrix_.value_ = np.array([value for _, values in rows for value in values], float)
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
        self._columns = np.arange(lp.num_col_, dtype=np.int32)
        self._highs = _Silent()
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self._highs.passModel(lp)

    def price(self, cost: Floats) -> None:
        """Minimise this from now on."""
        self._highs.changeColsCost(len(cost), self._columns, cost)

    def bound(self, lower: Floats, upper: Floats) -> None:
        """Keep every unknown between these from now on."""
        self._highs.changeColsBounds(len(lower), self._columns, lower, upper)

    def bound_one(self, column: int, lower: float, upper: float) -> None:
        """Keep one unknown between these from now on."""
        self._highs.changeColBounds(column, lower, upper)

    def limit(self, row: int, low: float, high: float) -> None:
        """Keep one row between these from now on."""
        self._highs.changeRowBounds(row, low, high)

    def weigh(self, row: int, column: int, value: float) -> None:
        """Change one number of the matrix."""
        self._highs.changeCoeff(row, column, value)

    def add_row(self, low: float, high: float, places: ArrayLike, values: ArrayLike) -> None:
        """One more row."""
        places = np.array(places, np.int32)
        self._highs.addRow(low, high, len(places), places, np.array(values, float))

    def add_column(self, cost: float, places: ArrayLike, values: ArrayLike) -> None:
        """One more unknown, at least 0."""
        places = np.array(places, np.int32)
        self._highs.addCol(cost, 0.0, NO_LIMIT, len(places), places, np.array(values, float))

    def solve(self) -> bool:
        """Look for the optimum; whether there is one. Raises ArithmeticError if HiGHS cannot tell."""
        for again in (self._other_threads, self._from_nothing, self._give_up):
            status = self._highs.run()
            known = self._highs.getModelStatus()
            if status != highspy.HighsStatus.kError and known in _ANSWERS:
                return _ANSWERS[known]
            again()
        raise AssertionError

    def _other_threads(self) -> None:
        """HiGHS shares its threads in a process, and refuses whoever wants another number of them."""
        highspy.Highs.resetGlobalScheduler(True)

    def _from_nothing(self) -> None:
        self._highs.clearSolver()

    def _give_up(self) -> None:
        raise ArithmeticError(f"HiGHS: {self._highs.getModelStatus()}")

    @property
    def point(self) -> Floats:
        """Where the optimum is."""
        return np.array(self._highs.getSolution().col_value)

    @property
    def prices(self) -> tuple[Floats, Floats]:
        """What one unit of each row's limit, then of each unknown's, changes to the optimum."""
        solution = self._highs.getSolution()
        return np.array(solution.row_dual), np.array(solution.col_dual)

    @property
    def value(self) -> float:
        """The cost at the optimum."""
        return float(self._highs.getInfo().objective_function_value)

    @property
    def proved(self) -> float:
        """No whole answer costs less than this (branch and bound's own proof)."""
        return float(self._highs.getInfo().mip_dual_bound)

    def remember(self) -> Any:
        """Where the search stands, to come back to."""
        return self._highs.getBasis()

    def recall(self, basis: Any) -> None:
        """Start the next search from there."""
        self._highs.setBasis(basis)


_OPTIONS: dict[str, str | float] = {
    "threads": 1,
    "random_seed": 1,
    "solver": "simplex",
    "parallel": "off",
    "presolve": "off",
    "primal_feasibility_tolerance": FEASIBLE,
    "dual_feasibility_tolerance": FEASIBLE,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-9,
}
_ANSWERS = {
    highspy.HighsModelStatus.kOptimal: True,
    highspy.HighsModelStatus.kInfeasible: False,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: False,
}
