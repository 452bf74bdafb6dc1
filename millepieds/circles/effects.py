"""What a change of rule would touch in circles: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext

from millepieds.charter.queries import Touched, effect
from millepieds.charter.rules import Rule
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import last_names
from millepieds.circles.rules.terms import LONGEST_MANDATE, NOTICE


@effect
def mandates_longer_than(rule: Rule, value: int, on: date) -> Sequence[Touched]:
    """They keep the rule they opened under: listed, not cut."""
    if rule.key != LONGEST_MANDATE:
        return ()
    longer = in_force(on).filter(ends_on__gt=F("starts_on") + timedelta(days=value))
    return _touched(
        list(longer), gettext("%(role)s: keeps its dates, which the new rule would refuse")
    )


@effect
def mandates_announced_at_once(rule: Rule, value: int, on: date) -> Sequence[Touched]:
    if rule.key != NOTICE:
        return ()
    soon = in_force(on).filter(ends_on__lte=on + timedelta(days=value))
    return _touched(list(soon), gettext("%(role)s: its end would be announced at once"))


def _touched(mandates: list[Mandate], words: str) -> list[Touched]:
    _, names = last_names(set(), {mandate.role_id for mandate in mandates})
    return [
        Touched(words % {"role": names[mandate.role_id]}, mandate.get_absolute_url())
        for mandate in mandates
    ]
