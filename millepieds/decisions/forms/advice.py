from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.circles.models import Circle, Role
from millepieds.core.choices import one_of
from millepieds.core.forms import OneNamed, SomeNamed, invalid_if, lines, show_as
from millepieds.core.selects import ALL, LongSelect, LongSelectAsWritten, offer
from millepieds.decisions.actions.asking import Invited, Question
from millepieds.decisions.actions.deciding import Verdict
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.moving import Place
from millepieds.decisions.rules.advice import refusal_of_answer, refusal_of_dates
from millepieds.decisions.rules.moving import WAYS
from millepieds.decisions.rules.terms import (
    FOLLOWED,
    OPENNESS,
    REACHES,
    STATES,
    TIES,
    WHYS,
    Followed,
    Openness,
    State,
    Tie,
    Why,
)
from millepieds.members.forms import MembersField

SHORT, LONG = {"rows": 3}, {"rows": 6}
END_OF_THE_DAY = timedelta(days=1)


def day(label: Promise, **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


class QuestionForm(forms.Form):
    """What is asked, in a few minutes: a question, what I intend, who will read it."""

    title = forms.CharField(
        label=_("In a few words"), max_length=120,
        help_text=_("As it will stand in the register: “The room opens on Saturdays”."),
    )  # fmt: skip
    question = forms.CharField(
        label=_("The question"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )
    context = forms.CharField(
        label=_("Why now"), max_length=5000, required=False, widget=forms.Textarea(attrs=SHORT),
        help_text=_("What someone who was not there needs to know."),
    )  # fmt: skip
    intention = forms.CharField(
        label=_("What I intend to decide"), max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=_("Plainly: people advise better on something they can touch."),
    )  # fmt: skip
    reaches = forms.TypedMultipleChoiceField(
        label=_("Does it go further than my perimeter?"), required=False, choices=one_of(REACHES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what is true. The page then says whom to sound out first."),
    )  # fmt: skip
    openness = forms.TypedChoiceField(
        label=_("Once taken, who may read it"), coerce=Openness, choices=one_of(OPENNESS),
        initial=Openness.MEMBERS.value, widget=forms.RadioSelect,
    )  # fmt: skip

    @property
    def words(self) -> Question:
        return Question(**{name: self.cleaned_data[name] for name in QuestionForm.base_fields})


class OpenForm(QuestionForm):
    """The same, after having said under which mandate."""

    role = OneNamed(label=_("In which role"), queryset=Role.objects.none(), empty_label=None)
    field_order = ("role",)

    def __init__(self, roles: dict[int, str], *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]  # what a view sends
        show_as(self.fields["role"], Role.objects.filter(pk__in=roles), roles)
        if len(roles) == 1:
            self.fields["role"].initial = next(iter(roles))


class AskForm(forms.Form):
    """Whom to ask: circles, members by their name, people outside with an address or on paper."""

    why = forms.TypedChoiceField(
        label=_("Why these people"), coerce=Why, choices=one_of(WHYS), initial=Why.CONCERNED.value,
        widget=forms.RadioSelect,
    )  # fmt: skip
    circles = SomeNamed(
        label=_("Circles"), queryset=Circle.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone who holds a mandate there is asked."),
    )  # fmt: skip
    people = MembersField(label=_("Members"), required=False)
    outside = forms.CharField(
        label=_("People outside"), required=False, max_length=4000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_(
            "One a line: a name, a comma, an address. "
            "Without an address, bring them a sheet and type in what they answer."
        ),
    )  # fmt: skip
    until = day(_("Until"), required=False, help_text=_("Leave empty for the time of our rule."))

    def __init__(self, circles: dict[int, str], data: object, *, today: date) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.today = today
        show_as(self.fields["circles"], Circle.objects.filter(pk__in=circles), circles)

    def clean_outside(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in lines(self.cleaned_data["outside"]):
            name, _comma, address = (part.strip() for part in line.rpartition(","))
            if not name:
                name, address = line, ""
            if address:
                try:
                    validate_email(address)
                except ValidationError:
                    raise ValidationError(
                        gettext(
                            "“%(line)s”: after the comma comes an address, such as zoe@example.org."
                        )
                        % {"line": line}
                    ) from None
            if len(name) > 80 or name in found:
                raise ValidationError(
                    gettext("“%(name)s” is too long, or is there twice.") % {"name": name}
                )
            found[name] = address
        return found

    def clean_until(self) -> datetime | None:
        """The whole of the day named counts."""
        last = self.cleaned_data["until"]
        if last is None:
            return None
        if last < self.today:
            raise ValidationError(gettext("This day is over. Choose one to come."))
        if last > self.today + timedelta(days=365):
            raise ValidationError(gettext("That is too far away: a year at most."))
        midnight = datetime.combine(last + END_OF_THE_DAY, datetime.min.time())
        return make_aware(midnight, get_current_timezone())

    @property
    def invited(self) -> Invited:
        return Invited(
            circles=list(self.cleaned_data["circles"]), people=self.cleaned_data["people"],
            outside=self.cleaned_data["outside"],
        )  # fmt: skip


class MoveForm(forms.Form):
    role = OneNamed(
        label=_("To which role"), queryset=Role.objects.none(), empty_label=None,
        help_text=_(
            "Of a wider circle when it goes further than you; of a circle inside when they know best."
        ),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("Say in a sentence why it is not decided here.")},
    )  # fmt: skip

    def __init__(self, places: Sequence[Place], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        named = {one.role_id: f"{one.named}, {gettext(WAYS[one.way])}" for one in places}
        show_as(self.fields["role"], Role.objects.filter(pk__in=named), named)


class AdviceForm(forms.Form):
    advice = forms.CharField(
        label=_("My advice"), max_length=4000, widget=forms.Textarea(attrs=LONG),
        help_text=_("What it would do to you, what you know, what you would do."),
        error_messages={"required": _("Write a few words, even only “it suits me”.")},
    )  # fmt: skip


class TypedAdviceForm(AdviceForm):
    """The same, typed in for someone else: these are not the words of whoever types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["advice"].label = gettext("Their advice")
        self.fields["advice"].help_text = ""


class AnswerForm(forms.Form):
    followed = forms.TypedChoiceField(
        label=_("What I do with this advice"), coerce=Followed, choices=one_of(FOLLOWED),
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs=SHORT)
    )

    def clean(self) -> None:
        followed = self.cleaned_data.get("followed")
        if followed:
            invalid_if(refusal_of_answer(followed, self.cleaned_data.get("answer", "")))


class DecideForm(forms.Form):
    text = forms.CharField(
        label=_("What is decided"), max_length=5000, widget=forms.Textarea(attrs=LONG)
    )
    reasons = forms.CharField(
        label=_("Because"), max_length=5000, widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("A decision gives its reasons.")},
    )  # fmt: skip
    effective_on = day(_("From"))
    review_on = day(_("Looked at again on"))
    ends_on = day(
        _("First day it no longer stands"), required=False, help_text=_("Only if it is for a time.")
    )
    tie = forms.TypedChoiceField(
        label=_("And an earlier decision"), coerce=Tie, required=False, empty_value=None,
        choices=[("", _("nothing")), *one_of(TIES)],
    )  # fmt: skip
    earlier = OneNamed(label=_("Which one"), queryset=Decision.objects.none(), required=False)

    def __init__(
        self, earlier: dict[int, str], data: object, *, today: date, within: int,
        initial: dict[str, object],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.today, self.within = today, within
        show_as(self.fields["earlier"], Decision.objects.filter(pk__in=earlier), earlier)
        if not earlier:
            del self.fields["tie"], self.fields["earlier"]

    def clean(self) -> None:
        said = self.cleaned_data
        if bool(said.get("tie")) != bool(said.get("earlier")):
            self.add_error("earlier", _("Say which decision, and what this one does to it."))
        if {"effective_on", "review_on", "ends_on"} <= said.keys():
            invalid_if(
                refusal_of_dates(
                    said["effective_on"], said["review_on"], said["ends_on"], today=self.today,
                    within=self.within,
                )
            )  # fmt: skip

    @property
    def verdict(self) -> Verdict:
        names = ("text", "reasons", "effective_on", "review_on", "ends_on")
        return Verdict(**{name: self.cleaned_data[name] for name in names})


class DropForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is not decided"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        error_messages={"required": _("Those who were asked deserve a reason.")},
    )  # fmt: skip


class FilterForm(forms.Form):
    """The register of decisions, by words, by circle, by where they stand."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    circle = forms.TypedChoiceField(
        label=_("Circle"), required=False, coerce=int, empty_value=None, widget=LongSelectAsWritten
    )
    state = forms.TypedChoiceField(
        label=_("Where they stand"), required=False, coerce=State, empty_value=None,
        widget=LongSelect,
    )  # fmt: skip
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2200)
    late = forms.BooleanField(label=_("Review late only"), required=False)

    def __init__(self, circles: dict[int, str], data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        named = sorted(circles.items(), key=lambda one: one[1])
        offer(self.fields["circle"], lambda: (ALL, *((str(pk), name) for pk, name in named)))
        offer(
            self.fields["state"], lambda: (ALL, *((str(key), says) for key, says in STATES.items()))
        )
