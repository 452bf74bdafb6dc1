from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.circles.models import Circle
from millepieds.core.choices import one_of
from millepieds.core.forms import OneNamed, invalid_if, show_as
from millepieds.decisions.actions.adopting import Adoption
from millepieds.decisions.actions.proposing import Draft
from millepieds.decisions.forms.advice import LONG, SHORT, day
from millepieds.decisions.forms.effects import EffectsForm
from millepieds.decisions.forms.words import Section
from millepieds.decisions.queries.said import Choices
from millepieds.decisions.rules.advice import refusal_of_dates
from millepieds.decisions.rules.consent import refusal_of_other_words, refusal_of_stance
from millepieds.decisions.rules.rounds import (
    CRITERIA,
    REMARKS,
    STANDS,
    Criterion,
    RemarkKind,
    Stand,
)
from millepieds.decisions.rules.terms import OPENNESS, Openness


class DraftForm(EffectsForm):
    """What is proposed, in a few minutes."""

    title = forms.CharField(
        label=_("In a few words"), max_length=120,
        help_text=_("As it will stand in the register: “The room opens on Saturdays”."),
    )  # fmt: skip
    example = forms.CharField(
        label=_("What happened, for real"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        help_text=_("One real example is enough: what the proposal would have changed."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What I propose"), max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Good enough to be tried: it is looked at again later."),
    )  # fmt: skip
    openness = forms.TypedChoiceField(
        label=_("Once adopted, who may read it"), coerce=Openness, choices=one_of(OPENNESS),
        initial=Openness.MEMBERS.value, widget=forms.RadioSelect,
    )  # fmt: skip
    field_order: Sequence[str] | None = (
        "circle", "title", "example", "text", "openness", "rule", "value", "role",
        "circle_to_close", "mandate", "offered_role", "offered_to", "offered_until",
    )  # fmt: skip

    own_words = ("circle", "title", "example", "text", "openness")

    @property
    def draft(self) -> Draft:
        names = ("title", "example", "text", "openness")
        return Draft(**{name: self.cleaned_data[name] for name in names}, effects=self.effects)


class ProposeForm(DraftForm):
    """The same, after having said to which circle."""

    circle = OneNamed(label=_("To which circle"), queryset=Circle.objects.none(), empty_label=None)

    def __init__(
        self, circles: dict[int, str], choices: Choices, data: object, *, today: date,
        initial: Mapping[str, object] | None = None, sections: Sequence[Section] = (),
    ) -> None:  # fmt: skip
        super().__init__(choices, None, data, today=today, initial=initial, sections=sections)
        show_as(self.fields["circle"], Circle.objects.filter(pk__in=circles), circles)
        if len(circles) == 1:
            self.fields["circle"].initial = next(iter(circles))


class AmendForm(EffectsForm):
    text = forms.CharField(
        label=_("What I propose now"), max_length=5000, widget=forms.Textarea(attrs=LONG)
    )
    changed = forms.CharField(
        label=_("What changed, and what it takes in"), max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("The circle has read the version before: say what changed.")},
    )  # fmt: skip
    own_words = ("text", "changed")
    field_order = (
        "text", "changed", "rule", "value", "role", "circle_to_close", "mandate",
        "offered_role", "offered_to", "offered_until",
    )  # fmt: skip


class RemarkForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("It is"), coerce=RemarkKind, choices=one_of(REMARKS), widget=forms.RadioSelect,
        initial=RemarkKind.QUESTION.value,
    )  # fmt: skip
    text = forms.CharField(
        label=_("In my words"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )


class ExplainForm(forms.Form):
    answer = forms.CharField(
        label=_("My answer"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )


class StandForm(forms.Form):
    stance = forms.TypedChoiceField(
        label=_("Where I stand"), coerce=Stand, choices=one_of(STANDS), widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs=SHORT),
        help_text=_(
            "For an objection: what would happen, to whom, and why it comes from the proposal. "
            "A better idea or a preference is no objection."
        ),
    )  # fmt: skip
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, last: int | None = None, **kwargs: Any) -> None:
        """`last`: the version on the page. Sent from an older one, it comes back with the new words."""
        super().__init__(data, **kwargs)
        self.last = last
        self.fields["read"].initial = last

    def clean(self) -> None:
        read = self.cleaned_data.get("read")
        if self.last and (no := refusal_of_other_words(read=read, last=self.last)):
            self.data = {**self.data.dict(), "read": str(self.last)}  # type: ignore[attr-defined]  # a request's
            invalid_if(no)
        if stance := self.cleaned_data.get("stance"):
            invalid_if(refusal_of_stance(stance, self.cleaned_data.get("why", "")))


class TestForm(forms.Form):
    """One question after the other: whether it is argued, not whether one agrees."""

    __test__ = False  # no test of ours
    found = forms.TypedMultipleChoiceField(
        label=_("What its reasons say"), required=False, coerce=Criterion,
        choices=one_of(CRITERIA), widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "It holds with one of the first three, and both of the last two. "
            "Tick what is argued, even if you see it otherwise."
        ),
    )  # fmt: skip


class AdoptForm(forms.Form):
    reasons = forms.CharField(
        label=_("Because"), max_length=5000, widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("A decision gives its reasons.")},
    )  # fmt: skip
    effective_on = day(_("From"))
    review_on = day(_("Looked at again on"))

    def __init__(
        self, data: object, *, today: date, within: int, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a view sends
        self.today, self.within = today, within

    def clean(self) -> None:
        said = self.cleaned_data
        if {"effective_on", "review_on"} <= said.keys():
            invalid_if(
                refusal_of_dates(
                    said["effective_on"], said["review_on"], None, today=self.today,
                    within=self.within,
                )
            )  # fmt: skip

    @property
    def adoption(self) -> Adoption:
        return Adoption(**self.cleaned_data)


class EndForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is not adopted"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("Those who were asked deserve a reason.")},
    )  # fmt: skip
