from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from millepieds.core.choices import one_of
from millepieds.core.forms import AsWritten
from millepieds.meetings.actions.preparing import Wish
from millepieds.meetings.queries.agenda import A_WHILE, Offer
from millepieds.meetings.rules.agenda import AIMS, Aim
from millepieds.meetings.rules.duties import DUTIES, Duty


class PointForm(forms.Form):
    """What to speak about, what for, how long; and what it comes from, among what offers itself."""

    title = forms.CharField(
        label=_("What we will speak about"), max_length=120,
        error_messages={"required": _("Say in a few words what it is about.")},
    )  # fmt: skip
    aim = forms.TypedChoiceField(
        label=_("What for"), coerce=Aim, choices=one_of(AIMS), widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=_("Minutes it needs"), min_value=1, max_value=480, initial=A_WHILE,
        help_text=_("A guess is enough: the page adds them up."),
    )  # fmt: skip
    comes_from = forms.ChoiceField(
        label=_("What it comes from"), required=False, widget=AsWritten,
        error_messages={
            "invalid_choice": _("It is on the agenda already, or no longer waits for this meeting.")
        },
    )  # fmt: skip

    def __init__(self, offers: Sequence[Offer], data: object, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # what a request holds
        self.offers = {one.key: one for one in offers}
        field = self.fields["comes_from"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells mypy)
        field.choices = [
            ("", _("nothing in particular")),
            *((one.key, one.title) for one in offers),
        ]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        offer = self.offers.get(said["comes_from"])
        return Wish(
            said["title"], said["aim"], said["minutes"],
            tension=offer.tension if offer else None, decision=offer.decision if offer else None,
            mandate=offer.mandate if offer else None, task=offer.task if offer else None,
        )  # fmt: skip


class DutyForm(forms.Form):
    duty = forms.TypedChoiceField(coerce=Duty, choices=one_of(DUTIES))
