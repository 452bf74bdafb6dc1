"""What a change of the members' rules would touch: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.members.queries import count_waiting
from millepieds.members.rules import LONGEST_WAIT


@effect(LONGEST_WAIT)
def people_at_the_door(value: int, on: date) -> Sequence[Touched]:
    """They were told a last day. How many, never who: not everyone may know that they knocked."""
    waiting = count_waiting()
    if not waiting:
        return ()
    said = ngettext(
        "%(n)s person waiting at the door keeps the wait they were told",
        "%(n)s people waiting at the door keep the wait they were told",
        waiting,
    )
    return [Touched(said % {"n": waiting})]
