"""Pools for the tests, and the slow way to the fairest chances: every panel, person by person."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from hypothesis import strategies as st

from civics.panels.files import read_pool
from civics.panels.pool import Person, Pool, Quota
from civics.panels.solver import NO_LIMIT, Programme
from civics.reading import read_json

PUBLIC = Path(__file__).parent.parent / "data" / "panels"
NAMES = sorted(folder.name for folder in PUBLIC.iterdir())


def public_pool(name: str) -> Pool:
    folder = PUBLIC / name
    size = read_json(folder / "meta.json")["panel"]
    return read_pool(folder / "people.csv", folder / "features.csv", size)


def make_pool(
    people: dict[str, str], quotas: Sequence[tuple[str, int, int]], size: int, **homes: str
) -> Pool:
    """`{"Amina": "F nord"}` and `[("F", 1, 2), ("nord", 0, 1)]`: the n-th word is the n-th feature."""
    features = [words.split() for words in people.values()]
    names = [f"trait {place}" for place in range(len(features[0]))]
    of = {word: names[place] for words in features for place, word in enumerate(words)}
    return Pool(
        tuple(
            Person(name, tuple(zip(names, words, strict=True)), homes.get(name, ""))
            for name, words in zip(people, features, strict=True)
        ),
        tuple(Quota(of.get(word, names[0]), word, least, most) for word, least, most in quotas),
        size,
    )


@st.composite
def small_pools(draw: st.DrawFn) -> Pool:
    """Up to nine people, three features, sometimes neighbours, quotas that can often be met."""
    features = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    count = draw(st.integers(3, 9))
    size = draw(st.integers(1, min(4, count)))
    people = []
    for number in range(count):
        values = tuple(
            (f"f{place}", f"v{draw(st.integers(0, many - 1))}")
            for place, many in enumerate(features)
        )
        home = draw(st.sampled_from(["", "", "", "h1", "h2"]))
        people.append(Person(f"p{number}", values, home))
    quotas = []
    for place, many in enumerate(features):
        for value in range(many):
            least = draw(st.integers(0, size // many))
            most = least + draw(st.integers(0, 2))
            quotas.append(Quota(f"f{place}", f"v{value}", least, most))
    return Pool(tuple(people), tuple(quotas), size)


def every_panel(pool: Pool) -> list[tuple[str, ...]]:
    return [
        panel
        for panel in combinations([one.id for one in pool.people], pool.size)
        if not pool.refusals(panel)
    ]


def slow_leximin(pool: Pool, panels: list[tuple[str, ...]]) -> dict[str, float]:
    """By definition: raise the smallest chance; settle each person who cannot have more; again."""
    settled: dict[str, float] = {}
    while len(settled) < len(pool.people):
        level = _best(pool, panels, settled)
        for one in pool.people:
            if one.id not in settled and _best(pool, panels, settled, one.id, level) < level + 1e-7:
                settled[one.id] = level
    return settled


def _best(
    pool: Pool,
    panels: list[tuple[str, ...]],
    settled: dict[str, float],
    who: str = "",
    level: float = 0.0,
) -> float:
    """The largest level for all who are not settled, or the largest chance of one while all have `level`."""
    count = len(panels)
    rows, low = [], []
    for one in pool.people:
        there = [float(one.id in panel) for panel in panels]
        if one.id in settled or who:
            rows.append((range(count), there))
            low.append(settled.get(one.id, level) - 1e-9)
        else:
            rows.append((range(count + 1), [*there, -1.0]))
            low.append(0.0)
    rows.append((range(count), [1.0] * count))
    programme = Programme(
        cost=[*(-float(who in panel) for panel in panels), 0.0 if who else -1.0],
        lower=[0.0] * (count + 1),
        upper=[1.0] * (count + 1),
        rows=rows,
        low=[*low, 1.0],
        high=[*([NO_LIMIT] * len(low)), 1.0],
    )
    assert programme.solve()
    return -programme.value
