from datetime import date, datetime

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from millepieds.core.refusals import Refusal


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


def lines(text: str) -> list[str]:
    """What was typed one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` anywhere wears the house's look: errors on top, each tied to its field."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
