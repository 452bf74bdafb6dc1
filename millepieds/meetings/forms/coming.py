from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.meetings.models import SignUp
from millepieds.meetings.rules.needs import MOST_CHILDREN, NEEDS, Wanted
from millepieds.members.forms import FromOutside


class NeedsForm(forms.Form):
    """What someone needs to come: all of it may stay empty."""

    children = forms.IntegerField(
        label=_("Children to be minded"), min_value=0, max_value=MOST_CHILDREN, required=False,
        help_text=_("How many. Empty: none."),
    )  # fmt: skip
    ages = forms.CharField(
        label=_("Their ages"), max_length=60, required=False,
        help_text=_("For example: 2 and 7 years old."),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("What I need to be able to come"), choices=one_of(NEEDS), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    in_words = forms.CharField(
        label=_("What we should know"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Which language, which allergy, where to fetch you: nothing more is needed."),
    )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("ages") and not said.get("children") and "children" not in self.errors:
            self.add_error("children", _("Say how many children."))

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(said["children"] or 0, said["ages"], tuple(said["needs"]), said["in_words"])


class ComeForm(NeedsForm, FromOutside):
    """« Venir sans compte »: a name, an address, what one needs."""

    field_order = ["name", "address", "children", "ages", "needs", "in_words"]

    name = forms.CharField(
        label=_("My name, or my first name"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name you want to be called by.")},
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """All that was written, as a visit can keep it."""
        return dict(self.cleaned_data)


def needs_of(row: SignUp) -> dict[str, Any]:
    return {
        "children": row.children or None, "ages": row.ages, "needs": row.needs,
        "in_words": row.in_words,
    }  # fmt: skip


def wanted_in(said: dict[str, Any]) -> Wanted:
    """What a visit kept of the form."""
    return Wanted(said["children"] or 0, said["ages"], tuple(said["needs"]), said["in_words"])
