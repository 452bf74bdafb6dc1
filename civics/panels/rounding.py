"""One whole panel close to an average one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from civics.panels.kinds import Kinds
from civics.panels.relaxation import NoAnswer
from civics.panels.solver import Floats, Programme

WHOLE = 1e-7  # an average this close to a whole number is that number
TRIES = 3
AT_ONCE = 12  # pieces sent together, while that can be mended


class Search:
    """Finds, among all whole panels, the one that weighs most, with its proof."""

    def __init__(self, model: Kinds) -> None:
        self._programme = _programme(model, whole=True)

    def heaviest(self, weights: Floats) -> tuple[Floats, float]:
        """The panel, and what no panel outweighs. Raises NoAnswer when there is no panel at all."""
        self._programme.price(-weights)
        if not self._programme.solve():
            raise NoAnswer
        return np.rint(self._programme.point), -self._programme.proved


class Rounder:
    """Finds whole panels around averages, each from the last one: neighbours cost little.

    It dives: solve with people cut in pieces, send the largest pieces whole, solve again. Where
    three dives fail, it searches every panel around the average (branch and bound), so `None`
    means that there is none; in a `hurry` it does not search, and `None` means nothing.
    """

    def __init__(self, model: Kinds, *, hurry: bool = False) -> None:
        self.hurry = hurry
        self.caps = np.array([kind.most for kind in model.kinds], float)
        self.low = np.array([rule.least for rule in model.rules], float)
        self.high = np.array([rule.most for rule in model.rules], float)
        self.matrix = np.zeros((len(model.rules), len(self.caps)))
        for place, rule in enumerate(model.rules):
            self.matrix[place, list(rule.kinds)] = 1.0
        self._pieces, self._whole = _programme(model), _programme(model, whole=True)

    def near(
        self, mean: Floats, *, low: Floats, high: Floats, lower: Floats, upper: Floats
    ) -> Floats | None:
        """A whole panel with each kind at `mean` rounded down or up, or, if there is none, any other.

        Of each kind at least `lower` and at most `upper`, of each rule at least `low` and at most
        `high`. The panel leans to the nearer side of each average.
        """
        settled = np.abs(mean - np.rint(mean)) < WHOLE
        below = np.where(settled, np.rint(mean), np.floor(mean))
        above = np.where(settled, below, below + 1)
        part = np.clip(mean - below, 0, 1)
        # the log-odds: to leave a large piece out is as bad as to take a small one in
        lean = np.where(settled, 0.0, np.log((1 - part + 1e-9) / (part + 1e-9)))
        below, above = np.maximum(below, lower), np.minimum(above, upper)
        for turn in range(TRIES):
            found = self._dive(lean * _uneven(len(lean), turn), low, high, below, above)
            if found is not None:
                return found
        if self.hurry:
            return None
        found = self._search(lean, low, high, below, above)
        if found is not None:
            return found
        return self._search(lean, low, high, lower, upper)

    def _dive(
        self, lean: Floats, low: Floats, high: Floats, below: Floats, above: Floats
    ) -> Floats | None:
        programme = self._pieces
        for place, (least, most) in enumerate(zip(low, high, strict=True)):
            programme.limit(place, least, most)
        programme.price(lean)
        programme.bound(below, above)
        if not programme.solve():
            return None
        start = programme.remember()
        try:
            while True:
                point = programme.point
                pieces = point - np.floor(point)
                pieces[np.abs(point - np.rint(point)) < WHOLE] = 0
                order = np.argsort(-pieces, kind="stable")[:AT_ONCE]
                order = order[pieces[order] > 0]
                if not len(order):
                    return np.rint(point)
                if self._send(order[pieces[order] >= 0.5], np.ceil(point)):
                    continue
                for kind in order:
                    programme.bound_one(int(kind), below[kind], above[kind])
                if self._send(order[:1], np.ceil(point)) or self._send(order[:1], np.floor(point)):
                    continue
                return None
        finally:
            programme.recall(start)

    def _send(self, kinds: NDArray[np.int_], counts: Floats) -> bool:
        """Settle these kinds, and solve again."""
        for kind in kinds:
            self._pieces.bound_one(int(kind), counts[kind], counts[kind])
        return len(kinds) > 0 and self._pieces.solve()

    def _search(
        self, lean: Floats, low: Floats, high: Floats, below: Floats, above: Floats
    ) -> Floats | None:
        programme = self._whole
        for place, (least, most) in enumerate(zip(low, high, strict=True)):
            programme.limit(place, least, most)
        programme.price(lean)
        programme.bound(below, above)
        return np.rint(programme.point) if programme.solve() else None


def _programme(model: Kinds, *, whole: bool = False) -> Programme:
    return Programme(
        cost=[0.0] * len(model.kinds),
        lower=[0.0] * len(model.kinds),
        upper=[kind.most for kind in model.kinds],
        rows=[(rule.kinds, [1.0] * len(rule.kinds)) for rule in model.rules],
        low=[rule.least for rule in model.rules],
        high=[rule.most for rule in model.rules],
        whole=whole,
    )


def _uneven(count: int, turn: int) -> Floats:
    """All 1 at first; then other dives, by a sequence without pattern that is always the same."""
    golden = np.arange(1, count + 1, dtype=float) * (0.6180339887498949 * turn)
    return np.ones(count) if not turn else np.asarray(0.7 + 0.6 * (golden % 1.0))


def keeps_the_rules(model: Kinds, panel: Sequence[int]) -> bool:
    """Whether so many people of each kind are a panel: whole numbers, no solver.

    >>> from civics.panels.kinds import Kind, Rule
    >>> two = Kinds((Kind(("a", "b"), ("1", "2"), 2), Kind(("c",), ("3",), 1)), (Rule((0, 1), 2, 2),))
    >>> keeps_the_rules(two, [1, 1]), keeps_the_rules(two, [0, 2])
    (True, False)
    """
    return all(
        0 <= count <= kind.most for count, kind in zip(panel, model.kinds, strict=True)
    ) and all(
        rule.least <= sum(panel[kind] for kind in rule.kinds) <= rule.most for rule in model.rules
    )
