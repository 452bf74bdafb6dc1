from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from millepieds.home.queries.data import Picture
from millepieds.home.rules.fields import FIELDS

register = template.Library()


@register.filter
def field_words(name: str) -> str:
    """A column of a table, in words."""
    return gettext(FIELDS[name])


@register.filter
def is_told(value: object) -> bool:
    """Whether there is anything to read."""
    return value not in (None, "", [], {})


@register.filter
def said(value: object) -> SafeString:
    """A value as one reads it; a moment keeps, for machines, its exact time."""
    match value:
        case datetime():
            words = date_format(localtime(value), "DATETIME_FORMAT")
            exact = value.isoformat(timespec="milliseconds")  # the most that HTML takes
            return format_html('<time datetime="{}">{}</time>', exact, words)
        case date():
            return format_html(
                '<time datetime="{}">{}</time>', value.isoformat(), date_format(value)
            )
        case list():
            return format_html_join(" · ", "{}", [(one,) for one in value])
        case dict():
            return format_html_join(" · ", "{} {}", value.items())
    return format_html("{}", value)


@register.filter
def shown(value: object) -> SafeString:
    """The same in a file of one's own, where a picture is seen."""
    if isinstance(value, Picture):
        return format_html('<img src="{}" alt="{}">', value.as_url, value)
    return said(value)
