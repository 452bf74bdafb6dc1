"""Which reports of mandates are due, which are late, and who reads those that were given."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext

from millepieds.charter.queries import rule
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import ITS_END, circles_held, stands_inside
from millepieds.circles.queries.structure import last_names, structure
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of
from millepieds.core.lists import day_in_words
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import decisions_for, reader_of
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.meetings.models import MandateReport
from millepieds.meetings.rules import reporting as rules
from millepieds.meetings.rules.reporting import READERS, REPORT_EVERY, REPORT_GRACE, STAYS, Due
from millepieds.meetings.rules.terms import Openness
from millepieds.members.queries import end_of
from millepieds.people.models import Person

ON_A_LINE = ("openness", "written_at", "author__name", "mandate__role__key")


@dataclass(frozen=True)
class ToReport:
    """A mandate whose next report comes, is there, or is late."""

    mandate_id: int
    person_id: int
    role_id: int
    circle_id: int
    due_on: date
    stands: Due


@until_a_deed
def to_report(on: date, every: int | None = None, grace: int | None = None) -> list[ToReport]:
    """Of every mandate held or ended within a year by someone still here: numbers, no name.

    Under the rules of the day, or those that someone wonders about.
    """
    rule_every = rule(REPORT_EVERY, on=on) if every is None else every
    days_of_grace = rule(REPORT_GRACE, on=on) if grace is None else grace
    rows = Mandate.objects.filter(
        accepted_at__isnull=False, starts_on__lte=on, membership__left_at=None,
        ends_on__gt=on - timedelta(days=STAYS),
    ).select_related(*ITS_END)  # fmt: skip
    given = dict(MandateReport.objects.values_list("mandate").annotate(last=Max("written_at")))
    roles, found = structure(on).roles, []
    for one in rows.order_by("pk"):
        over_on, last = one.over_on, given.get(one.pk)
        if over_on <= one.starts_on or over_on <= on - timedelta(days=STAYS):
            continue
        said = roles[one.role_id].report_days if one.role_id in roles else None
        due = rules.due_on(
            day_of(last) if last else one.starts_on, every=said or rule_every, over_on=over_on
        )
        if due is None:
            continue
        found.append(
            ToReport(
                one.pk, one.person_id, one.role_id, one.role.circle_id, due,
                rules.stands(due, grace=days_of_grace, on=on),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on, one.mandate_id))


@until_a_deed
def waiting_of(on: date) -> dict[int, list[ToReport]]:
    """The reports that are expected or late, by the number of whoever owes them."""
    found: dict[int, list[ToReport]] = defaultdict(list)
    for one in to_report(on):
        if one.stands is not Due.LATER:
            found[one.person_id].append(one)
    return dict(found)


@until_a_deed
def late_reports(*, on: date) -> list[ToReport]:
    return [one for one in to_report(on) if one.stands is Due.LATE]


@dataclass(frozen=True)
class LateShown:
    """A late report, with the names of its role and of who owes it."""

    mandate: Mandate
    role_name: str
    due_on: date


def late_shown(late: Sequence[ToReport], *, on: date) -> list[LateShown]:
    """Nothing is asked when nothing is late."""
    if not late:
        return []
    rows = Mandate.objects.select_related("person").in_bulk([one.mandate_id for one in late])
    names = names_of_roles({one.role_id for one in late}, on=on)
    return [LateShown(rows[one.mandate_id], names[one.role_id], one.due_on) for one in late]


def names_of_roles(ids: Collection[int], *, on: date) -> dict[int, str]:
    """Today's, kept until a deed; the last one of those that are closed."""
    roles = structure(on).roles
    names = {pk: roles[pk].name for pk in ids if pk in roles}
    old = set(ids) - names.keys()
    return names | last_names(set(), old)[1] if old else names


def reports_read_by(actor: Actor, *, on: date) -> QuerySet[MandateReport]:
    """The members' for members, a circle's for whoever holds a mandate there; always one's own."""
    rows = MandateReport.objects.select_related("mandate__role", "author")
    if actor.person_id is None:
        return rows.none()
    seen = Q(author_id=actor.person_id)
    if stands_inside(actor.person_id, on=on):
        mine = circles_held(actor.person_id, on=on)
        seen |= Q(openness=Openness.MEMBERS.value) | Q(mandate__role__circle_id__in=mine)
    return rows.filter(seen)


@dataclass(frozen=True)
class ReportLine:
    """A report in a list: what it says is on its page."""

    report: MandateReport
    role_name: str

    @property
    def openness(self) -> str:
        return gettext(READERS[Openness(self.report.openness)])

    @property
    def day(self) -> str:
        return day_in_words(day_of(self.report.written_at))


def report_lines(rows: Sequence[MandateReport], *, on: date) -> list[ReportLine]:
    names = names_of_roles({one.mandate.role_id for one in rows}, on=on)
    return [ReportLine(one, names[one.mandate.role_id]) for one in rows]


def since(mandate: Mandate) -> datetime:
    """The moment from which the next report speaks."""
    last = MandateReport.objects.filter(mandate=mandate).aggregate(last=Max("written_at"))["last"]
    return last or end_of(mandate.starts_on - timedelta(days=1))


def decided_under(
    mandate_id: int, reader: Reader, *, after: datetime, until: datetime
) -> list[Decision]:
    """What was decided in this perimeter meanwhile: nobody chooses what their report leaves out."""
    rows = decisions_for(reader).filter(
        taken_under_id=mandate_id, taken_at__gt=after, taken_at__lte=until
    )
    return list(rows.order_by("taken_at"))


def decided_in(report: MandateReport, person: Person, *, on: date) -> list[Decision]:
    """Those that this reader may read."""
    return decided_under(
        report.mandate_id, reader_of(person, on=on), after=report.since_at,
        until=report.written_at,
    )  # fmt: skip
