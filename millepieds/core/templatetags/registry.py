"""The privacy registry, in words."""

from django import template
from django.utils.translation import gettext

from millepieds.core.privacy import BASES, ON_ERASE, Declared

register = template.Library()


@register.filter
def basis_words(declared: Declared) -> str:
    return gettext(BASES[declared.basis])


@register.filter
def erase_words(declared: Declared) -> str:
    return gettext(ON_ERASE[declared.on_erase])
