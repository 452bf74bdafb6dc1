from collections.abc import Sequence
from html import escape

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.core.lists import month_in_words
from millepieds.core.templatetags.house import in_french
from millepieds.home.queries.register import Line
from millepieds.journal.queries import SealedMonth

register = template.Library()


@register.simple_tag
def register_line(line: Line) -> SafeString:
    """A line of the register. Written at once, and not by a template: the register is all lines.

    Every word is escaped here; addresses and days are the house's own.
    """
    number = gettext("no. %(number)s") % {"number": line.entry.number}
    replayed = gettext("written down later")
    later = f" · {escape(replayed)}" if line.entry.was_replayed else ""
    circle = mandate = ""
    if line.circle:
        circle = f' · <a href="{line.circle_url}"{in_french()}>{escape(line.circle)}</a>'
    if line.mandate_url:
        words = escape(gettext("under this mandate"))
        mandate = f' · <a href="{line.mandate_url}">{words}</a>'
    return SafeString(
        f'<li class="line"><p><span class="soft"><a href="{line.proof_url}">{escape(number)}</a> · '
        f'<time datetime="{line.date}">{escape(line.day)}</time>{later}</span><br>'
        f"<b>{escape(gettext(line.deed.says))}</b>{circle}</p>\n"
        f'  <p class="soft">{escape(line.told)}{mandate}</p></li>'
    )


@register.simple_tag
def sealed_months(months: Sequence[SealedMonth]) -> SafeString:
    return format_html_join(
        "", "<li>{} · {}</li>", ((month_in_words(one.month), one.count) for one in months)
    )
