"""Parts of the deeds of whoever comes: a place taken, kept, let go, and given to who waits first."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from millepieds.charter.queries import opened_under
from millepieds.charter.rules import value_kept
from millepieds.core import actors
from millepieds.core.clock import day_of
from millepieds.journal.actions import record
from millepieds.letters.actions import take_back_outside, write, write_outside, write_to_all
from millepieds.meetings import deeds
from millepieds.meetings.models import Guest, Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to, places_taken
from millepieds.meetings.queries.guests import token_of
from millepieds.meetings.queries.ics import in_a_letter
from millepieds.meetings.rules import coming as rules
from millepieds.meetings.rules.needs import GUESTS_KEPT, Wanted, erased_on, known_needs


def take_place(
    meeting: Meeting, wanted: Wanted, *, at: datetime, person_id: int | None = None,
    guest: Guest | None = None,
) -> SignUp:  # fmt: skip
    """The lowest free number, whoever asks; without one, the end of the line."""
    row = SignUp(meeting=meeting, person_id=person_id, guest=guest, asked_at=at)
    row.place = rules.free_place(places_taken(meeting), capacity=meeting.capacity)
    keep_needs(row, wanted, at=at)
    return row


def keep_needs(row: SignUp, wanted: Wanted, *, at: datetime) -> None:
    """With the time for which they are kept, as it stands today."""
    row.children, row.ages, row.in_words = wanted.children, wanted.ages, wanted.in_words
    row.needs = known_needs(wanted.needs)
    row.opened_under = row.opened_under or opened_under(GUESTS_KEPT, on=day_of(at))
    row.save()


def let_go(row: SignUp, *, at: datetime) -> None:
    """Whoever no longer comes needs nothing; of a guest, nothing is left."""
    if row.guest:
        row.delete()
        forget_letters_to(row.guest)
        row.guest.delete()
        return
    row.withdrawn_at, row.children, row.ages, row.needs, row.in_words = at, 0, "", [], ""
    row.save()


def forget_letters_to(guest: Guest) -> None:
    take_back_outside(_letters_of(guest))


def _letters_of(guest: Guest) -> str:
    """How the keys of their letters begin."""
    return f"meetings.guest:{guest.pk}:"


def give_free_places(meeting: Meeting, *, at: datetime) -> None:
    """Each to whoever has waited longest, with a letter; none once the meeting has begun."""
    if rules.refusal_when_over(meeting, now=at):
        return
    for row in coming_to(meeting).filter(place=None).select_related("person", "guest"):
        place = rules.free_place(places_taken(meeting), capacity=meeting.capacity)
        if place is None:
            return
        row.place = place
        row.save(update_fields=["place"])
        record(
            deeds.PLACE_GIVEN, meeting, by=actors.JOB, at=at, about=row.person_id,
            circle_id=meeting.circle_id,
        )  # fmt: skip
        tell(row, "place_given", key=f"meetings.place:{row.pk}")


def tell_all(
    meeting: Meeting, rows: Iterable[SignUp], letter: str, *, key: str, **about: object
) -> None:  # fmt: skip
    """The same news to several who come, or to several who wait: each with the calendar they may have."""
    told = list(rows)
    if not told:
        return
    people = [row.person for row in told if row.person]
    write_to_all(
        people, f"meetings/letters/{letter}", in_a_letter(meeting, told[0]), key=key,
        meeting=meeting, **about,
    )  # fmt: skip
    for row in told:
        if row.guest:
            tell(row, letter, key=key, **about)


def tell(row: SignUp, letter: str, *, key: str = "", **about: object) -> None:
    """Write to whoever comes: in the house, or at the address a guest gave."""
    about |= {"meeting": row.meeting, "row": row}
    calendar = in_a_letter(row.meeting, row)
    if row.person:
        write(row.person, f"meetings/letters/{letter}", calendar, key=key, **about)
    elif row.guest:
        days = value_kept(row.opened_under, GUESTS_KEPT)
        write_outside(
            row.guest.address, f"meetings/letters/{letter}_outside", calendar,
            f"{_letters_of(row.guest)}{key or token_hex(8)}", name=row.guest.name,
            token=token_of(row.guest),
            forgotten_on=erased_on(day_of(row.meeting.ends_at), [days], today_s=days), **about,
        )  # fmt: skip
