"""A page of the register, with words to look for or without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import BigIntegerField, QuerySet

from millepieds.core.prepared import Given, prepared
from millepieds.decisions.models import Decision
from millepieds.decisions.models.advice import SETTLED
from millepieds.decisions.queries.leafing import Place, in_order, rows_found
from millepieds.decisions.queries.searching import that_hold
from millepieds.journal.queries import Reader

A_PAGE = 20


@dataclass(frozen=True)
class Page:
    """Some decisions in their order, and the last of them when others follow."""

    numbers: Sequence[int]
    older: int | None


def page_of(
    reader: Reader, wanted: Mapping[str, Any], before: int | None, *, now: datetime, on: date
) -> Page:
    """What follows one of them; from the newest where it is none."""
    last = _place(before) if before is not None else None
    if question := (wanted.get("q") or "").strip():
        rows = partial(rows_found, reader, wanted, now=now, on=on)
        numbers = that_hold(question, reader, rows, most=A_PAGE + 1, before=last and last.pk)
    else:
        numbers = in_order(reader, wanted, last, now=now, on=on, most=A_PAGE + 1)
    return Page(numbers[:A_PAGE], numbers[A_PAGE - 1] if len(numbers) > A_PAGE else None)


def _place(pk: int) -> Place | None:
    """Of a decision that this reader may not read too: only what comes after it is told."""
    return next((Place(*one) for one in _that_one()(it=pk)), None)


@prepared
def _that_one() -> QuerySet[Decision, Any]:
    it = Given("it", BigIntegerField())
    return Decision.objects.filter(pk=it).order_by().values_list("pk", SETTLED)
