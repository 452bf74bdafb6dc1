from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from millepieds.core.lists import address_of
from millepieds.tensions.queries.listing import Line
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


@register.simple_tag
def lines_of_tensions(lines: Sequence[Line]) -> SafeString:
    """Written at once, and not by a template: every word is escaped here."""
    return SafeString("".join(map(_line, lines)))


def _line(one: Line) -> str:
    tone = f" data-{TONES[one.state]}" if one.state in TONES else ""
    state, rung = escape(tension_state_words(one.state)), escape(rung_words(one.rung))
    days = ngettext("for %(n)s day", "for %(n)s days", one.days) % {"n": one.days}
    if not one.days:
        days = (
            gettext("closed the same day") if one.state is State.CLOSED else gettext("since today")
        )
    title = one.title or gettext("%(name)s entrusts you with a tension") % {"name": one.author}
    author = f'<p class="soft">{escape(one.author)}</p>' if one.title and not one.mine else ""
    return (
        f'<li class="line"><p class="row"><span class="tag"{tone}>{state}</span>'
        f'<span class="soft">{rung} · {escape(days)}</span></p>\n'
        f'  <h3 class="small"><a href="{address_of("tensions:tension", one.pk)}">'
        f"{escape(title)}</a></h3>{author}</li>"
    )
