"""An average panel written as a lottery of whole ones."""

from collections.abc import Sequence

import numpy as np

from civics.panels.rounding import Rounder
from civics.panels.solver import Floats
from civics.progress import Tell, silence

ENOUGH = 1e-9  # what is left of the average when it no longer counts
TIGHT = 1e-7

Mixture = list[tuple[float, Floats]]


def peel(rounder: Rounder, average: Floats, *, tell: Tell = silence) -> tuple[Mixture, float]:
    """Take whole panels out of an average, each with the largest weight that leaves an average.

    `average` has a number for each kind, in people; it keeps the rules, though with pieces of
    people. Each step settles one more kind or rule (as in Birkhoff's theorem), so there are at
    most as many panels as kinds and rules. Returns the panels with their weights, and the weight
    that could not be written: 0 up to rounding, unless the average is not a mixture of panels or
    a wrong turn was taken.
    """
    low, high, caps = rounder.low, rounder.high, rounder.caps
    rest, mass, found = average.copy(), 1.0, []
    while mass > ENOUGH:
        mean = np.clip(rest / mass, 0, caps)
        met = rounder.matrix @ mean
        panel = rounder.near(
            mean,
            # whoever is at a limit in the average is there in each panel of it
            low=np.where(met > high - TIGHT, high, low),
            high=np.where(met < low + TIGHT, low, high),
            lower=np.where(mean > caps - TIGHT, caps, 0.0),
            upper=np.where(mean < TIGHT, 0.0, caps),
        )
        if panel is None:
            break
        weight = _heaviest(rest, mass, panel, np.zeros(len(caps)), caps)
        weight = min(
            weight, _heaviest(met * mass, mass, np.rint(rounder.matrix @ panel), low, high)
        )
        if weight <= 0:
            break
        found.append((weight, panel))
        rest, mass = rest - weight * panel, mass - weight
        tell(f"{len(found)} panels, reste {mass:.1e}")
    return found, max(mass, 0.0)


def _heaviest(rest: Floats, mass: float, panel: Floats, low: Floats, high: Floats) -> float:
    """The largest weight w with `low (mass - w) ≤ rest - w panel ≤ high (mass - w)`."""
    over, under = high - panel, panel - low
    weights = [
        mass,
        *((high * mass - rest)[over > 0.5] / over[over > 0.5]),
        *((rest - low * mass)[under > 0.5] / under[under > 0.5]),
    ]
    return max(float(min(weights)), 0.0)


def whole_weights(weights: Sequence[float], total: int) -> list[int]:
    """Whole weights that sum to `total`, as close as they can be: the largest remainders round up.

    >>> whole_weights([0.5, 0.3, 0.2], 7)
    [4, 2, 1]
    """
    exact = np.array(weights) / sum(weights) * total
    found = np.floor(exact).astype(int)
    missing = total - int(found.sum())
    up = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in up[:missing]:
        found[place] += 1
    return [int(weight) for weight in found]
