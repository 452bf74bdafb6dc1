"""The register of decisions: those this reader may read, by words, circle, year and state."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext

from millepieds.core.clock import day_of
from millepieds.core.leafing import Leaf, leaf, leaf_of
from millepieds.core.lists import day_in_words
from millepieds.core.prepared import Given, given_numbers, numbered, prepared
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import decisions_for, endings, may_read, reader_of
from millepieds.decisions.rules.terms import State, Tie
from millepieds.journal.queries import Reader
from millepieds.members.queries import ON, PERSON
from millepieds.search.queries.finding import holding
from millepieds.search.queries.kinds import Found, Line, Seeker
from millepieds.search.rules import Depth

KIND, FIRST, A_PAGE = "decision", 10, 20
BESIDE_A_LINE = (
    "author", "role", "taken_under__person", "taken_under__role__circle", "taken_under__membership",
)  # fmt: skip
ON_A_LINE = (
    "title", "year", "number", "asked_at", "answer_until", "dropped_at", "taken_at", "effective_on",
    "review_on", "ends_on", "author__name", "author__erased_at", "role__circle",
    "taken_under__person__name", "taken_under__person__erased_at", "taken_under__starts_on",
    "taken_under__ends_on", "taken_under__ended_on", "taken_under__ended_how",
    "taken_under__membership__left_at", "taken_under__role__closed_on",
    "taken_under__role__circle__closed_on",
)  # fmt: skip
NOW = Given("now", DateTimeField())
IN_A_FEW_WORDS = ("title", "year", "number", "opened_at", "taken_at")
# those being made above, then the newest: said so that the index of each database keeps this order
NEWEST = (IsNull(F("taken_at"), True).desc(), F("taken_at").desc(), F("id").desc())


def found(
    reader: Reader, wanted: Mapping[str, Any], *, now: datetime | Given, on: date | Given
) -> QuerySet[Decision]:
    """The newest first, those being made above. A page asks for a few of their numbers, then `on_lines`."""
    rows = Decision.objects.filter(may_read(reader))
    if wanted.get("circle"):
        rows = rows.filter(role__circle_id=wanted["circle"])
    if wanted.get("year"):
        rows = rows.filter(year=wanted["year"])
    if question := (wanted.get("q") or "").strip():
        rows = that_hold(rows, question, reader)
    if wanted.get("state"):
        rows = _standing_at(rows, wanted["state"], now=now, on=on)
    if wanted.get("late"):  # the day first: what ends it is asked of those few
        rows = _standing_at(rows.filter(review_on__lte=on), State.IN_FORCE, now=now, on=on)
    return rows.order_by(*NEWEST)


def page_of(
    reader: Reader, wanted: Mapping[str, Any], number: str | None, *, now: datetime, on: date
) -> Leaf[Decision]:
    """One page of what is found: its numbers first, so that what is skipped is never opened."""
    if wanted.get("q"):
        rows = found(reader, wanted, now=now, on=on).values_list("pk", flat=True)
        page = leaf(rows, number, size=A_PAGE)
    else:
        page = leaf_of(_without_words(reader, wanted, now=now, on=on), number, size=A_PAGE)
    return Leaf(on_lines(page.object_list), page.number, page.has_next)


def _without_words(
    reader: Reader, wanted: Mapping[str, Any], *, now: datetime, on: date
) -> Callable[[int, int], list[int]]:
    """The same rows as `found`, put into SQL once for each shape of the question."""
    circle, year = wanted.get("circle"), wanted.get("year")
    shape = (
        reader.person_id is not None, reader.is_member, tuple(sorted(reader.circle_ids)),
        bool(circle), bool(year), wanted.get("state"), bool(wanted.get("late")),
    )  # fmt: skip
    values = {"person": reader.person_id, "circle": circle, "year": year, "now": now, "on": on}

    def between(first: int, last: int) -> list[int]:
        return [one.pk for one in _found(*shape, first, last)(**values)]

    return between


@prepared
def _found(
    signed_in: bool, inside: bool, circles: Sequence[int], circle: bool, year: bool,
    state: State | None, late: bool, first: int, last: int,
) -> QuerySet[Decision]:  # fmt: skip
    reader = Reader(PERSON if signed_in else None, inside, circles)  # type: ignore[arg-type]  # given later
    wanted = {
        "circle": Given("circle", IntegerField()) if circle else None,
        "year": Given("year", IntegerField()) if year else None,
        "state": state, "late": late,
    }  # fmt: skip
    return found(reader, wanted, now=NOW, on=ON).only("pk")[first:last]


@prepared
def _those(many: int) -> QuerySet[Decision]:
    rows = Decision.objects.filter(pk__in=given_numbers(many))
    return rows.select_related(*BESIDE_A_LINE).only(*ON_A_LINE)


def on_lines(numbers: Sequence[int]) -> list[Decision]:
    """These few, in their order, with what a line says of them: the wall let them through already."""
    found = {one.pk: one for one in _those(len(numbers))(**numbered(numbers))}
    return [found[pk] for pk in numbers]


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
    taken, revokes = rows.filter(taken_at__isnull=False), Q(tie=Tie.REVOKES.value)
    revoked = taken.filter(pk__in=endings(on=on).filter(revokes).values("earlier"))
    if state is State.REVOKED:
        return revoked
    replaced = taken.filter(pk__in=endings(on=on).exclude(revokes).values("earlier"))
    if state is State.REPLACED:
        return replaced.exclude(pk__in=endings(on=on).filter(revokes).values("earlier"))
    # asked of each row in its order: the first page walks over a few of them
    stands = taken.exclude(Exists(endings(on=on).filter(earlier=OuterRef("pk"))))
    over = Q(ends_on__isnull=False, ends_on__lte=on)
    if state is State.LAPSED:
        return stands.filter(over)
    to_come = Q(effective_on__gt=on)
    return stands.filter(to_come if state is State.TO_COME else ~to_come).exclude(over)


def that_hold(rows: QuerySet[Decision], question: str, reader: Reader) -> QuerySet[Decision]:
    """Inside, the words of the making count too; outside, only for those one wrote."""
    if reader.is_member:
        return rows.filter(holding(KIND, Depth.INSIDE, question))
    holds = holding(KIND, Depth.OPEN, question)
    if reader.person_id:
        own = Q(author_id=reader.person_id)
        holds |= own & holding(KIND, Depth.INSIDE, question)
    return rows.filter(holds)


def find(question: str, seeker: Seeker) -> Found:
    """Those that say it in their title first, then the newest. Nothing is counted."""
    reader = reader_of(seeker.person, on=day_of(seeker.now))
    readable = Decision.objects.filter(may_read(reader)).order_by(*NEWEST).only(*IN_A_FEW_WORDS)
    rows = that_hold(readable, question, reader)
    said = list(readable.filter(holding(KIND, Depth.TITLE, question))[: FIRST + 1])
    if len(said) <= FIRST:
        known = [one.pk for one in said]
        said += rows.exclude(pk__in=known)[: FIRST + 1 - len(said)]
    return Found(
        [_line(one) for one in said[:FIRST]], len(said) > FIRST,
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
