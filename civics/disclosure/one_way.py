"""Counts by category with their total: what may be published, with nothing but Python.

The house imports this file at run time: it needs no solver.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FLOOR = 11  # people behind a published count, at least; the practice of Insee for households


@dataclass(frozen=True)
class Published:
    """The counts that may be published; None stands for what is not. All None look the same."""

    cells: Mapping[str, int | None]
    total: int | None


def publishable(
    counts: Mapping[str, int],
    *,
    floor: int = FLOOR,
    protection: int | None = None,
    sensitive: Collection[str] = (),
    with_total: bool = True,
    zeros: bool = False,
) -> Published:
    """Which of these counts of people may be published, so that none under the floor can be found.

    A count under the floor is not published, nor is one of the `sensitive` (see `dominated`). If
    the total is, someone could subtract: the smallest of the other counts stay back too, until each
    hidden count is known to within `protection` at best (the floor unless told). With `zeros`, a
    zero is published too, and whoever reads then knows that no hidden count is zero.

    It hides as few counts as can be, and of these the smallest. Source: Hundepool et al.,
    "Statistical Disclosure Control" (2012), chapter 4.

    >>> publishable({"Mosson": 42, "Centre": 7, "Celleneuve": 15}).cells
    {'Mosson': 42, 'Centre': None, 'Celleneuve': None}
    >>> publishable({"Mosson": 42, "Centre": 7, "Celleneuve": 15}).total
    64
    >>> publishable({"Mosson": 4, "Centre": 3}).total is None
    True
    """
    if negative := [name for name, count in counts.items() if count < 0]:
        raise ValueError(f"a count of people is not negative: {negative[0]}")
    width = floor if protection is None else protection
    hidden = {
        name
        for name, count in counts.items()
        if (count < floor or name in sensitive) and (count or not zeros)
    }
    total = sum(counts.values())
    if with_total and total < floor:
        return Published(dict.fromkeys(counts), None)
    if with_total and hidden:
        more = _fewest_more(counts, hidden, width, zeros)
        if more is None:
            return Published(_without(counts, hidden), None)
        hidden |= more
    return Published(_without(counts, hidden), total if with_total else None)


def dominated(contributions: Collection[int], *, percent: int = 85) -> bool:
    """Whether one person alone brings that share or more of a sum: then it tells of that person.

    Source: the rule of dominance, (1, 85) for Insee's enterprises; Hundepool et al. (2012), 4.2.

    >>> dominated([17, 1, 1, 1]), dominated([16, 2, 1, 1])
    (True, False)
    """
    whole = sum(contributions)
    return whole > 0 and 100 * max(contributions) >= percent * whole


def _fewest_more(
    counts: Mapping[str, int], hidden: Collection[str], width: int, zeros: bool
) -> set[str] | None:
    """What to hide besides, so that each hidden count can move by the width; None if nothing does.

    How far one can move is the sum of all, less one for each if none is zero. Every way is tried,
    by how many are hidden and how far that goes: the fewest, then the smallest, then the first.
    """
    gain = {name: count - zeros for name, count in counts.items()}
    lacking = max(0, width - sum(gain[name] for name in hidden))
    others = [name for name in counts if name not in hidden and counts[name]]
    ways: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, 0): (0, ())}
    for place, name in enumerate(others):
        for (many, far), (total, places) in list(ways.items()):
            key = (many + 1, min(lacking, far + gain[name]))
            way = (total + counts[name], (*places, place))
            ways[key] = min(way, ways.get(key, way))
    enough = [
        (many, way)
        for (many, far), way in ways.items()
        if far >= lacking and many + len(hidden) >= 2
    ]
    if not enough:
        return None
    return {others[place] for place in min(enough)[1][1]}


def _without(counts: Mapping[str, int], hidden: Collection[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else count for name, count in counts.items()}
