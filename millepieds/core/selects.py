"""Long lists to choose from, written once for everyone who is offered the same."""

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from millepieds.core.templatetags.house import in_french
from millepieds.core.words import _

Offered = tuple[tuple[str, str], ...]  # what is sent, and what is said: a msgid, or a name
ALL = ("", _("all"))


class LongSelect(forms.Select):
    """The same element, written at once: a movement has hundreds of circles, a template for each waits."""

    offered: Callable[[], Offered]
    as_written = False  # named by the movement: in another language, each says that it is French

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = _options(self.offered(), self.as_written, get_language())
        for chosen in self.format_value(value):
            at = f'value="{escape(chosen)}"'
            options = options.replace(at, f"{at} selected", 1)
        told = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, told, SafeString(options))

    def use_required_attribute(self, initial: object) -> bool:
        """Asked of each select, it would put the choices together to look at the first."""
        return False


@lru_cache(maxsize=32)
def _options(offered: Offered, as_written: bool, _language: str | None) -> str:
    """Kept as long as it is the same: whoever leafs through a register is offered it at each page."""
    told = []
    for key, words in offered:
        name = as_written and key != ""
        label, said = (words, in_french()) if name else (gettext(words), "")
        told.append(f'<option value="{escape(key)}"{said}>{escape(label)}</option>')
    return "".join(told)


class LongSelectAsWritten(LongSelect):
    as_written = True


def offer(field: forms.Field, offered: Callable[[], Offered]) -> None:
    """Put together only when they are drawn, or when something is asked."""
    field.choices = field.widget.offered = offered  # type: ignore[attr-defined]  # of a ChoiceField
