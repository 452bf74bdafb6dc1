import re

from django import template
from django.utils.translation import gettext

from millepieds.core.clock import today
from millepieds.core.forms import because
from millepieds.core.refusals import Refusal
from millepieds.decisions.queries.consent import grounds_in
from millepieds.decisions.queries.making import grounds_to_decide
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


@register.filter
def state_words(state: State) -> str:
    return gettext(STATES[state])


@register.filter
def state_tone(state: State) -> str:
    return TONES.get(state, "")


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
