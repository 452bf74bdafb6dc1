"""What a change of the charter's own rules would touch: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from millepieds.charter.models import RuleValue
from millepieds.charter.queries import Touched, effect, time_to_sign_still_open
from millepieds.charter.rules import NOTICE_OF_A_CHANGE, REMINDER_TO_SIGN, TIME_TO_SIGN_AGAIN


@effect(TIME_TO_SIGN_AGAIN)
def time_given_to_sign(value: int, on: date) -> Sequence[Touched]:
    """A version keeps the time it was adopted with."""
    said = gettext("%(version)s: keeps its time, until %(day)s included")
    return [
        Touched(said % {"version": version, "day": date_format(ends - timedelta(days=1))},
            version.get_absolute_url())
        for version, ends in time_to_sign_still_open(on=on)
    ]  # fmt: skip


@effect(REMINDER_TO_SIGN)
def reminders_to_come(value: int, on: date) -> Sequence[Touched]:
    said = gettext("%(version)s: whoever has not signed would be reminded from %(day)s")
    return [
        Touched(said % {"version": version, "day": date_format(max(on, ends - timedelta(days=value)))},
            version.get_absolute_url())
        for version, ends in time_to_sign_still_open(on=on)
    ]  # fmt: skip


@effect(NOTICE_OF_A_CHANGE)
def changes_already_planned(value: int, on: date) -> Sequence[Touched]:
    planned = RuleValue.objects.filter(effective_on__gt=on).count()
    if not planned:
        return ()
    said = ngettext(
        "%(n)s change of rule already planned keeps its day",
        "%(n)s changes of rules already planned keep their day",
        planned,
    )
    return [Touched(said % {"n": planned})]
