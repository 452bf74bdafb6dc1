"""The registry of rules: bounds, dates, proofs, and what must stay true between rules."""

from datetime import date, timedelta

import pytest

from millepieds.charter.rules import (
    CONDITIONS,
    KINDS,
    NOTICE_OF_A_CHANGE,
    REMINDER_TO_SIGN,
    RULES,
    TIME_TO_SIGN_AGAIN,
    Procedure,
    Unit,
    refusal_to_change,
    refusal_to_sign,
    refusal_without_procedure,
    suspended_from,
    whole_months,
)
from millepieds.charter.templatetags.charter import worth
from millepieds.circles.rules.terms import LAST_NOTICE, LONGEST_MANDATE, NOTICE

TODAY = date(2026, 3, 15)
VALUES = {key: rule.default for key, rule in RULES.items()}


def refusal(
    key: str, value: int, *, on: date = TODAY, proven: bool = True,
    procedure: Procedure = Procedure.FOUNDING, **others: int,
):  # fmt: skip
    return refusal_to_change(
        RULES[key], value, {**VALUES, **others}, effective_on=on, today=TODAY, proven=proven,
        procedure=procedure,
    )  # fmt: skip


@pytest.mark.parametrize("key", RULES)
def test_a_default_is_between_its_bounds_and_its_sentence_has_its_blank(key: str) -> None:
    rule = RULES[key]
    assert rule.least <= rule.default <= rule.most
    assert rule.least < rule.most
    assert rule.says.count("%(value)s") == 1
    assert rule.key == key


def test_the_defaults_hold_together() -> None:
    assert [condition(VALUES) for condition in CONDITIONS] == [None] * len(CONDITIONS)


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("circles.longest_mandate", 365),
        ("circles.notice", 30),
        ("circles.last_notice", 7),
        ("members.longest_wait", 7),
        ("members.seniority_to_vote", 60),
        ("circles.advice_time", 72),
        ("circles.most_mandates", 3),
        ("circles.functioning_meeting", 2),
        ("circles.nominations_kept", 14),
        ("circles.reopened_by", 5),
        ("charter.time_to_sign_again", 30),
        ("charter.reminder_to_sign", 7),
    ],
)
def test_the_movement_s_own_rules(key: str, default: int) -> None:
    assert RULES[key].default == default


@pytest.mark.parametrize(
    ("days", "months"),
    [(365, 12), (730, 24), (180, 6), (182, 6), (120, 4), (100, 0), (364, 0), (0, 0)],
)
def test_days_that_make_whole_months_are_said_so(days: int, months: int) -> None:
    assert whole_months(days) == months
    assert worth(365, Unit.DAYS) == "365 jours (12 mois)"
    assert worth(30, Unit.DAYS) == "30 jours"


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_of_a_kind(unit: Unit) -> None:
    assert {rule.kind for rule in RULES.values() if rule.unit is unit} <= {KINDS[unit]}


def test_a_nomination_is_kept_between_seven_and_sixty_days() -> None:
    rule = RULES["circles.nominations_kept"]
    assert (rule.least, rule.most) == (7, 60)


@pytest.mark.parametrize(
    ("days", "notice", "because"),
    [
        (-1, 0, "too early"),
        (0, 0, None),
        (400, 0, None),
        (9, 10, "too early"),
        (10, 10, None),
    ],
)
def test_a_rule_never_changes_before_its_notice(days, notice, because) -> None:
    no = refusal(
        "members.longest_wait", 10, on=TODAY + timedelta(days=days), **{NOTICE_OF_A_CHANGE: notice}
    )
    assert (because in no.because) if because else no is None
    assert no is None or no.article == "transparency.rules"


@pytest.mark.parametrize("stands_in", [Procedure.FOUNDING, None])
@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("key", RULES)
def test_only_the_procedure_a_rule_names_or_the_founding_meanwhile_changes_it(
    key: str, procedure: Procedure, stands_in: Procedure | None
) -> None:
    rule = RULES[key]
    no = refusal_without_procedure(rule, procedure, proven=True, stands_in=stands_in)
    assert (no is None) is (procedure in (rule.procedure, stands_in))
    assert refusal_without_procedure(rule, procedure, proven=False, stands_in=stands_in)
    assert no is None or no.article == "transparency.rules"


def test_a_proof_of_another_procedure_changes_nothing() -> None:
    assert refusal("members.longest_wait", 10, procedure=Procedure.COORDINATION)
    assert refusal("members.longest_wait", 10, procedure=Procedure.AGORA) is None


def test_without_its_procedure_a_rule_stands() -> None:
    no = refusal("members.longest_wait", 10, proven=False)
    assert no
    assert (no.article, no.power) == ("transparency.rules", "charter.change_rules")


@pytest.mark.parametrize(
    ("key", "value", "others", "refused"),
    [
        (LAST_NOTICE, 29, {}, False),
        (LAST_NOTICE, 30, {}, True),
        (NOTICE, 8, {}, False),
        (NOTICE, 7, {}, True),
        (NOTICE, 90, {LONGEST_MANDATE: 91}, False),
        (NOTICE, 90, {LONGEST_MANDATE: 90}, True),
        (LONGEST_MANDATE, 31, {}, False),
        (LONGEST_MANDATE, 30, {}, True),
        (REMINDER_TO_SIGN, 29, {}, False),
        (REMINDER_TO_SIGN, 30, {}, True),
        (TIME_TO_SIGN_AGAIN, 8, {}, False),
        (TIME_TO_SIGN_AGAIN, 7, {}, True),
    ],
)
def test_what_must_stay_true_between_rules(key, value, others, refused: bool) -> None:
    no = refusal(key, value, **others)
    assert bool(no) is refused
    assert no is None or no.article == "transparency.rules"


@pytest.mark.parametrize(
    ("ticked", "in_force", "already", "because"),
    [
        ("abc", True, False, None),
        ("abcd", True, False, None),
        ("ab", True, False, "one is still to tick"),
        ("", True, False, "one is still to tick"),
        ("abc", False, False, "no longer the one in force"),
        ("abc", True, True, "already signed"),
    ],
)
def test_the_charter_is_signed_whole_and_once(ticked, in_force, already, because) -> None:
    no = refusal_to_sign(ticked, "abc", in_force=in_force, already=already)
    assert (no and because in no.because) if because else no is None
    assert no is None or no.article == "transparency.signature"


def test_the_time_to_sign_is_counted_from_the_adoption() -> None:
    assert suspended_from(TODAY, 30) == date(2026, 4, 14)
