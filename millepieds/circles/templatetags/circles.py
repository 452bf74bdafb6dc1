from django import template
from django.utils.translation import gettext

from millepieds.circles.rules.ends import HOW_IT_ENDS, How
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind

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
def in_words(msgid: str) -> str:
    """A sentence that a registry in code declared."""
    return gettext(msgid) if msgid else ""
