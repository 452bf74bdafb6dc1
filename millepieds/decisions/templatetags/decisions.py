import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.core.clock import today
from millepieds.core.forms import because
from millepieds.core.refusals import Refusal
from millepieds.core.templatetags.house import kept_in_french
from millepieds.decisions.queries.consent import grounds_in
from millepieds.decisions.queries.making import grounds_to_decide
from millepieds.decisions.queries.reading import Shown
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
def may_open_questions(context: template.Context) -> bool:
    """For pages below that lead here: whether this reader decides somewhere today."""
    return bool(grounds_to_decide(context["request"].actor, on=today()))


@register.simple_tag(takes_context=True)
def may_propose(context: template.Context) -> bool:
    """The same for proposals: whether this reader holds a mandate in a circle."""
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


# The parts of a line are written at once, and not by a template: a list has twenty, and is asked often.


@register.simple_tag
def state_of(one: Shown) -> SafeString:
    """Where a decision stands."""
    tone = f" data-{TONES[one.state]}" if one.state in TONES else ""
    return format_html(
        '<span class="tag"{}>{}</span>', SafeString(tone), gettext(STATES[one.state])
    )


@register.simple_tag
def tags_of(one: Shown) -> SafeString:
    """The same, with what asks for care: a review that waits, a mandate that is over."""
    tags = [state_of(one)]
    if one.review_late:
        tags.append(format_html('<span class="tag" data-voice>{}</span>', gettext("Review late")))
    if one.mandate_over:
        tags.append(format_html('<span class="tag">{}</span>', gettext("Mandate ended since")))
    return SafeString("".join(tags))


@register.simple_tag
def mark_of(one: Shown) -> SafeString:
    """« 2026-041 · Coordination »"""
    circle = kept_in_french(one.circle_name)
    return format_html("{} · {}", one.decision.mark, circle) if one.decision.mark else circle


@register.simple_tag
def signed_by(one: Shown) -> SafeString:
    """« Référente des lieux, Amina · 3 mai 2026 »: the role, the name if one may know it, the day."""
    role = kept_in_french(one.role_name)
    if one.by:
        role = format_html("{}{}{}", role, gettext(", "), kept_in_french(one.by))
    when = one.day
    if one.until:
        when = gettext("advice until %(until)s") % {"until": one.until}
    if one.dropped:
        when = gettext("dropped on %(day)s") % {"day": one.dropped}
    return format_html("{} · {}", role, when) if when else role


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
