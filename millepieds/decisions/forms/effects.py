"""What adopting a proposal does by itself, asked beside its words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.circles.models import Circle, Mandate, Role
from millepieds.core.forms import AsWritten, OneNamed, invalid_if, show_as
from millepieds.decisions.forms.own import own_fields, own_rules_said
from millepieds.decisions.forms.words import Section
from millepieds.decisions.queries.effects import Does, refusal_of_effects
from millepieds.decisions.queries.said import Choices
from millepieds.decisions.rules.rounds import EffectKind
from millepieds.members.queries import people_in_the_movement
from millepieds.people.models import Person


class EffectsForm(forms.Form):
    """What adopting does by itself: nothing, or one thing of each sort, those that write words aside."""

    template_name = "decisions/write_fields.html"
    own_words: Sequence[str] = ()  # the fields of the proposal itself, always before one's eyes

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
        initial: Mapping[str, object] | None = None, sections: Sequence[Section] = (),
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a view sends
        self.today, self.circle_id, self.sections = today, circle_id, sections
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
        own, order = own_fields(), list(self.field_order or ())
        self.fields.update(own)
        at = order.index("role")
        self.order_fields([*order[:at], *own, *order[at:]])

    def clean(self) -> None:
        said = self.cleaned_data
        if bool(said.get("rule")) != (said.get("value") is not None) and "value" in self.fields:
            self.add_error("value", _("Say which rule, and its new value."))
        offer = [said.get(name) for name in ("offered_role", "offered_to", "offered_until")]
        if any(offer) and not all(offer) and not self.errors:
            self.add_error("offered_role", _("Say the role, the person, and until when."))
        circle = said.get("circle")
        circle_id = circle.pk if circle else self.circle_id
        right = [section.is_valid() for section in self.sections]
        if circle_id is not None and not self.errors and all(right):
            invalid_if(refusal_of_effects(self.effects, circle_id, on=self.today))

    def is_valid(self) -> bool:
        """With each effect that writes words, wrong or not: all that is to correct, said at once."""
        return all([super().is_valid(), *(section.is_valid() for section in self.sections)])

    def make_room_quietly(self, fresh: Collection[EffectKind]) -> None:
        """The page comes back with room for other words: nothing in it is wrong yet."""
        if fresh:
            for each in (self, *self.sections):
                each.errors.clear()

    @property
    def says_effects(self) -> bool:
        """Whether an effect is chosen, or wrong: then the page shows them."""
        rest = [field for field in self if field.name not in self.own_words]
        return any(field.errors or field.value() for field in rest)

    @property
    def effects(self) -> list[Does]:
        said = self.cleaned_data
        found = [done for section in self.sections if (done := section.does)]
        found += own_rules_said(said)
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
