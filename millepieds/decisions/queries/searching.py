"""Decisions by their words: how deep each reader may look, and the first of them for « Chercher »."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from millepieds.core.clock import day_of
from millepieds.core.lists import day_in_words
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.leafing import Whose, rows_found
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.register import KIND
from millepieds.journal.queries import Reader
from millepieds.search.queries.finding import holding
from millepieds.search.queries.kinds import Found, Line, Seeker
from millepieds.search.rules import Depth

FIRST = 10
IN_A_FEW_WORDS = ("title", "year", "number", "opened_at", "taken_at")


Rows = Callable[[Whose], tuple[str, Sequence[Any]] | None]


def that_hold(
    question: str, reader: Reader, rows: Rows, *, most: int, before: int | None = None
) -> list[int]:
    """Inside, the words of the making count too; outside, only for those one wrote."""
    if reader.is_member:
        among = [(Depth.INSIDE, rows(Whose.ALL))]
    elif reader.person_id is None:
        among = [(Depth.OPEN, rows(Whose.ALL))]
    else:
        among = [(Depth.OPEN, rows(Whose.OTHERS)), (Depth.INSIDE, rows(Whose.OWN))]
    town_only = reader.person_id is None  # it reads nothing that is being made
    return holding(KIND, question, among, most=most, before=before, dated=town_only)


def find(question: str, seeker: Seeker) -> Found:
    """Those that say it in their title first, then the newest. Nothing is counted."""
    on = day_of(seeker.now)
    reader = reader_of(seeker.person, on=on)
    rows = partial(rows_found, reader, {}, now=seeker.now, on=on)
    said = holding(
        KIND,
        question,
        [(Depth.TITLE, rows(Whose.ALL))],
        most=FIRST + 1,
        dated=seeker.person is None,
    )
    if len(said) <= FIRST:
        others = that_hold(question, reader, rows, most=FIRST + 1 + len(said))
        said += [pk for pk in others if pk not in said]
    few = Decision.objects.only(*IN_A_FEW_WORDS).in_bulk(said[:FIRST])
    return Found(
        [_line(few[pk]) for pk in said[:FIRST]], len(said) > FIRST,
        f"{reverse('decisions:decisions')}?{urlencode({'q': question})}",
    )  # fmt: skip


def _line(one: Decision) -> Line:
    if one.taken_at is None:
        says = gettext("Question opened on %(day)s") % {"day": day_in_words(day_of(one.opened_at))}
    else:
        says = gettext("Decision %(mark)s, %(day)s") % {
            "mark": one.mark, "day": day_in_words(day_of(one.taken_at)),
        }  # fmt: skip
    return Line(one.title, one.get_absolute_url(), says)
