from collections.abc import Iterable

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.members.models import District
from millepieds.members.rules import NEEDS


class AnswersForm(forms.Form):
    """What someone says of themself when they knock at the door."""

    district = forms.ModelChoiceField(
        label=_("Where I live"), queryset=District.objects.all(), required=False,
        empty_label=_("I would rather not say, or elsewhere"),
    )  # fmt: skip
    languages = forms.CharField(
        label=_("The languages I speak"), max_length=120, required=False,
        help_text=_("For example: French, Arabic, Occitan."),
    )  # fmt: skip
    wishes = forms.CharField(
        label=_("What I would like to do"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("In your own words. It can wait, too."),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("What would make it easier for me to come"), choices=one_of(NEEDS), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class JoinForm(AnswersForm):
    """« Rejoindre »: a name, an address, and what helps to be welcomed."""

    field_order = ["name", "address", "district", "languages", "wishes", "needs", "consent"]

    name = forms.CharField(
        label=_("My name"), max_length=80, help_text=_("The one you want to be called by."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name you want to be called by.")},
    )  # fmt: skip
    address = forms.EmailField(
        label=_("My mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your address: a code will be sent to it."),
            "invalid": _("This address is not complete: it looks like name@example.org."),
        },
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("I agree that the people who welcome read what I wrote here"),
        help_text=_("Nobody outside the movement sees it. I can withdraw and be erased at any time."),
        error_messages={"required": _("Without this, nobody could read your request.")},
    )  # fmt: skip
    # a field that nobody sees: only robots fill it
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code in the mail"), max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Copy the code from the mail.")},
    )  # fmt: skip


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("The reason, written to the person"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kind and clear. The mail adds how to appeal before someone else."),
        error_messages={"required": _("A refusal always gives its reason.")},
    )  # fmt: skip


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("What I want someone else to look at"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words, so that someone can look again.")},
    )  # fmt: skip


class AppealAnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("My answer"), coerce=lambda word: word == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("The door opens")), ("no", _("The refusal stands"))],
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why.")},
    )  # fmt: skip


class DistrictsForm(forms.Form):
    """One field for each part of the town, and one for those that are missing."""

    def __init__(self, districts: Iterable[District], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.known = {district.key: district.name for district in districts}
        for key, name in self.known.items():
            self.fields[f"name-{key}"] = forms.CharField(label=name, max_length=80, initial=name)
        self.fields["more"] = forms.CharField(
            label=_("Parts of the town to add"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One on each line."),
        )  # fmt: skip

    def clean_more(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        named = [(slugify(line)[:50], line) for line in lines]
        for key, line in named:
            if not key or len(line) > 80:
                raise forms.ValidationError(_("“%(line)s” is not a name.") % {"line": line[:80]})
            if key in self.known:
                raise forms.ValidationError(_("“%(line)s” is already there.") % {"line": line})
        return named

    @property
    def names(self) -> list[tuple[str, str]]:
        """Every part of the town, by key and name."""
        kept = [(key, self.cleaned_data[f"name-{key}"]) for key in self.known]
        return [*kept, *dict(self.cleaned_data["more"]).items()]


class LeaveForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I leave the movement today"),
        error_messages={"required": _("Tick the box if you really want to leave.")},
    )  # fmt: skip
