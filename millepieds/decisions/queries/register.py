"""The register of decisions: those this reader may read, by words, circle, year and state."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext

from millepieds.core.clock import day_of
from millepieds.core.lists import day_in_words
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import decisions_for, endings, may_read, reader_of
from millepieds.decisions.rules.terms import State, Tie
from millepieds.journal.queries import Reader
from millepieds.search.queries.finding import numbers_found
from millepieds.search.queries.kinds import Found, Line, Seeker
from millepieds.search.rules import Depth

KIND, FIRST = "decision", 10
# those being made above, then the newest: said so that the index of each database keeps this order
NEWEST = (IsNull(F("taken_at"), True).desc(), F("taken_at").desc(), F("id").desc())


def found(
    reader: Reader, wanted: Mapping[str, Any], *, now: datetime, on: date
) -> QuerySet[Decision]:
    """The newest first, those being made above. Bare rows: a page asks `whole` for the few it shows."""
    rows = Decision.objects.filter(may_read(reader))
    if wanted.get("circle"):
        rows = rows.filter(role__circle_id=wanted["circle"])
    if wanted.get("year"):
        rows = rows.filter(year=wanted["year"])
    if question := (wanted.get("q") or "").strip():
        rows = holding(rows, question, reader)
    if wanted.get("state"):
        rows = _standing_at(rows, wanted["state"], now=now, on=on)
    if wanted.get("late"):
        rows = _standing_at(rows, State.IN_FORCE, now=now, on=on).filter(review_on__lte=on)
    return rows.order_by(*NEWEST)


def whole(rows: QuerySet[Decision], reader: Reader) -> list[Decision]:
    """These few, in their order, with what a line says of them: long texts are never sorted."""
    few = decisions_for(reader).filter(pk__in=rows.values("pk")).order_by(*NEWEST)
    return list(few)


def taken_in(reader: Reader, year: int) -> QuerySet[Decision]:
    """What this reader may read of a year, in the order of its numbers."""
    return decisions_for(reader).filter(year=year, taken_at__isnull=False).order_by("number")


def taken_in_the_open() -> QuerySet[Decision]:
    """What the whole town reads, whoever asks: the newest first."""
    return decisions_for(Reader()).filter(taken_at__isnull=False).order_by("-taken_at", "-pk")


def _standing_at(
    rows: QuerySet[Decision], state: State, *, now: datetime, on: date
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
    taken, revokes = rows.filter(taken_at__isnull=False), Q(tie=Tie.REVOKES.value)
    revoked = taken.filter(pk__in=endings(on=on).filter(revokes).values("earlier"))
    if state is State.REVOKED:
        return revoked
    replaced = taken.filter(pk__in=endings(on=on).exclude(revokes).values("earlier"))
    if state is State.REPLACED:
        return replaced.exclude(pk__in=endings(on=on).filter(revokes).values("earlier"))
    stands = taken.exclude(pk__in=endings(on=on).values("earlier"))
    over = Q(ends_on__isnull=False, ends_on__lte=on)
    if state is State.LAPSED:
        return stands.filter(over)
    to_come = Q(effective_on__gt=on)
    return stands.filter(to_come if state is State.TO_COME else ~to_come).exclude(over)


def holding(rows: QuerySet[Decision], question: str, reader: Reader) -> QuerySet[Decision]:
    """Inside, the words of the making count too; outside, only for those one wrote."""
    if reader.is_member:
        return rows.filter(pk__in=numbers_found(KIND, Depth.INSIDE, question))
    holds = Q(pk__in=numbers_found(KIND, Depth.OPEN, question))
    if reader.person_id:
        own = Q(author_id=reader.person_id)
        holds |= own & Q(pk__in=numbers_found(KIND, Depth.INSIDE, question))
    return rows.filter(holds)


def find(question: str, seeker: Seeker) -> Found:
    """Those that say it in their title first, then the newest."""
    reader = reader_of(seeker.person, on=day_of(seeker.now))
    rows = holding(Decision.objects.filter(may_read(reader)), question, reader)
    in_title = When(pk__in=numbers_found(KIND, Depth.TITLE, question), then=Value(True))
    titled = Case(in_title, default=Value(False), output_field=BooleanField())
    first = rows.annotate(titled=titled).order_by("-titled", *NEWEST)[:FIRST]
    return Found(
        [_line(one) for one in first.defer("question", "context", "intention", "reasons")], rows.count(),
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
