from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext

from millepieds.core.forms import because, invalid_if
from millepieds.meetings.forms.calling import CallForm
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.changing import arranged, changes_between
from millepieds.meetings.queries.coming import places_taken
from millepieds.meetings.rules.changing import (
    Arranged,
    refusal_of_fewer_places,
    refusal_when_changed_meanwhile,
)


class ChangeForm(CallForm):
    """All that may change, filled with what it is. It knows from which words it was begun."""

    circle = None  # type: ignore[assignment]  # this is how a form takes back a field
    kind = None  # type: ignore[assignment]  # the same
    openness = None  # type: ignore[assignment]  # the same
    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, meeting: Meeting, data: Any = None) -> None:
        now = {one.name: getattr(meeting, one.name) for one in fields(Arranged)}
        super().__init__(data, initial={**now, "started_from": meeting.changes})
        self.meeting = meeting

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        invalid_if(refusal_of_fewer_places(places_taken(self.meeting), capacity=capacity))
        return capacity

    def clean(self) -> None:
        super().clean()
        began = self.cleaned_data.get("started_from", self.meeting.changes)
        refusal = refusal_when_changed_meanwhile(self.meeting.changes, started_from=began)
        if refusal:
            mistakes = [f"{because(refusal)} {gettext(refusal.instead)}", *self._what_differs()]
            self.add_error(None, mistakes)
            self._begin_again()

    def _begin_again(self) -> None:
        """Sent once more after reading what the other wrote, it replaces it knowingly."""
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, "started_from": str(self.meeting.changes)}

    def _what_differs(self) -> list[str]:
        """What each field says now, where it is not what was typed."""
        if self.errors:
            return []
        return [
            gettext("%(label)s now says: %(words)s") % {"label": one.label, "words": one.was}
            for one in changes_between(arranged(self.meeting), self.arranged)
        ]

    @property
    def arranged(self) -> Arranged:
        said = {name: value for name, value in self.cleaned_data.items() if name != "started_from"}
        return Arranged(**said)
