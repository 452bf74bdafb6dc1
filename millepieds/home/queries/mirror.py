"""What the group sees of itself: load, hours, and who waits too long, as figures that tell of nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, localtime

from millepieds.charter.queries import rule
from millepieds.circles.queries.mandates import free_seats
from millepieds.circles.queries.organigram import SpreadOfPower, spread_of_power
from millepieds.circles.queries.standing import standing
from millepieds.circles.queries.structure import CircleThen, structure
from millepieds.circles.rules.spread import FEWEST_OF_EACH, Spread, spread
from millepieds.circles.rules.terms import MOST_MANDATES
from millepieds.core.actors import ActorKind
from millepieds.core.clock import midnight_of
from millepieds.home.models import MonthOfMeetings
from millepieds.home.rules.mirror import (
    TOO_LONG_AT_THE_DOOR,
    Month,
    Voices,
    Waiting,
    lived,
    two_months_before,
    voices,
)
from millepieds.journal.models import Particulars
from millepieds.journal.queries import until_a_deed
from millepieds.meetings.models import Attendance, Meeting
from millepieds.meetings.queries.reporting import late_reports
from millepieds.members.queries import without_contact_since
from millepieds.people.models import Person
from millepieds.people.rules import Gender
from millepieds.tensions.queries.reading import not_opened_since
from millepieds.tensions.rules.terms import REMINDER


@dataclass(frozen=True)
class Mirror:
    """The load of today, the last whole month, and what waits too long."""

    load: SpreadOfPower
    month: Month
    newcomers: Waiting
    tensions: Waiting
    tension_days: int  # what our rule calls too long
    voices: Voices
    balance: MonthOfMeetings | None  # the last one noted


def mirror(*, on: date) -> Mirror:
    days = rule(REMINDER, on=on)
    return Mirror(
        spread_of_power(on), last_month(on.replace(day=1)),
        Waiting(without_contact_since(on - TOO_LONG_AT_THE_DOOR)),
        Waiting(not_opened_since(on - timedelta(days=days))), days, last_voices(on.replace(day=1)),
        MonthOfMeetings.objects.first(),
    )  # fmt: skip


@dataclass(frozen=True)
class CircleMirror:
    """The same of one circle, for those who carry it."""

    circle: CircleThen
    load: Spread
    free: int
    carries_much: bool  # someone here holds more than the rule warns about, all circles counted
    warns_above: int
    late: int  # reports of its mandates
    month: Month
    voices: Voices


def mirror_of(circle_id: int, *, on: date) -> CircleMirror | None:
    """Nothing of a circle that is closed. The circles inside it have their own."""
    plan, most = structure(on), rule(MOST_MANDATES, on=on)
    if circle_id not in plan.circles:
        return None
    roles = {role.pk for role in plan.roles_of(circle_id)}
    everywhere = Counter(one.person_id for one in standing(on))
    here = Counter(one.person_id for one in standing(on) if one.role_id in roles)
    loaded = any(everywhere[person] > most for person in here)
    month = on.replace(day=1)
    return CircleMirror(
        plan.circles[circle_id], spread(here.values(), warns_above=most),
        sum(seats for role, seats in free_seats(on).items() if role in roles),
        loaded and len(here) >= FEWEST_OF_EACH, most,
        sum(one.circle_id == circle_id for one in late_reports(on=on)),
        last_month(month, circle_id), last_voices(month, circle_id),
    )  # fmt: skip


@until_a_deed
def last_month(until: date, circle_id: int | None = None) -> Month:
    """Of a month that is over, everywhere or in a circle: read again tomorrow, its figures are the same."""
    since = (until - timedelta(days=1)).replace(day=1)
    rows = Particulars.objects.filter(
        actor_kind=ActorKind.PERSON, actor__isnull=False,
        entry__happened_at__gte=midnight_of(since), entry__happened_at__lt=midnight_of(until),
        **({"circle_id": circle_id} if circle_id else {}),
    )  # fmt: skip
    deeds = rows.values_list("actor_id", "entry__happened_at").iterator()
    return lived(since, ((person or 0, localtime(at)) for person, at in deeds))


@until_a_deed
def last_voices(until: date, circle_id: int | None = None) -> Voices:
    """Of the two months that are over: how many were in the rooms, spoke, came for the first time.

    Rooms forget who spoke and keep how many: nothing else is read. Two accounts made one are one person.
    """
    since = two_months_before(until)
    held = Meeting.objects.filter(
        cancelled_at=None, starts_at__gte=midnight_of(since), ends_at__lt=midnight_of(until),
        **({"circle_id": circle_id} if circle_id else {}),
    )  # fmt: skip
    rooms = held.values_list("sitting__present", "sitting__heard")
    counted = [(present, heard or 0) for present, heard in rooms if present]
    days = [(first, last) for _, first, last in _who_came(until, circle_id)]
    return voices(since, counted, days, held=len(rooms))


def _who_came(until: date, circle_id: int | None = None) -> list[tuple[int, date, date]]:
    """Each person whom minutes of these two months name as present, with their first and last day ever."""
    rows = Attendance.objects.filter(
        present=True, minutes__meeting__cancelled_at=None,
        minutes__meeting__ends_at__lt=midnight_of(until),
        **({"minutes__meeting__circle_id": circle_id} if circle_id else {}),
    )  # fmt: skip
    days = rows.values(who=Coalesce("person__merged_into", "person")).annotate(
        first=Min("minutes__meeting__starts_at"), last=Max("minutes__meeting__starts_at")
    )
    found = days.filter(last__gte=midnight_of(two_months_before(until)))
    return [
        (who, localdate(first), localdate(last))
        for who, first, last in found.values_list("who", "first", "last")
    ]


def declared_in_meetings(until: date) -> list[int]:
    """Of those who came: how many say they are a woman, a man, something else. Never shown: noted."""
    people = [who for who, _, _ in _who_came(until)]
    said = Counter(Person.objects.filter(pk__in=people).values_list("gender", flat=True))
    return [said[gender.value] for gender in (Gender.WOMAN, Gender.MAN, Gender.OTHER)]
