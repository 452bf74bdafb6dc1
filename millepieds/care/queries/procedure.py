"""Who was heard, who stood beside them, what was decided about someone, who answers their appeal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from millepieds.care.models import Opening, Report, Sanction, Stage
from millepieds.care.queries.reading import kept_by, powers_of
from millepieds.care.queries.sealed import motive, named_in, noted, said_in
from millepieds.care.rules.fairness import still_reading
from millepieds.care.rules.terms import RECEIVE, Taken
from millepieds.circles.queries.authority import who_may
from millepieds.core.clock import day_of
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind, own_ids
from millepieds.tensions.rules.terms import MEDIATE


def was_heard(report: Report, person: Person | None = None) -> bool:
    """The person who reported, or this one who is named."""
    if person is None:
        return report.stages.filter(kind=Taken.HEARD_AUTHOR.value).exists()
    return _any_about(report.stages.filter(kind=Taken.HEARD_NAMED.value), report, person)


def decided_since(proposed: Stage, report: Report, person: Person) -> bool:
    """Whether two people took this person out, for this report, while this proposal waited."""
    rows = report.stages.filter(kind=Taken.DECIDED.value, pk__gt=proposed.pk)
    return _any_about(rows, report, person)


def _any_about(stages: Iterable[Stage], report: Report, person: Person) -> bool:
    theirs = set(own_ids(person))
    return any(noted(stage, report).about_id in theirs for stage in stages)


def beside(report: Report) -> set[int]:
    """Every account of whoever stood beside someone at a hearing: they decide nothing in it."""
    stood = {pk for stage in report.stages.all() for pk in noted(stage, report).support_ids}
    return {account for pk in stood for account in accounts_behind(pk)}


def answerers(sanction: Sanction, *, on: date) -> set[int]:
    """Others than whoever decided, than both parties and than who stood beside them."""
    two = (sanction.decided_by_id, sanction.agreed_by_id)
    near = (*two, sanction.suspension.person_id)
    apart = {account for pk in near if pk for account in accounts_behind(pk)}
    report = Report.objects.filter(pk=motive(sanction).report_id).first()
    if report:
        apart |= {*accounts_behind(report.author_id), *named_in(report), *beside(report)}
    care = {one.person_id for one in who_may(RECEIVE, on=on)} - apart
    return care or {one.person_id for one in who_may(MEDIATE, on=on)} - apart


def sanctions() -> QuerySet[Sanction]:
    return Sanction.objects.select_related(
        "suspension__person", "decided_by", "agreed_by", "answered_by"
    )


@dataclass(frozen=True)
class Pronounced:
    """A sanction with what its page says: to whom it is about, who decided, who may answer the appeal."""

    sanction: Sanction
    reason: str  # these three are nothing, while it is not open before this reader
    appeal: str
    answer: str
    openings: Sequence[Opening]  # for the person it is about
    mine: bool
    is_open: bool
    may_answer: bool
    in_force: bool


def has_opened(sanction: Sanction, person_id: int) -> bool:
    return sanction.openings.filter(person_id=person_id).exists()


def pronounced(sanction: Sanction, person: Person, *, now: datetime) -> Pronounced | None:
    """For anyone else, it does not exist."""
    on = day_of(now)
    suspension = sanction.suspension
    mine = suspension.person_id == person.pk
    may = sanction.appealed_at is not None and person.pk in answerers(sanction, on=on)
    answered = sanction.answered_by_id == person.pk
    decided = person.pk in (sanction.decided_by_id, sanction.agreed_by_id)
    if not (mine or may or answered or decided):
        return None
    lifted = suspension.lifted_on is not None and suspension.lifted_on <= on
    openings = list(sanction.openings.select_related("person"))
    last = max((one.opened_at for one in openings if one.person_id == person.pk), default=None)
    is_open = mine or (bool(powers_of(person.pk, on=on)) and still_reading(last, now=now))
    return Pronounced(
        sanction, motive(sanction).words if is_open else "",
        said_in(sanction, "sealed_appeal") if is_open else "",
        said_in(sanction, "sealed_answer") if is_open else "", openings if mine else (), mine,
        is_open, may and sanction.answered_at is None, on < suspension.ends_on and not lifted,
    )  # fmt: skip


@until_a_deed
def appeals_wait() -> bool:
    return Sanction.objects.filter(appealed_at__isnull=False, answered_at=None).exists()


@until_a_deed
def people_sanctioned() -> frozenset[int]:
    """Their numbers: nobody else is asked about."""
    return frozenset(Sanction.objects.order_by().values_list("suspension__person_id", flat=True))


def about(person: Person, *, on: date) -> list[Sanction]:
    """What holds about this person today, to read and to appeal."""
    if person.pk not in people_sanctioned():
        return []
    rows = sanctions().filter(suspension__person=person, suspension__ends_on__gt=on)
    return list(rows.filter(suspension__lifted_on=None))


def to_answer(person: Person, *, on: date) -> list[Sanction]:
    """Appeals that wait for this person, among others."""
    if not appeals_wait():
        return []
    waiting = sanctions().filter(appealed_at__isnull=False, answered_at=None)
    return [one for one in waiting if person.pk in answerers(one, on=on)]


@until_a_deed
def proposals_wait() -> bool:
    return Stage.objects.filter(
        kind=Taken.PROPOSED.value, answer=None, report__closed_at=None
    ).exists()


def to_second(person: Person, *, on: date) -> list[Stage]:
    """Sanctions that another proposes, and that wait for this person or for one more."""
    if not proposals_wait():
        return []
    kept = {
        one.report_id for one in kept_by(person, on=on) if one.person_id not in beside(one.report)
    }
    rows = Stage.objects.filter(kind=Taken.PROPOSED.value, answer=None, report__closed_at=None)
    rows = rows.filter(report__in=kept).exclude(person__in=own_ids(person))
    return list(rows.select_related("report"))
