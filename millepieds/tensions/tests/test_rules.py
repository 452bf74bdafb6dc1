"""A tension is its author's. Amina said one; nothing here needs a table."""

from datetime import date, datetime
from types import SimpleNamespace as Row

import pytest

from millepieds.tensions.rules import ladder as rules
from millepieds.tensions.rules.terms import (
    GUIDES,
    LADDERS,
    RUNGS,
    About,
    Rung,
    State,
)

NOON = datetime.fromisoformat("2030-01-10T12:00+01:00")
OPEN, CLOSED = Row(about="person", closed_at=None), Row(about="person", closed_at=NOON)
GIVEN, READ = Row(entrusted_at=NOON, opened_at=None), Row(entrusted_at=NOON, opened_at=NOON)


def test_each_kind_has_its_ladder_and_each_step_its_guide() -> None:
    assert set(LADDERS) == set(About)
    assert {rung for ladder in LADDERS.values() for rung in ladder} == set(RUNGS) == set(GUIDES)
    assert [rules.first_rung(about) for about in About] == [
        Rung.ALONE, Rung.REFERENT, Rung.MEETING, Rung.COORDINATION,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tension", "trusts", "expected"),
    [
        (OPEN, [], State.KEPT),
        (OPEN, [GIVEN], State.ENTRUSTED),
        (OPEN, [GIVEN, READ], State.READ),
        (CLOSED, [GIVEN, READ], State.CLOSED),
        (CLOSED, [], State.CLOSED),
    ],
)
def test_where_it_stands_follows_from_its_dates(tension, trusts, expected) -> None:
    assert rules.state(tension, trusts) is expected


def test_one_climbs_a_step_at_a_time_and_not_past_the_last() -> None:
    assert rules.next_rung(OPEN, Rung.ALONE) is Rung.THIRD
    assert rules.next_rung(OPEN, Rung.THIRD) is Rung.CARE
    assert rules.next_rung(OPEN, Rung.CARE) is None
    no = rules.refusal_to_move_on(OPEN, rung=Rung.CARE)
    assert no
    assert "last step" in no.because
    assert rules.refusal_to_move_on(CLOSED, rung=Rung.ALONE)


@pytest.mark.parametrize(
    ("rung", "new", "mediate", "words"),
    [
        (Rung.ALONE, 1, True, "alone"),
        (Rung.THIRD, 0, True, "Nobody new"),
        (Rung.CARE, 1, False, "mandate to mediate"),
        (Rung.CARE, 1, True, ""),
        (Rung.THIRD, 1, False, ""),
    ],
)
def test_with_a_person_one_speaks_alone_first_and_mediation_is_a_mandate(
    rung, new, mediate, words
) -> None:
    no = rules.refusal_to_entrust(OPEN, rung=rung, new=new, all_mediate=mediate)
    assert (no is not None) is bool(words)
    assert not no or words in no.because
    assert rules.refusal_to_entrust(CLOSED, rung=rung, new=new, all_mediate=mediate)


def test_words_that_someone_read_no_longer_change() -> None:
    assert rules.refusal_to_rewrite(OPEN, [GIVEN]) is None
    assert rules.refusal_to_rewrite(OPEN, [GIVEN, READ])
    assert rules.refusal_to_rewrite(CLOSED, [])


def test_it_is_opened_once() -> None:
    assert rules.refusal_to_open(OPEN, GIVEN) is None
    assert rules.refusal_to_open(OPEN, READ)
    assert rules.refusal_to_open(CLOSED, GIVEN)


@pytest.mark.parametrize(("day", "still"), [(16, False), (17, True), (18, True)])
def test_it_has_not_moved_once_the_days_of_the_rule_are_over(day, still) -> None:
    assert rules.is_still(date(2030, 1, 10), days=7, on=date(2030, 1, day)) is still
