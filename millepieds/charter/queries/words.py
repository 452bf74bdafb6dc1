"""What a rule is worth, in the reader's words."""

from django.utils.translation import gettext, ngettext

from millepieds.charter.rules import UNITS, YES_OR_NO, Unit


def value_said(value: int, unit: Unit) -> str:
    """A value with its unit: 30 days; or yes."""
    if unit is Unit.YES_NO:
        return gettext(YES_OR_NO[value])
    return ngettext(*UNITS[unit], value) % {"n": value}
