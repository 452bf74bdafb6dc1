from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from millepieds.circles.actions.structure import CircleWords, RoleWords
from millepieds.circles.models import Circle
from millepieds.circles.queries.structure import CircleThen, RoleThen
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind, Template
from millepieds.core.choices import one_of
from millepieds.core.forms import lines
from millepieds.core.powers import POWERS
from millepieds.people.models import Person

LONG = {"rows": 4}


class DayForm(forms.Form):
    """« Au… » : the day at which a page is read."""

    on = forms.DateField(required=False, validators=[MaxValueValidator(date(2200, 1, 1))])


class OfferForm(forms.Form):
    text = forms.CharField(
        label=_("A few words to the circle"), required=False, max_length=2000,
        widget=forms.Textarea(attrs=LONG), help_text=_("Why you, when you are free. Optional."),
    )  # fmt: skip


class AnswerOfferForm(forms.Form):
    answer = forms.CharField(
        label=_("Why not this time"), max_length=2000, widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("Whoever offers deserves a reason.")},
    )  # fmt: skip


class ProposeForm(forms.Form):
    """A mandate: for whom, from when to when. How it is given is said by the role."""

    person = forms.ModelChoiceField(
        label=_("For whom"), queryset=Person.objects.none(),
        error_messages={"required": _("Choose someone."), "invalid_choice": _("Choose a member.")},
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("First day without it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, role: RoleThen, members: list[Person], data: object, *, today: date) -> None:
        super().__init__(
            data,  # type: ignore[arg-type]
            initial={"starts_on": today, "ends_on": today + timedelta(days=role.term_days)},
        )
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (tells mypy)
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in members]).order_by("name")


class CommitForm(forms.Form):
    """The formal commitment: each responsibility has its own box, in the version of the role shown."""

    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, role: RoleThen, data: object) -> None:
        super().__init__(data, initial={"read": role.version_id})  # type: ignore[arg-type]
        for rank, line in enumerate(role.accountabilities):
            self.fields[f"line-{rank}"] = forms.BooleanField(
                label=line, error_messages={"required": _("Tick it if you commit to it.")}
            )

    @property
    def ticked(self) -> list[int]:
        lines = {name for name, on in self.cleaned_data.items() if on and name != "read"}
        return [int(name.removeprefix("line-")) for name in lines]

    @property
    def version_read(self) -> int | None:
        """Known even when boxes are missing."""
        self.is_valid()
        return self.cleaned_data.get("read")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("The reason, read by the person"), max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": _("A mandate is withdrawn for a reason, in writing.")},
    )  # fmt: skip


class HandoverForm(forms.Form):
    text = forms.CharField(
        label=_("For whoever comes next"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is under way, who to call, what you would do differently."),
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip


class SureForm(forms.Form):
    """A step that asks to be said once more."""

    sure = forms.BooleanField(
        label=_("Yes, from today"), error_messages={"required": _("Tick the box to confirm.")}
    )


class CircleForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("Kind"), coerce=Kind,
        choices=[choice for choice in one_of(KINDS) if choice[0] != Kind.AGORA],
    )  # fmt: skip
    name = forms.CharField(label=pgettext_lazy("of a circle or role", "Name"), max_length=80)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs=LONG)
    )
    domain = forms.CharField(
        label=_("What it alone decides"), max_length=1000, required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("What is given here leaves the circle around it."),
    )  # fmt: skip

    @property
    def words(self) -> CircleWords:
        return CircleWords(**{name: self.cleaned_data[name] for name in CircleForm.base_fields})


class MoveCircleForm(CircleForm):
    parent = forms.ModelChoiceField(
        label=_("Inside which circle"), queryset=Circle.objects.none(), required=False
    )

    def __init__(self, names: dict[int, str], *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # what a view sends
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (tells mypy)
        field.queryset = Circle.objects.filter(pk__in=names)
        field.label_from_instance = lambda obj: names[obj.pk]  # type: ignore[method-assign]


class RoleFields(forms.Form):
    """What a role says of itself, whoever opens or changes it."""

    name = forms.CharField(label=pgettext_lazy("of a circle or role", "Name"), max_length=80)
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

    def offer_powers(self, offered: set[str]) -> None:
        field = self.fields["powers"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (tells mypy)
        field.choices = [
            (key, gettext(power.says)) for key, power in POWERS.items() if key in offered
        ]

    def clean_accountabilities(self) -> list[str]:
        return lines(self.cleaned_data["accountabilities"])

    @property
    def words(self) -> RoleWords:
        return RoleWords(**{name: self.cleaned_data[name] for name in RoleFields.base_fields})


class RoleForm(RoleFields):
    def __init__(self, offered: set[str], *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # what a view sends
        self.offer_powers(offered)


def said_by_circle(circle: CircleThen) -> dict[str, object]:
    """A circle's own words, to fill the form that changes it."""
    return {
        "kind": circle.kind.value, "name": circle.name, "purpose": circle.purpose,
        "domain": circle.domain, "parent": circle.parent_id,
    }  # fmt: skip


def said_by_role(role: RoleThen) -> dict[str, object]:
    return {
        "name": role.name, "purpose": role.purpose, "domain": role.domain,
        "accountabilities": "\n".join(role.accountabilities), "powers": role.powers,
        "consults": role.consults, "seats": role.seats, "term_days": role.term_days,
        "report_days": role.report_days, "assigned_by": role.assigned_by,
    }  # fmt: skip


def said_by_template(template: Template) -> dict[str, object]:
    """A template's words, in the reader's language, to fill the form that opens a role."""
    return {
        "name": gettext(template.name), "purpose": gettext(template.purpose),
        "domain": gettext(template.domain),
        "accountabilities": "\n".join(gettext(line) for line in template.accountabilities),
    }  # fmt: skip
