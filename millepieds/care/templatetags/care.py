from django import template
from django.utils.translation import gettext

from millepieds.care.rules.terms import CATEGORIES, OUTCOMES, REPLY_WORDS, SORTS, STATES, STEPS

register = template.Library()
WORDS = {
    str(key.value): said
    for words in (CATEGORIES, STATES, STEPS, SORTS, OUTCOMES)
    for key, said in words.items()
}


@register.filter
def care_words(key: str) -> str:
    """A word of an enum of this area; no two of them write the same value for two things."""
    return gettext(WORDS[str(key)])


@register.filter
def reply_words(kind: str) -> str:
    """What whoever is invited answers, in their own mouth."""
    return gettext({str(key.value): said for key, said in REPLY_WORDS.items()}[str(kind)])
