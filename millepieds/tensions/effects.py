"""What a change of rule would touch among tensions: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.tensions.queries.reading import to_remind
from millepieds.tensions.rules.terms import REMINDER


@effect(REMINDER)
def people_to_remind(value: int, on: date) -> Sequence[Touched]:
    """How many, never who: nobody reads from a rule what was entrusted to whom."""
    waiting = to_remind(days=value, on=on).count()
    if not waiting:
        return ()
    said = ngettext(
        "%(n)s reminder would leave that night", "%(n)s reminders would leave that night", waiting
    )
    return [Touched(said % {"n": waiting})]
