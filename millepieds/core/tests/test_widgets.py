"""The house writes its plain fields at once: they are those that the templates of Django write."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from millepieds.core.forms import HouseRenderer

CHOICES = [("", "toutes"), ("a", "L’école & <co>"), ("Groupe « deux »", [(1, "un"), (2, 'd"eux')])]
FIELDS: list[forms.Field] = [
    forms.CharField(max_length=10), forms.IntegerField(min_value=2), forms.DateField(), forms.EmailField(),
    forms.BooleanField(), forms.ChoiceField(choices=CHOICES),
    forms.ChoiceField(choices=CHOICES, disabled=True), forms.MultipleChoiceField(choices=CHOICES),
    forms.CharField(widget=forms.HiddenInput),
]  # fmt: skip
VALUES: list[object] = [None, "", "a", "<b>", 1, True, False, ["a", "2"]]


@pytest.mark.parametrize("value", VALUES, ids=str)
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
def test_a_field_is_written_as_django_writes_it(field: forms.Field, value: object) -> None:
    attrs = field.widget_attrs(field.widget) | {"id": "id_it", "required": True, "lang": False}
    ours, theirs = (
        parse_html(field.widget.render("it", value, attrs, renderer=renderer))
        for renderer in (HouseRenderer(), DjangoTemplates())
    )
    assert ours == theirs
