"""Conditions that cannot hold together: a smallest set of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from civics.lists.conditions import ON_A_LIST, WOMAN, Candidate, Condition, Parity, said
from civics.problems import Infeasible
from civics.programs import Program, Row, first_of_the_best, optimum
from civics.progress import Tell, silence

Kind = tuple[str, tuple[bool, ...]]
Chosen = frozenset[int]


def conflict(
    candidates: Sequence[Candidate],
    lengths: Sequence[int],
    conditions: Sequence[Condition],
    parity: Parity = ON_A_LIST,
    *,
    tell: Tell = silence,
) -> Infeasible:
    """What to raise when no list exists: conditions that cannot hold together.

    No smaller set of them conflicts, and each set of that size that comes earlier in the order
    written can hold. The parity is one of them; the lengths are taken for granted.
    Source: Ignatiev, Previti, Liffiton, Marques-Silva, "Smallest MUS extraction" (2015).
    """
    shortest = min(lengths)
    if len(candidates) < shortest:
        return Infeasible(
            f"Il faut au moins {shortest} noms, et il y a {len(candidates)} candidates et candidats.",
            (f"{said(lengths)} noms", f"{len(candidates)} candidates et candidats"),
        )

    def most(chosen: Chosen) -> Chosen | None:
        ways = [
            most_that_hold(chosen, candidates, conditions, length)
            for length in lengths
            if length <= len(candidates)
        ]
        return max((way for way in ways if way is not None), key=len, default=None)

    names = (parity.name, *(each.name for each in conditions))
    together = smallest_conflict(most, len(names), tell=tell)
    tell("")
    return Infeasible(
        f"Parmi {said(lengths)} noms, ceci ne peut pas tenir ensemble :",
        tuple(names[place] for place in together),
    )


def smallest_conflict(
    most: Callable[[Chosen], Chosen | None], many: int, *, tell: Tell = silence, rounds: int = 60
) -> tuple[int, ...]:
    """The smallest set of conditions, out of 0 … many-1, that cannot hold together.

    `most` is given conditions and answers a largest set with them that can hold, or None. Whatever
    conflicts must contain one condition outside of each set that can hold: the smallest set that
    does so for all sets met is tried next. After that many rounds, conditions are left out one by
    one as long as the rest conflicts: what remains cannot be reduced, but may not be the smallest.

    >>> both = lambda chosen: None if chosen >= {1, 3} else frozenset({0, 2, *(chosen or {1})})
    >>> smallest_conflict(both, 4), smallest_conflict(both, 4, rounds=0)
    ((1, 3), (1, 3))
    """
    every = frozenset(range(many))
    outside: list[Chosen] = []
    for done in range(rounds):
        tell(f"Conditions qui s’opposent : {done} combinaisons écartées")
        suspects = _smallest_meeting(outside, many)
        holding = most(frozenset(suspects))
        if holding is None:
            return suspects
        outside.append(every - holding)
    left = every
    for one in reversed(range(many)):
        if most(left - {one}) is None:
            left -= {one}
    return tuple(sorted(left))


def _smallest_meeting(sets: Sequence[Chosen], many: int) -> tuple[int, ...]:
    """The smallest set that meets each of these; of several, the first in order."""
    rows = [Row(dict.fromkeys(sorted(each), 1), least=1) for each in sets]
    program = Program([-1] * many, rows)
    best = optimum(program)
    if best is None:
        raise RuntimeError("all conditions hold together: there is no conflict")
    chosen = first_of_the_best(program, best).columns
    return tuple(place for place, one in enumerate(chosen) if one)


def most_that_hold(
    chosen: Chosen, candidates: Sequence[Candidate], conditions: Sequence[Condition], length: int
) -> Chosen | None:
    """A largest set of conditions with the chosen ones that a list of that length keeps to.

    Condition 0 is the alternation, the others follow as given. None if the chosen ones conflict.
    People whom no condition tells apart are only counted, by stretches of ranks that no condition
    cuts: within a stretch, their order changes nothing.
    """
    kinds = Counter(
        (one.sex, tuple(one.id in each.who for each in conditions)) for one in candidates
    )
    cuts = {0, length}
    for each in conditions:
        cuts |= {min(each.first - 1, length), min(each.last or length, length)}
    return _Counted(kinds, list(pairwise(sorted(cuts))), conditions, chosen).solve()


class _Counted:
    """The program whose columns are people of a kind in a stretch, then conditions given up."""

    def __init__(
        self,
        kinds: Counter[Kind],
        stretches: list[tuple[int, int]],
        conditions: Sequence[Condition],
        chosen: Chosen,
    ) -> None:
        self.kinds, self.stretches = list(kinds.items()), stretches
        self.conditions = conditions
        self.counts = len(kinds) * len(stretches)
        given_up = [int(place not in chosen) for place in range(len(conditions) + 1)]
        self.man_first = self.counts + len(given_up)
        self.tops = [min(size, end - start) for _, size in self.kinds for start, end in stretches]
        self.tops += [*given_up, 1]
        self.gains = [0] * self.counts + [-1] * len(given_up) + [0]

    def solve(self) -> Chosen | None:
        """The conditions not given up."""
        rows = [*self._people(), *self._alternation(), *self._asked()]
        found = optimum(Program(self.gains, rows, self.tops))
        if found is None:
            return None
        given_up = found.columns[self.counts : self.man_first]
        return frozenset(place for place, one in enumerate(given_up) if not one)

    def _column(self, kind: int, stretch: int) -> int:
        return kind * len(self.stretches) + stretch

    def _people(self) -> list[Row]:
        wide = range(len(self.stretches))
        rows = [
            Row({self._column(kind, stretch): 1 for stretch in wide}, None, size)
            for kind, (_, size) in enumerate(self.kinds)
        ]
        for stretch, (start, end) in enumerate(self.stretches):
            everyone = {self._column(kind, stretch): 1 for kind in range(len(self.kinds))}
            rows.append(Row(everyone, end - start, end - start))
        return rows

    def _alternation(self) -> list[Row]:
        """Women in each stretch: as many as its odd ranks, or its even ones if a man comes first."""
        rows = []
        for stretch, (start, end) in enumerate(self.stretches):
            odd, size = (end + 1) // 2 - (start + 1) // 2, end - start
            women = {
                self._column(kind, stretch): 1
                for kind, ((sex, _), _) in enumerate(self.kinds)
                if sex == WOMAN
            }
            women[self.man_first] = odd - (size - odd)
            rows.append(Row({**women, self.counts: size}, least=odd))
            rows.append(Row({**women, self.counts: -size}, most=odd))
        return rows

    def _asked(self) -> list[Row]:
        rows, length = [], self.stretches[-1][1]
        for place, each in enumerate(self.conditions):
            last = min(each.last or length, length)
            counted = {
                self._column(kind, stretch): 1
                for kind, ((_, traits), _) in enumerate(self.kinds)
                for stretch, (start, end) in enumerate(self.stretches)
                if traits[place] and start + 1 >= each.first and end <= last
            }
            given_up = self.counts + 1 + place
            if each.least:
                rows.append(Row({**counted, given_up: each.least}, least=each.least))
            if each.most is not None:
                rows.append(Row({**counted, given_up: -length}, most=each.most))
        return rows
