from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.charter.queries import article_numbers
from millepieds.charter.queries.words import value_said
from millepieds.charter.rules import PROCEDURES, Rule, Unit, whole_months
from millepieds.core.clock import today

register = template.Library()
LONG = 90  # days; beyond, months are easier to picture


def worth(value: int, unit: Unit) -> str:
    """A value with its unit, in words: 30 days."""
    said = value_said(value, unit)
    months = whole_months(value) if unit is Unit.DAYS and value > LONG else 0
    return f"{said} ({value_said(months, Unit.MONTHS)})" if months else said


@register.simple_tag
def rule_says(rule: Rule, value: int) -> SafeString:
    """The plain sentence of a rule with its value in it."""
    before, _, after = gettext(rule.says).partition("%(value)s")
    return format_html("{}<b>{}</b>{}", before, worth(value, rule.unit), after)


@register.simple_tag
def rule_worth(rule: Rule, value: int) -> str:
    return worth(value, rule.unit)


@register.filter
def procedure_words(rule: Rule) -> str:
    return gettext(PROCEDURES[rule.procedure])


@register.simple_tag(takes_context=True)
def article_link(context: template.Context, key: str) -> SafeString:
    """The number of an article in the charter in force, as a link to it."""
    numbers = context.get("article_numbers")
    if numbers is None:
        numbers = article_numbers(on=today())
        context.dicts[0]["article_numbers"] = numbers
    if key not in numbers:
        return SafeString("")
    return format_html('<a href="{}#{}">{}</a>', reverse("charter:charter"), key, numbers[key])
