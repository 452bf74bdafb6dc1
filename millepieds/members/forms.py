from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.core.clock import today
from millepieds.core.forms import AsWritten, lines
from millepieds.members.actions.paper import Sheet
from millepieds.members.models import District
from millepieds.members.queries.named import members_named, members_near
from millepieds.members.rules import NEEDS, refusal_to_date
from millepieds.people.forms import A_PHONE
from millepieds.people.models import Person
from millepieds.people.rules import CHANNELS, MEMBERSHIP, PHONE_CALLS, PURPOSES, Channel


class MembersField(forms.CharField):
    """Members by their name, one a line; two who bear the same one are told apart by their number."""

    def __init__(self, **more: Any) -> None:
        said = {"max_length": 4000, "help_text": _("One name a line.")}
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **{**said, **more})

    def clean(self, value: Any) -> list[Person]:
        found, wrong = [], []
        for name in lines(super().clean(value)):
            people = members_named(name, on=today())
            if len(people) == 1:
                found.append(people[0])
            elif people:
                ways = gettext(" or ").join(
                    f"«\N{NO-BREAK SPACE}{one.name} #{one.pk}\N{NO-BREAK SPACE}»" for one in people
                )
                wrong.append(
                    gettext("Several members are called “%(name)s”: write %(ways)s.")
                    % {"name": name, "ways": ways}
                )
            else:
                wrong.append(_nobody_called(name))
        if wrong:
            raise ValidationError(wrong)
        return found


def _nobody_called(name: str) -> str:
    """With those one may have meant: a first name alone, or a name without its accents."""
    said = gettext("No member is called “%(name)s”.") % {"name": name}
    near = members_near(name, on=today())
    if not near:
        return said
    alike = [one.name for one in near]
    meant = [f"{one.name} #{one.pk}" if alike.count(one.name) > 1 else one.name for one in near]
    ways = gettext(" or ").join(f"« {each} »" for each in meant)
    whole = gettext("Write the whole name, for example: %(ways)s.") % {"ways": ways}
    return f"{said} {whole}"


class AnswersForm(forms.Form):
    """What someone says of themself when they knock at the door."""

    district = forms.ModelChoiceField(
        label=_("Where I live"), queryset=District.objects.all(), required=False,
        empty_label=_("I would rather not say, or elsewhere"), widget=AsWritten,
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


class KnockForm(AnswersForm):
    """The answers, and leave to read them, in the very words that the ledger keeps."""

    consent = forms.BooleanField(
        label=_(PURPOSES[MEMBERSHIP].words.title), help_text=_(PURPOSES[MEMBERSHIP].words.text),
        error_messages={"required": _("Without this, nobody could read your request.")},
    )  # fmt: skip

    @property
    def said(self) -> dict[str, Any]:
        """What is told to those who welcome."""
        return {name: self.cleaned_data[name] for name in AnswersForm.base_fields}


class FromOutside(forms.Form):
    """An address to which a code is sent, and what keeps robots out."""

    address = forms.EmailField(
        label=_("My mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "required": _("Write your address: a code will be sent to it."),
            "invalid": _("This address is not complete: it looks like name@example.org."),
        },
    )  # fmt: skip
    # a field that nobody sees: robots fill it, and sometimes a browser that fills everything
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        return address.lower()

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.pop("website", ""):
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["website"] = ""  # type: ignore[index]
            self.add_error(
                None,
                _("Your browser filled a field that you cannot see. We emptied it: send again."),
            )


class JoinForm(KnockForm, FromOutside):
    """« Rejoindre »: a name, an address, and what helps to be welcomed."""

    field_order = ["name", "address", "district", "languages", "wishes", "needs", "consent"]

    name = forms.CharField(
        label=_("My name"), max_length=80, help_text=_("The one you want to be called by."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name you want to be called by.")},
    )  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """All that was written, as a visit can keep it. Agreeing is asked again each time."""
        said, district = self.said, self.cleaned_data["district"]
        who = {name: self.cleaned_data[name] for name in ("name", "address")}
        return said | who | {"district": district and district.pk}


class SheetForm(KnockForm):
    """« Saisir une feuille »: the fields of « Rejoindre », as someone else wrote or said them."""

    field_order = [
        "name", "address", "phone", "calls", "district", "languages", "wishes", "needs", "channel",
        "said_on", "consent",
    ]  # fmt: skip

    name = forms.CharField(label=_("Their name"), max_length=80)
    address = forms.EmailField(
        label=_("Their mail address, if they have one"), max_length=254, required=False,
        help_text=_(
            "It opens their account the day they prove that it is theirs, on the page “Sign in”. We "
            "do not say whether it is known: if it is, it opens the account that they have already."
        ),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Their phone, if they have one"), max_length=30, required=False,
        validators=[A_PHONE], widget=forms.TextInput({"type": "tel"}),
    )  # fmt: skip
    calls = forms.BooleanField(
        label=_("They agree to be called"), required=False,
        help_text=_(PURPOSES[PHONE_CALLS].words.text),
    )  # fmt: skip
    channel = forms.TypedChoiceField(
        label=_("How they agreed"), coerce=Channel, widget=forms.RadioSelect,
        choices=one_of({each: CHANNELS[each] for each in (Channel.PAPER, Channel.VOICE)}),
    )  # fmt: skip
    said_on = forms.DateField(
        label=_("The day of the sheet, or of what was said"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_said_on(self) -> date:
        day: date = self.cleaned_data["said_on"]
        if refusal := refusal_to_date(day, today=today()):
            raise forms.ValidationError(gettext(refusal.because))
        return day

    @property
    def sheet(self) -> Sheet:
        said = {name: each for name, each in self.cleaned_data.items() if name != "consent"}
        return Sheet(**said)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("The reason, written to the person"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Kind and clear. It waits on their own page, with how to ask that someone else looks again."
        ),
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
        error_messages={"required": _("Tick the box if this is really what you want.")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, inside: bool) -> None:
        super().__init__(data)
        if not inside:
            self.fields["sure"].label = _("I take my request back today")
