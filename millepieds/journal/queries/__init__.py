from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache, wraps
from itertools import pairwise
from typing import Any, ParamSpec, TypeVar

from django.db.models import Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from civics.disclosure import publishable
from millepieds.core.clock import day_of, midnight_of
from millepieds.core.deeds import DEEDS, Audience
from millepieds.core.reading import asked_once, reading
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.rules import commitment

COMMITTED = (
    "actor_kind", "actor_id", "typed_by_id", "about_id", "subject_type", "subject_id", "circle_id",
    "mandate_id", "facts",
)  # fmt: skip


EDGE = timedelta(days=3)
P = ParamSpec("P")
T = TypeVar("T")
ANSWERS_KEPT = 8  # to each question: those of today, and of the days of the past last looked at
_kept: list[Callable[[], None]] = []


@asked_once
def last_line() -> tuple[int, str]:
    """Where the house stands: every deed adds a line, and each line is bound under a key of its own."""
    return Entry.objects.order_by("-number").values_list("number", "commitment").first() or (0, "")


def until_a_deed(question: Callable[P, T]) -> Callable[P, T]:
    """What the whole movement shares has the same answer until the next line of the journal.

    For circles, roles, rules, the charter, and the numbers of mandates: no name, nothing said to one
    person, no right of one person. During a deed nothing is kept, and every question is asked again.
    """

    @lru_cache(maxsize=ANSWERS_KEPT)
    def kept(_line: tuple[int, str], args: tuple[object, ...], named: tuple[object, ...]) -> T:
        return question(*args, **dict(named))  # type: ignore[arg-type]

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        if not reading():
            return question(*args, **kwargs)
        answer: T = kept(last_line(), args, tuple(sorted(kwargs.items())))
        return answer

    _kept.append(kept.cache_clear)
    return ask


def forget_what_was_kept() -> None:
    """As a server that has just started."""
    for forget in _kept:
        forget()


@dataclass(frozen=True)
class Reader:
    """Whoever opens the register, and what that lets them see."""

    person_id: int | None = None
    is_member: bool = False
    circle_ids: Collection[int] = ()
    merged_ids: Collection[int] = ()  # accounts that became one with theirs


@dataclass(frozen=True)
class Wanted:
    """The filters of the register's page."""

    deed: str = ""
    circle_id: int | None = None
    person_ids: Collection[int] | None = None
    before: int | None = None  # older than this number
    since: date | None = None
    until: date | None = None


def committed(particulars: Particulars) -> dict[str, object]:
    return {name: getattr(particulars, name) for name in COMMITTED}


def _of(audience: Audience) -> list[str]:
    return [deed.key for deed in DEEDS.values() if deed.audience == audience]


def may_read(reader: Reader) -> Q:
    """The wall of the register: each deed's audience, and nothing sealed. It reads `told`, the deed."""
    members = _of(Audience.MEMBERS) if reader.is_member else []
    seen = Q(told__in=[*_of(Audience.TOWN), *members])
    if reader.circle_ids:
        seen |= Q(told__in=_of(Audience.CIRCLE), particulars__circle_id__in=reader.circle_ids)
    if reader.person_id is not None:
        me = [reader.person_id, *reader.merged_ids]
        mine = (
            Q(particulars__actor__id__in=me)
            | Q(particulars__about__id__in=me)
            | Q(particulars__typed_by__id__in=me)
        )
        seen |= mine & ~Q(told__in=_of(Audience.SEALED))
    return seen


Edge = tuple[Any, Any] | None  # a moment, and the number of the line nearest to it


def register(reader: Reader, wanted: Wanted = Wanted()) -> QuerySet[Entry]:
    """What this reader may read, newest first, with all a line shows."""
    return register_within(reader, wanted, *edges_of(wanted))


def edges_of(wanted: Wanted) -> tuple[Edge, Edge]:
    """The days asked for, as moments and numbers."""
    first = last = None
    if wanted.since:
        begins = midnight_of(_told(wanted.since))
        first = begins, _first_since(begins)
    if wanted.until:
        ends = midnight_of(_told(wanted.until) + timedelta(days=1))
        last = ends, _last_before(ends)
    return first, last


def register_within(reader: Reader, wanted: Wanted, first: Edge, last: Edge) -> QuerySet[Entry]:
    # most deeds are open to most readers: walking back from the last line finds a page at once, where an
    # index on deeds would fetch them all to sort them; so the wall does not read the column itself
    told = Entry.objects.annotate(told=Coalesce("deed", Value("")))
    entries = told.filter(may_read(reader)).select_related("particulars")
    if wanted.deed:
        entries = entries.filter(deed=wanted.deed)
    if wanted.circle_id is not None:
        entries = entries.filter(particulars__circle_id=wanted.circle_id)
    if wanted.person_ids is not None:
        who = wanted.person_ids
        entries = entries.filter(
            Q(particulars__actor__id__in=who) | Q(particulars__about__id__in=who)
        )
    if wanted.before is not None:
        entries = entries.filter(number__lt=wanted.before)
    if first:
        entries = entries.filter(happened_at__gte=first[0], number__gte=first[1])
    if last:
        entries = entries.filter(happened_at__lt=last[0], number__lte=last[1])
    # the same number, on the side whose index has it already in order
    return entries.order_by("-number" if wanted.circle_id is None else "-particulars__entry_id")


def _told(day: date) -> date:
    """A day that has a midnight in every time zone, and a day after it."""
    return min(max(day, date.min + EDGE), date.max - EDGE)


@until_a_deed
def _first_since(moment: datetime) -> int:
    """Nothing is looked for before this number. Found among these days, in an index that holds both: some
    lines were written down later, and numbers do not follow the days."""
    found = Entry.objects.filter(happened_at__gte=moment).order_by()
    return found.aggregate(edge=Min(Coalesce("number", Value(0))))["edge"] or 0


@until_a_deed
def _last_before(moment: datetime) -> int:
    found = Entry.objects.filter(happened_at__lt=moment).order_by()
    return found.aggregate(edge=Max(Coalesce("number", Value(0))))["edge"] or 0


@dataclass(frozen=True)
class SealedMonth:
    month: date
    count: int


@until_a_deed
def sealed_by_month() -> list[SealedMonth]:
    """Sealed deeds are only counted, by month of the town, from an index that holds all it needs.

    A month with too few would tell of someone: it is left out.
    """
    rows = Entry.objects.filter(deed__in=_of(Audience.SEALED))
    days = rows.aggregate(first=Min("happened_at"), last=Max("happened_at"))
    if days["first"] is None:
        return []
    months = _months(day_of(days["first"]), day_of(days["last"]))
    counts = [
        rows.filter(happened_at__gte=midnight_of(month), happened_at__lt=midnight_of(after))
        .order_by()
        .values(which=Value(number))
        .annotate(count=Count("pk"))
        for number, (after, month) in enumerate(pairwise(months))
    ]
    found = counts[0].union(*counts[1:], all=True).order_by("which")
    by_month = {months[row["which"] + 1].isoformat(): row["count"] for row in found}
    shown = publishable(by_month, with_total=False).cells
    return [
        SealedMonth(date.fromisoformat(month), count) for month, count in shown.items() if count
    ]


def _months(first: date, last: date) -> list[date]:
    """The first day of each month between these two days, the last first, after the one that follows."""
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    return [date(n // 12, n % 12 + 1, 1) for n in reversed(span)]


@dataclass(frozen=True)
class Verdict:
    """What checking the whole journal found."""

    entries: int = 0
    forgotten: int = 0
    gaps: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.gaps and not self.broken


def verify() -> Verdict:
    """Walk the journal: numbers follow each other, every commitment not forgotten is right."""
    entries = forgotten = 0
    gaps: list[int] = []
    broken: list[int] = []
    for entry in _walk():
        entries += 1
        if entry.number != entries + len(gaps):
            gaps.append(entry.number)
        particulars = getattr(entry, "particulars", None)  # someone may have taken them out
        if particulars and particulars.forgotten_at:
            forgotten += 1
        elif not particulars or not _holds(entry, particulars):
            broken.append(entry.number)
    return Verdict(entries, forgotten, gaps, broken)


def _walk() -> Iterator[Entry]:
    return Entry.objects.select_related("particulars").order_by("number").iterator(chunk_size=2000)


def _holds(entry: Entry, particulars: Particulars) -> bool:
    return entry.commitment == commitment(
        number=entry.number, deed=entry.deed, happened_at=entry.happened_at, key=particulars.key,
        particulars=committed(particulars),
    )  # fmt: skip
