"""What a change of rule would touch among news: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.home.rules.news import NEWS_EVERY, QUIET_FROM, QUIET_UNTIL
from millepieds.members.queries import people_in_the_movement
from millepieds.people.rules import Rhythm


@effect(NEWS_EVERY)
def members_who_chose_nothing(value: int, on: date) -> Sequence[Touched]:
    """How many, never who."""
    return _touched(sum(one.rhythm == Rhythm.RULE for one in people_in_the_movement(on=on)))


@effect(QUIET_UNTIL, QUIET_FROM)
def members_who_get_news(value: int, on: date) -> Sequence[Touched]:
    return _touched(sum(one.rhythm != Rhythm.NEVER for one in people_in_the_movement(on=on)))


def _touched(many: int) -> Sequence[Touched]:
    if not many:
        return ()
    said = ngettext(
        "%(n)s person would get the news at another moment",
        "%(n)s people would get the news at other moments", many,
    )  # fmt: skip
    return [Touched(said % {"n": many})]
