"""What a change of rule would touch among meetings: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.meetings.models import Guest, Minutes
from millepieds.meetings.rules.minutes import MINUTES_SILENCE
from millepieds.meetings.rules.needs import GUESTS_KEPT


@effect(MINUTES_SILENCE)
def minutes_begun(value: int, on: date) -> Sequence[Touched]:
    """They keep the delay they were begun under."""
    begun = Minutes.objects.count()
    if not begun:
        return ()
    said = ngettext(
        "%(n)s set of minutes already begun keeps its delay",
        "%(n)s sets of minutes already begun keep their delay", begun,
    )  # fmt: skip
    return [Touched(said % {"n": begun})]


@effect(GUESTS_KEPT)
def guests_promised(value: int, on: date) -> Sequence[Touched]:
    """They are forgotten when they were told they would be."""
    promised = Guest.objects.count()
    if not promised:
        return ()
    said = ngettext(
        "%(n)s guest already signed up is forgotten on the day they were told",
        "%(n)s guests already signed up are forgotten on the day they were told", promised,
    )  # fmt: skip
    return [Touched(said % {"n": promised})]
