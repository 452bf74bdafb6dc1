"""On the page of a circle: the rules that it has of its own, and the decisions that gave them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from millepieds.charter.rules import RULES, Rule
from millepieds.circles.queries.own import Own, own_rules
from millepieds.core.clock import today
from millepieds.decisions.models import Decision, Effect
from millepieds.decisions.queries.reading import decisions_for, reader_of

register = template.Library()


@dataclass(frozen=True)
class OwnShown:
    """A rule of this circle, and the decision that gave it, if this reader may read it."""

    rule: Rule
    own: Own
    decision: Decision | None


@register.inclusion_tag("decisions/own_rules.html", takes_context=True)
def own_rules_of_circle(context: Any, circle_id: int, on: date) -> dict[str, object]:
    """In one question where it has none; in as many for one as for all."""
    own = {one.pk: one for one in own_rules(on=on).values() if one.circle_id == circle_id}
    if not own:
        return {}
    person = context["request"].user  # who reads today, whatever the day that the page tells of
    reader = reader_of(person if person.is_authenticated else None, on=today())
    told = "version__proposal__decision"
    done = Effect.objects.filter(own_rule__in=own, **{f"{told}__in": decisions_for(reader)})
    taken = {one.own_rule_id: one.version.proposal.decision for one in done.select_related(told)}
    return {
        "shown": [OwnShown(RULES[one.rule], one, taken.get(pk)) for pk, one in own.items()],
        "request": context["request"],
    }
