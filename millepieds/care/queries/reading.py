"""Who may receive a report, who may read it, and what a page shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from civics.disclosure import publishable
from millepieds.care.models import Keeper, OutsideContact, Reading, Report, Stage
from millepieds.care.queries.sealed import Noted, named_first, named_in, noted, words_of
from millepieds.care.rules import fairness
from millepieds.care.rules.terms import (
    CATEGORIES,
    FEWEST_KEEPERS,
    OF_INVITATIONS,
    RECEIVE,
    Category,
    State,
    Taken,
)
from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.mandates import in_force
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, midnight_of
from millepieds.core.refusals import Refused
from millepieds.journal.queries import until_a_deed
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind, own_ids
from millepieds.tensions.rules.terms import MEDIATE


def still_mine(report: Report, *, by: Actor) -> Report:
    """As the table has it under the write lock, for its author and nobody else."""
    if report.author_id != by.person_id:
        raise Refused(fairness.refusal_to_speak_for_the_author())
    return Report.objects.prefetch_related("keepers").get(pk=report.pk)


def reports_of(person_id: int) -> QuerySet[Report]:
    return Report.objects.filter(author_id=person_id)


def kept_by(person: Person, *, on: date) -> list[Keeper]:
    """The reports entrusted to this person, but those in which they are named: these do not exist."""
    if not is_member(person.pk, on=on):
        return []
    mine = own_ids(person)
    rows = Keeper.objects.filter(person=person).select_related("report__author")
    return [
        row for row in rows
        if fairness.may_receive(
            mine, author_ids=[row.report.author_id], named=named_first(row.report)
        )
    ]  # fmt: skip


def keeper_of(report_id: int, person: Person, *, on: date) -> Keeper | None:
    return next((one for one in kept_by(person, on=on) if one.report_id == report_id), None)


def received_by(row: Report, *, by: Actor, on: date) -> Keeper:
    """Whoever the report was entrusted to, and whom it does not name, as the tables have it now."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    keeper = keeper_of(row.pk, person, on=on) if person else None
    if keeper is None:
        raise Refused(fairness.refusal_to_speak_for_the_author())
    return keeper


def powers_of(person_id: int, *, on: date) -> set[str]:
    """By which of its two powers someone may receive today."""
    return {
        power
        for power in (RECEIVE, MEDIATE)
        if any(ground.person_id == person_id for ground in who_may(power, on=on))
    }


def eligible(report: Report, *, on: date) -> dict[int, str]:
    """Who may receive it, and by which power: care mandates; fewer than two, mediators of other circles.

    Never its author, never someone named. Other circles are those where nobody named holds a mandate.
    """
    apart = {*accounts_behind(report.author_id), *named_in(report)}
    care = {one.person_id: RECEIVE for one in who_may(RECEIVE, on=on) if one.person_id not in apart}
    if len(care) >= FEWEST_KEEPERS:
        return care
    theirs = in_force(on).filter(person__in=named_in(report))
    near = set(theirs.order_by().values_list("role__circle_id", flat=True))
    others = {
        one.person_id: MEDIATE
        for one in who_may(MEDIATE, on=on)
        if one.person_id not in apart and one.circle_id not in near
    }
    return {**others, **care}


def outside_contact() -> OutsideContact | None:
    """The last one named, for everyone who enters."""
    return OutsideContact.objects.first()


def few_receive(report: Report, *, on: date) -> bool:
    """Whether fewer than two people whose mandate it is may receive this one today."""
    care = [power for power in eligible(report, on=on).values() if power == RECEIVE]
    return len(care) < FEWEST_KEEPERS


def people_to_choose(report: Report, *, on: date) -> list[Person]:
    """Those of them who do not have it yet."""
    has_it = {one.person_id for one in report.keepers.all()}
    ids = set(eligible(report, on=on)) - has_it
    return list(Person.objects.filter(pk__in=ids).order_by("name", "pk"))


@dataclass(frozen=True)
class Told:
    """A stage, with its words for whoever may read them."""

    stage: Stage
    noted: Noted | None
    about: str
    waits: bool = False  # a sanction proposed, that nobody has answered
    may_second: bool = False


@dataclass(frozen=True)
class Shown:
    """A report with what its page says of it to one reader."""

    report: Report
    state: State
    keepers: Sequence[Keeper]
    readings: Sequence[Reading]
    mine: bool
    keeper: Keeper | None
    may_still: bool  # this keeper's mandate is in force
    words: str  # nothing, while it is not open before this reader
    named: Sequence[Person]
    stages: Sequence[Told]


def shown(report: Report, person: Person, *, now: datetime) -> Shown | None:
    """For its author, or for someone who received it and is not named; for anyone else, nothing."""
    on = day_of(now)
    mine = report.author_id == person.pk
    keeper = None if mine else keeper_of(report.pk, person, on=on)
    if not mine and keeper is None:
        return None
    may_still = keeper is not None and keeper.power in powers_of(person.pk, on=on)
    readings = list(report.readings.select_related("person"))
    last = max((one.read_at for one in readings if one.person_id == person.pk), default=None)
    is_open = mine or (may_still and fairness.still_reading(last, now=now))
    keepers = list(report.keepers.select_related("person"))
    return Shown(
        report, fairness.state(report, keepers=len(keepers), readings=len(readings)), keepers,
        readings, mine, keeper, may_still, words_of(report) if is_open else "",
        list(Person.objects.filter(pk__in=named_in(report), merged_into=None)) if is_open else (),
        _stages(report, reader=person if is_open and not mine else None),
    )  # fmt: skip


def _stages(report: Report, *, reader: Person | None) -> list[Told]:
    """Its author reads what was done and when; whoever received it, in which words and who was invited."""
    rows = list(report.stages.select_related("person"))
    if reader is None:
        rows = [one for one in rows if one.kind not in OF_INVITATIONS]
    answered = {one.answers_id for one in rows}
    waiting = {one.pk for one in rows if one.kind == Taken.PROPOSED and one.pk not in answered}
    if reader is None:
        return [Told(one, None, "", waits=one.pk in waiting) for one in rows]
    mine, said = own_ids(reader), [noted(one, report) for one in rows]
    names = dict(
        Person.objects.filter(pk__in={one.about_id for one in said}).values_list("pk", "name")
    )
    return [
        Told(
            row, one, names.get(one.about_id or 0, ""), row.pk in waiting,
            row.pk in waiting and row.person_id not in mine and report.closed_at is None,
        )
        for row, one in zip(rows, said, strict=True)
    ]  # fmt: skip


def has_read(report: Report, person_id: int) -> bool:
    return report.readings.filter(person_id=person_id).exists()


@until_a_deed
def people_awaited() -> frozenset[int]:
    """The numbers of those who have a report to open: nobody else is asked about."""
    read = Reading.objects.values("report", "person")
    waiting = Keeper.objects.filter(report__closed_at=None).values_list("report", "person")
    opened = {(one["report"], one["person"]) for one in read}
    return frozenset(person for report, person in waiting if (report, person) not in opened)


def to_open(person: Person, *, on: date) -> list[Keeper]:
    """What waits for this person to open it."""
    if person.pk not in people_awaited():
        return []
    read = set(Reading.objects.filter(person=person).values_list("report_id", flat=True))
    return [
        one for one in kept_by(person, on=on)
        if one.report_id not in read and one.report.closed_at is None
    ]  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """How many people reported this last year; None where that would tell of someone."""

    says: str
    people: int | None


@until_a_deed
def figures(*, on: date) -> list[Figure]:
    """Of last year, by category, under the floor of publication: no total to subtract from."""
    january = on.replace(month=1, day=1)
    over = Report.objects.filter(
        reported_at__gte=midnight_of(january.replace(year=on.year - 1)),
        reported_at__lt=midnight_of(january),
    )
    told = over.order_by().values("category").annotate(people=Count("author", distinct=True))
    counts = {one.value: 0 for one in Category} | {row["category"]: row["people"] for row in told}
    cells = publishable(counts, with_total=False).cells
    if not any(cells.values()):
        return []
    return [Figure(CATEGORIES[Category(key)], people or None) for key, people in cells.items()]
