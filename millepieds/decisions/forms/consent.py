from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.circles.models import Circle, Mandate, Role
from millepieds.core.choices import one_of
from millepieds.core.forms import AsWritten, OneNamed, invalid_if, show_as
from millepieds.decisions.actions.adopting import Adoption
from millepieds.decisions.actions.proposing import Draft
from millepieds.decisions.forms.advice import LONG, SHORT, day
from millepieds.decisions.queries.effects import Choices, Does, refusal_of_effects
from millepieds.decisions.rules.advice import refusal_of_dates
from millepieds.decisions.rules.consent import refusal_of_stance
from millepieds.decisions.rules.rounds import (
    CRITERIA,
    REMARKS,
    STANDS,
    Criterion,
    EffectKind,
    RemarkKind,
    Stand,
)
from millepieds.decisions.rules.terms import OPENNESS, Openness
from millepieds.members.queries import people_in_the_movement
from millepieds.people.models import Person


class EffectsForm(forms.Form):
    """What adopting does by itself: nothing, or one thing of each sort."""

    rule = forms.ChoiceField(
        label=_("Adopting it changes this rule"), required=False, widget=AsWritten,
        help_text=_("Only rules that name this circle's way of deciding are here."),
    )  # fmt: skip
    value = forms.IntegerField(label=_("to this value"), required=False, min_value=0)
    role = OneNamed(
        label=_("Adopting it closes this role"), queryset=Role.objects.none(), required=False,
        empty_label=_("none of them"),
    )  # fmt: skip
    circle_to_close = OneNamed(
        label=_("Adopting it closes this circle"), queryset=Circle.objects.none(), required=False,
        empty_label=_("none of them"),
    )  # fmt: skip
    mandate = OneNamed(
        label=_("Adopting it ends this mandate"), queryset=Mandate.objects.none(), required=False,
        empty_label=_("none of them"),
    )  # fmt: skip
    offered_role = OneNamed(
        label=_("Adopting it proposes a mandate in this role"), queryset=Role.objects.none(),
        required=False, empty_label=_("none of them"),
    )  # fmt: skip
    offered_to = forms.ModelChoiceField(
        label=_("to this person"), queryset=Person.objects.none(), required=False,
        help_text=_("Nothing is lent before they accept."),
        error_messages={"invalid_choice": _("Choose a member.")},
    )  # fmt: skip
    offered_until = forms.DateField(
        label=_("First day without this mandate"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(
        self, choices: Choices, circle_id: int | None, data: object, *, today: date,
        initial: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a view sends
        self.today, self.circle_id = today, circle_id
        rule = self.fields["rule"]
        assert isinstance(rule, forms.ChoiceField)  # noqa: S101  (tells mypy)
        rule.choices = [("", _("none")), *choices.rules]
        show_as(self.fields["role"], Role.objects.filter(pk__in=choices.roles), choices.roles)
        show_as(
            self.fields["circle_to_close"], Circle.objects.filter(pk__in=choices.circles),
            choices.circles,
        )  # fmt: skip
        show_as(
            self.fields["mandate"],
            Mandate.objects.filter(pk__in=choices.mandates).select_related("role"),
            choices.mandates,
        )
        show_as(
            self.fields["offered_role"], Role.objects.filter(pk__in=choices.roles), choices.roles
        )
        offered_to = self.fields["offered_to"]
        assert isinstance(offered_to, forms.ModelChoiceField)  # noqa: S101  (declared above)
        people = [one.pk for one in people_in_the_movement(on=today)]
        offered_to.queryset = Person.objects.filter(pk__in=people).order_by("name")
        empty = {
            "rule": not choices.rules, "value": not choices.rules, "role": not choices.roles,
            "circle_to_close": not choices.circles, "mandate": not choices.mandates,
        } | dict.fromkeys(("offered_role", "offered_to", "offered_until"), not choices.roles)  # fmt: skip
        for name in [name for name, none in empty.items() if none]:
            del self.fields[name]

    def clean(self) -> None:
        said = self.cleaned_data
        if bool(said.get("rule")) != (said.get("value") is not None) and "value" in self.fields:
            self.add_error("value", _("Say which rule, and its new value."))
        offer = [said.get(name) for name in ("offered_role", "offered_to", "offered_until")]
        if any(offer) and not all(offer) and not self.errors:
            self.add_error("offered_role", _("Say the role, the person, and until when."))
        circle = said.get("circle")
        circle_id = circle.pk if circle else self.circle_id
        if circle_id is not None and not self.errors:
            invalid_if(refusal_of_effects(self.effects, circle_id, on=self.today))

    @property
    def effects(self) -> list[Does]:
        said, found = self.cleaned_data, []
        if said.get("rule"):
            found.append(Does(EffectKind.RULE, rule=said["rule"], value=said["value"]))
        if said.get("role"):
            found.append(Does(EffectKind.ROLE, role=said["role"]))
        if said.get("circle_to_close"):
            found.append(Does(EffectKind.CIRCLE, circle=said["circle_to_close"]))
        if said.get("mandate"):
            found.append(Does(EffectKind.MANDATE, mandate=said["mandate"]))
        if said.get("offered_role"):
            found.append(
                Does(
                    EffectKind.OFFER, role=said["offered_role"], person=said["offered_to"],
                    until=said["offered_until"],
                )
            )  # fmt: skip
        return found


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

    @property
    def draft(self) -> Draft:
        names = ("title", "example", "text", "openness")
        return Draft(**{name: self.cleaned_data[name] for name in names}, effects=self.effects)


class ProposeForm(DraftForm):
    """The same, after having said to which circle."""

    circle = OneNamed(label=_("To which circle"), queryset=Circle.objects.none(), empty_label=None)

    def __init__(
        self, circles: dict[int, str], choices: Choices, data: object, *, today: date,
        initial: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(choices, None, data, today=today, initial=initial)
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

    def clean(self) -> None:
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
