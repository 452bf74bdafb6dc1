from datetime import UTC, datetime, timedelta

import pytest

from millepieds.letters.rules import LONGEST_WAIT, TRIES, next_try

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 360), (11, 360)]
)
def test_each_failure_waits_twice_as_long_up_to_six_hours(tries: int, minutes: int) -> None:
    assert next_try(tries, now=NOON) == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize("tries", [TRIES, TRIES + 1, 500])
def test_after_twelve_tries_it_gives_up(tries: int) -> None:
    assert next_try(tries, now=NOON) is None


def test_giving_up_takes_more_than_a_night_and_less_than_two_days() -> None:
    waits = [next_try(tries, now=NOON) for tries in range(1, TRIES)]
    total = sum(((at - NOON) for at in waits if at), timedelta())
    assert timedelta(hours=12) < total < timedelta(days=2)
    assert max(at - NOON for at in waits if at) == LONGEST_WAIT
