from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.circles.models import Circle
from millepieds.core.choices import one_of
from millepieds.core.clock import now
from millepieds.core.forms import OneNamed
from millepieds.meetings.actions.calling import Called
from millepieds.meetings.rules.terms import KINDS, LONGEST, OPENNESS, Kind, Openness

FURTHEST = 5  # years: a date mistyped, rather than a plan


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class CallForm(forms.Form):
    """What it is for, when, where and who may come; moments are those of the town."""

    circle = OneNamed(label=_("Circle"), queryset=Circle.objects.none())
    title = forms.CharField(label=_("In a few words"), max_length=120)
    kind = forms.TypedChoiceField(label=_("Kind of meeting"), coerce=Kind, choices=one_of(KINDS))
    openness = forms.TypedChoiceField(
        label=_("Who may come"), coerce=Openness, choices=one_of(OPENNESS)
    )
    starts_at = _moment(_("Begins"))
    ends_at = _moment(_("Ends"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to join from afar"), max_length=300, required=False, assume_scheme="https"
    )
    access = forms.CharField(
        label=_("Access, childcare, language, food, transport"), max_length=200, required=False
    )
    capacity = forms.IntegerField(
        label=_("Number of places"), min_value=1, max_value=5000, required=False,
        help_text=_("Empty: as many as come."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What we meet for"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    programme = forms.CharField(
        label=_("Programme"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a training or a seminar: step by step, so that someone else can do it again."),
    )  # fmt: skip
    materials = forms.CharField(
        label=_("What to bring, what to read"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    led_by = forms.CharField(
        label=_("Who can lead it"), max_length=200, required=False,
        help_text=_("What one must have lived or read to lead it, rather than a name."),
    )  # fmt: skip

    def clean_starts_at(self) -> datetime:
        starts: datetime = self.cleaned_data["starts_at"]
        if starts <= now():
            raise forms.ValidationError(_("Choose a moment to come."))
        return starts

    def clean(self) -> None:
        said = self.cleaned_data
        starts, ends = said.get("starts_at"), said.get("ends_at")
        if ends and ends.year > now().year + FURTHEST:
            self.add_error("ends_at", _("Choose a day within five years."))
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("A meeting ends after it begins."))
        elif starts and ends and ends > starts + LONGEST:
            self.add_error(
                "ends_at", _("A meeting lasts two weeks at most. Check its end, or call several.")
            )
        if said.get("kind") == Kind.ACTION and said.get("openness") == Openness.TOWN:
            self.add_error(
                "openness", _("An action is never public: choose members or the circle.")
            )

    @property
    def words(self) -> Called:
        said = {name: value for name, value in self.cleaned_data.items() if name != "circle"}
        return Called(**said)


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is cancelled"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever signed up reads it in a letter."),
        error_messages={"required": _("Say in a few words why.")},
    )  # fmt: skip
