"""The best list is the one that trying every list would find, and says why each is where they are."""

import time
from dataclasses import replace
from itertools import combinations, permutations
from random import Random

import pytest

from civics.lists import Candidate, Condition, Rules, broken, order, places, support, weave
from civics.lists.conditions import ON_A_LIST, alternates
from civics.problems import Infeasible, WrongInput

FEW, MANY = range(100), range(1000)


def make_case(seed: int) -> tuple[list[Candidate], Rules]:
    """A few people, judged alike at times, and up to four conditions, at times impossible."""
    chance = Random(seed)
    many = chance.randint(3, 7)
    people = [
        Candidate(f"p{place}", "FM"[place % 2], chance.randint(1, many), chance.randint(0, 1))
        for place in range(many)
    ]
    length = chance.randint(2, min(4, many))
    conditions: list[Condition] = []
    for number in range(chance.randint(0, 4)):
        who = frozenset(one.id for one in people if chance.random() < 0.4)
        first = chance.randint(1, length)
        last = chance.choice([None, chance.randint(first, length)])
        least, most = chance.choice([(1, None), (1, None), (2, None), (0, 1), (0, 0), (1, 1)])
        conditions.append(Condition(f"condition {number}", who, least, most, first, last))
    return people, Rules((length,), tuple(conditions))


def every_list(people: list[Candidate], length: int) -> list[tuple[str, ...]]:
    return [tuple(one.id for one in several) for several in permutations(people, length)]


def by_trying_all(people: list[Candidate], rules: Rules) -> tuple[str, ...] | None:
    """The list with the most support, then the first in the order of preference."""
    preferred = {one.id: one.order for one in people}
    good = [ids for ids in every_list(people, rules.lengths[0]) if not broken(ids, people, rules)]
    return min(
        good,
        key=lambda ids: (-support(ids, people), [preferred[one] for one in ids]),
        default=None,
    )


def smallest_conflict(people: list[Candidate], rules: Rules) -> tuple[str, ...]:
    """The first of the smallest sets of conditions that no list keeps to."""
    sexes = {one.id: one.sex for one in people}
    kept = {
        frozenset(
            [
                *([ON_A_LIST.name] if alternates([sexes[one] for one in ids]) else []),
                *(each.name for each in rules.conditions if each.allows(each.count(ids))),
            ]
        )
        for ids in every_list(people, rules.lengths[0])
    }
    names = (ON_A_LIST.name, *(each.name for each in rules.conditions))
    return next(
        several
        for size in range(len(names) + 1)
        for several in combinations(names, size)
        if not any(set(several) <= held for held in kept)
    )


def same_as_trying_all(seed: int) -> bool:
    """Whether there was a list; if none, the conflict is compared."""
    people, rules = make_case(seed)
    best = by_trying_all(people, rules)
    if best is None:
        with pytest.raises(Infeasible) as problem:
            order(people, rules)
        assert problem.value.conflict == smallest_conflict(people, rules)
        return False
    found = order(people[::-1], rules)
    assert found.ids == best
    assert found.support == found.bound == support(best, people)
    assert found.by_prices
    return True


def test_the_best_list_is_the_one_that_trying_all_finds() -> None:
    assert sum(same_as_trying_all(seed) for seed in FEW) > 50


@pytest.mark.soak
def test_so_it_is_five_hundred_times() -> None:
    assert sum(same_as_trying_all(seed) for seed in MANY) >= 500


@pytest.mark.parametrize("seed", FEW)
def test_whoever_passes_before_someone_judged_better_has_a_reason(seed: int) -> None:
    people, rules = make_case(seed)
    best = by_trying_all(people, rules)
    if best is None:
        return
    told = {one.id: one for one in places(best, people, rules.conditions)}
    judged = sorted(people, key=lambda one: one.order)
    assert sorted(told) == sorted(one.id for one in people)
    for better, worse in combinations(judged, 2):
        last = len(people) + 1
        if (told[worse.id].rank or last) < (told[better.id].rank or last):
            assert told[better.id].passed_by
            assert told[worse.id].passes
    for one in told.values():
        if one.rank and one.rank != one.grade_rank:
            assert one.moved_by


@pytest.mark.parametrize("seed", FEW)
def test_with_its_head_pinned_and_nothing_else_it_is_the_simple_alternation(seed: int) -> None:
    people = make_case(seed)[0]
    by_hand = weave(people)
    head = Condition("la tête", frozenset(by_hand[:1]), 1, None, 1, 1)
    assert order(people, Rules((len(by_hand),), (head,))).ids == by_hand


def test_of_conditions_all_alike_only_as_many_as_needed_are_named() -> None:
    """Five districts want two of the first six ranks each: any four of them are too many."""
    people = [Candidate(f"p{n}", "FM"[n // 5 % 2], n + 1) for n in range(20)]
    wants = tuple(
        Condition(f"quartier {d}", frozenset(f"p{n}" for n in range(d, 20, 5)), 2, None, 1, 6)
        for d in range(5)
    )
    with pytest.raises(Infeasible) as problem:
        order(people, Rules((8,), wants))
    assert problem.value.conflict == tuple(f"quartier {d}" for d in range(4))


def test_the_longest_list_that_exists_is_kept() -> None:
    people = [Candidate("amina", "F", 1), Candidate("bruno", "M", 2), Candidate("karim", "M", 3)]
    assert len(order(people, Rules((4, 3, 2))).ids) == 3
    one_man = Condition("un seul homme", frozenset(["bruno", "karim"]), most=1)
    assert len(order(people, Rules((4, 3, 2), (one_man,))).ids) == 2


def test_who_is_judged_alike_is_parted_by_lot_then_by_id() -> None:
    people = [Candidate("zoe", "F", 1), Candidate("amina", "F", 1), Candidate("bruno", "M", 2)]
    assert order(people, Rules((2,))).ids == ("amina", "bruno")
    drawn = [replace(one, lot=1 + (one.id == "amina")) for one in people]
    assert order(drawn, Rules((2,))).ids == ("zoe", "bruno")


def test_too_few_people_is_a_conflict_too() -> None:
    with pytest.raises(Infeasible) as problem:
        order([Candidate("amina", "F", 1)], Rules((4, 3, 2)))
    assert problem.value.conflict == ("2 à 4 noms", "1 candidates et candidats")


@pytest.mark.parametrize(
    "people",
    [
        [Candidate("amina", "F", 1), Candidate("amina", "F", 2)],
        [Candidate("amina", "x", 1), Candidate("bruno", "M", 2)],
    ],
)
def test_someone_twice_or_without_a_legal_sex_is_refused(people: list[Candidate]) -> None:
    for way in (lambda: order(people, Rules((2,))), lambda: weave(people)):
        with pytest.raises(WrongInput):
            way()


def test_a_list_made_by_anyone_can_be_judged() -> None:
    people = [Candidate("amina", "F", 1), Candidate("bruno", "M", 2)]
    assert broken(["amina", "amina", "eve"], people, Rules((2,))) == (
        "2 noms",
        "des candidates et candidats connus (pas eve)",
        "chaque personne une seule fois",
        ON_A_LIST.name,
    )


def test_a_thousand_people_are_no_trouble() -> None:
    chance = Random(7)
    people = [Candidate(f"p{n}", "FM"[n % 2], n + 1) for n in range(1000)]
    few = frozenset(f"p{n}" for n in range(1000) if chance.random() < 0.05)
    start = time.process_time()
    found = order(people, Rules((71,), (Condition("rares", few, 10, None, 1, 20),)))
    assert sum(one in few for one in found.ids[:20]) == 10
    assert time.process_time() - start < 20
