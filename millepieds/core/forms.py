from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.core.refusals import Refusal


def because(refusal: Refusal) -> str:
    """Why not, with its blanks filled in the reader's words."""
    said = {
        name: date_format(value) if isinstance(value, date) else value
        for name, value in refusal.values.items()
    }
    return gettext(refusal.because) % said


def invalid_if(refusal: Refusal | None) -> None:
    """In the `clean` of a form: a refusal that whoever types can mend is an error of the field."""
    if refusal:
        raise forms.ValidationError(f"{because(refusal)} {gettext(refusal.instead)}")


PLAIN = {
    f"django/forms/widgets/{kind}.html" for kind in ("text", "date", "number", "hidden", "email")
}


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` anywhere wears the house's look: errors on top, each tied to its field."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in PLAIN:
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    """The same element as the three templates of each plain input, written at once."""
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    said = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    return format_html("<input{}>", flatatt(said))
