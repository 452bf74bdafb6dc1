"""A rule that a circle has of its own: only where the rule allows it, and by its consent. Plain Python."""

from datetime import date

from millepieds.charter.rules import (
    CHANGE_RULES,
    Rule,
    refusal_outside_bounds,
    refusal_too_early,
)
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


def refusal_to_own(rule: Rule, value: int | None, *, before: int | None) -> Refusal | None:
    """A value of its own, or none to do again as the whole movement: but not what it is already."""
    if not rule.of_a_circle:
        return Refusal(
            _("This rule is the whole movement's: no circle has its own."),
            article="transparency.rules", power=CHANGE_RULES,
            instead=_("Bring it to the circle that this rule names: it changes there, for everyone."),
        )  # fmt: skip
    if value == before:
        return Refusal(
            _("This circle already does so: nothing would change."), article="transparency.rules",
            who=Who.YOU, instead=_("Choose another value, or leave this rule out."),
        )  # fmt: skip
    return refusal_outside_bounds(rule, value) if value is not None else None


def refusal_to_set_own(
    rule: Rule, value: int | None, *, before: int | None, proven: bool, effective_on: date,
    earliest: date,
) -> Refusal | None:  # fmt: skip
    """The circle consented to it, and whoever counts on the rule of today has the time to hear of it."""
    return (
        refusal_without_its_circle(proven=proven)
        or refusal_to_own(rule, value, before=before)
        or refusal_too_early(effective_on, earliest=earliest)
    )


def refusal_without_its_circle(*, proven: bool) -> Refusal | None:
    if proven:
        return None
    return Refusal(
        _("Only a circle gives itself a rule of its own, by consent."), article="transparency.rules",
        who=Who.CIRCLE, instead=_("Make a proposal to this circle."),
    )  # fmt: skip
