"""The register of decisions: those this reader may read, by words, circle, year and state."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from millepieds.core.prepared import Given
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import decisions_for, endings, may_read
from millepieds.decisions.rules.terms import State, Tie
from millepieds.journal.queries import Reader

KIND, FIRST = "decision", 10
IN_A_FEW_WORDS = ("title", "year", "number", "opened_at", "taken_at")


def found(
    reader: Reader, wanted: Mapping[str, Any], *, now: datetime | Given, on: date | Given
) -> QuerySet[Decision]:
    """Those that a page of the register leafs through, without an order."""
    rows = Decision.objects.filter(may_read(reader))
    if wanted.get("circle"):
        rows = rows.filter(role__circle_id=wanted["circle"])
    if wanted.get("year"):
        rows = rows.filter(year=wanted["year"])
    if wanted.get("state"):
        rows = _standing_at(rows, wanted["state"], now=now, on=on)
    if wanted.get("late"):  # the day first: what ends it is asked of those few
        rows = _standing_at(rows.filter(review_on__lte=on), State.IN_FORCE, now=now, on=on)
    return rows.order_by()


def taken_in(reader: Reader, year: int) -> QuerySet[Decision]:
    """What this reader may read of a year, in the order of its numbers."""
    return decisions_for(reader).filter(year=year, taken_at__isnull=False).order_by("number")


def taken_in_the_open() -> QuerySet[Decision]:
    """What the whole town reads, whoever asks: the newest first."""
    return decisions_for(Reader()).filter(taken_at__isnull=False).order_by("-taken_at", "-pk")


def _standing_at(
    rows: QuerySet[Decision], state: State, *, now: datetime | Given, on: date | Given
) -> QuerySet[Decision]:
    """The same answer as `rules.advice.state`, asked of the table."""
    if state is State.DROPPED:
        return rows.filter(dropped_at__isnull=False)
    rows = rows.filter(dropped_at=None)
    match state:
        case State.DRAFT:
            return rows.filter(taken_at=None, asked_at=None)
        case State.ASKING:
            return rows.filter(taken_at=None, answer_until__gt=now)
        case State.HEARD:
            return rows.filter(taken_at=None, answer_until__lte=now)
    taken, ended = (
        rows.filter(taken_at__isnull=False),
        endings(on=on).filter(earlier=OuterRef("pk")),
    )
    revoked = Exists(ended.filter(tie=Tie.REVOKES.value))
    if state is State.REVOKED:
        return taken.filter(revoked)
    if state is State.REPLACED:
        return taken.filter(Exists(ended.filter(tie=Tie.REPLACES.value)), ~revoked)
    # asked of each row in its order: the first page walks over a few of them
    stands = taken.exclude(Exists(ended))
    over = Q(ends_on__isnull=False, ends_on__lte=on)
    if state is State.LAPSED:
        return stands.filter(over)
    to_come = Q(effective_on__gt=on)
    return stands.filter(to_come if state is State.TO_COME else ~to_come).exclude(over)
