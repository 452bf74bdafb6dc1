"""The few tags every page may use. They are built in: no page loads them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext
from lucide.templatetags.lucide import lucide

from millepieds.core import tongues
from millepieds.core.beside import parts_at
from millepieds.core.lists import month_in_words

register = template.Library()
Moment = TypeVar("Moment", date, datetime)
LATE = 85  # percent of a mandate or of a round


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A Lucide drawing. The words beside it speak; the drawing keeps silent."""
    return mark_safe(lucide(name, aria_hidden="true"))  # noqa: S308 (drawn by the package, from our name)


@register.simple_tag
def once() -> SafeString:
    """The key by which a form that is sent twice is done once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.simple_tag(takes_context=True, name="beside")
def what_is_beside(context: Context, place: str, **about: object) -> SafeString:
    """What areas above put here: `core/beside.py`."""
    return parts_at(place, context["request"], **about)


@register.simple_tag(takes_context=True)
def current(context: Context, view_name: str) -> SafeString:
    """Say, on a link, that the reader is already there."""
    request: HttpRequest | None = context.get("request")
    here = request and request.resolver_match
    if here and here.view_name == view_name:
        return SafeString(' aria-current="page"')
    return SafeString("")


@register.simple_tag(takes_context=True)
def links_to_tongues(context: Context, offered: Iterable[tuple[str, str]]) -> SafeString:
    """This very page in each language. Written at once: every public page has them."""
    here, asked = get_language(), context["request"].GET.copy()
    told = []
    for code, name in offered:
        asked[tongues.ASKED] = code
        at = ' aria-current="true"' if code == here else ""
        href = escape(f"?{asked.urlencode()}")
        told.append(
            f'<li><a href="{href}" lang="{code}" hreflang="{code}"{at}>{escape(name)}</a></li>'
        )
    return SafeString("".join(told))


@register.simple_tag
def in_french() -> SafeString:
    """Say, on a part that is not translated, that it stays in French whatever the page speaks."""
    return SafeString("" if tongues.in_french() else ' lang="fr" dir="ltr"')


@register.filter("in_french")
def kept_in_french(words: object) -> SafeString:
    """The same for a few words inside a sentence: read in their own language, and their own direction."""
    return format_html("<bdi{}>{}</bdi>", said, words) if (said := in_french()) else escape(words)


@register.filter
def from_the_left(figures: str) -> str:
    """48 39 20: among words read from right to left, groups of figures would change places."""
    return f"\N{LEFT-TO-RIGHT MARK}{figures}" if get_language_bidi() else figures


register.filter("month", month_in_words)


@register.filter
def initials(name: object) -> str:
    """Two letters for a person: Amina M. gives AM, Bruno gives BR."""
    words = str(name).split()
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return "".join(words)[:2].upper()


@register.simple_tag
def time_left(starts: Moment, ends: Moment, *, on: Moment) -> SafeString:
    """What has passed of a mandate (dates) or of a round (moments), and what is left of it."""
    percent = max(0, min(100, int(100 * ((on - starts) / (ends - starts)))))
    words = _starts_in(starts - on) if on < starts else _left(ends - on)
    return passed(percent, words, over=on >= ends)


@register.simple_tag
def passed(percent: int, words: str, *, over: bool = False) -> SafeString:
    """Written at once, and not by a template: a page may show hundreds."""
    return format_html(
        '<div class="time-left"><progress class="life" max="100" value="{0}"{1} aria-label="{2}">{0} %'
        '</progress> <span class="soft">{3}</span></div>',
        percent,
        SafeString(" data-late" if percent >= LATE and not over else ""),
        gettext("Time passed"),
        words,
    )


def _starts_in(wait: timedelta) -> str:
    days = max(1, wait.days)
    return ngettext("starts in %(days)s day", "starts in %(days)s days", days) % {"days": days}


def _left(left: timedelta) -> str:
    days, rest = divmod(left, timedelta(days=1))
    if left <= timedelta(0):
        return gettext("over")
    if days > 1 or not rest:
        return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    hours = left // timedelta(hours=1)
    if not hours:
        return gettext("less than an hour left")
    return ngettext("%(hours)s hour left", "%(hours)s hours left", hours) % {"hours": hours}
