"""Decisions are found by their words: those the town reads, and those of their making, read inside.

Advice is in no index: it is found on the page of its decision, and goes when its author is forgotten.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from millepieds.core.words import _
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.register import KIND
from millepieds.decisions.queries.searching import find
from millepieds.search.queries.kinds import searchable
from millepieds.search.rules import Depth


def _rows() -> QuerySet[Decision]:
    return Decision.objects.order_by("pk")


def _words(one: Decision) -> Mapping[Depth, str]:
    title = f"{one.mark} {one.title}"
    said = " ".join((title, one.text, one.reasons))
    made = " ".join((said, one.question, one.context, one.intention, one.dropped_why))
    return {Depth.TITLE: title, Depth.OPEN: said, Depth.INSIDE: made}


def _moment(one: Decision) -> datetime | None:
    return one.taken_at or one.dropped_at


searchable(
    KIND, 1, _("Decisions, and questions being decided"), rows=_rows, words=_words, moment=_moment,
    find=find,
)  # fmt: skip
