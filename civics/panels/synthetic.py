"""Pools as large and as uneven as one likes, from a seed, to measure and to try."""

from collections import Counter

from civics.panels.chance import Chance
from civics.panels.pool import Person, Pool, Quota

# In a hundred: the shares of the town, then those of the people who answer a letter. Made up, but
# uneven in the way that organisers tell: older, longer at school, from the centre, convinced.
TOWN = {
    "sexe": ((52, 48), (46, 54)),
    "âge": ((12, 18, 19, 19, 17, 15), (5, 12, 16, 21, 27, 19)),
    "quartier": (
        (9, 8, 7, 7, 6, 6, 6, 5, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 2, 2),
        (16, 13, 8, 8, 7, 6, 5, 5, 5, 4, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1),
    ),
    "diplôme": ((19, 25, 18, 17, 21), (7, 13, 16, 24, 40)),
    "travail": ((40, 9, 27, 10, 8, 6), (41, 5, 34, 9, 7, 4)),
    "confiance": ((15, 35, 32, 18), (28, 40, 23, 9)),
}


def synthetic_pool(people: int, size: int, seed: bytes = b"civics") -> Pool:
    """A pool of `people` who answered with the bias of TOWN, with quotas from the shares of the town.

    Answers are linked as in life: whoever is old is more often retired, whoever trusts has more
    often a degree. Each quota leaves about a tenth of its value free, at least one place on each side,
    around a panel that exists in the pool (the town's shares, as far as people answered).

    >>> pool = synthetic_pool(40, 6)
    >>> len(pool.people), len(pool.quotas), pool == synthetic_pool(40, 6)
    (40, 43, True)
    """
    chance = Chance(seed)
    features = tuple(TOWN)
    answers = [_answers(chance) for _ in range(people)]
    counts = Counter(
        (name, answer) for one in answers for name, answer in zip(features, one, strict=True)
    )
    quotas = []
    for name, (town, _) in TOWN.items():
        for value, share in enumerate(town):
            there = counts[name, value]
            wish = share * size / 100
            slack = max(1.0, wish / 10)
            quotas.append(
                Quota(
                    name,
                    f"{name} {value + 1}",
                    least=min(max(0, int(wish - slack)), there),
                    most=max(int(wish + slack) + 1, 1),
                )
            )
    return Pool(
        tuple(
            Person(
                f"p{number:05}",
                tuple(
                    (name, f"{name} {answer + 1}")
                    for name, answer in zip(features, one, strict=True)
                ),
            )
            for number, one in enumerate(answers)
        ),
        tuple(quotas),
        size,
    )


def _answers(chance: Chance) -> tuple[int, ...]:
    found: dict[str, int] = {}
    for name, (_, biased) in TOWN.items():
        weights = list(biased)
        if name == "travail" and found["âge"] >= 4:
            weights[2] *= 12  # retired
        if name == "diplôme" and found["âge"] == 0:
            weights[4] //= 4
        if name == "confiance" and found["diplôme"] >= 3:
            weights[0] *= 2
        found[name] = chance.pick(tuple(weights))
    return tuple(found.values())
