"""The one list that has the most support among all those that keep to the conditions."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from civics.lists.conditions import (
    MAN,
    WOMAN,
    Candidate,
    Condition,
    Rules,
    broken,
    check,
    points,
    support,
)
from civics.lists.conflict import conflict, most_that_hold
from civics.programs import Program, Row, first_of_the_best, never_above, optimum
from civics.progress import Tell, silence

Cell = tuple[int, Candidate]  # a rank, and who would have it


@dataclass(frozen=True)
class Ordered:
    """The best list, its support, and a bound that no list exceeds: they are equal.

    `by_prices`: the bound was recomputed in whole numbers and does not rest on the solver.
    """

    ids: tuple[str, ...]
    support: int
    bound: int
    by_prices: bool


def order(candidates: Sequence[Candidate], rules: Rules, *, tell: Tell = silence) -> Ordered:
    """The list with the most support; of lists as good, the one whose first name is preferred, …

    The longest length at which a list exists is kept. Among lists of equal support, the one whose
    first rank goes to the person judged best, then the second, and so on (`Candidate.order`): the
    answer is unique, whatever the order of the candidates given. Raises Infeasible with a smallest
    set of conditions that cannot hold together.

    Exact: found by HiGHS, counted again in whole numbers. The support is `conditions.support`; the
    assignment of people to ranks is Kuhn's (1955), with the conditions as further rows.

    >>> people = [Candidate("amina", "F", 1), Candidate("chloe", "F", 2), Candidate("bruno", "M", 3)]
    >>> order(people, Rules((3,))).ids
    ('amina', 'bruno', 'chloe')
    """
    check(candidates)
    every = frozenset(range(len(rules.conditions) + 1))
    for length in sorted(rules.lengths, reverse=True):
        tell(f"{length} noms : y a-t-il une liste ?")
        if most_that_hold(every, candidates, rules.conditions, length) is None:
            continue
        tell(f"{length} noms : la liste la plus soutenue")
        found = _best(candidates, rules.conditions, length)
        tell("")
        wrong = broken(found.ids, candidates, rules)
        if wrong or found.support != support(found.ids, candidates):
            raise RuntimeError(f"the solver’s list is not what it said: {wrong}")
        return found
    raise conflict(candidates, rules.lengths, rules.conditions, tell=tell)


def _best(candidates: Sequence[Candidate], conditions: Sequence[Condition], length: int) -> Ordered:
    """The better of the best list that starts with a woman and the best that starts with a man."""
    preferred = {one.id: place for place, one in enumerate(sorted(candidates, key=_order))}
    found, shown = [], True
    for head in (WOMAN, MAN):
        cells = _cells(candidates, conditions, length, head)
        program = _program(cells, candidates, conditions, length)
        best = optimum(program)
        if best is None or not best.by_prices:
            shown &= never_above(program, best.value if best else None)
        if best:
            columns = first_of_the_best(program, best).columns
            taken = [one.id for (_, one), here in zip(cells, columns, strict=True) if here]
            found.append((best.value, tuple(taken)))
    most, ids = min(found, key=lambda one: (-one[0], [preferred[each] for each in one[1]]))
    return Ordered(ids, most, most, shown)


def _order(one: Candidate) -> tuple[int, int, str]:
    return one.order


def _cells(
    candidates: Sequence[Candidate], conditions: Sequence[Condition], length: int, head: str
) -> list[Cell]:
    """Who may have each rank, ranks in order and the preferred first in each.

    Of people whom no condition tells apart, the preferred always come first in the best list:
    the third of them is never higher than the third rank open to their sex.
    """
    alike: Counter[tuple[str, tuple[bool, ...]]] = Counter()
    soonest: dict[str, int] = {}
    for one in sorted(candidates, key=_order):
        kind = (one.sex, tuple(one.id in each.who for each in conditions))
        soonest[one.id] = 2 * alike[kind] + (1 if one.sex == head else 2)
        alike[kind] += 1
    return [
        (rank, one)
        for rank in range(1, length + 1)
        for one in sorted(candidates, key=_order)
        if (one.sex == head) == (rank % 2 == 1) and soonest[one.id] <= rank
    ]


def _program(
    cells: Sequence[Cell],
    candidates: Sequence[Candidate],
    conditions: Sequence[Condition],
    length: int,
) -> Program:
    """One name in each rank, one rank at most for each, and the conditions: most support."""
    worth = points(candidates)
    by_rank: dict[int, list[int]] = {rank: [] for rank in range(1, length + 1)}
    by_person: dict[str, list[int]] = defaultdict(list)
    for column, (rank, one) in enumerate(cells):
        by_rank[rank].append(column)
        by_person[one.id].append(column)
    rows = [Row(dict.fromkeys(columns, 1), 1, 1) for columns in by_rank.values()]
    rows += [Row(dict.fromkeys(columns, 1), None, 1) for columns in by_person.values()]
    rows += [
        Row(
            {
                column: 1
                for column, (rank, one) in enumerate(cells)
                if one.id in each.who and each.covers(rank)
            },
            each.least or None,
            each.most,
        )
        for each in conditions
    ]
    return Program([worth[one.id] * (length + 1 - rank) for rank, one in cells], rows)
