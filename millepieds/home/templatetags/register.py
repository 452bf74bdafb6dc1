from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.core.templatetags.house import in_french
from millepieds.home.queries.register import Line

register = template.Library()


@register.simple_tag
def register_line(line: Line) -> SafeString:
    """A line of the register. Written at once, and not by a template: the register is all lines."""
    number = gettext("no. %(number)s") % {"number": line.entry.number}
    later = f" · {gettext('written down later')}" if line.entry.was_replayed else ""
    circle = format_html(' · <a href="{}"{}>{}</a>', line.circle_url, in_french(), line.circle)
    mandate = format_html(' · <a href="{}">{}</a>', line.mandate_url, gettext("under this mandate"))
    return format_html(
        '<li class="line"><p><span class="soft"><a href="{}">{}</a> · <time datetime="{}">{}</time>{}'
        '</span><br><b>{}</b>{}</p>\n  <p class="soft">{}{}</p></li>',
        line.proof_url, number, line.date, line.day, later, gettext(line.deed.says),
        circle if line.circle else "", line.told, mandate if line.mandate_url else "",
    )  # fmt: skip
