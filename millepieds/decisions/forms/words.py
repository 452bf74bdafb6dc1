"""The words of a circle or a role that adopting a proposal opens or changes, asked beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.circles.actions.structure import RoleWords
from millepieds.circles.forms import CircleForm, RoleFields
from millepieds.circles.models import Circle, Role, RoleVersion
from millepieds.core.forms import OneNamed, show_as
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import EffectKind


class Section(forms.Form):
    """One effect that writes words, inside the form of a proposal. It can be left out again."""

    title: Any
    without = forms.BooleanField(label=_("Leave this out of the proposal"), required=False)

    def __init__(self, data: object, prefix: str, initial: Mapping[str, object]) -> None:
        super().__init__(data, prefix=prefix, initial=initial)  # type: ignore[arg-type]
        self.is_left_out = bool(data) and bool(self["without"].data)
        if self.is_left_out:
            for field in self.fields.values():
                field.required = False

    @property
    def does(self) -> Does | None:
        """Nothing, once left out."""
        return None if self.is_left_out else self.said()

    def said(self) -> Does:
        raise NotImplementedError


class NewCircleForm(Section, CircleForm):
    title = _("Adopting it opens a circle")
    around = OneNamed(label=_("Inside which circle"), queryset=Circle.objects.none())
    field_order = ("without", "around")

    def __init__(
        self, circles: dict[int, str], data: object, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, "cercle", initial)
        show_as(self.fields["around"], Circle.objects.filter(pk__in=circles), circles)

    def said(self) -> Does:
        around = self.cleaned_data["around"]
        return Does(EffectKind.OPEN_CIRCLE, circle=around, words=self.words)


class RoleSection(Section, RoleFields):
    """What a role says of itself, beside a proposal."""

    field_order: Sequence[str] = ("without",)

    def __init__(
        self, powers: set[str], data: object, prefix: str, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, prefix, initial)
        self.offer_powers(powers)


class NewRoleForm(RoleSection):
    title = _("Adopting it opens a role")
    around = OneNamed(label=_("In which circle"), queryset=Circle.objects.none())
    field_order = ("without", "around")

    def __init__(
        self, circles: dict[int, str], powers: set[str], data: object,
        initial: Mapping[str, object],
    ) -> None:  # fmt: skip
        super().__init__(powers, data, "role", initial)
        show_as(self.fields["around"], Circle.objects.filter(pk__in=circles), circles)

    def said(self) -> Does:
        return Does(EffectKind.OPEN_ROLE, circle=self.cleaned_data["around"], words=self.words)


class ChangedRoleForm(RoleSection):
    """From what the role is today: whoever reads the proposal sees only what changes."""

    upon = forms.ModelChoiceField(queryset=RoleVersion.objects.none(), widget=forms.HiddenInput)

    def __init__(
        self, role: Role, upon: RoleVersion, powers: set[str], data: object,
        initial: Mapping[str, object],
    ) -> None:  # fmt: skip
        super().__init__(powers, data, "changer", {**initial, "upon": upon.pk})
        self.role, self.title = role, _("Adopting it changes the role “%(name)s”") % {"name": upon}
        upon_field = self.fields["upon"]
        assert isinstance(upon_field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        upon_field.queryset = RoleVersion.objects.filter(role=role)

    def said(self) -> Does:
        upon = self.cleaned_data["upon"]
        return Does(EffectKind.CHANGE_ROLE, role=self.role, words=self.words, upon=upon)


def said_by_role(words: RoleWords) -> dict[str, object]:
    """A role's own words, to fill the form that changes it."""
    return {**vars(words), "accountabilities": "\n".join(words.accountabilities)}
