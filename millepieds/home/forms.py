from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from millepieds.core.deeds import DEEDS, Audience
from millepieds.core.templatetags.house import in_french
from millepieds.journal.queries import Reader


class LongSelect(forms.Select):
    """The same element, written at once: a movement has hundreds of circles, a template for each waits."""

    offered: Callable[[], Iterable[tuple[object, object]]]
    as_written = False  # named by the movement: in another language, each says that it is French

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        said = in_french() if self.as_written else ""
        options = "".join(
            f'<option value="{escape(key)}"{said * bool(key)}{" selected" * (key in chosen)}>'
            f"{escape(label)}</option>"
            for key, label in ((str(key), str(label)) for key, label in self.offered())
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            SafeString(options),
        )


class LongSelectAsWritten(LongSelect):
    as_written = True


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
        deeds = [
            (deed.key, _(deed.says))
            for deed in DEEDS.values()
            if deed.audience == Audience.TOWN
            or (reader.person_id is not None and deed.audience != Audience.SEALED)
        ]
        self._offer("deed", lambda: [("", _("all")), *deeds])
        self._offer("circle", lambda: [("", _("all")), *circles.items()])
        if not reader.is_member:
            del self.fields["who"], self.fields["person"]

    def _offer(self, name: str, offered: Callable[[], Iterable[tuple[object, object]]]) -> None:
        """Put together only when they are drawn, or when something is asked."""
        self.fields[name].choices = self.fields[name].widget.offered = offered  # type: ignore[attr-defined]


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, forget me now. I know it cannot be undone."),
        error_messages={"required": _("Tick the box if you really want to be forgotten.")},
    )  # fmt: skip


class StopForm(forms.Form):
    """A button, and nothing to fill in."""
