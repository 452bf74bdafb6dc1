from django import template
from django.utils.translation import gettext

from millepieds.moving.queries import in_words
from millepieds.moving.rules.sheets import SHEETS, Problem, Sheet

register = template.Library()


@register.filter
def expected_words(problem: Problem) -> str:
    return in_words(problem)


@register.filter
def sheet_words(sheet: Sheet) -> str:
    return gettext(SHEETS[sheet])
