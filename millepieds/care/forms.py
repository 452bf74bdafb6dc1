from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.care.rules.terms import (
    CATEGORIES,
    NOTED,
    OUTCOMES,
    REPLY_WORDS,
    SECONDS,
    SORTS,
    STEPS,
    Category,
    Outcome,
    Second,
    Sort,
    Taken,
)
from millepieds.core.choices import one_of
from millepieds.core.forms import because
from millepieds.core.refusals import Refused, Who
from millepieds.members.forms import MembersField
from millepieds.people.models import Person

LONG = {"rows": 5}
A_DAY = {"type": "date"}
LONGEST_NUMBER = 18


def done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Do it. What whoever writes can mend comes back on the form, with their words still in it."""
    if not form.is_valid():
        return False
    try:
        deed()
    except Refused as no:
        if no.refusal.who != Who.YOU:
            raise
        form.add_error(None, f"{because(no.refusal)} {gettext(no.refusal.instead)}")
        return False
    return True


def among(people: Sequence[Person], field: forms.Field) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (tells mypy)
    field.queryset = Person.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk")


class ContactForm(forms.Form):
    """An organisation, and a way to reach it."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    phone = forms.RegexField(
        r"^[+\d][\d .]*$", label=_("Its telephone number"), max_length=30, required=False,
        error_messages={"invalid": _("Write digits, spaces, dots, and a + in front if needed.")},
    )  # fmt: skip
    mail = forms.EmailField(label=_("Its mail address"), required=False)

    def clean(self) -> dict[str, str]:
        said: dict[str, str] = super().clean() or {}
        if not self.errors and not (said.get("phone") or said.get("mail")):
            self.add_error("phone", _("Write a number or an address."))
        return said


class ReportForm(forms.Form):
    """In one's own words, in one go, from a phone."""

    category = forms.TypedChoiceField(
        label=_("What is it?"), coerce=Category, choices=one_of(CATEGORIES),
        widget=forms.RadioSelect, help_text=_("As you see it: nobody will hold the word against you."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What happened"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In your own words, in any order: what, when, who saw it, what you need now."),
    )  # fmt: skip
    named = MembersField(
        label=_("Members it is about"), required=False,
        help_text=_("One name a line. They will never receive it. Whoever is no member is named above."),
    )  # fmt: skip


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no such argument when it runs
    """Boxes to tick; a number that no database holds is a wrong choice like another."""

    def clean(self, value: Sequence[str]) -> QuerySet[Person]:
        for one in value or ():
            if len(str(one)) > LONGEST_NUMBER:
                said = self.error_messages["invalid_choice"]
                raise forms.ValidationError(said, code="invalid_choice", params={"value": "…"})
        found: QuerySet[Person] = super().clean(value)
        return found


class EntrustForm(forms.Form):
    people = PeopleField(
        label=_("Who may read this report"), queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, near: Sequence[Person], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a view sends
        among(near, self.fields["people"])

    @property
    def chosen(self) -> list[Person]:
        return list(self.cleaned_data["people"])


class NoteForm(forms.Form):
    """A step that was taken: kept under the seal, for those who have the report."""

    kind = forms.TypedChoiceField(
        label=_("What was done"), coerce=Taken, widget=forms.RadioSelect,
        choices=one_of({one: STEPS[one] for one in NOTED}),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Which day"), required=False, validators=[MaxValueValidator(date(2200, 1, 1))],
        widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
        help_text=_("Of the hearing; for a measure, its last day."),
    )  # fmt: skip
    about = forms.ModelChoiceField(
        label=_("Who was heard, if they are named in it"), queryset=Person.objects.none(),
        required=False,
    )  # fmt: skip
    support = MembersField(label=_("Who stood beside the person heard"), required=False)
    invitation = forms.TypedChoiceField(
        label=_("Which invitation it follows"), coerce=int, empty_value=None, required=False,
        help_text=_("If someone did not come, choose theirs: this does not replace hearing them."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In a few words"), max_length=5000, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(
        self, named: Sequence[Person], invitations: Sequence[tuple[int, str]], data: object
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a view sends
        among(named, self.fields["about"])
        which = self.fields["invitation"]
        assert isinstance(which, forms.ChoiceField)  # noqa: S101  (tells mypy)
        which.choices = [("", _("none")), *invitations]


class InviteForm(forms.Form):
    """Whom to hear, when and where, in words that the person reads."""

    person = forms.ModelChoiceField(label=_("Whom you invite"), queryset=Person.objects.none())
    at = forms.DateTimeField(
        label=_("Day and hour"), validators=[MaxValueValidator(datetime(2200, 1, 1, tzinfo=UTC))],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Place, or link to join from afar"), max_length=300,
        help_text=_("Where nobody else hears."),
    )  # fmt: skip
    brings = forms.CharField(
        label=_("What they may bring"), max_length=500, required=False,
        help_text=_("They are told anyway that someone of their choice may come with them."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your words to them"), max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Say what one wishes to hear them about, nothing that tells who reported."),
    )  # fmt: skip

    def __init__(self, people: Sequence[Person], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a view sends
        among(people, self.fields["person"])


class ReplyForm(forms.Form):
    """The word of whoever is invited: it stays under the seal."""

    reply = forms.TypedChoiceField(
        label=_("What you answer"), coerce=Taken, choices=one_of(REPLY_WORDS),
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your words"), max_length=5000, required=False, widget=forms.Textarea(attrs=LONG),
        help_text=_("Which days suit you; or your answer. Only those who have the report read it."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        if said.get("reply") in (Taken.ANOTHER_DAY, Taken.IN_WRITING) and not said.get("words"):
            self.add_error("words", _("Write which days suit you, or what you answer."))
        return said


class DecideForm(forms.Form):
    person = forms.ModelChoiceField(label=_("About whom"), queryset=Person.objects.none())
    sort = forms.TypedChoiceField(
        label=_("What is decided"), coerce=Sort, choices=one_of(SORTS), widget=forms.RadioSelect
    )
    ends_on = forms.DateField(
        label=_("Until which day"), validators=[MaxValueValidator(date(2200, 1, 1))],
        widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=_("The person reads it. Say what they did, nothing that tells who reported."),
    )  # fmt: skip

    def __init__(self, named: Sequence[Person], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a view sends
        among(named, self.fields["person"])


class SecondForm(forms.Form):
    """The word of a second person, on a sanction that someone else proposes."""

    second = forms.TypedChoiceField(
        label=_("What you say of it"), coerce=Second, choices=one_of(SECONDS),
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=_("It stays under the seal, for those who have the report."),
    )  # fmt: skip


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Why it should be looked at again"), max_length=5000,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip


class AnswerForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=_("What you decide"), coerce=Outcome, choices=one_of(OUTCOMES),
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea(attrs=LONG))
