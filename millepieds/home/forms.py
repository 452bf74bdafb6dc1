from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from millepieds.core.deeds import DEEDS, Audience
from millepieds.core.selects import ALL, LongSelect, LongSelectAsWritten, Offered, offer
from millepieds.journal.queries import Reader

MOST = 2**63 - 1  # what a database counts


@cache
def _deeds(*, inside: bool) -> Offered:
    told = (
        (deed.key, deed.says)
        for deed in DEEDS.values()
        if deed.audience == Audience.TOWN or (inside and deed.audience != Audience.SEALED)
    )
    return (ALL, *told)


# What Django says of a field, said again by the house: whoever reads it is told « tu » here.
# A sentence that the house translates wins over the one that comes with Django.
SAID_OF_A_FIELD = (
    _("Enter a valid value."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
    _("Enter a number."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


class RegisterForm(forms.Form):
    """The filters of the register."""

    deed = forms.ChoiceField(label=_("Deed"), required=False, widget=LongSelect)
    circle = forms.TypedChoiceField(
        label=_("Circle"), required=False, coerce=int, empty_value=None, widget=LongSelectAsWritten
    )
    who = forms.CharField(label=_("Person"), required=False, max_length=80)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    person = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean_before(self) -> int | None:
        """A number that no line has yet: older than that is all of them."""
        number: int | None = self.cleaned_data["before"]
        return number if number is not None and number <= MOST else None

    def __init__(self, data: object, *, circles: dict[int, str], reader: Reader) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        inside = reader.person_id is not None
        offer(self.fields["deed"], lambda: _deeds(inside=inside))
        offer(
            self.fields["circle"], lambda: (ALL, *((str(pk), name) for pk, name in circles.items()))
        )
        if not reader.is_member:
            del self.fields["who"], self.fields["person"]


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, forget me now. I know it cannot be undone."),
        error_messages={"required": _("Tick the box if you really want to be forgotten.")},
    )  # fmt: skip


class StopForm(forms.Form):
    """A button, and nothing to fill in."""
