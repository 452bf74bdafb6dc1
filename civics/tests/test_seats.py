"""Seats are those of the law: real elections, ties, thresholds, and what was not read is said."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from civics.problems import Infeasible, WrongInput
from civics.seats import (
    RULES,
    Births,
    Topic,
    allot,
    allot_community,
    bonus_seats,
    council_size,
    first_round,
)

FILE = json.loads((Path(__file__).parent / "data" / "elections.json").read_text())
ELECTIONS = {case["city"]: case for case in FILE["cases"]}
R2020 = RULES["fr-2020"]


def named(votes: list[int]) -> dict[str, int]:
    return {f"L{place}": count for place, count in enumerate(votes)}


def seats_of(city: str) -> dict[str, int]:
    case = ELECTIONS[city]
    return dict(
        allot(case["votes"], rules=R2020, council=case["council"], valid=case["valid"]).seats
    )


def largest_remainder(votes: Mapping[str, int], council: int) -> dict[str, int]:
    """The other well-known way to share, which is not the law: same bonus, then remainders."""
    valid, bonus = sum(votes.values()), bonus_seats(council, rules=R2020)
    rest = council - bonus
    seats = {name: count * rest // valid for name, count in votes.items()}
    by_remainder = sorted(votes, key=lambda name: -(votes[name] * rest % valid))
    for name in by_remainder[: rest - sum(seats.values())]:
        seats[name] += 1
    seats[max(votes, key=lambda name: votes[name])] += bonus
    return seats


@pytest.mark.parametrize("city", ELECTIONS)
def test_a_real_council_is_found_again(city) -> None:
    assert seats_of(city) == ELECTIONS[city]["seats"]


@pytest.mark.parametrize(
    ("city", "found"),
    [
        ("Montpellier", [48, 11, 6]),  # the same: this election proves nothing
        ("Annecy", [50, 15, 4]),
        ("Grenoble", [45, 7, 4, 3]),
    ],
)
def test_largest_remainder_is_not_the_law(city, found) -> None:
    remainder = largest_remainder(ELECTIONS[city]["votes"], ELECTIONS[city]["council"])
    assert list(remainder.values()) == found
    assert (remainder == ELECTIONS[city]["seats"]) == (city == "Montpellier")


def test_the_bonus_is_not_counted_in_the_averages() -> None:
    """The mistake that the Conseil d’État censured in 2015 would give 33/21/11."""
    case = ELECTIONS["Montpellier"]
    seats = dict.fromkeys(case["votes"], 0) | {"Delafosse": 33}
    for _ in range(32):
        seats[max(seats, key=lambda name: Fraction(case["votes"][name], seats[name] + 1))] += 1
    assert list(seats.values()) == [33, 21, 11] != list(seats_of("Montpellier").values())


@pytest.mark.parametrize(
    ("rules", "council", "votes", "seats"),
    [
        ("fr-2026", 69, [24046, 17644, 9226], [51, 12, 6]),  # 2020 votes, seats of 2026
        ("fr-2026-plm", 65, [24046, 17644, 9226], [40, 17, 8]),  # … with a quarter
        ("fr-2026-plm-sector", 65, [24046, 17644, 9226], [48, 11, 6]),
        ("fr-2014", 65, [3754, 2740, 2588, 918], [45, 9, 8, 3]),  # Montpellier 2014
        ("fr-2014", 15, [56, 44], [12, 3]),  # Saillans 2014
        ("fr-2014", 33, [1515, 1188, 2874], [4, 3, 26]),  # Le Raincy 2008, told by a townsman
        ("fr-2026-under-1000", 7, [10, 9], [6, 1]),
        ("fr-2020", 3, [50, 30, 20], [2, 1, 0]),  # one seat of bonus: half of 3, rounded down
        ("fr-2020", 1, [50, 30, 20], [1, 0, 0]),  # none: half of 1, rounded down
    ],
)
def test_each_set_of_rules_has_its_seats(rules, council, votes, seats) -> None:
    found = allot(named(votes), rules=RULES[rules], council=council)
    assert list(found.seats.values()) == seats


@pytest.mark.parametrize(
    ("population", "size"),
    [
        *[(1_000, 15), (1_499, 15), (1_500, 19), (9_999, 29), (10_000, 33), (249_999, 61)],
        *[(250_000, 65), (285_121, 65), (299_999, 65), (300_000, 69), (2_000_000, 69)],
    ],
)
def test_a_council_is_as_large_as_its_commune_asks(population, size) -> None:
    assert council_size(population, rules=R2020) == size


@pytest.mark.parametrize(("population", "size"), [(0, 7), (99, 7), (100, 11), (499, 11), (500, 15)])
def test_small_communes_have_lists_from_2026(population, size) -> None:
    assert council_size(population, rules=RULES["fr-2026-under-1000"]) == size


@pytest.mark.parametrize(
    ("rules", "population", "said"),
    [
        ("fr-2020", 999, "avant 2026, les autres communes élisaient des personnes"),
        ("fr-2026", 999, "attendu : fr-2026-under-1000"),
        ("fr-2026-under-1000", 1_000, "attendu : fr-2026"),
        ("fr-2026-plm", 500_000, "attendu : --council"),
        ("fr-2026-under-1000", -1, "n’a pas -1 habitants"),
    ],
)
def test_rules_refuse_a_commune_that_is_not_theirs(rules, population, said) -> None:
    with pytest.raises(WrongInput, match=said):
        council_size(population, rules=RULES[rules])


def test_the_first_round_of_montpellier_says_who_may_go_on() -> None:
    case = FILE["first_round_montpellier_2020"]
    found = first_round(case["votes"], rules=R2020, valid=case["valid"])
    assert found.won_by is None
    assert list(found.may_stay) == case["may_stay"]
    assert list(found.may_merge) == case["may_merge"]


@pytest.mark.parametrize(
    ("votes", "won", "stay", "merge"),
    [
        ([51, 49], "L0", ["L0", "L1"], []),
        ([50, 50], None, ["L0", "L1"], []),  # half is not more than half
        ([500, 399, 101], None, ["L0", "L1", "L2"], []),
        ([501, 400, 99], "L0", ["L0", "L1"], ["L2"]),
        ([450, 401, 100, 49], None, ["L0", "L1", "L2"], []),  # 10 % stays, 4.9 % stops
        ([450, 401, 99, 50], None, ["L0", "L1"], ["L2", "L3"]),  # 9.9 % and 5 % may join
    ],
)
def test_the_thresholds_are_whole_numbers(votes, won, stay, merge) -> None:
    found = first_round(named(votes), rules=R2020)
    assert (found.won_by, list(found.may_stay), list(found.may_merge)) == (won, stay, merge)


def test_five_percent_exactly_has_seats_and_one_vote_less_has_none() -> None:
    at = allot({"A": 500, "B": 450, "C": 50}, rules=R2020, council=69)
    below = allot({"A": 501, "B": 450, "C": 49}, rules=R2020, council=69)
    assert at.seats["C"] == 1
    assert below.seats["C"] == 0
    assert below.left_out == ("C",)


def test_no_list_with_two_on_the_way_is_said() -> None:
    found = first_round(named([9] * 11 + [1]), rules=R2020)
    assert found.may_stay == ()
    assert "n’a pas été lu" in found.unread()[0]


# what is wrong is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "valid", "said"),
    [
        ({}, None, "aucune liste n’est donnée"),
        ({"A": 0}, None, "aucune voix n’est donnée"),
        ({"A": -1}, None, "la liste « A » a -1 voix"),
        ({"A": 1.5}, None, "la liste « A » a 1.5 voix"),
        ({" ": 1}, None, "une liste n’a pas de nom"),
        ({"A": 11}, 10, "11 voix pour 10 suffrages exprimés"),
        ({"A": 95}, 100, "5 suffrages exprimés ne sont à aucune des listes données"),
    ],
)
def test_votes_that_cannot_be_are_refused(votes, valid, said) -> None:
    with pytest.raises(WrongInput, match=said):
        allot(votes, rules=R2020, council=15, valid=valid)
    with pytest.raises(WrongInput, match=said):
        first_round(votes, rules=R2020, valid=valid)


def test_twenty_one_equal_lists_leave_nobody_to_share_with() -> None:
    births = {f"L{place}": [date(1950 + place, 1, 1)] * 15 for place in range(21)}
    with pytest.raises(Infeasible, match="Aucune liste n’atteint 5 %"):
        allot(named([1] * 21), rules=R2020, council=15, births=Births(births))


def test_votes_for_small_lists_not_named_count_for_the_five_percent() -> None:
    assert allot({"A": 910, "B": 50}, rules=R2020, council=69, valid=1000).left_out == ()
    assert allot({"A": 911, "B": 50}, rules=R2020, council=69, valid=1001).left_out == ("B",)


# what was not read is said ------------------------------------------------------------------------


@pytest.mark.parametrize("key", RULES)
def test_each_rule_cites_its_article(key) -> None:
    rules = RULES[key].rules
    assert set(rules) == set(Topic)
    assert all(rule.says and rule.article for rule in rules.values())


@pytest.mark.parametrize(
    ("key", "doubt"),
    [
        ("fr-2014", "l’état de 2014 n’a pas été lu à part"),
        ("fr-2020", None),
        ("fr-2026", None),
        ("fr-2026-under-1000", "commentaires de la loi n° 2025-444"),
        ("fr-2026-plm", "l’arrondi du quart"),
        ("fr-2026-plm-sector", "l’arrondi de la moitié"),
    ],
)
def test_what_no_source_confirms_is_in_the_result(key, doubt) -> None:
    unread = allot({"A": 60, "B": 40}, rules=RULES[key], council=15).unread
    assert any(doubt in line for line in unread) if doubt else unread == ()


def test_seats_of_a_community_are_shared_in_the_same_way_and_say_so() -> None:
    votes = ELECTIONS["Montpellier"]["votes"]
    found = allot_community(votes, rules=R2020, seats=46)
    assert dict(found.seats) == dict(allot(votes, rules=R2020, council=46).seats)
    assert any("L273-8" in doubt for doubt in found.unread)
    for key in ("fr-2026-plm", "fr-2026-under-1000"):
        with pytest.raises(WrongInput, match="n’a pas été lu"):
            allot_community(votes, rules=RULES[key], seats=46)
