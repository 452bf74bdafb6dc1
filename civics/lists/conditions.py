"""Who may stand on the list, and what the list must keep to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from civics.problems import WrongInput

WOMAN, MAN = "F", "M"


@dataclass(frozen=True)
class Candidate:
    """Someone who may stand.

    `sex` is the one of the civil status, "F" or "M": the law alternates on it. `rank` is the place
    in the judgment, 1 for the best; those judged alike share it. `lot`, drawn beforehand, parts
    them; without it, ids do, in the order of their characters.
    """

    id: str
    sex: str
    rank: int
    lot: int = 0
    traits: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, int, str]:
        """Whom to prefer, all else being equal: the smaller first."""
        return self.rank, self.lot, self.id


@dataclass(frozen=True)
class Condition:
    """Between `least` and `most` of these people stand from rank `first` to rank `last`.

    Everything asked of a list is said so, apart from the alternation: a pinned rank (at least 1 of
    one person, in one rank), a quota in the first ranks, a quarter of non-residents at most.
    `last` is the end of the list when it is None.
    """

    name: str
    who: frozenset[str]
    least: int = 0
    most: int | None = None
    first: int = 1
    last: int | None = None

    def covers(self, rank: int) -> bool:
        """Whether this rank is one of those looked at."""
        return self.first <= rank and (self.last is None or rank <= self.last)

    def count(self, ids: Sequence[str]) -> int:
        """How many of these people stand in the ranks looked at."""
        return sum(one in self.who for one in ids[self.first - 1 : self.last])

    def allows(self, count: int) -> bool:
        """Whether that many is within the bounds."""
        return self.least <= count and (self.most is None or count <= self.most)


@dataclass(frozen=True)
class Designation:
    """A group chosen first, out of which the list is made: its size, as many women as men.

    The ranks of its conditions are not looked at.
    """

    size: int
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What a list must keep to: its lengths, the longest being preferred, and its conditions.

    Source of the lengths: art. L260, as many names as seats, and two more at most.
    """

    lengths: tuple[int, ...]
    conditions: tuple[Condition, ...] = ()
    designation: Designation | None = None


def lengths_for(seats: int) -> tuple[int, ...]:
    """The lengths a list may have, for a council of that many seats.

    >>> lengths_for(65)
    (67, 66, 65)
    """
    return seats + 2, seats + 1, seats


def check(candidates: Sequence[Candidate]) -> None:
    """Raises WrongInput when someone is there twice, or has no legal sex."""
    seen = set[str]()
    for one in candidates:
        if one.id in seen:
            raise WrongInput(f"« {one.id} » est là deux fois")
        if one.sex not in (WOMAN, MAN):
            raise WrongInput(
                f"« {one.sex} » ne va pas pour {one.id}", expected="F ou M, comme à l’état civil"
            )
        seen.add(one.id)


def points(candidates: Sequence[Candidate]) -> dict[str, int]:
    """The support of each: how many of the others were judged less good.

    >>> points([Candidate("amina", "F", 1), Candidate("bruno", "M", 2), Candidate("chloe", "F", 2)])
    {'amina': 2, 'bruno': 0, 'chloe': 0}
    """
    return {one.id: sum(other.rank > one.rank for other in candidates) for one in candidates}


def support(ids: Sequence[str], candidates: Sequence[Candidate]) -> int:
    """The support of a list: points of its first name, of its first two, … of all, added up.

    In other words, each name's points count once for each rank from theirs to the last.

    >>> people = [Candidate("amina", "F", 1), Candidate("bruno", "M", 2), Candidate("chloe", "F", 3)]
    >>> support(["amina", "bruno"], people)  # 2 points twice, 1 point once
    5
    """
    worth = points(candidates)
    return sum(worth[one] * (len(ids) - place) for place, one in enumerate(ids))


def alternates(sexes: Sequence[str]) -> bool:
    """Whether no two neighbours are of the same sex.

    >>> alternates("FMFM"), alternates("FFM")
    (True, False)
    """
    return all(one != other for one, other in pairwise(sexes))


def balanced(sexes: Sequence[str]) -> bool:
    """Whether there are as many women as men, to one person.

    >>> balanced("FFM"), balanced("FFF")
    (True, False)
    """
    return abs(sexes.count(WOMAN) - sexes.count(MAN)) <= 1


@dataclass(frozen=True)
class Parity:
    """What is asked of the sexes, as it is told, and its test."""

    name: str
    holds: Callable[[Sequence[str]], bool]


ON_A_LIST = Parity("alternance stricte femme, homme (art. L264)", alternates)
IN_A_GROUP = Parity("autant de femmes que d’hommes, à une personne près", balanced)


def broken(ids: Sequence[str], candidates: Sequence[Candidate], rules: Rules) -> tuple[str, ...]:
    """The names of all that a list does not keep to, counted in whole numbers: () is a good list.

    It knows nothing of how the list was made, so that anyone's list can be judged by it.

    >>> people = [Candidate("amina", "F", 1), Candidate("chloe", "F", 2)]
    >>> broken(["amina", "chloe"], people, Rules((2,)))
    ('alternance stricte femme, homme (art. L264)',)
    """
    sexes = {one.id: one.sex for one in candidates}
    found = []
    if len(ids) not in rules.lengths:
        found.append(f"{said(rules.lengths)} noms")
    if strangers := [one for one in ids if one not in sexes]:
        found.append(f"des candidates et candidats connus (pas {', '.join(strangers)})")
    if len(set(ids)) < len(ids):
        found.append("chaque personne une seule fois")
    if not alternates([sexes.get(one, "") for one in ids]):
        found.append(ON_A_LIST.name)
    found += [each.name for each in rules.conditions if not each.allows(each.count(ids))]
    return tuple(found)


def said(lengths: Sequence[int]) -> str:
    """Lengths in words.

    >>> said((67, 66, 65)), said((67,))
    ('65 à 67', '67')
    """
    return f"{min(lengths)} à {max(lengths)}" if len(lengths) > 1 else str(lengths[0])
