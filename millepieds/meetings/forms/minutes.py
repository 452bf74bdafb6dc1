from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.core.forms import invalid_if
from millepieds.meetings.actions.minuting import Written
from millepieds.meetings.rules.minutes import (
    ANSWERS,
    Answer,
    Stage,
    refusal_to_name_those_present,
)
from millepieds.members.forms import MembersField
from millepieds.members.queries import members_on
from millepieds.people.models import Person


class Lines(forms.CharField):
    """Several lines, ended as the merging of two texts ends them."""

    def __init__(self, *, rows: int, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **more)

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        return "\n".join(said.splitlines())


class WriteForm(forms.Form):
    """What was said, what was decided, who does what, the next time. Approved, also what was wrong."""

    text = Lines(
        label=_("What was said"), rows=14, max_length=20000,
        error_messages={"required": _("Write at least a sentence.")},
    )  # fmt: skip
    decided = Lines(
        label=_("What was decided"), rows=4, max_length=5000, required=False,
        help_text=_("One decision a line: whoever was absent reads this first."),
    )  # fmt: skip
    tensions = Lines(
        label=_("Tensions treated"), rows=4, max_length=5000, required=False,
        help_text=_("One a line: what was heard, and what becomes of it. Name nobody."),
    )  # fmt: skip
    tasks = Lines(
        label=_("Tasks"), rows=4, max_length=5000, required=False,
        help_text=_("One a line: who, what, by when."),
    )  # fmt: skip
    next_time = Lines(
        label=_("Next time"), rows=2, max_length=500, required=False,
        help_text=_("The day, the hour, the place, if you know them."),
    )  # fmt: skip
    from_paper = forms.BooleanField(
        label=_("I am typing in what was written on paper"), required=False,
        help_text=_("The page will say so, with your name."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("What was wrong or missing"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("These minutes are approved: everyone reads why they change, and what they said."),
        error_messages={"required": _("Say in a sentence what was wrong or missing.")},
    )  # fmt: skip
    started_from = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=30000, required=False
    )

    def __init__(self, *arguments: Any, amends: bool, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if not amends:
            del self.fields["why"]

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        return Written(**{**said, "started_from": said["started_from"] or 0})


class PresentForm(forms.Form):
    """Who was there, and who had said that they could not come."""

    present = forms.ModelMultipleChoiceField(
        label=_("Who was there"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = MembersField(label=_("Other members who were there"), required=False)
    excused = forms.ModelMultipleChoiceField(
        label=_("Who had sent word"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, near: Collection[int], *arguments: Any, day: date, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.day = day
        for name in ("present", "excused"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 (tells mypy)
            field.queryset = Person.objects.filter(pk__in=near).order_by("name", "pk")

    def clean(self) -> None:
        if self.errors:
            return
        people = {one.pk for one in [*self.there, *self.cleaned_data["excused"]]}
        known = members_on(self.day).filter(person_id__in=people).count()
        invalid_if(
            refusal_to_name_those_present(
                Stage.WRITTEN, present=len(self.there), all_members=known == len(people)
            )
        )
        if set(self.there) & set(self.cleaned_data["excused"]):
            self.add_error("excused", _("Someone cannot have been there and have sent word."))

    @property
    def there(self) -> list[Person]:
        return [*self.cleaned_data["present"], *self.cleaned_data["others"]]


class AnswerForm(forms.Form):
    """Someone who was there says whether these minutes are right."""

    answer = forms.TypedChoiceField(
        label=_("These minutes"), coerce=Answer, choices=one_of(ANSWERS), widget=forms.RadioSelect
    )
    change = forms.CharField(
        label=_("What must change"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Members read it with your name; the scribe answers with other words."),
    )  # fmt: skip

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("answer") is Answer.CHANGE and not said.get("change"):
            self.add_error("change", _("Say what must change."))
