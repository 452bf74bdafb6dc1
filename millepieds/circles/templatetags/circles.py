from datetime import date

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.circles.queries.organigram import Holder, RoleCard
from millepieds.circles.queries.persons import Lent
from millepieds.circles.rules.ends import HOW_IT_ENDS, How
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.templatetags.house import in_french, initials, kept_in_french, time_left

register = template.Library()
FREE_SEAT = '<b class="i free" aria-hidden="true">+</b>'
NO_FACE = '<b class="i" aria-hidden="true">·</b>'


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
def linked(holder: Holder) -> str:
    """Who holds it, with their page when this reader may open it."""
    if holder.name and holder.url:
        return format_html('<a href="{}">{}</a>', holder.url, holder.name)
    return holder.name or gettext("Someone")


# The parts of a card are written at once, and not by a template: an organigram has hundreds of them.


@register.simple_tag
def face_of(card: RoleCard) -> SafeString:
    """The letters of whoever holds it; a cross where a seat is free."""
    if card.holders and card.holders[0].name:
        letters = initials(card.holders[0].name)
        return format_html('<b class="i" aria-hidden="true">{}</b>', letters)
    return SafeString(FREE_SEAT if card.free else NO_FACE)


@register.simple_tag
def held_by(card: RoleCard, *, on: date) -> SafeString:
    """Who holds it, since when, until when, and what they have not committed to yet."""
    lines = (
        format_html(
            '<div><p>{}{}{} <span class="soft">· {}</span></p>{}{}</div>',
            linked(holder), gettext(", "), holder.term, holder.came_by,
            time_left(holder.mandate.starts_on, holder.mandate.over_on, on=on),
            _behind() if holder.behind else "",
        )
        for holder in card.holders
    )  # fmt: skip
    return SafeString("".join(lines))


def _behind() -> SafeString:
    return format_html(
        '<p class="soft">{}</p>',
        gettext("Has not committed yet to what changed in this role: a power added to it waits."),
    )


@register.simple_tag
def lent_card(one: Lent, *, on: date, member: bool) -> SafeString:
    """A mandate, among those of one person: members open the mandate, the town its role."""
    card, holder = one.card, one.holder
    french, opens = in_french(), holder.mandate if member else card.role
    may = format_html('<p class="soft">{} {}.</p>', gettext("It may"), card.may)
    return format_html(
        '<li class="todo"><div class="stack" data-gap="2"><p><b><a href="{}"><span{}>{}</span></a></b> '
        '<span class="soft"{}>{}</span></p><p class="soft">{} · {}</p>{}{}</div></li>',
        opens.get_absolute_url(), french, card.role.name, french, card.circle.name,
        holder.term, holder.came_by,
        time_left(holder.mandate.starts_on, holder.mandate.over_on, on=on),
        may if card.powers else "",
    )  # fmt: skip


@register.simple_tag
def escalation(card: RoleCard) -> SafeString:
    """Where a disagreement goes, step by step."""
    then = gettext("then")
    steps = format_html_join(
        SafeString(f", {then} "), '<a href="{}"{}>{}</a>',
        ((circle.get_absolute_url(), in_french(), circle.name) for circle in card.above),
    )  # fmt: skip
    if not steps:
        nothing = gettext("“%(name)s” itself, everyone together: nothing is above it")
        steps = SafeString(escape(nothing) % {"name": kept_in_french(card.circle.name)})
    return format_html("{} {}.", gettext("In disagreement:"), steps)


@register.filter
def in_words(msgid: str) -> str:
    """A sentence that a registry in code declared."""
    return gettext(msgid) if msgid else ""
