from datetime import date

from django import template
from django.utils.translation import gettext

from millepieds.core.words import _

register = template.Library()
SEASONS = (_("winter"), _("spring"), _("summer"), _("autumn"))


@register.filter
def season(day: date) -> str:
    """The season of a moment whose day is not known: été 2019."""
    return f"{gettext(SEASONS[day.month % 12 // 3])} {day.year}"
