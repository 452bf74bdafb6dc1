import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.core.clock import day_of, today
from millepieds.core.forms import because
from millepieds.core.lists import address_of, day_in_words, moment_in_words
from millepieds.core.refusals import Refusal
from millepieds.core.templatetags.house import in_french
from millepieds.decisions.queries.consent import grounds_in
from millepieds.decisions.queries.listing import Line
from millepieds.decisions.queries.reading import Shown
from millepieds.decisions.queries.rounds_listed import Line as Listed
from millepieds.decisions.rules.rounds import (
    CRITERIA,
    IN_SHORT,
    REMARKS,
    STAGES,
    Criterion,
    RemarkKind,
    Stage,
    Stand,
)
from millepieds.decisions.rules.terms import (
    FOLLOWED,
    HOWS,
    OPENNESS,
    STATES,
    TIES,
    WHYS,
    Followed,
    How,
    Openness,
    State,
    Tie,
    Why,
)

register = template.Library()
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TONES = {
    State.IN_FORCE: "agreed",
    State.ASKING: "voice",
    State.HEARD: "voice",
    State.TO_COME: "town",
}
STAGE_TONES = {
    Stage.LISTENING: "voice",
    Stage.CONSENTING: "voice",
    Stage.IN_MEETING: "care",
    Stage.ADOPTED: "agreed",
}


@register.simple_tag(takes_context=True)
def may_propose(context: template.Context) -> bool:
    """Whether this reader holds a mandate in a circle."""
    return bool(grounds_in(context["request"].actor, on=today()))


@register.filter
def stage_words(stage: Stage) -> str:
    return gettext(STAGES[stage])


@register.filter
def stage_tone(stage: Stage) -> str:
    return STAGE_TONES.get(stage, "")


@register.filter
def remark_words(kind: str) -> str:
    return gettext(REMARKS[RemarkKind(kind)])


@register.filter
def stand_words(stance: str) -> str:
    return gettext(IN_SHORT[Stand(stance)])


@register.filter
def criterion_words(found: str) -> str:
    return gettext(CRITERIA[Criterion(found)])


@register.filter
def refusal_words(refusal: Refusal) -> str:
    """Why not yet, and what to do instead."""
    return f"{because(refusal)} {gettext(refusal.instead)}"


@register.filter
def for_xml(words: str) -> str:
    """Without the few signs that no feed reader accepts, even escaped."""
    return NOT_IN_XML.sub(" ", words)


@register.simple_tag
def state_of(one: Shown | Line) -> SafeString:
    """Where a decision stands."""
    tone = f" data-{TONES[one.state]}" if one.state in TONES else ""
    return SafeString(f'<span class="tag"{tone}>{escape(gettext(STATES[one.state]))}</span>')


@register.simple_tag
def lines_of(lines: Sequence[Line]) -> SafeString:
    """« 2026-041 · Coordination », the title, « Référente des lieux, Amina · 3 mai 2026 », of each.

    Written at once, and not by a template: a page has twenty, and is asked often. Every word is escaped.
    """
    said, comma = in_french(), escape(gettext(", "))
    begins, ends = (f"<bdi{said}>", "</bdi>") if said else ("", "")
    words = escape(gettext("Review late")), escape(gettext("Mandate ended since"))
    late = f'<span class="tag" data-voice>{words[0]}</span>'
    over = f'<span class="tag">{words[1]}</span>'

    def kept(words: str) -> str:
        return f"{begins}{escape(words)}{ends}"

    def one_of_them(one: Line) -> str:
        mark, by = f"{one.mark} · " if one.mark else "", f"{comma}{kept(one.by)}" if one.by else ""
        cares = f"{late if one.review_late else ''}{over if one.mandate_over else ''}"
        when = _when(one)
        return (
            f'<li class="line"><p class="row">{state_of(one)}{cares}'
            f'<span class="soft">{mark}{kept(one.circle_name)}</span></p>\n'
            f'  <h3 class="small"><a href="{address_of("decisions:decision", one.pk)}"{said}>'
            f"{escape(one.title)}</a></h3>\n"
            f'  <p class="soft">{kept(one.role_name)}{by}{when and f" · {escape(when)}"}</p></li>'
        )

    return SafeString("".join(map(one_of_them, lines)))


@register.simple_tag
def lines_of_rounds(lines: Sequence[Listed]) -> SafeString:
    """The same of rounds: where each stands, its circle, its title, its author, and until when."""
    return SafeString("".join(map(_round_line, lines)))


def _round_line(one: Listed) -> str:
    tone = f" data-{STAGE_TONES[one.stage]}" if one.stage in STAGE_TONES else ""
    when = ""
    if one.over_at:
        when = day_in_words(day_of(one.over_at))
    elif one.closes_at:
        when = gettext("until %(until)s") % {"until": moment_in_words(one.closes_at)}
    return (
        f'<li class="line"><p class="row"><span class="tag"{tone}>{escape(stage_words(one.stage))}</span>'
        f'<span class="soft">{escape(one.circle_name)}</span></p>\n'
        f'  <h2 class="small"><a href="{address_of("decisions:proposal", one.pk)}">'
        f"{escape(one.title)}</a></h2>\n"
        f'  <p class="soft">{escape(one.author)}{when and f" · {escape(when)}"}</p></li>'
    )


def _when(one: Line) -> str:
    if one.taken_at:
        return day_in_words(day_of(one.taken_at))
    if one.dropped_at:
        return gettext("dropped on %(day)s") % {"day": day_in_words(day_of(one.dropped_at))}
    if one.answer_until:
        until = moment_in_words(one.answer_until)
        return gettext("advice until %(until)s") % {"until": until}
    return ""


@register.filter
def openness_words(openness: str) -> str:
    return gettext(OPENNESS[Openness(openness)])


@register.filter
def why_words(why: str) -> str:
    return gettext(WHYS[Why(why)])


@register.filter
def how_words(how: str) -> str:
    return gettext(HOWS[How(how)])


@register.filter
def followed_words(followed: str) -> str:
    return gettext(FOLLOWED[Followed(followed)])


@register.filter
def tie_words(tie: str) -> str:
    return gettext(TIES[Tie(tie)])
