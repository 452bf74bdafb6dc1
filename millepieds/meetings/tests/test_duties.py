"""Duties go round."""

from datetime import date

import pytest

from millepieds.meetings.rules.duties import Done, Duty, in_turn, one_each

AMINA, BRUNO, LEILA = 1, 2, 3


def wrote(who: int, day: int) -> Done:
    return Done(who, Duty.SCRIBE.value, date(2030, 1, day))


@pytest.mark.parametrize(
    ("done", "turn"),
    [
        ([], [AMINA, BRUNO, LEILA]),  # nobody yet: the order of accounts, always the same
        ([wrote(AMINA, 1)], [BRUNO, LEILA, AMINA]),  # least first
        ([wrote(AMINA, 1), wrote(AMINA, 2), wrote(BRUNO, 3)], [LEILA, BRUNO, AMINA]),
        ([wrote(LEILA, 1), wrote(BRUNO, 2), wrote(AMINA, 3)], [LEILA, BRUNO, AMINA]),  # longest ago
        ([wrote(BRUNO, 2), wrote(LEILA, 2), wrote(AMINA, 2)], [AMINA, BRUNO, LEILA]),  # a tie
        ([Done(AMINA, "care", date(2030, 1, 1))], [AMINA, BRUNO, LEILA]),  # another duty
    ],
)
def test_whoever_wrote_least_then_longest_ago(done: list[Done], turn: list[int]) -> None:
    assert in_turn(Duty.SCRIBE, [LEILA, AMINA, BRUNO], done) == turn


def test_nobody_has_two_duties_while_there_are_enough_people() -> None:
    assert one_each([AMINA, BRUNO, LEILA, 4], []) == dict(zip(Duty, [1, 2, 3, 4], strict=True))
    left = one_each([AMINA, BRUNO, LEILA, 4], [], taken=[("scribe", AMINA)])
    assert left == {Duty.FACILITATOR: BRUNO, Duty.TIMEKEEPER: LEILA, Duty.CARE: 4}
    assert one_each([AMINA], []) == dict.fromkeys(Duty, AMINA)
    assert one_each([], []) == {}
