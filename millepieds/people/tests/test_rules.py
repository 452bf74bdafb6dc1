from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from millepieds.core.actors import JOB, OUTSIDER, Actor, ActorKind
from millepieds.people.rules import (
    CODE_LASTS,
    NAME_IN_TOWN,
    PHONE_CALLS,
    Answer,
    Code,
    Way,
    agreement_to,
    answer_to,
    digits_in,
    refusal_to_act_for,
    refusal_to_add,
    refusal_to_remove,
)

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
CODE = Code("amina@exemple.test", "048392", NOON, "k")


@pytest.mark.parametrize(
    ("typed", "tries_left", "now", "expected"),
    [
        ("048392", True, NOON, Answer.RIGHT),
        ("04 83 92", True, NOON + CODE_LASTS - A_MINUTE, Answer.RIGHT),
        ("48392", True, NOON, Answer.WRONG),
        ("0483921", True, NOON, Answer.WRONG),
        ("", True, NOON, Answer.WRONG),
        ("048392", True, NOON + CODE_LASTS, Answer.LATE),
        ("048392", False, NOON, Answer.SPENT),
    ],
)
def test_a_code_opens_in_time_and_in_few_tries(typed, tries_left, now, expected) -> None:
    assert answer_to(CODE, typed, tries_left=tries_left, now=now) == expected


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("04 83 92", "048392"), ("04.83.92", "048392"), ("٠٤٨٣٩٢", "048392"), ("abc", "")],
)
def test_digits_are_read_on_any_keyboard(typed: str, digits: str) -> None:
    assert digits_in(typed) == digits


def test_a_code_is_read_aloud_two_by_two() -> None:
    assert CODE.spaced == "04 83 92"


@pytest.mark.parametrize(
    ("own", "others", "because"),
    [
        (["a@x"], False, None),
        (["new@x"], False, None),
        (["a@x"], True, "another account"),
        ([f"{n}@x" for n in range(5)], False, "five addresses"),
        (["new@x", *(f"{n}@x" for n in range(4))], False, None),
    ],
)
def test_an_address_is_added(own: list[str], others: bool, because: str | None) -> None:
    refusal = refusal_to_add("new@x", own=own, others=others)
    said = refusal.because if refusal else ""
    assert (because in said) if because else not said


@pytest.mark.parametrize(
    ("left", "reach", "refused"),
    [(1, Way.MAIL, False), (0, Way.MAIL, True), (0, Way.PHONE, False), (0, Way.PAPER, False)],
)
def test_whoever_is_reached_by_mail_keeps_an_address(left: int, reach: Way, refused: bool) -> None:
    assert bool(refusal_to_remove(left=left, reach=reach)) is refused


@dataclass
class ALine:
    purpose: str = NAME_IN_TOWN
    version: int = 1
    given_at: datetime = NOON
    withdrawn_at: datetime | None = None


@pytest.mark.parametrize(
    ("line", "now", "agrees"),
    [
        (ALine(), NOON, True),
        (ALine(), NOON - A_MINUTE, False),
        (ALine(purpose=PHONE_CALLS), NOON, False),
        (ALine(version=0), NOON, False),
        (ALine(withdrawn_at=NOON + A_MINUTE), NOON, True),
        (ALine(withdrawn_at=NOON + A_MINUTE), NOON + A_MINUTE, False),
    ],
)
def test_agreeing_is_to_today_s_words_until_taken_back(line, now, agrees) -> None:
    assert bool(agreement_to(NAME_IN_TOWN, [line], now=now)) is agrees


AMINA, BRUNO = 1, 2


@pytest.mark.parametrize(
    ("by", "may_type_in", "refused"),
    [
        (Actor(ActorKind.PERSON, AMINA), False, False),
        (Actor(ActorKind.PERSON, BRUNO), False, True),
        (Actor(ActorKind.PERSON, AMINA, typed_by_id=BRUNO), True, False),
        (Actor(ActorKind.PERSON, AMINA, typed_by_id=BRUNO), False, True),
        (Actor(ActorKind.PERSON, BRUNO, typed_by_id=AMINA), True, True),
        (OUTSIDER, False, True),
        (JOB, False, False),
    ],
)
def test_one_s_own_is_done_by_oneself_or_by_a_welcomer_s_hand(by, may_type_in, refused) -> None:
    assert bool(refusal_to_act_for(AMINA, by=by, may_type_in=may_type_in)) is refused
