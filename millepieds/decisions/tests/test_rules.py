"""Advice before deciding, as plain rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from millepieds.decisions.rules import advice
from millepieds.decisions.rules.terms import Followed, State, Tie, Why

NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 6)


@dataclass
class AMaking:
    asked_at: datetime | None = NOON - 72 * HOUR
    answer_until: datetime | None = NOON
    taken_at: datetime | None = None
    dropped_at: datetime | None = None
    effective_on: date | None = None
    ends_on: date | None = None


@dataclass
class AnAsked:
    why: str = Why.CONCERNED
    until: datetime = NOON
    advised_at: datetime | None = None
    answered_at: datetime | None = None


def taken(ends_on: date | None = None) -> AMaking:
    return AMaking(taken_at=NOON, effective_on=TODAY, ends_on=ends_on)


@pytest.mark.parametrize(
    ("making", "ended", "state"),
    [
        (AMaking(asked_at=None, answer_until=None), (), State.DRAFT),
        (AMaking(answer_until=NOON + HOUR), (), State.ASKING),
        (AMaking(), (), State.HEARD),
        (AMaking(dropped_at=NOON), (), State.DROPPED),
        (AMaking(taken_at=NOON, effective_on=TODAY + DAY), (), State.TO_COME),
        (taken(), (), State.IN_FORCE),
        (taken(), (Tie.APPLIES, Tie.CONTRADICTS), State.IN_FORCE),
        (taken(ends_on=TODAY + DAY), (), State.IN_FORCE),
        (taken(ends_on=TODAY), (), State.LAPSED),
        (taken(), (Tie.REPLACES,), State.REPLACED),
        (taken(), (Tie.REPLACES, Tie.REVOKES), State.REVOKED),
    ],
)
def test_where_a_decision_stands_is_derived(making, ended, state) -> None:
    assert advice.state(making, ended_by=ended, now=NOON, on=TODAY) is state


@pytest.mark.parametrize(
    ("asked", "now", "because"),
    [
        ([], NOON, "Nobody first concerned"),
        ([AnAsked(why=Why.EXPERTISE)], NOON, "Nobody first concerned"),
        ([AnAsked()], NOON - timedelta(seconds=1), "have until"),
        ([AnAsked(), AnAsked(why=Why.EXPERTISE, until=NOON + HOUR)], NOON, "have until"),
        ([AnAsked(advised_at=NOON - HOUR)], NOON, "still waits"),
        ([AnAsked(advised_at=NOON - HOUR, answered_at=NOON)], NOON, None),
        ([AnAsked()], NOON, None),
    ],
)
def test_nobody_decides_before_those_concerned_were_asked_heard_and_answered(
    asked, now, because
) -> None:
    no = advice.refusal_to_decide(AMaking(), asked, now=now)
    assert (no is None) if because is None else (no is not None and because in no.because)


@pytest.mark.parametrize(
    ("now", "on_paper", "refused"),
    [
        (NOON - timedelta(microseconds=1), False, False),
        (NOON, False, True),
        (NOON, True, False),
    ],
)
def test_advice_is_given_until_the_hour_and_paper_until_the_decision(
    now, on_paper, refused
) -> None:
    no = advice.refusal_to_advise(AMaking(), AnAsked(), on_paper=on_paper, now=now)
    assert (no is not None) is refused


def test_a_question_asked_or_closed_no_longer_changes() -> None:
    assert advice.refusal_to_change(AMaking(asked_at=None, answer_until=None)) is None
    for making in (AMaking(), AMaking(taken_at=NOON), AMaking(dropped_at=NOON)):
        assert advice.refusal_to_change(making)


@pytest.mark.parametrize(
    ("wished", "closes"),
    [(None, NOON + 72 * HOUR), (NOON + HOUR, NOON + 72 * HOUR), (NOON + 9 * DAY, NOON + 9 * DAY)],
)
def test_the_time_to_advise_is_never_shorter_than_the_rule(wished, closes) -> None:
    assert advice.time_given(NOON, hours=72, wished=wished) == closes


@pytest.mark.parametrize(
    ("followed", "answer", "refused"),
    [
        (Followed.FOLLOWED, "", False),
        (Followed.PARTLY, " ", True),
        (Followed.NOT, "", True),
        (Followed.NOT, "Trop cher.", False),
    ],
)
def test_whoever_is_not_followed_is_told_why(followed, answer, refused) -> None:
    assert (advice.refusal_of_answer(followed, answer) is not None) is refused


@pytest.mark.parametrize(
    ("effective", "review", "ends", "refused"),
    [
        (0, 365, None, False),
        (-1, 30, None, True),
        (0, 0, None, True),
        (0, 366, None, True),
        (10, 375, 11, False),
        (10, 30, 10, True),
    ],
)
def test_dates_follow_each_other_within_the_rule(effective, review, ends, refused) -> None:
    no = advice.refusal_of_dates(
        TODAY + effective * DAY, TODAY + review * DAY, ends and TODAY + ends * DAY,
        today=TODAY, within=365,
    )  # fmt: skip
    assert (no is not None) is refused


@pytest.mark.parametrize(
    ("tie", "stands", "within", "refused"),
    [
        (Tie.REPLACES, True, True, False),
        (Tie.REPLACES, True, False, True),
        (Tie.REVOKES, True, False, True),
        (Tie.CONTRADICTS, True, False, False),
        (Tie.APPLIES, False, True, True),
    ],
)
def test_only_what_stands_in_its_own_perimeter_is_ended(tie, stands, within, refused) -> None:
    no = advice.refusal_to_tie(tie, other_stands=stands, other_within=within, itself=False)
    assert (no is not None) is refused
    assert advice.refusal_to_tie(tie, other_stands=True, other_within=True, itself=True)
