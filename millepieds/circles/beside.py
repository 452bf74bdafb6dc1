"""What circles put on pages of rules: the circles that have their own."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from millepieds.charter.rules import Rule
from millepieds.circles.queries.own import own_rules
from millepieds.circles.queries.structure import structure
from millepieds.core.beside import NOTHING, beside
from millepieds.core.clock import today


@beside("charter.rule")
def circles_with_their_own(_request: HttpRequest, *, rule: Rule) -> SafeString:
    """The open circles that have their own, in the order of the organigram."""
    if not rule.of_a_circle:
        return NOTHING
    on = today()
    plan, own = structure(on), own_rules(on=on)
    shown = [
        (circle, own[pk, rule.key]) for pk, circle in plan.circles.items() if (pk, rule.key) in own
    ]
    return render_to_string("circles/own_circles.html", {"rule": rule, "shown": shown})
