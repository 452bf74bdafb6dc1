"""The group out of which the list is made, and lists merged for a second round."""

from itertools import combinations

import pytest

from civics.lists import (
    Candidate,
    Condition,
    Designation,
    FirstRound,
    Rules,
    check_merger,
    designate,
    order,
    points,
)
from civics.lists.designation import group_conditions
from civics.problems import Infeasible, WrongInput
from civics.tests.lists.test_order import make_case


@pytest.mark.parametrize("seed", range(60))
def test_the_group_is_the_one_that_trying_all_finds(seed: int) -> None:
    people, made = make_case(seed)
    own = tuple(
        Condition(each.name, each.who, each.least, each.most) for each in made.conditions[:2]
    )
    rules = Rules((2,), made.conditions[2:], Designation(min(4, len(people)), own))
    judged = sorted(people, key=lambda one: one.order)
    worth, asked = points(people), group_conditions(people, rules)
    good = [
        tuple(one.id for one in several)
        for several in combinations(judged, min(4, len(people)))
        if abs(sum(1 if one.sex == "F" else -1 for one in several)) <= 1
        and all(each.allows(sum(one.id in each.who for one in several)) for each in asked)
    ]
    if not good:
        with pytest.raises(Infeasible):
            designate(people, rules)
        return
    places = {one.id: place for place, one in enumerate(judged)}
    best = min(
        good, key=lambda ids: (-sum(worth[one] for one in ids), [places[one] for one in ids])
    )
    assert designate(people[::-1], rules) == best


def test_without_a_designation_everyone_may_stand() -> None:
    people = [Candidate("amina", "F", 2), Candidate("bruno", "M", 1)]
    assert designate(people, Rules((2,))) == ("bruno", "amina")


def test_the_group_keeps_whom_the_list_needs() -> None:
    people = [Candidate(f"p{n}", "FM"[n % 2], n + 1) for n in range(8)]
    pinned = Condition("p7 au rang 2", frozenset(["p7"]), 1, None, 2, 2)
    not_p0 = Condition("sans p0, p2", frozenset(["p0", "p2"]), 0, 1)
    rules = Rules((4,), (pinned, not_p0), Designation(4))
    group = designate(people, rules)
    assert group == ("p0", "p1", "p4", "p7")
    found = order([one for one in people if one.id in group], rules)
    assert found.ids == ("p0", "p7", "p4", "p1")


def merging(*lists: str) -> list[Candidate]:
    return [
        Candidate(f"p{n}", "FM"[n % 2], n + 1, traits={"list": name})
        for n, name in enumerate(lists)
    ]


MONTPELLIER = 51836  # valid votes of 15 March 2020; lists under 10 %, under 5 % and above


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ({"Altrad": 6899, "Doulain": 4797}, None),
        ({"Altrad": 6899, "Doulain": 4797, "Gaillard": 4971, "Ollier": 3762}, None),
        ({"Saurel": 9908, "Delafosse": 8636}, None),
        ({"Altrad": 6899, "Rokvam": 2478}, "« Rokvam » n’a pas 5 % des suffrages et ne peut pas fusionner (art. L264) ; attendu : 2592 voix."),
        ({"Doulain": 4797, "Gaillard": 4971}, "aucune de ces listes n’a 10 % des suffrages (art. L264)."),
        ({"Altrad": 6899}, "une fusion réunit deux listes ou plus."),
        ({"Altrad": 50000, "Doulain": 4797}, "ces listes ont ensemble plus de voix qu’il n’y a de suffrages exprimés."),
    ],
)  # fmt: skip
def test_who_may_merge(votes: dict[str, int], said: str | None) -> None:
    people = merging(*votes, *votes)
    if said is None:
        check_merger(people, FirstRound(MONTPELLIER, votes))
        return
    with pytest.raises(WrongInput) as problem:
        check_merger(people, FirstRound(MONTPELLIER, votes))
    assert str(problem.value) == said


def test_nobody_new_may_join_a_merged_list() -> None:
    with pytest.raises(WrongInput, match="p1 vient de «  », qui ne fusionne pas"):
        check_merger(
            merging("Altrad", ""), FirstRound(MONTPELLIER, {"Altrad": 6899, "Doulain": 4797})
        )
