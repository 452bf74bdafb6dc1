"""Who may be drawn, and what every panel must look like."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from civics.problems import Infeasible, WrongInput


@dataclass(frozen=True, order=True)
class Quota:
    """Of the people whose `feature` is `value`, a panel has at least `least` and at most `most`."""

    feature: str
    value: str
    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise WrongInput(
                f"« {self.feature}, {self.value} » : de {self.least} à {self.most}",
                expected="0 ≤ min ≤ max",
            )

    def __str__(self) -> str:
        return f"{self.feature}, {self.value}"


@dataclass(frozen=True)
class Person:
    """Someone in the pool: an id, a value for each feature, and perhaps where they live.

    People of one address are never in the same panel; an empty address is nobody's neighbour.
    """

    id: str
    values: tuple[tuple[str, str], ...]
    address: str = ""


@dataclass(frozen=True)
class Pool:
    """The people, the quotas and the size of a panel.

    Raises WrongInput if an id is there twice, or if someone has a value without a quota, or no
    value for a feature.

    >>> pool = Pool(
    ...     (Person("Amina", (("sexe", "F"),)), Person("Bruno", (("sexe", "H"),))),
    ...     (Quota("sexe", "F", 1, 1), Quota("sexe", "H", 0, 1)),
    ...     size=1,
    ... )
    >>> pool.refusals(["Bruno"])
    ('sexe, F : 0, il en faut au moins 1',)
    """

    people: tuple[Person, ...]
    quotas: tuple[Quota, ...]
    size: int

    def __post_init__(self) -> None:
        if self.size < 1:
            raise WrongInput(f"un panel de {self.size}", expected="au moins 1 personne")
        twice = [id for id, times in Counter(one.id for one in self.people).items() if times > 1]
        if twice:
            raise WrongInput(f"« {twice[0]} » est là deux fois")
        known = Counter((quota.feature, quota.value) for quota in self.quotas)
        for (feature, value), times in known.items():
            if times > 1:
                raise WrongInput(f"« {feature}, {value} » est là deux fois")
        features = {quota.feature for quota in self.quotas}
        for one in self.people:
            if {feature for feature, _ in one.values} != features or len(one.values) != len(
                features
            ):
                raise WrongInput(f"« {one.id} »", expected=", ".join(sorted(features)))
            for pair in one.values:
                if pair not in known:
                    raise WrongInput(f"« {one.id} » : aucun quota pour « {', '.join(pair)} »")
        if self.size > len(self.people):
            raise Infeasible(
                f"Il n’y a pas {self.size} personnes à tirer.",
                (f"la taille demandée : {self.size}", f"les personnes : {len(self.people)}"),
            )

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {one.id: one for one in self.people}

    def refusals(self, panel: Collection[str]) -> tuple[str, ...]:
        """Why these people are not a panel: nothing if they are. Only counts, no solver."""
        found, people = [], set(panel)
        if len(people) != len(panel):
            found.append("quelqu’un y est deux fois")
        if len(panel) != self.size:
            found.append(f"{len(panel)} personnes, il en faut {self.size}")
        chosen = [self._by_id[id] for id in people if id in self._by_id]
        if len(chosen) != len(people):
            found.append("quelqu’un n’est pas dans la base")
        count = Counter(pair for one in chosen for pair in one.values)
        for quota in self.quotas:
            seen = count[quota.feature, quota.value]
            if seen < quota.least:
                found.append(f"{quota} : {seen}, il en faut au moins {quota.least}")
            if seen > quota.most:
                found.append(f"{quota} : {seen}, il en faut au plus {quota.most}")
        homes = Counter(one.address for one in chosen if one.address)
        found += [f"{times} personnes à « {home} »" for home, times in homes.items() if times > 1]
        return tuple(found)
