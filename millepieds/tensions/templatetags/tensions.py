from django import template
from django.utils.translation import gettext

from millepieds.tensions.rules.terms import ABOUTS, RUNGS, STATES, About, Rung, State

register = template.Library()
TONES = {State.ENTRUSTED: "voice", State.READ: "care", State.CLOSED: "agreed"}


@register.filter
def tension_state_words(state: State) -> str:
    return gettext(STATES[state])


@register.filter
def tension_state_tone(state: State) -> str:
    return TONES.get(state, "")


@register.filter
def rung_words(rung: str) -> str:
    return gettext(RUNGS[Rung(rung)])


@register.filter
def about_words(about: str) -> str:
    return gettext(ABOUTS[About(about)])
