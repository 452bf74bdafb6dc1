from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from millepieds.core.refusals import Refusal
from millepieds.core.tongues import in_french


def because(refusal: Refusal) -> str:
    """Why not, with its blanks filled in the reader's words."""
    said = {name: _in_words(value) for name, value in refusal.values.items()}
    return gettext(refusal.because) % said


def _in_words(value: object) -> object:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    return date_format(value) if isinstance(value, date) else value


def invalid_if(refusal: Refusal | None) -> None:
    """In the `clean` of a form: a refusal that whoever types can mend is an error of the field."""
    if refusal:
        raise forms.ValidationError(f"{because(refusal)} {gettext(refusal.instead)}")


class AsWritten(forms.Select):
    """Choices that the movement named: on a page in another language they say that they are French."""

    def create_option(self, name: str, value: Any, *rest: Any, **attributes: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *rest, **attributes)
        if str(value) and not in_french():
            option["attrs"] |= {"lang": "fr", "dir": "ltr"}
        return option


class OneNamed(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row under a name that its table does not hold: a circle's or a role's is the one of the day."""

    names: Mapping[int, str] = {}

    def label_from_instance(self, obj: Model) -> str:
        return self.names[obj.pk]


class SomeNamed(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The same, several."""

    names: Mapping[int, str] = {}
    label_from_instance = OneNamed.label_from_instance


def show_as(field: forms.Field, rows: QuerySet[Model], names: Mapping[int, str]) -> None:
    """Give a field its rows, and the names under which they are shown."""
    if isinstance(field, OneNamed | SomeNamed):
        field.names, field.queryset = names, rows


PLAIN = {
    f"django/forms/widgets/{kind}.html"
    for kind in ("text", "date", "number", "hidden", "email", "checkbox")
}


def lines(text: str) -> list[str]:
    """What was typed one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` anywhere wears the house's look: errors on top, each tied to its field."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in PLAIN:
            return _input(context["widget"])
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    """The same element as the three templates of each plain input, written at once: lists have forms."""
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    said = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    return format_html("<input{}>", flatatt(said))


def _select(widget: dict[str, Any]) -> SafeString:
    """The same as the two templates of each choice: a list of circles may have a hundred."""
    groups = "".join(_group(name, choices) for name, choices, _ in widget["optgroups"])
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"], flatatt(widget["attrs"]), SafeString(groups),
    )  # fmt: skip


def _group(name: str | None, choices: list[dict[str, Any]]) -> str:
    options = "".join(
        f'\n  <option value="{escape(str(one["value"]))}"{flatatt(one["attrs"])}>'
        f"{escape(str(one['label']))}</option>"
        for one in choices
    )
    return f'\n  <optgroup label="{escape(name)}">{options}\n  </optgroup>' if name else options
