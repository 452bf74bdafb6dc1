from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.meetings.actions.reporting import Account
from millepieds.meetings.rules.reporting import READERS
from millepieds.meetings.rules.terms import Openness


class AccountForm(forms.Form):
    """Three questions; the decisions join it by themselves."""

    did = forms.CharField(
        label=_("What I did"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few lines are enough. Nothing about someone’s private life."),
        error_messages={"required": _("Say in a few lines what you did, even if it was little.")},
    )  # fmt: skip
    decided = forms.CharField(
        label=_("What I decided, in my own words"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    needs = forms.CharField(
        label=_("What I need"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    openness = forms.TypedChoiceField(
        label=_("Who reads it"), coerce=Openness, choices=one_of(READERS)
    )

    @property
    def words(self) -> Account:
        return Account(**self.cleaned_data)


class AnswerReportForm(forms.Form):
    text = forms.CharField(
        label=_("My answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A thank you, a question, an offer to help."),
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip
