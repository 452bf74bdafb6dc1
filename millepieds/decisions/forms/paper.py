from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from millepieds.core.forms import invalid_if
from millepieds.decisions.forms.consent import StandForm
from millepieds.decisions.models import Version
from millepieds.decisions.rules.paper import refusal_of_an_old_sheet
from millepieds.people.models import Person


class TypeInForm(StandForm):
    """A sheet, word for word: whose it is, which words it answers, where they stand."""

    person = forms.ModelChoiceField(
        label=_("Whose sheet"), queryset=Person.objects.none(),
        help_text=_("Whoever has said it here themself is not in the list."),
        error_messages={"invalid_choice": _("Choose someone in the list.")},
    )  # fmt: skip
    sheet = forms.IntegerField(
        label=_("The number of the version, at the top of the sheet"), min_value=1, max_value=32767
    )
    field_order = ("person", "sheet", "stance", "why")

    def __init__(
        self, version: Version, people: QuerySet[Person], data: object, *, in_a_room: bool = False
    ) -> None:
        super().__init__(data)
        del self.fields["read"]  # a sheet says its own
        self.version = version
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = people
        self.fields["stance"].label = _("Where they stand")
        if in_a_room:  # there is no sheet: the room answers the words that this page was opened on
            field.label, field.help_text = _("Who raises a hand"), ""
            self.fields["sheet"].widget = forms.HiddenInput()
            self.fields["sheet"].initial = version.number

    def clean_sheet(self) -> int:
        sheet: int = self.cleaned_data["sheet"]
        invalid_if(refusal_of_an_old_sheet(sheet=sheet, current=self.version.number))
        return sheet
