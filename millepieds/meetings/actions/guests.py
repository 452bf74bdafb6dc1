"""Someone without an account comes to what is open to the town, and is forgotten soon after."""

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.actions.places import (
    forget_letters_to,
    give_free_places,
    keep_needs,
    let_go,
    take_place,
    tell,
)
from millepieds.meetings.models import Guest, Headcount, Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.guests import sum_of, to_forget, who_comes
from millepieds.meetings.rules import coming as rules
from millepieds.meetings.rules.needs import Wanted
from millepieds.meetings.rules.terms import CALL
from millepieds.people.queries import person_behind


@transaction.atomic
def come_as_guest(
    meeting: Meeting, name: str, address: str, wanted: Wanted, *, by: Actor
) -> SignUp:
    """A place or the end of the line. The same address again is the same place: its letter says so."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    refuse_if(rules.refusal_to_come_as_guest(meeting, now=at))
    if row := _already(meeting, address):
        tell(row, "signed_up", again=True)
        return row
    guest = Guest.objects.create(meeting=meeting, name=name, address=address.lower())
    row = take_place(meeting, wanted, at=at, guest=guest)
    record(
        deeds.SIGNED_UP, meeting, by=by, at=at, circle_id=meeting.circle_id,
        waiting=row.place is None,
    )  # fmt: skip
    tell(row, "signed_up")
    return row


@transaction.atomic
def change_guest_needs(guest: Guest, wanted: Wanted, *, by: Actor) -> None:
    at = the_moment()
    row = SignUp.objects.select_related("meeting", "guest").get(guest_id=guest.pk)
    refuse_if(rules.refusal_when_over(row.meeting, now=at))
    keep_needs(row, wanted, at=at)
    record(deeds.NEEDS_SAID, row.meeting, by=by, at=at, circle_id=row.meeting.circle_id)


@transaction.atomic
def withdraw_guest(guest: Guest, *, by: Actor) -> None:
    """Name, address and needs go at once, and the place to whoever has waited longest."""
    at = the_moment()
    row = SignUp.objects.select_related("meeting", "guest").get(guest_id=guest.pk)
    let_go(row, at=at)
    record(deeds.WITHDRAWN, row.meeting, by=by, at=at, circle_id=row.meeting.circle_id)
    give_free_places(row.meeting, at=at)


@transaction.atomic
def read_names(meeting: Meeting, *, by: Actor) -> list[SignUp]:
    """Who comes, and what each needs: for whoever calls these meetings, and each reading is told."""
    at = the_moment()
    ground = ground_to(CALL, by=by, circle_id=meeting.circle_id, on=day_of(at))
    record(
        deeds.NAMES_READ, meeting, by=by, at=at, circle_id=meeting.circle_id, ground=ground
    )  # fmt: skip
    return who_comes(meeting)


@transaction.atomic
def forget_guests(*, by: Actor) -> int:
    """Once the time of the rule is over: names, addresses and needs go, numbers stay."""
    at = the_moment()
    meetings = to_forget(now=at)
    for meeting in meetings:
        told = sum_of(meeting)
        Headcount.objects.get_or_create(
            meeting=meeting, defaults={**vars(told), "counted_at": at}
        )  # fmt: skip
        rows = SignUp.objects.filter(meeting=meeting)
        rows.filter(guest__isnull=False).delete()
        guests = Guest.objects.filter(meeting=meeting)
        for guest in guests:
            forget_letters_to(guest)
        guests.delete()
        rows.update(children=0, ages="", needs=[], in_words="")
        record(
            deeds.GUESTS_ERASED, meeting, by=by, at=at, circle_id=meeting.circle_id,
            guests=told.guests, children=told.children,
        )  # fmt: skip
    return len(meetings)


def _already(meeting: Meeting, address: str) -> SignUp | None:
    """The place of this address: a guest's, or that of whoever it is known for."""
    rows = coming_to(meeting).select_related("person", "guest", "meeting")
    known = person_behind(address)
    mine = rows.filter(person=known).first() if known else None
    return mine or rows.filter(guest__address=address.lower()).first()
