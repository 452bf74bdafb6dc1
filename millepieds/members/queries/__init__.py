from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils.timezone import make_aware
from django.utils.translation import gettext, ngettext

from millepieds.charter.models import Signature
from millepieds.charter.queries import OwnTime, signing_time, signing_times_of
from millepieds.charter.rules import value_kept
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.authority import grounds
from millepieds.core.clock import day_of, midnight_of
from millepieds.core.prepared import Given, prepared
from millepieds.core.reading import asked_once
from millepieds.journal.queries import until_a_deed
from millepieds.members.models import District, Membership, Suspension
from millepieds.members.rules import (
    ANSWER_APPEALS,
    LONGEST_WAIT,
    NEEDS,
    WELCOME,
    is_late,
    last_day_to_contact,
    refusal_to_take_over,
)
from millepieds.people.models import Person

A_PAGE = 20


def end_of(on: date) -> datetime:
    """The midnight that closes a day in town."""
    return make_aware(datetime.combine(on + timedelta(days=1), time()))


ON, END = Given("on", DateField()), Given("on", DateTimeField(), then=end_of)
PERSON = Given("person", IntegerField())


def members_on(on: date) -> QuerySet[Membership]:
    """The memberships in force on a day."""
    return members(on, end_of(on), signing_time(on=on).enough)


def members(on: date | Given, end: datetime | Given, enough: Sequence[int]) -> QuerySet[Membership]:
    """Signed, not left when the day ends, a version that is enough signed in time, not suspended.

    This is the one place that says who is a member; mandates, votes and pages all ask here.
    """
    signed = Signature.objects.filter(
        person=OuterRef("person"), version__in=enough, signed_at__lt=end
    )
    return Membership.objects.filter(
        Q(left_at=None) | Q(left_at__gte=end),
        Exists(signed),
        ~Exists(suspended_on(on).filter(person=OuterRef("person"))),
        signed_at__lt=end,
    )


def suspended_on(on: date | Given) -> QuerySet[Suspension]:
    """Suspensions in force on a day: begun, not over, not lifted."""
    rows = Suspension.objects.filter(starts_on__lte=on, ends_on__gt=on)
    return rows.filter(Q(lifted_on=None) | Q(lifted_on__gt=on))


def membership_in_force(person_id: int, *, on: date) -> Membership | None:
    rows = _of_one(signing_time(on=on).enough)(on=on, person=person_id)
    return rows[0] if rows else None


@prepared
def _of_one(enough: Sequence[int]) -> QuerySet[Membership]:
    return members(ON, END, enough).filter(person_id=PERSON)


@asked_once
def is_member(person_id: int, *, on: date) -> bool:
    return membership_in_force(person_id, on=on) is not None


def open_membership(person: Person) -> Membership | None:
    """The period under way, member or not yet."""
    return (
        Membership.objects.filter(person=person, left_at=None, refused_at=None)
        .select_related("district")
        .first()
    )


def periods_to_leave(person: Person) -> list[Membership]:
    """The period under way first, then requests that were refused: what leaving closes."""
    rows = Membership.objects.filter(person=person, left_at=None)
    return list(rows.order_by(F("refused_at").asc(nulls_first=True), "-asked_at"))


def last_membership(person: Person) -> Membership | None:
    """The period under way, or the last one."""
    return Membership.objects.filter(person=person).order_by("-asked_at").first()


def people_in_the_movement(*, on: date) -> list[Person]:
    """Every member on that day, to write to all of them."""
    rows = members_on(on).select_related("person").order_by("person_id")
    return [row.person for row in rows]


def asked_to_sign(*, on: date) -> dict[OwnTime, list[Person]]:
    """Whoever has signed a charter but not the one in force, suspended or not, by what it asks of them."""
    rows = Membership.objects.filter(left_at=None, signed_at__lt=end_of(on)).order_by("person_id")
    people = {row.person_id: row.person for row in rows.select_related("person")}
    asked: dict[OwnTime, list[Person]] = {}
    for pk, own in signing_times_of(people, on=on).items():
        if own.to_sign:
            asked.setdefault(own, []).append(people[pk])
    return asked


def districts() -> QuerySet[District]:
    return District.objects.all()


@dataclass(frozen=True)
class Knock:
    """Someone at the door, as the people who welcome see it."""

    membership: Membership
    days: int
    late: bool

    @property
    def taken_on(self) -> bool:
        return bool(self.membership.promised_at or self.membership.contacted_at)

    @property
    def told(self) -> str:
        """Since when they wait, and who has written to them or will."""
        days = ngettext("%(days)s day ago", "%(days)s days ago", self.days) % {"days": self.days}
        row, who = self.membership, ""
        if row.contacted_by:
            who = gettext("%(name)s has written to them") % {"name": row.contacted_by}
        elif row.promised_by:
            who = gettext("%(name)s writes to them") % {"name": row.promised_by}
        return f"{days} · {who}" if who else days


@dataclass(frozen=True)
class Door:
    """The queue of the welcome: a page of who waits, who was promised a word, who appeals."""

    page: Page[Membership]
    waiting: Sequence[Knock]
    promised: Sequence[Knock]
    appeals: Sequence[Knock]

    @property
    def count(self) -> int:
        return self.page.paginator.count + len(self.promised) + len(self.appeals)


def _asking() -> QuerySet[Membership]:
    return Membership.objects.filter(left_at=None, refused_at=None, welcomed_at=None)


def count_waiting() -> int:
    return _asking().count()


@until_a_deed
def without_contact_since(day: date) -> int:
    """How many knocked before that day and have been spoken to by nobody yet."""
    return _asking().filter(contacted_at=None, asked_at__lt=midnight_of(day)).count()


def _appealing() -> QuerySet[Membership]:
    return Membership.objects.filter(
        appealed_at__isnull=False, appeal_answered_at=None, left_at=None
    )


ON_A_SHEET = (
    "asked_at", "promised_at", "contacted_at", "welcomed_at", "opened_under", "wishes", "appeal",
    "person__name", "promised_by__name", "contacted_by__name",
)  # fmt: skip


def at_the_door(*, now: datetime, page: str | None = None) -> Door:
    queue, on = queue_at_the_door(on=day_of(now)), day_of(now)
    promised = Q(promised_at__isnull=False) | Q(contacted_at__isnull=False)
    paginator = Paginator(_in_order(_asking().exclude(promised)), A_PAGE)
    paginator.count = queue.waiting
    waiting = paginator.get_page(page)
    return Door(
        waiting, [_knock(row, on=on) for row in waiting],
        [_knock(row, on=on) for row in _in_order(_asking().filter(promised))] if queue.promised else [],
        [_knock(row, on=on) for row in _in_order(_appealing())] if queue.appeals else [],
    )  # fmt: skip


def _in_order(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    named = rows.select_related("person", "promised_by", "contacted_by")
    return named.only(*ON_A_SHEET).order_by("asked_at")


@dataclass(frozen=True)
class Queue:
    """How many wait at the door: no name."""

    waiting: int
    promised: int
    forgotten: int  # someone said that they would write, and the day is past
    appeals: int
    late: bool


@until_a_deed
def queue_at_the_door(*, on: date) -> Queue:
    knocks = [_knock(row, on=on) for row in _asking().only(*ON_A_SHEET[:5])]
    promised = [knock for knock in knocks if knock.taken_on]
    return Queue(
        len(knocks) - len(promised), len(promised), sum(knock.late for knock in promised),
        _appealing().count(), any(knock.late for knock in knocks),
    )  # fmt: skip


def _knock(row: Membership, *, on: date) -> Knock:
    return Knock(row, (on - day_of(row.asked_at)).days, is_behind(row, on=on))


def last_day_told(membership: Membership) -> date:
    """The day by which someone said they would be written to, when they knocked."""
    wait = value_kept(membership.opened_under, LONGEST_WAIT)
    return last_day_to_contact(day_of(membership.asked_at), wait)


def is_behind(membership: Membership, *, on: date) -> bool:
    return is_late(membership, last_day=last_day_told(membership), today=on)


def keeps_the_door(person: Person | None, *, on: date) -> bool:
    return person is not None and may_welcome(actors.person(person), on=on)


def may_take_over(membership: Membership, actor: Actor, *, on: date) -> bool:
    no = refusal_to_take_over(
        membership, promised_by="", taker_id=actor.person_id, late=is_behind(membership, on=on),
        may_still=keeps_the_door(membership.promised_by, on=on),
    )  # fmt: skip
    return no is None


def may_welcome(actor: Actor, *, on: date) -> bool:
    return bool(grounds(actor, WELCOME, on=on))


def may_stand_at_the_door(actor: Actor, *, on: date) -> bool:
    """Whoever welcomes, and whoever answers appeals."""
    return may_welcome(actor, on=on) or may_answer_appeals(actor, on=on)


def may_answer_appeals(actor: Actor, *, on: date) -> bool:
    return bool(grounds(actor, ANSWER_APPEALS, on=on))


@until_a_deed
def count_members(*, on: date) -> int:
    return members_on(on).count()


def needs_in_words(membership: Membership) -> list[str]:
    return [gettext(words) for need, words in NEEDS.items() if need in membership.needs]
