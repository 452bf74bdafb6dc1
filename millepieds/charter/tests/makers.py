"""Rules that change, by their own action."""

from datetime import timedelta

from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.charter.models import RuleValue
from millepieds.charter.queries import rules_on
from millepieds.charter.rules import CONDITIONS, REMINDER_TO_SIGN, TIME_TO_SIGN_AGAIN
from millepieds.circles.rules.terms import LAST_NOTICE, LONGEST_MANDATE, NOTICE
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.people.models import Person


def change(key: str, value: int, by: Person, *, days: int = 0) -> RuleValue:
    return change_rule(
        key, value, effective_on=today() + timedelta(days=days), proof=FoundingProof(),
        by=actors.person(by),
    )  # fmt: skip


def make_room_for(key: str, value: int, by: Person) -> None:
    """Move the other rules first, so that only the bounds of this one are at stake."""
    for other, least, most in [
        (LONGEST_MANDATE, None, 730),
        (LAST_NOTICE, 1, None),
        (REMINDER_TO_SIGN, 1, None),
        (TIME_TO_SIGN_AGAIN, None, 180),
    ]:
        if key != other:
            change(other, (least or most) or 0, by)
    if key in (LAST_NOTICE, LONGEST_MANDATE):
        change(NOTICE, 7 if key == LONGEST_MANDATE else 90, by)
    values = {**rules_on(today()), key: value}
    assert not any(condition(values) for condition in CONDITIONS)
