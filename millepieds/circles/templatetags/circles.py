from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from millepieds.charter.rules import Rule
from millepieds.circles.queries.organigram import Holder
from millepieds.circles.queries.own import own_rules
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.ends import HOW_IT_ENDS, How
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.clock import today

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    return gettext(KINDS[Kind(kind)])


@register.filter
def process_words(process: str) -> str:
    return gettext(PROCESSES[Process(process)])


@register.filter
def ending_words(how: How) -> str:
    return gettext(HOW_IT_ENDS[how])


@register.filter
def linked(holder: Holder) -> str:
    """Who holds it, with their page when this reader may open it."""
    if holder.name and holder.url:
        return format_html('<a href="{}">{}</a>', holder.url, holder.name)
    return holder.name or gettext("Someone")


@register.filter
def in_words(msgid: str) -> str:
    """A sentence that a registry in code declared."""
    return gettext(msgid) if msgid else ""


@register.inclusion_tag("circles/own_circles.html")
def circles_with_their_own(rule: Rule) -> dict[str, object]:
    """For the page of the rules: the open circles that have their own, in the order of the organigram."""
    on = today()
    plan, own = structure(on), own_rules(on=on)
    shown = [
        (circle, own[pk, rule.key]) for pk, circle in plan.circles.items() if (pk, rule.key) in own
    ]
    return {"rule": rule, "shown": shown}
