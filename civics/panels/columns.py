"""The fairest chances where people cannot be cut in pieces: slower, and never wrong."""

from collections.abc import Iterable, Sequence

import numpy as np

from civics.panels.certificate import SCALE, Level
from civics.panels.kinds import Kinds
from civics.panels.mixture import Mixture
from civics.panels.rounding import Search
from civics.panels.solver import NO_LIMIT, Floats, Programme
from civics.progress import Tell, silence

CLOSER = 1e-9  # a panel that improves the chances by less than this improves nothing
TOO_MUCH = 1e-7  # people, out of a panel: more than the rounding of a solver
COUNTS = 1e-4  # a weight smaller than this part of the largest settles nobody yet


def searched_levels(
    model: Kinds,
    search: Search,
    known: Iterable[Floats],
    *,
    only_first: bool = False,
    tell: Tell = silence,
) -> tuple[list[Level], Mixture]:
    """Leximin over whole panels, by column generation from the panels already `known`.

    A programme over the known panels finds weights that no known panel exceeds; a search of every
    panel finds the one that weighs most; it joins them, until none weighs more. Source: the
    method of Flanigan and others (Nature, 2021), over kinds instead of people.
    """
    sizes = np.array([len(kind.people) for kind in model.kinds], float)
    master = _Master(sizes, [*known] or [search.heaviest(0 * sizes)[0]])
    active, levels = np.ones(len(sizes), bool), list[Level]()
    while active.any():
        weights, ceiling = master.solve()
        panel, proved = search.heaviest(weights)
        if proved > ceiling + CLOSER and master.add(panel):
            tell(f"{len(levels)} niveaux, {len(master.panels)} panels")
            continue
        shares = weights * sizes
        found = active & (shares > COUNTS * shares[active].max())
        whole = tuple(int(np.rint(max(weight, 0.0) * SCALE)) for weight in weights)
        half_a_unit_each = int(panel.sum()) // 2 + 1
        levels.append(
            Level(
                master.chance,
                tuple(int(kind) for kind in np.flatnonzero(found)),
                whole,
                int(np.ceil(proved * SCALE)) + half_a_unit_each,
            )
        )
        if only_first:
            break
        active &= ~found
        master.settle([int(kind) for kind in np.flatnonzero(found)])
    return levels, master.mixture()


class _Master:
    """The known panels, and the best weights of a lottery of them."""

    def __init__(self, sizes: Floats, known: Iterable[Floats]) -> None:
        self.sizes, self.panels = sizes, list[Floats]()
        self.floors, self.slack = dict[int, float](), CLOSER
        kinds = range(len(sizes))
        self.programme = Programme(
            cost=[-1.0],  # the level, which is raised
            lower=[0.0],
            upper=[NO_LIMIT],
            rows=[*(([0], [-sizes[kind]]) for kind in kinds), ([], [])],
            low=[*(0.0 for _ in kinds), 1.0],
            high=[*(NO_LIMIT for _ in kinds), 1.0],
        )
        for panel in known:
            self.add(panel)

    def add(self, panel: Floats) -> bool:
        """Whether the panel was not known yet."""
        if any(np.array_equal(panel, other) for other in self.panels):
            return False
        self.panels.append(panel)
        there = np.flatnonzero(panel)
        self.programme.add_column(0.0, [*there, len(self.sizes)], [*panel[there], 1.0])
        return True

    def solve(self) -> tuple[Floats, float]:
        """What a person of each kind weighs, and what no known panel outweighs."""
        while not self.programme.solve():
            self._step_back()
        prices, _ = self.programme.prices
        return np.maximum(prices[:-1], 0.0), float(-prices[-1])

    @property
    def chance(self) -> float:
        return float(self.programme.point[0])

    def settle(self, kinds: Sequence[int]) -> None:
        """These have reached their chance, and keep it."""
        floor = self.chance
        for kind in kinds:
            self.programme.weigh(kind, 0, 0.0)
            self.floors[kind] = self.sizes[kind] * floor
            self.programme.limit(kind, self.floors[kind] - self.slack, NO_LIMIT)

    def _step_back(self) -> None:
        """The solver's own rounding left no room between the settled chances: give it a little."""
        self.slack *= 2
        if self.slack > TOO_MUCH:
            raise ArithmeticError("a level was lost")
        for kind, floor in self.floors.items():
            self.programme.limit(kind, floor - self.slack, NO_LIMIT)

    def mixture(self) -> Mixture:
        weights = self.programme.point[1:]
        return [
            (float(weight), panel)
            for weight, panel in zip(weights, self.panels, strict=True)
            if weight > 0
        ]
