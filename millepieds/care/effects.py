"""What a change of rule would touch: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from millepieds.care.rules.terms import HEARING_NOTICE, LONGEST_EXCLUSION
from millepieds.charter.queries import Touched, effect


@effect(LONGEST_EXCLUSION)
def nobody_by_name(value: int, on: date) -> Sequence[Touched]:
    """The same words whether there are some or not: a rule must not tell that someone is suspended."""
    return [Touched(gettext("What was already decided keeps the day it was given"))]


@effect(HEARING_NOTICE)
def no_invitation_by_number(value: int, on: date) -> Sequence[Touched]:
    """The same words whether there are some or not, for the same reason."""
    return [Touched(gettext("What someone was already invited to keeps its day"))]
