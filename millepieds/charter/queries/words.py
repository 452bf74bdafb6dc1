"""What a rule is worth, in the reader's words."""

from django.utils.translation import gettext, ngettext

from millepieds.charter.rules import UNITS, YES_OR_NO, Rule, Unit


def value_said(value: int, unit: Unit) -> str:
    """A value with its unit: 30 days; or yes."""
    if unit is Unit.YES_NO:
        return gettext(YES_OR_NO[value])
    return ngettext(*UNITS[unit], value) % {"n": value}


def sentence_of(rule: Rule) -> str:
    """Its plain sentence, up to its value."""
    return gettext(rule.says).partition("%(value)s")[0].rstrip(" \u00a0\u202f:")
