"""People who are alike for the lottery, counted together: a few hundred unknowns, not thousands."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass

from civics.panels.pool import Person, Pool

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kind:
    """People nobody could tell apart by the quotas and the homes: they deserve the same chance.

    `most` of them may be together in a panel: all, or one a home.
    """

    people: tuple[str, ...]
    homes: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class Rule:
    """A panel has at least `least` and at most `most` people of these kinds, counted together."""

    kinds: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Kinds:
    """The pool as kinds, with the rules that a panel of kinds must keep.

    `rules` begins with the size of the panel, then one rule a quota in the order of the pool, then
    one rule for each sort of home with people of several kinds.
    """

    kinds: tuple[Kind, ...]
    rules: tuple[Rule, ...]


def kinds_of(pool: Pool) -> Kinds:
    """Group people who have the same values and, if they share a home, the same neighbours.

    Where several people live at one address, homes with the same inhabitants are alike: what is
    counted is how many such homes send someone of each kind.

    >>> people = [Person(id, (("sexe", sexe),)) for id, sexe in [("a", "F"), ("b", "H"), ("c", "F")]]
    >>> from civics.panels.pool import Quota
    >>> pool = Pool(tuple(people), (Quota("sexe", "F", 1, 2), Quota("sexe", "H", 0, 1)), size=2)
    >>> [kind.people for kind in kinds_of(pool).kinds]
    [('c', 'a'), ('b',)]
    """
    homes: dict[str, list[Person]] = defaultdict(list)
    for number, one in enumerate(sorted(pool.people, key=_place)):
        homes[one.address or f"\0{number}"].append(one)
    alike: dict[tuple[Values, ...], dict[Values, list[tuple[str, str]]]] = {}
    households: Counter[tuple[Values, ...]] = Counter()
    for home, inhabitants in homes.items():
        household = tuple(sorted(_values(one) for one in inhabitants))
        households[household] += 1
        members = alike.setdefault(household, defaultdict(list))
        for one in inhabitants:
            members[_values(one)].append((one.id, home))

    kinds: list[Kind] = []
    shared: list[Rule] = []
    by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
    for household, members in alike.items():
        first = len(kinds)
        for values, people in members.items():
            for pair in values:
                by_value[pair].append(len(kinds))
            ids, where = zip(*people, strict=True)
            kinds.append(Kind(ids, where, most=households[household]))
        if len(members) > 1:
            rule = Rule(tuple(range(first, len(kinds))), 0, households[household])
            shared.append(rule)
    size = Rule(tuple(range(len(kinds))), pool.size, pool.size)
    quotas = [
        Rule(tuple(by_value[quota.feature, quota.value]), quota.least, quota.most)
        for quota in pool.quotas
    ]
    return Kinds(tuple(kinds), (size, *quotas, *shared))


def _place(one: Person) -> bytes:
    """An order nobody chose: that of the rows would let whoever made the file choose."""
    return hashlib.sha256(one.id.encode()).digest()


def _values(one: Person) -> Values:
    return tuple(sorted(one.values))
