from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.people.rules import GENDERS, Gender


class BringForm(forms.Form):
    called = forms.CharField(
        label=_("First name of someone here without a phone"), max_length=40,
        error_messages={"required": _("Write the first name that they say.")},
        help_text=_("It is forgotten when the room closes."),
    )  # fmt: skip


class CountForm(forms.Form):
    """How someone wishes to be counted in the balance of the room, said in this room only."""

    counted_as = forms.TypedChoiceField(
        label=_("In the balance of who speaks, count me as"), coerce=Gender, choices=one_of(GENDERS),
        help_text=_("Forgotten when the room closes."),
    )  # fmt: skip


class SuggestForm(forms.Form):
    text = forms.CharField(
        label=_("A sentence for the notes"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the sentence.")},
    )  # fmt: skip


class NotesForm(forms.Form):
    """What the scribe writes as people speak, and the wording they had before them."""

    notes = forms.CharField(
        label=_("Notes"), max_length=20000, widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write something first.")},
    )  # fmt: skip
    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
