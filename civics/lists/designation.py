"""The group out of which a list is made: the people judged best that its conditions allow."""

from collections.abc import Sequence
from dataclasses import replace

from civics.lists.conditions import (
    IN_A_GROUP,
    WOMAN,
    Candidate,
    Condition,
    Designation,
    Rules,
    check,
    points,
)
from civics.lists.conflict import conflict
from civics.programs import Program, Row, first_of_the_best, optimum
from civics.progress import Tell, silence


def designate(
    candidates: Sequence[Candidate], rules: Rules, *, tell: Tell = silence
) -> tuple[str, ...]:
    """The group with the most points, as many women as men, in the order of the judgment.

    It keeps to the conditions of `rules.designation`, and has enough people for each condition of
    the list, taken alone. Of groups with as many points, the one that holds the person judged best,
    then the second, and so on. Everyone when `rules` says nothing of a designation. Raises
    Infeasible with a smallest set of conditions that cannot hold together.

    >>> people = [Candidate("amina", "F", 1), Candidate("chloe", "F", 2), Candidate("bruno", "M", 3)]
    >>> designate(people, Rules((2,), designation=Designation(2)))
    ('amina', 'bruno')
    """
    check(candidates)
    judged = sorted(candidates, key=lambda one: one.order)
    if rules.designation is None:
        return tuple(one.id for one in judged)
    size, asked = rules.designation.size, group_conditions(judged, rules)
    tell(f"{size} personnes : le groupe le plus soutenu")
    program = _program(judged, size, asked)
    best = optimum(program)
    tell("")
    if best is None:
        raise conflict(judged, (size,), asked, IN_A_GROUP, tell=tell)
    columns = first_of_the_best(program, best).columns
    return tuple(one.id for one, taken in zip(judged, columns, strict=True) if taken)


def group_conditions(candidates: Sequence[Candidate], rules: Rules) -> tuple[Condition, ...]:
    """What the group must keep to: its own conditions, then what each of the list's will need."""
    own: Designation = rules.designation or Designation(len(candidates))
    everyone = frozenset(one.id for one in candidates)
    asked = [replace(each, first=1, last=None) for each in own.conditions]
    shortest = min(rules.lengths)
    for each in rules.conditions:
        if each.least:
            asked.append(Condition(f"liste : {each.name}", each.who, each.least))
        if each.most is not None:
            ranks = min(each.last or shortest, shortest) - each.first + 1
            if (others := ranks - each.most) > 0:
                asked.append(Condition(f"liste : {each.name}", everyone - each.who, others))
    return tuple(asked)


def _program(judged: Sequence[Candidate], size: int, asked: Sequence[Condition]) -> Program:
    worth = points(judged)
    rows = [
        Row(dict.fromkeys(range(len(judged)), 1), size, size),
        Row(
            {column: 1 for column, one in enumerate(judged) if one.sex == WOMAN},
            size // 2,
            size - size // 2,
        ),
    ]
    rows += [
        Row(
            {column: 1 for column, one in enumerate(judged) if one.id in each.who},
            each.least,
            each.most,
        )
        for each in asked
    ]
    return Program([worth[one.id] for one in judged], rows)
