"""Majority judgment is the one of the book, whatever the votes, and says why."""

import json
from fractions import Fraction
from math import lcm
from pathlib import Path
from random import Random

import numpy as np
import pytest

from civics.judgment import (
    NoOpinion,
    Tallies,
    approve,
    difference,
    judge,
    majority_grade,
    make_tallies,
    score,
    why,
)
from civics.judgment.arrays import tally_array
from civics.problems import WrongInput

CASES = json.loads((Path(__file__).parent / "data" / "majority-judgment.json").read_text())["cases"]
BOOK, LIBRARY = CASES
WORST, EXCLUDED = NoOpinion.WORST, NoOpinion.EXCLUDED


def one_by_one(counts: tuple[int, ...]) -> list[int]:
    """The book’s own way: the middle vote goes, again and again. Higher is better."""
    votes = sorted(-grade for grade, count in enumerate(counts) for _ in range(count))
    return [votes.pop((len(votes) - 1) // 2) for _ in range(len(votes))]


def brute_force(counts: dict[str, tuple[int, ...]]) -> list[list[str]]:
    read = {option: one_by_one(given) for option, given in counts.items()}
    return [
        [option for option in read if read[option] == level]
        for level in sorted(map(list, {tuple(votes) for votes in read.values()}), reverse=True)
    ]


def some_profile(chance: Random, *, blanks: bool = False) -> dict[str, tuple[int, ...]]:
    grades, voters = chance.randint(2, 7), chance.randint(1, 12)
    counts = {}
    for option in "ABCDEF"[: chance.randint(2, 6)]:
        given = [0] * grades
        for _ in range(chance.randint(1, voters) if blanks else voters):
            given[int(chance.triangular(0, grades, chance.choice([0, grades / 2, grades])))] += 1
        counts[option] = tuple(given)
    return counts


# the vectors --------------------------------------------------------------------------------------


def test_the_thousand_voters_of_the_sources_are_found_again() -> None:
    found = judge(make_tallies(BOOK["tallies"]))
    assert [list(group) for group in found.ranking] == [[option] for option in BOOK["ranking"]]
    assert found.majority_grade == BOOK["majority_grade"]


def test_a_tie_on_the_middle_is_broken_one_vote_at_a_time() -> None:
    ballots = LIBRARY["ballots_higher_is_better"]
    array = 3 - np.array(list(ballots.values())).T
    found = judge(tally_array(array, options=list(ballots), grades=["3", "2", "1", "0"]))
    assert [list(group) for group in found.ranking] == [[option] for option in LIBRARY["ranking"]]


@pytest.mark.parametrize(
    ("counts", "grade"),
    [([1, 0], 0), ([0, 1], 1), ([1, 1], 1), ([2, 1], 0), ([2, 0, 2], 2), ([0, 5, 0], 1)],
)
def test_the_majority_grade_is_the_lower_middle(counts, grade) -> None:
    assert majority_grade(counts) == grade


# every way ----------------------------------------------------------------------------------------


def test_ten_thousand_profiles_are_ranked_as_by_hand() -> None:
    chance = Random(2026)
    ties = 0
    for _ in range(10_000):
        counts = some_profile(chance)
        found = [sorted(group) for group in judge(make_tallies(counts)).ranking]
        assert found == brute_force(counts)
        ties += any(len(group) > 1 for group in found)
    assert ties > 1_000  # the test would prove little without them


def test_shares_are_ranked_as_if_each_ballot_were_copied_until_totals_are_equal() -> None:
    chance = Random(2027)
    for _ in range(300):
        counts = some_profile(chance, blanks=True)
        voters = max(map(sum, counts.values()))
        found = judge(make_tallies(counts, voters=voters), no_opinion=EXCLUDED)
        common = lcm(*map(sum, counts.values()))
        if common > 500:
            continue
        copied = {
            option: tuple(count * common // sum(given) for count in given)
            for option, given in counts.items()
        }
        assert [sorted(group) for group in found.ranking] == brute_force(copied)


def test_reasons_are_those_that_a_pencil_finds() -> None:
    chance = Random(2028)
    for _ in range(1_000):
        counts = some_profile(chance)
        found = judge(make_tallies(counts))
        first, second = (group[0] for group in (found.ranking[0], found.ranking[-1]))
        told = difference(found, first, second)
        if len(found.ranking) == 1:
            assert told is None
            continue
        one, other = one_by_one(counts[first]), one_by_one(counts[second])
        step = next(
            step for step, both in enumerate(zip(one, other, strict=True)) if len(set(both)) > 1
        )
        assert told is not None
        assert (told.taken_away, -told.grade, -told.second_grade) == (
            step,
            one[step],
            other[step],
        )
        assert (told.first_count < told.second_count) == told.below
        assert told.first_count != told.second_count


def test_better_grades_never_harm_and_order_does_not_matter() -> None:
    chance = Random(2029)
    for _ in range(500):
        counts = some_profile(chance)
        ranks = judge(make_tallies(counts)).ranks
        assert judge(make_tallies(dict(reversed(counts.items())))).ranks == ranks
        given = list(counts["A"])
        from_here = next(place for place in range(len(given) - 1, -1, -1) if given[place])
        given[from_here] -= 1
        given[max(0, from_here - 1)] += 1
        assert judge(make_tallies(counts | {"A": given})).ranks["A"] <= ranks["A"]


def test_a_thousand_million_voters_are_no_harder_than_three() -> None:
    many = {"A": [10**15, 10**15 + 1, 10**15], "B": [10**15, 10**15, 10**15 + 1]}
    assert judge(make_tallies(many)).ranking == (("A",), ("B",))


# arrays -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("voters", [1, 254, 255, 256, 6_374, 6_375, 6_376, 13_000])
def test_an_array_is_counted_as_by_hand(voters) -> None:
    ballots = np.random.default_rng(voters).integers(-1, 4, (voters, 80))
    options = [f"o{place}" for place in range(80)]
    found = tally_array(ballots, options=options, grades=["a", "b", "c", "d"])
    assert found.voters == voters
    for place, option in enumerate(options):
        column = ballots[:, place].tolist()
        assert found.counts[option] == tuple(column.count(grade) for grade in range(4))


def test_everyone_may_say_the_same() -> None:
    """A byte that counts to 255 must not be asked for 256."""
    found = tally_array(np.zeros((100_000, 3), dtype=int), options=list("ABC"), grades=["a", "b"])
    assert set(found.counts.values()) == {(100_000, 0)}


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint64"])
def test_whatever_the_type_of_its_numbers_and_their_order_in_memory(kind) -> None:
    ballots = np.random.default_rng(1).integers(0, 3, (700, 5)).astype(kind)
    named = {"options": list("ABCDE"), "grades": ["a", "b", "c"]}
    assert tally_array(np.asfortranarray(ballots), **named) == tally_array(ballots, **named)
    assert tally_array(ballots[::2, ::-1], **named).counts["A"] == tuple(
        ballots[::2, 4].tolist().count(grade) for grade in range(3)
    )


@pytest.mark.parametrize(
    ("ballots", "said"),
    [
        (np.array([[0, 1], [0, 2]]), r"bulletin 2, option 2 : 2 ne va pas"),
        (np.array([[0, 1], [-2, 0]]), r"bulletin 2, option 1 : -2 ne va pas"),
        (np.array([[0, 255]], dtype=np.uint8), r"bulletin 1, option 2 : 255 ne va pas"),
        (np.array([[0.0, 1.0]]), "attendu : des nombres entiers"),
        (np.array([0, 1]), "une ligne par bulletin, 2 colonnes"),
        (np.array([[0, 1, 1]]), "une ligne par bulletin, 2 colonnes"),
        (np.zeros((0, 2), dtype=int), "il manque des bulletins"),
    ],
)
def test_an_array_with_something_else_in_it_is_refused(ballots, said) -> None:
    with pytest.raises(WrongInput, match=said):
        tally_array(ballots, options=["A", "B"], grades=["yes", "no"])


# no opinion, ties, other methods ------------------------------------------------------------------


def test_what_no_opinion_is_worth_can_change_who_is_first() -> None:
    tallies = make_tallies({"Amina": [4, 1, 0], "Bruno": [5, 5, 0]}, voters=10)
    assert judge(tallies).ranking == (("Bruno",), ("Amina",))
    assert judge(tallies, no_opinion=EXCLUDED).ranking == (("Amina",), ("Bruno",))


def test_shares_are_compared_exactly() -> None:
    third = make_tallies(
        {"A": [1, 2], "B": [10**17, 2 * 10**17], "C": [10**17 + 1, 2 * 10**17]}, voters=10**18
    )
    assert judge(third, no_opinion=EXCLUDED).ranking == (("C",), ("A", "B"))


def test_whom_nobody_judged_has_no_rank() -> None:
    tallies = make_tallies({"A": [0, 3], "B": [0, 0]}, voters=3)
    found = judge(tallies, no_opinion=EXCLUDED)
    assert (found.ranking, found.unjudged) == ((("A",),), ("B",))
    assert judge(tallies).ranking == (("A", "B"),)
    with pytest.raises(WrongInput, match="« B » n’est pas au classement"):
        why(found, "A", "B")


def test_equals_have_an_equal_rank_and_it_is_said() -> None:
    found = judge(make_tallies({"A": [1, 1], "B": [2, 0], "C": [1, 1], "D": [0, 2]}))
    assert found.ranking == (("B",), ("A", "C"), ("D",))
    assert found.ranks == {"B": 1, "A": 2, "C": 2, "D": 4}
    assert why(found, "A", "C") == "A et C sont à égalité : le même nombre de chaque mention."
    with pytest.raises(WrongInput, match="« D » est après « A »"):
        why(found, "D", "A")


def test_a_reason_among_better_grades_and_one_in_shares() -> None:
    upper = judge(make_tallies({"A": [2, 2, 1], "B": [1, 3, 1]}, grades=["Bien", "Moyen", "Bof"]))
    assert "« Bien » ou mieux, A a 2 mentions sur 5 et B 1 sur 5" in why(upper, "A", "B")
    shares = judge(make_tallies({"A": [1, 1, 1], "B": [1, 2, 2]}, voters=9), no_opinion=EXCLUDED)
    assert "moins bien que « 1 », A a 1 mention sur 3 et B 2 sur 5." in why(shares, "A", "B")


def test_approval_counts_who_says_yes() -> None:
    tallies = make_tallies({"A": [3, 2], "B": [3, 0], "C": [1, 4]}, grades=["oui", "non"], voters=5)
    assert approve(tallies).ranking == (("A", "B"), ("C",))
    assert approve(tallies, no_opinion=EXCLUDED).points == {
        "A": Fraction(3, 5),
        "B": 1,
        "C": Fraction(1, 5),
    }
    with pytest.raises(WrongInput, match="3 mentions pour un vote par approbation"):
        approve(Tallies(("a", "b", "c"), {"A": (1, 0, 0)}, 1))


def test_score_adds_points() -> None:
    tallies = make_tallies({"A": [1, 0, 2], "B": [0, 3, 0]}, grades=["2", "1", "0"])
    assert score(tallies).points == {"A": 2, "B": 3}
    for grades, said in ((["2", "bien"], "« bien » ne va pas"), (["1", "2"], "la note 2 suit 1")):
        with pytest.raises(WrongInput, match=said):
            score(Tallies(tuple(grades), {"A": (1, 0)}, 1))
