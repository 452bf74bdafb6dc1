"""Counts with their total: the fewest and smallest hidden, and nothing found by subtraction."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.disclosure import by_month, dominated, publishable


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([42, 30, 15], [42, 30, 15], 87),
        ([42, 7, 15], [42, None, None], 64),  # one alone would be 64 - 42 - 15
        ([42, 7, 5], [42, None, None], 54),  # twelve people, any of 0 to 12 in each
        ([42, 6, 4], [None, None, None], 52),  # ten people are too few, all together
        ([42, 0, 15], [42, None, None], 57),
        ([42, 15, 15, 3], [42, None, 15, None], 75),  # of two as small, the first
        ([5, 5], [None, None], None),
        ([5], [None], None),
        ([12], [12], 12),
        ([], [], None),
        ([10**9, 1], [None, None], 10**9 + 1),
    ],
)
def test_what_may_be_published(counts: list[int], shown: list[int | None], total: int) -> None:
    found = publishable({str(place): count for place, count in enumerate(counts)})
    assert list(found.cells.values()) == shown
    assert found.total == total


def test_without_a_total_nobody_can_subtract() -> None:
    found = publishable({"mars": 3, "avril": 40}, with_total=False)
    assert (found.cells, found.total) == ({"mars": None, "avril": 40}, None)


def test_a_published_zero_tells_that_hidden_counts_are_not_zero() -> None:
    ones = {str(place): 1 for place in range(11)} | {"zéro": 0, "autres": 40}
    assert publishable(ones).cells["autres"] == 40  # eleven people, anywhere
    assert publishable(ones, zeros=True).cells["autres"] is None  # each would be exactly one
    assert publishable(ones, zeros=True).cells["zéro"] == 0


def test_a_count_that_one_person_makes_is_hidden_whatever_its_size() -> None:
    assert dominated([85, 15])
    assert not dominated([84, 16])
    assert not dominated([])
    assert not dominated([0, 0])
    found = publishable({"colères": 100, "idées": 30, "autres": 20}, sensitive=["colères"])
    assert found.cells == {"colères": None, "idées": 30, "autres": None}


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="mars"):
        publishable({"mars": -1})


SMALL = st.lists(st.integers(0, 6), min_size=2, max_size=4)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(SMALL, st.booleans())
def test_it_hides_the_fewest_and_the_smallest(counts: list[int], zeros: bool) -> None:
    """With a floor of three, against every choice and every other table with the same sums."""
    floor, total = 3, sum(counts)
    found = publishable(dict(zip("abcd", counts, strict=False)), floor=floor, zeros=zeros)
    ours = {place for place, name in enumerate(found.cells) if found.cells[name] is None}
    if total < floor:
        assert found.total is None
        return
    must = {i for i, n in enumerate(counts) if n < floor and (n or not zeros)}
    others = [i for i, n in enumerate(counts) if i not in must and n]

    def keeps(hidden: set[int]) -> bool:
        values = range(int(zeros), total + 1)
        left = sum(counts[i] for i in hidden)
        same = [each for each in product(values, repeat=len(hidden)) if sum(each) == left]
        return all(max(cell) - min(cell) >= floor for cell in zip(*same, strict=True))

    good = [
        (size, sum(counts[i] for i in more))
        for size in range(len(others) + 1)
        for more in combinations(others, size)
        if keeps(must | set(more))
    ]
    if found.total is None:
        assert not good
        return
    assert keeps(ours)
    assert (len(ours) - len(must), sum(counts[i] for i in ours - must)) == min(good)


@given(st.lists(st.integers(0, 900), min_size=1, max_size=9))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_months_leave_no_gap(days: list[int]) -> None:
    dates = [date(2019, 1, 1) + timedelta(days=day) for day in days]
    found = by_month(dates)
    assert sum(found.values()) == len(dates)
    first, last = min(dates), max(dates)
    assert len(found) == (last.year - first.year) * 12 + last.month - first.month + 1
    assert by_month([]) == {}


def test_the_house_needs_no_solver_for_it() -> None:
    told = "import sys, civics.disclosure; print({'numpy', 'highspy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
