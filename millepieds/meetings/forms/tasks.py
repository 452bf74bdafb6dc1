from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.clock import day_of
from millepieds.core.forms import invalid_if
from millepieds.meetings.actions.tasks import Wished
from millepieds.meetings.models import Meeting, Task
from millepieds.meetings.queries.presence import near
from millepieds.meetings.queries.tasks import may_be_given_to
from millepieds.meetings.rules.tasks import refusal_of_day, refusal_to_give_to
from millepieds.members.forms import MembersField
from millepieds.people.models import Person


class TaskForm(forms.Form):
    """Who does what, by when: someone of the list, or another member by their name."""

    doer = forms.ModelChoiceField(
        label=_("Who"), queryset=Person.objects.none(), required=False, empty_label="…"
    )
    other = MembersField(
        label=_("Or another member"), required=False, max_length=200,
        help_text=_("Their name, if it is not in the list."),
    )  # fmt: skip
    what = forms.CharField(
        label=_("What is to be done"), max_length=200,
        error_messages={"required": _("Say in a few words what is to be done.")},
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say by which day.")},
    )  # fmt: skip

    def __init__(
        self, meeting: Meeting, data: object, *, on: date, task: Task | None = None
    ) -> None:
        initial = {"doer": task.person_id, "what": task.what, "due_on": task.due_on} if task else {}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a request holds
        self.meeting, self.on = meeting, on
        among = near(meeting, on=on) | ({task.person_id} if task else set())
        field = self.fields["doer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (tells mypy)
        field.queryset = Person.objects.filter(pk__in=among).order_by("name", "pk")
        self.fields["other"].widget = forms.TextInput(attrs={"maxlength": 200})

    def clean(self) -> None:
        said = self.cleaned_data
        if "other" not in said or "doer" not in said:
            return
        people = [*([said["doer"]] if said["doer"] else []), *said["other"]]
        if len(people) != 1:
            self.add_error("doer", _("Choose one person: a task of two is nobody’s."))
            return
        self.person = people[0]
        invalid_if(
            refusal_to_give_to(**may_be_given_to(self.meeting, self.person, on=self.on))
        )  # fmt: skip

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        invalid_if(refusal_of_day(day, meeting_on=day_of(self.meeting.starts_at)))
        return day

    @property
    def wished(self) -> Wished:
        return Wished(self.person, self.cleaned_data["what"], self.cleaned_data["due_on"])


class HandBackForm(forms.Form):
    why = forms.CharField(
        label=_("Why I hand it back"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence is enough. Members read it beside the task."),
        error_messages={"required": _("Say in a sentence why, so that someone else may take it.")},
    )  # fmt: skip
