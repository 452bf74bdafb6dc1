"""The words of a circle or a role that adopting a proposal opens or changes, asked beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from millepieds.circles.actions.structure import CircleWords, RoleWords
from millepieds.circles.models import Circle, Role, RoleVersion
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.choices import one_of
from millepieds.core.forms import OneNamed, lines, show_as
from millepieds.core.powers import POWERS
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import EffectKind

LONG = {"rows": 3}
NAME = pgettext_lazy("of a circle or role", "Name")


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


class NewCircleForm(Section):
    title = _("Adopting it opens a circle")
    around = OneNamed(label=_("Inside which circle"), queryset=Circle.objects.none())
    kind = forms.TypedChoiceField(
        label=_("Kind"), coerce=Kind,
        choices=[choice for choice in one_of(KINDS) if choice[0] != Kind.AGORA],
    )  # fmt: skip
    name = forms.CharField(label=NAME, max_length=80)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    domain = forms.CharField(
        label=_("What it alone decides"), max_length=1000, required=False,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip

    def __init__(
        self, circles: dict[int, str], data: object, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, "cercle", initial)
        show_as(self.fields["around"], Circle.objects.filter(pk__in=circles), circles)

    def said(self) -> Does:
        said = self.cleaned_data
        words = CircleWords(said["kind"], said["name"], said["purpose"], said["domain"])
        return Does(EffectKind.OPEN_CIRCLE, circle=said["around"], words=words)


class RoleSection(Section):
    """What a role says of itself."""

    name = forms.CharField(label=NAME, max_length=80)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    domain = forms.CharField(
        label=_("What it alone decides"), max_length=1000, required=False,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip
    accountabilities = forms.CharField(
        label=_("Its responsibilities, one a line"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever takes the role ticks each of them."), max_length=2000,
    )  # fmt: skip
    powers = forms.MultipleChoiceField(
        label=_("Its powers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    consults = forms.CharField(label=_("Whom it consults first"), max_length=500, required=False)
    seats = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=20, initial=1)
    term_days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=730, initial=365
    )
    report_days = forms.IntegerField(
        label=_("Every how many days its holder reports"), min_value=14, max_value=365,
        required=False, help_text=_("Empty: as the rule says."),
    )  # fmt: skip
    assigned_by = forms.TypedChoiceField(
        label=_("How someone comes to it"), coerce=Process,
        choices=[choice for choice in one_of(PROCESSES) if choice[0] != Process.FOUNDING],
    )  # fmt: skip

    def __init__(
        self, powers: set[str], data: object, prefix: str, initial: Mapping[str, object]
    ) -> None:
        super().__init__(data, prefix, initial)
        field = self.fields["powers"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = [(key, gettext(one.says)) for key, one in POWERS.items() if key in powers]

    def clean_accountabilities(self) -> list[str]:
        return lines(self.cleaned_data["accountabilities"])

    @property
    def words(self) -> RoleWords:
        names = RoleWords.__dataclass_fields__
        return RoleWords(**{name: self.cleaned_data[name] for name in names})


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
