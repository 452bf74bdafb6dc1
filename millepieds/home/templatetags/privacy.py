from django import template
from django.utils.translation import gettext

from millepieds.home.rules import FIELDS

register = template.Library()


@register.filter
def field_words(name: str) -> str:
    """A column of a table, in words."""
    return gettext(FIELDS[name])
