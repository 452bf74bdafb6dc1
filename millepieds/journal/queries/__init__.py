from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from civics.disclosure import publishable
from millepieds.core.deeds import DEEDS, Audience
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.rules import commitment

COMMITTED = (
    "actor_kind", "actor_id", "typed_by_id", "about_id", "subject_type", "subject_id", "circle_id",
    "mandate_id", "facts",
)  # fmt: skip


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
    """The wall of the register: each deed's audience, and nothing sealed."""
    seen = Q(deed__in=_of(Audience.TOWN))
    if reader.is_member:
        seen |= Q(deed__in=_of(Audience.MEMBERS))
    if reader.circle_ids:
        seen |= Q(deed__in=_of(Audience.CIRCLE), particulars__circle_id__in=reader.circle_ids)
    if reader.person_id is not None:
        me = [reader.person_id, *reader.merged_ids]
        mine = (
            Q(particulars__actor_id__in=me)
            | Q(particulars__about_id__in=me)
            | Q(particulars__typed_by_id__in=me)
        )
        seen |= mine & ~Q(deed__in=_of(Audience.SEALED))
    return seen


def register(reader: Reader, wanted: Wanted = Wanted()) -> QuerySet[Entry]:
    """What this reader may read, newest first, with all a line shows."""
    entries = Entry.objects.filter(may_read(reader)).select_related(
        "particulars__actor", "particulars__about", "particulars__typed_by"
    )
    if wanted.deed:
        entries = entries.filter(deed=wanted.deed)
    if wanted.circle_id is not None:
        entries = entries.filter(particulars__circle_id=wanted.circle_id)
    if wanted.person_ids is not None:
        who = wanted.person_ids
        entries = entries.filter(Q(particulars__actor__in=who) | Q(particulars__about__in=who))
    if wanted.before is not None:
        entries = entries.filter(number__lt=wanted.before)
    if wanted.since:
        entries = entries.filter(happened_at__date__gte=wanted.since)
    if wanted.until:
        entries = entries.filter(happened_at__date__lte=wanted.until)
    return entries.order_by("-number")


@dataclass(frozen=True)
class SealedMonth:
    month: date
    count: int


def sealed_by_month() -> list[SealedMonth]:
    """Sealed deeds are only counted, by month; a month with too few would tell of someone."""
    months = (
        Entry.objects.filter(deed__in=_of(Audience.SEALED))
        .annotate(month=TruncMonth("happened_at"))
        .values("month")
        .annotate(count=Count("number"))
        .order_by("-month")
    )
    counts = {row["month"].date().isoformat(): row["count"] for row in months}
    shown = publishable(counts, with_total=False).cells
    return [
        SealedMonth(date.fromisoformat(month), count) for month, count in shown.items() if count
    ]


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
