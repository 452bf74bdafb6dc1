"""Whatever the votes: the same seats as the textbook’s table, and as the grid."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.problems import Infeasible, WrongInput
from civics.seats import RULES, allot, every_split, share_by_highest_average, what_if

R2020 = RULES["fr-2020"]
some_votes = st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any)
many_votes = st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any)


def named(votes: list[int]) -> dict[str, int]:
    return {f"L{place}": count for place, count in enumerate(votes)}


def refuse(*_: object) -> list[str]:
    raise AssertionError("ages were asked for without need")


def by_divisors(votes: list[int], seats: int) -> list[int] | None:
    """D’Hondt from the table of all quotients, as in a textbook; None when it takes an age to tell."""
    table = sorted(
        (
            (Fraction(count, divisor), count, place)
            for place, count in enumerate(votes)
            for divisor in range(1, seats + 1)
            if count
        ),
        reverse=True,
    )
    if seats and len(table) > seats and table[seats - 1][:2] == table[seats][:2]:
        return None
    return [sum(place == who for *_, who in table[:seats]) for place in range(len(votes))]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(some_votes, st.integers(0, 40))
def test_quotient_then_averages_is_the_table_of_divisors(votes, seats) -> None:
    brute = by_divisors(votes, seats)
    if brute is None:
        return
    found = share_by_highest_average(named(votes), seats, valid=sum(votes), eldest=refuse)
    assert list(found.seats.values()) == brute


@settings(max_examples=200, derandomize=True, deadline=None)
@given(many_votes, st.integers(1, 163), st.sampled_from(sorted(RULES)))
def test_whatever_the_votes_every_seat_has_an_owner(votes, council, key) -> None:
    try:
        found = allot(named(votes), rules=RULES[key], council=council)
    except WrongInput as problem:
        assert "à égalité" in str(problem)
        return
    seats = list(found.seats.values())
    assert sum(seats) == council
    assert found.seats[found.first] == max(seats)
    assert all(found.seats[name] == 0 for name in found.left_out)
    backwards = dict(reversed(named(votes).items()))
    assert allot(backwards, rules=RULES[key], council=council).seats == found.seats
    larger = {name: count * 10**12 for name, count in named(votes).items()}
    assert allot(larger, rules=RULES[key], council=council).seats == found.seats


@settings(max_examples=200, derandomize=True, deadline=None)
@given(some_votes, st.integers(1, 70), st.sampled_from(sorted(RULES)))
def test_what_if_is_the_same_as_asking_each_time(votes, council, key) -> None:
    (point,) = what_if([votes], rules=RULES[key], council=council)
    try:
        one = tuple(allot(named(votes), rules=RULES[key], council=council).seats.values())
    except (WrongInput, Infeasible):
        assert point.seats is None
    else:
        assert point.seats == one


def test_a_whole_grid_is_one_call() -> None:
    points = list(what_if(every_split(3, 100), rules=R2020, council=65))
    assert len(points) == 5151
    assert all(point.seats is None or sum(point.seats) == 65 for point in points)
    untold = [sorted(point.votes) for point in points if point.seats is None]
    level = [votes for votes in untold if votes[2] == votes[1]]
    assert len(level) == 51  # two first lists: 50/50/0 … 34/34/32, each in three orders
    assert all(votes[1] == votes[0] for votes in untold if votes not in level)
    for row in ((0, 0), (), (1, -1), (0.5, 0.5)):
        with pytest.raises(WrongInput, match="ligne 2"):
            list(what_if([(1, 2), row], rules=R2020, council=65))  # type: ignore[list-item]
