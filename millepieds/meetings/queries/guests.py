"""Guests, the links of their letters, and what must be ready for everyone who comes."""

from datetime import date, datetime

from django.core import signing
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from millepieds.charter.queries import rule
from millepieds.charter.rules import value_kept
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.queries.mandates import in_force
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of
from millepieds.meetings.models import Guest, Headcount, Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.rules.needs import GUESTS_KEPT, Sum, erased_on, summed
from millepieds.meetings.rules.terms import CALL, Openness
from millepieds.members.queries import is_member, members_on

GUEST = "meetings.guest"


def token_of(guest: Guest) -> str:
    """What a letter to a guest carries: it opens the page of their own place, without an account."""
    return signing.dumps(guest.pk, salt=GUEST)


def number_in(token: str) -> int | None:
    """The guest whom a letter was written to, still here or not; none if no letter says that."""
    try:
        pk: int = signing.loads(token, salt=GUEST)
    except signing.BadSignature:
        return None
    return pk


def guest_behind(token: str, *, now: datetime) -> Guest | None:
    """The link of a letter lives until the end of the meeting."""
    rows = Guest.objects.select_related("meeting", "sign_up")
    return rows.filter(pk=number_in(token) or 0, meeting__ends_at__gt=now).first()


def calls_it(actor: Actor, meeting: Meeting, *, on: date) -> bool:
    """Whether the names of those who come are theirs to read."""
    if actor.person_id is None:
        return False
    return meeting.circle_id in circles_reached(actor.person_id, CALL, on=on)


def prepares_it(actor: Actor, meeting: Meeting, *, on: date) -> bool:
    """Whoever accepted a duty reads what must be ready, and no name; as long as they are a member."""
    if actor.person_id is None or not is_member(actor.person_id, on=on):
        return False
    return meeting.turns.filter(person_id=actor.person_id).exists()


def sum_of(meeting: Meeting) -> Sum:
    """What must be ready; once everyone is forgotten, the numbers that were kept."""
    if kept := Headcount.objects.filter(meeting=meeting).first():
        return Sum(kept.come, kept.wait, kept.guests, kept.children, kept.needs)
    return summed(row.asked for row in coming_to(meeting))


def who_comes(meeting: Meeting) -> list[SignUp]:
    return list(coming_to(meeting).select_related("person", "guest"))


def may_no_longer_come(*, now: datetime) -> QuerySet[SignUp]:
    """Places in meetings to come, of people who are no longer members or read them no more."""
    on = day_of(now)
    rows = SignUp.objects.filter(
        meeting__starts_at__gt=now, meeting__cancelled_at=None, withdrawn_at=None,
        person__isnull=False,
    )  # fmt: skip
    holds_there = in_force(on).filter(
        person_id=OuterRef("person_id"), role__circle_id=OuterRef("meeting__circle_id")
    )
    still = rows.filter(
        ~Q(meeting__openness=Openness.CIRCLE.value) | Q(meeting__called_by=F("person"))
        | Exists(holds_there),
        person_id__in=members_on(on).values("person_id"),
    )  # fmt: skip
    return rows.exclude(pk__in=still.values("pk")).select_related("meeting")


def where_some_wait(*, now: datetime) -> QuerySet[Meeting]:
    waiting = SignUp.objects.filter(place=None, withdrawn_at=None)
    rows = Meeting.objects.filter(starts_at__gt=now, cancelled_at=None)
    return rows.filter(pk__in=waiting.values("meeting_id"))


def to_forget(*, now: datetime) -> list[Meeting]:
    """Meetings over for so long that who came, and what they needed, is no longer anyone's to know."""
    on, today_s = day_of(now), rule(GUESTS_KEPT, on=day_of(now))
    personal = Q(guest__isnull=False) | Q(children__gt=0) | ~Q(needs=[]) | ~Q(in_words="")
    rows = SignUp.objects.filter(personal, meeting__ends_at__lt=now).select_related("meeting")
    promised: dict[Meeting, list[int]] = {}
    for row in rows:
        said = [value_kept(row.opened_under, GUESTS_KEPT)] if row.opened_under else []
        promised.setdefault(row.meeting, []).extend(said)
    return [
        meeting
        for meeting, days in promised.items()
        if erased_on(day_of(meeting.ends_at), days, today_s=today_s) <= on
    ]
