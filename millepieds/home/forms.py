from collections.abc import Callable
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from millepieds.core.deeds import DEEDS, Audience
from millepieds.core.templatetags.house import in_french
from millepieds.journal.queries import Reader

Offered = tuple[tuple[str, str], ...]  # what is sent, and what is said: a msgid, or a name


ALL = ("", gettext_noop("all"))


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


@cache
def _deeds(*, inside: bool) -> Offered:
    told = (
        (deed.key, deed.says)
        for deed in DEEDS.values()
        if deed.audience == Audience.TOWN or (inside and deed.audience != Audience.SEALED)
    )
    return (ALL, *told)


class RegisterForm(forms.Form):
    """The filters of the register."""

    deed = forms.ChoiceField(label=_("Deed"), required=False, widget=LongSelect)
    circle = forms.TypedChoiceField(
        label=_("Circle"), required=False, coerce=int, empty_value=None, widget=LongSelectAsWritten
    )
    who = forms.CharField(label=_("Person"), required=False, max_length=80)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    person = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: object, *, circles: dict[int, str], reader: Reader) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        inside = reader.person_id is not None
        self._offer("deed", lambda: _deeds(inside=inside))
        self._offer("circle", lambda: (ALL, *((str(pk), name) for pk, name in circles.items())))
        if not reader.is_member:
            del self.fields["who"], self.fields["person"]

    def _offer(self, name: str, offered: Callable[[], Offered]) -> None:
        """Put together only when they are drawn, or when something is asked."""
        self.fields[name].choices = self.fields[name].widget.offered = offered  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, forget me now. I know it cannot be undone."),
        error_messages={"required": _("Tick the box if you really want to be forgotten.")},
    )  # fmt: skip


class StopForm(forms.Form):
    """A button, and nothing to fill in."""
