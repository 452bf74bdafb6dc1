from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from millepieds.members.rules import (
    Status,
    is_late,
    known_needs,
    last_day_to_contact,
    may_vote,
    refusal_to_answer_appeal,
    refusal_to_appeal,
    refusal_to_become_member,
    refusal_to_come_first,
    refusal_to_join,
    refusal_to_leave,
    refusal_to_promise,
    refusal_to_take_over,
    refusal_to_welcome,
    status,
)

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AMINA, NOUR = 1, 2


@dataclass
class APeriod:
    asked_at: datetime = NOON
    promised_at: datetime | None = None
    promised_by_id: int | None = None
    contacted_at: datetime | None = None
    welcomed_at: datetime | None = None
    refused_at: datetime | None = None
    refused_by_id: int | None = None
    appealed_at: datetime | None = None
    appeal_answered_at: datetime | None = None
    signed_at: datetime | None = None
    left_at: datetime | None = None


PROMISED: dict[str, Any] = {"promised_at": NOON, "promised_by_id": AMINA}
WELCOMED: dict[str, Any] = {"welcomed_at": NOON}
SIGNED: dict[str, Any] = {**WELCOMED, "signed_at": NOON + HOUR}
REFUSED: dict[str, Any] = {"refused_at": NOON, "refused_by_id": AMINA}
APPEALED: dict[str, Any] = {**REFUSED, "appealed_at": NOON}


@pytest.mark.parametrize(
    ("dates", "now", "expected"),
    [
        ({}, NOON, Status.SUPPORTER),
        ({"promised_at": NOON}, NOON, Status.SUPPORTER),
        (WELCOMED, NOON - HOUR, Status.SUPPORTER),
        (WELCOMED, NOON, Status.WELCOMED),
        (SIGNED, NOON, Status.WELCOMED),
        (SIGNED, NOON + HOUR, Status.MEMBER),
        (REFUSED, NOON, Status.REFUSED),
        (APPEALED, NOON, Status.REFUSED),
        ({**SIGNED, "left_at": NOON + 2 * HOUR}, NOON + HOUR, Status.MEMBER),
        ({**SIGNED, "left_at": NOON + 2 * HOUR}, NOON + 2 * HOUR, Status.LEFT),
        ({"left_at": NOON}, NOON, Status.LEFT),
    ],
)
def test_where_someone_stands_is_read_from_dates(dates, now, expected: Status) -> None:
    assert status(APeriod(**dates), now=now) is expected


@pytest.mark.parametrize(
    ("rule", "asked", "article"),
    [
        (refusal_to_join, {"open_period": None}, None),
        (refusal_to_join, {"open_period": APeriod()}, "care.welcome"),
        (refusal_to_come_first, {"count": 0}, None),
        (refusal_to_come_first, {"count": 1}, "care.welcome"),
        (refusal_to_become_member, {"period": None}, "care.welcome"),
        (refusal_to_become_member, {"period": APeriod()}, "care.welcome"),
        (refusal_to_become_member, {"period": APeriod(**WELCOMED)}, None),
        (refusal_to_leave, {"period": None}, "care.leave"),
        (refusal_to_leave, {"period": APeriod()}, None),
        (refusal_to_appeal, {"period": APeriod()}, "care.refusal"),
        (refusal_to_appeal, {"period": APeriod(**REFUSED)}, None),
        (refusal_to_appeal, {"period": APeriod(**APPEALED)}, "care.refusal"),
    ],
)
def test_each_step_of_the_path_has_its_condition(rule, asked, article: str | None) -> None:
    refusal = rule(**asked)
    assert (refusal and refusal.article) == article
    assert refusal is None or refusal.instead


@pytest.mark.parametrize(
    ("dates", "welcomer", "because"),
    [
        ({}, AMINA, None),
        ({"promised_at": NOON}, AMINA, None),
        ({}, NOUR, "Nobody welcomes themself"),
        (WELCOMED, AMINA, "already been welcomed"),
        (SIGNED, AMINA, "already been welcomed"),
        (REFUSED, AMINA, "closed"),
        ({"left_at": NOON}, AMINA, "closed"),
    ],
)
def test_one_is_welcomed_once_and_by_someone_else(dates, welcomer: int, because) -> None:
    no = refusal_to_welcome(APeriod(**dates), welcomer_id=welcomer, person_id=NOUR)
    assert (no and because in no.because) if because else no is None


@pytest.mark.parametrize(
    ("dates", "answerer", "because"),
    [
        (APPEALED, 3, None),
        (APPEALED, AMINA, "never answered by the person who refused"),
        (REFUSED, 3, "No appeal"),
        ({}, 3, "No appeal"),
        ({**APPEALED, "appeal_answered_at": NOON}, 3, "No appeal"),
        ({**APPEALED, "appeal_answered_at": NOON, "refused_at": None}, 3, "No appeal"),
    ],
)
def test_an_appeal_is_answered_once_and_by_someone_else(dates, answerer: int, because) -> None:
    no = refusal_to_answer_appeal(APeriod(**dates), answerer_id=answerer)
    assert (no and because in no.because) if because else no is None
    assert no is None or no.article == "care.refusal"


@pytest.mark.parametrize(
    ("dates", "days", "late"),
    [
        ({}, 0, False),
        ({}, 7, False),
        ({}, 8, True),
        (PROMISED, 8, True),  # a promise is not a word
        ({**PROMISED, "contacted_at": NOON}, 30, False),
        ({"contacted_at": NOON}, 30, False),
        (WELCOMED, 30, False),
    ],
)
def test_nobody_waits_longer_than_the_rule_without_it_being_seen(dates, days, late) -> None:
    last_day = last_day_to_contact(NOON.date(), 7)
    today = NOON.date() + timedelta(days=days)
    assert is_late(APeriod(**dates), last_day=last_day, today=today) is late


@pytest.mark.parametrize(
    ("dates", "because"),
    [
        ({}, None),
        (PROMISED, "Amina has promised to write"),
        ({**PROMISED, "contacted_at": NOON}, "already written"),
        ({"contacted_at": NOON}, "already written"),
    ],
)
def test_one_person_promises(dates, because) -> None:
    no = refusal_to_promise(APeriod(**dates), promised_by="Amina")
    assert (no and because in no.because % no.values) if because else no is None


@pytest.mark.parametrize(
    ("dates", "taker", "late", "may_still", "because"),
    [
        (PROMISED, 3, True, True, None),
        (PROMISED, 3, False, False, None),
        (PROMISED, 3, False, True, "Amina has promised to write"),
        (PROMISED, AMINA, True, True, "no promise of someone else"),
        ({}, 3, True, False, "no promise of someone else"),
        ({**PROMISED, "contacted_at": NOON}, 3, True, False, "already written"),
    ],
)
def test_a_promise_is_taken_over_only_when_it_is_not_kept(
    dates, taker, late: bool, may_still: bool, because
) -> None:
    no = refusal_to_take_over(
        APeriod(**dates), promised_by="Amina", taker_id=taker, late=late, may_still=may_still
    )
    assert (no and because in no.because % no.values) if because else no is None
    assert no is None or no.article == "care.welcome"


def test_the_last_day_to_write_is_said() -> None:
    assert last_day_to_contact(date(2026, 3, 15), 7) == date(2026, 3, 22)


@pytest.mark.parametrize(("days", "votes"), [(0, False), (59, False), (60, True), (400, True)])
def test_a_member_votes_after_sixty_days(days: int, votes: bool) -> None:
    signed = date(2026, 3, 15)
    assert may_vote(signed, 60, on=signed + timedelta(days=days)) is votes


def test_only_the_needs_we_know_are_kept_in_our_order() -> None:
    assert known_needs(["language", "<script>", "childcare"]) == ["childcare", "language"]
