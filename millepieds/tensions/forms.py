from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.members.forms import MembersField
from millepieds.people.models import Person
from millepieds.tensions.actions.saying import Words
from millepieds.tensions.rules.terms import ABOUTS, About

SHORT = {"rows": 3}


class WordsForm(forms.Form):
    """Three sentences, in a minute, from a phone."""

    sees = forms.CharField(
        label=_("What I see"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        help_text=_("A fact that anyone could have seen, not a judgment."),
    )  # fmt: skip
    does_to_me = forms.CharField(
        label=_("What it does to me"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )
    would_need = forms.CharField(
        label=_("What I would need"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )
    title = forms.CharField(
        label=_("In a few words"), max_length=120,
        help_text=_("To find it again: “Newcomers find the door closed”."),
    )  # fmt: skip

    @property
    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in WordsForm.base_fields})


class SayForm(WordsForm):
    """The same, after having said what it is about."""

    about = forms.TypedChoiceField(
        label=_("A person, or a rule?"), coerce=About, choices=one_of(ABOUTS),
        widget=forms.RadioSelect,
    )  # fmt: skip
    field_order = ("about",)


class EntrustForm(forms.Form):
    """Whom I choose: those the ladder leads to, or anyone else by their name."""

    near = forms.ModelMultipleChoiceField(
        label=_("Who is well placed"), queryset=Person.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people = MembersField(label=_("Someone else"), required=False)

    def __init__(self, near: Sequence[Person], data: object, *, only_near: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["near"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101  (tells mypy)
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in near]).order_by(
            "name", "pk"
        )
        if only_near:
            del self.fields["people"]
        elif not near:
            del self.fields["near"]

    def clean(self) -> None:
        if not self.errors and not self.chosen:
            raise forms.ValidationError(
                _("Choose someone, or come back later: nobody reads it meanwhile.")
            )

    @property
    def chosen(self) -> list[Person]:
        return [*self.cleaned_data.get("near", ()), *self.cleaned_data.get("people", ())]


class ShowForm(forms.Form):
    shown = forms.BooleanField(
        label=_("The page of a question opened from it may show its title and what I see"),
        required=False,
        help_text=_("To members who read that question, never to the town. You can untick it later."),
    )  # fmt: skip


class CloseForm(forms.Form):
    changed = forms.CharField(
        label=_("What changed"), max_length=2000, widget=forms.Textarea(attrs=SHORT),
        help_text=_("Even “nothing, and I let it go” is an answer."),
        error_messages={"required": _("Say in a few words what changed.")},
    )  # fmt: skip
