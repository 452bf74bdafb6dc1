"""A circle changes a rule for itself alone. What it was before stays readable."""

from datetime import date, timedelta
from typing import Protocol

from django.db import transaction

from millepieds.charter.queries import rule, rules_on
from millepieds.charter.rules import RULES, earliest_change
from millepieds.circles import deeds
from millepieds.circles.models import Circle, OwnRule
from millepieds.circles.queries.own import own_of, own_rule
from millepieds.circles.queries.structure import open_circle_on
from millepieds.circles.rules.own import refusal_to_set_own
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.powers import Ground
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record


class OwnProof(Protocol):
    """That this circle consented to this very value."""

    def settles(
        self, circle_id: int, key: str, value: int | None, *, by: Actor, on: date
    ) -> Ground | None: ...


@transaction.atomic
def set_own_rule(
    circle: Circle, key: str, value: int | None, *, effective_on: date, proof: OwnProof, by: Actor
) -> OwnRule:
    """A value of its own; or none, to do again as the whole movement does."""
    at = the_moment()
    on, declared = day_of(at), RULES[key]
    open_circle_on(circle, on)
    ground = proof.settles(circle.pk, key, value, by=by, on=on)
    own = own_of(circle.pk, key, on=effective_on)
    refuse_if(
        refusal_to_set_own(
            declared, value, before=own.value if own else None, proven=ground is not None,
            effective_on=effective_on, earliest=earliest_change(rules_on(on), today=on),
        )
    )  # fmt: skip
    eve = effective_on - timedelta(days=1)
    entry = record(
        deeds.OWN_RULE_SET, circle, by=by, at=at, circle_id=circle.pk, ground=ground,
        rule=declared.key, before=own_rule(circle.pk, key, on=eve),
        after=rule(key, on=effective_on) if value is None else value, own=value is not None,
        effective_on=effective_on,
    )  # fmt: skip
    return OwnRule.objects.create(
        circle=circle, rule=key, value=value, effective_on=effective_on, entry=entry
    )
