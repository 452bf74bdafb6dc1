"""A fair lottery: panels, their weights, each person's exact chance, and the proof."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from civics.panels.certificate import (
    SCALE,
    Level,
    least_chance_at_most,
    mean_gain_at_most,
    most_that_could_rise,
)
from civics.panels.columns import searched_levels
from civics.panels.kinds import Kinds, kinds_of
from civics.panels.mending import the_least_change
from civics.panels.mixture import Mixture, peel, whole_weights
from civics.panels.nash import nash_average, searched_nash
from civics.panels.pool import Pool
from civics.panels.relaxation import NoAnswer, fair_levels
from civics.panels.rounding import Rounder, Search, keeps_the_rules
from civics.progress import Tell, silence

MASS = 10**12  # the whole weights of a lottery sum to this
WRITTEN = 1e-8  # an average with less than this left over is a mixture of panels
CERTAIN = Fraction(1, 10**6)  # what may be left unproved of a chance


class Objective(StrEnum):
    """What fair means: raise the smallest chance, then the next (leximin), or only the smallest
    (maximin), or the product of all chances (Nash)."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"


@dataclass(frozen=True)
class Lottery:
    """Whole panels of kinds with whole weights that sum to MASS, and why no lottery is fairer.

    `panels[i][k]` people of kind `k` are in panel `i`, any of them as likely as another.
    """

    pool: Pool
    objective: Objective
    model: Kinds
    panels: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    levels: tuple[Level, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """How many people of each kind an average panel has, times MASS."""
        found = [0] * len(self.model.kinds)
        for weight, panel in zip(self.weights, self.panels, strict=True):
            for kind, count in enumerate(panel):
                if count:
                    found[kind] += weight * count
        return tuple(found)

    @property
    def _by_kind(self) -> list[Fraction]:
        return [
            Fraction(total, MASS * len(kind.people))
            for kind, total in zip(self.model.kinds, self.totals, strict=True)
        ]

    @property
    def chances(self) -> dict[str, Fraction]:
        """Each person's chance, exactly, in the order of the pool."""
        found = {}
        for kind, chance in zip(self.model.kinds, self._by_kind, strict=True):
            found.update(dict.fromkeys(kind.people, chance))
        return {one.id: found[one.id] for one in self.pool.people}

    @property
    def residual(self) -> Fraction:
        """The largest distance of a chance from its level (maximin: of the smallest chance)."""
        chances = self._by_kind
        if self.objective is Objective.MAXIMIN:
            return abs(min(chances) - Fraction(self.levels[0].chance))
        if self.objective is Objective.NASH:
            weights = self.levels[0].weights
            return max(
                abs(chance - Fraction(SCALE, weight)) if weight else chance
                for chance, weight in zip(chances, weights, strict=True)
            )
        return max(
            abs(chances[kind] - Fraction(level.chance))
            for level in self.levels
            for kind in level.kinds
        )

    @property
    def bound(self) -> Fraction:
        """How far from the optimum this may be at most, as far as the proof goes.

        Leximin: how much one chance could still rise without lowering one that is not larger.
        Maximin: how much the smallest chance could rise. Nash: by which share the (geometric) mean
        of all chances that are not 0 could rise.
        """
        if self.objective is Objective.MAXIMIN:
            least = least_chance_at_most(self.model, self.levels[0])
            return max(least - min(self._by_kind), Fraction(0))
        if self.objective is Objective.NASH:
            return mean_gain_at_most(self.model, self.levels[0], self._by_kind)
        return most_that_could_rise(self.model, self.levels, self.totals, MASS)

    @property
    def certified(self) -> bool:
        """Whether the proof closes: what is left unproved is too small to matter."""
        return self.bound <= CERTAIN and self.residual <= CERTAIN

    @property
    def searched(self) -> bool:
        """Whether some ceiling was proved by a search instead of by adding rules."""
        return any(not level.prices for level in self.levels)


def fair_lottery(
    pool: Pool, objective: Objective = Objective.LEXIMIN, *, tell: Tell = silence
) -> Lottery:
    """The fairest lottery over all panels that keep the quotas, with its proof.

    Raises Infeasible when no panel keeps them, with the least change of quotas that makes one possible.

    >>> from civics.panels.pool import Person, Quota
    >>> people = [("Amina", "F"), ("Bruno", "H"), ("Chloé", "F"), ("Driss", "H"), ("Emma", "F")]
    >>> lottery = fair_lottery(
    ...     Pool(
    ...         tuple(Person(name, (("sexe", sexe),)) for name, sexe in people),
    ...         (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1)),
    ...         size=2,
    ...     )
    ... )
    >>> {name: round(float(chance), 6) for name, chance in lottery.chances.items()}
    {'Amina': 0.333333, 'Bruno': 0.5, 'Chloé': 0.333333, 'Driss': 0.5, 'Emma': 0.333333}
    >>> lottery.certified
    True
    """
    model = kinds_of(pool)
    try:
        levels, mixture = _solve(model, objective, tell)
    except NoAnswer:
        raise the_least_change(pool, model) from None
    finally:
        tell("")
    whole = whole_weights([weight for weight, _ in mixture], MASS)
    kept = [
        (weight, tuple(int(count) for count in panel))
        for weight, (_, panel) in zip(whole, mixture, strict=True)
        if weight
    ]
    if not all(keeps_the_rules(model, panel) for _, panel in kept):
        raise ArithmeticError("the solver gave a panel that does not keep the quotas")
    return Lottery(
        pool,
        objective,
        model,
        tuple(panel for _, panel in kept),
        tuple(weight for weight, _ in kept),
        tuple(levels),
    )


def _solve(model: Kinds, objective: Objective, tell: Tell) -> tuple[list[Level], Mixture]:
    if objective is Objective.NASH:
        level, average = nash_average(model)
        mixture, left = peel(Rounder(model), average, tell=tell)
        if left > WRITTEN:
            known = [panel for _, panel in mixture]
            level, mixture = searched_nash(model, Search(model), known, tell=tell)
        return [level], mixture
    only_first = objective is Objective.MAXIMIN
    levels, average = fair_levels(model, only_first=only_first)
    mixture, left = peel(Rounder(model), average, tell=tell)
    if left <= WRITTEN:
        return levels, mixture
    return searched_levels(
        model,
        Search(model),
        [panel for _, panel in mixture],
        only_first=only_first,
        tell=tell,
    )
