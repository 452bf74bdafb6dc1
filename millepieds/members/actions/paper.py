"""For whoever has no screen: sheets typed in for them, letters carried to them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, noon_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.models import Letter
from millepieds.letters.queries import to_carry
from millepieds.members import deeds
from millepieds.members.actions import knock
from millepieds.members.models import District, Membership
from millepieds.members.rules import (
    WELCOME,
    refusal_to_date,
    refusal_to_hand_over,
)
from millepieds.people.actions import give_consent, meet
from millepieds.people.rules import MEMBERSHIP, PHONE_CALLS, Channel, Way


@dataclass(frozen=True)
class Sheet:
    """What someone wrote on paper, or said out loud, to knock at the door."""

    name: str
    address: str
    phone: str
    calls: bool  # they agree to be called
    district: District | None
    languages: str
    wishes: str
    needs: Collection[str]
    channel: Channel
    said_on: date


@transaction.atomic
def type_in(sheet: Sheet, *, by: Actor) -> Membership:
    """Type in someone's sheet: they are met, they agree, they knock, all by the hand of a welcomer.

    Nobody proved the address: it waits, and opens their account the day its mailbox proves it. Whether
    it is already someone's is not looked at, so that typing tells nothing.
    """
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    refuse_if(refusal_to_date(sheet.said_on, today=day_of(at)))
    unknown = replace(actors.OUTSIDER, typed_by_id=by.person_id)
    person = meet(
        sheet.name, sheet.address, proved=False, phone=sheet.phone,
        reach=Way.MAIL if sheet.address else Way.PHONE if sheet.phone else Way.PAPER, by=unknown,
    )  # fmt: skip
    they = replace(actors.person(person), typed_by_id=by.person_id)
    said_at = at if sheet.said_on == day_of(at) else noon_of(sheet.said_on)
    for purpose in [MEMBERSHIP, PHONE_CALLS] if sheet.calls else [MEMBERSHIP]:
        give_consent(person, purpose, channel=sheet.channel, given_at=said_at, by=they)
    membership = knock(
        person, district=sheet.district, languages=sheet.languages, wishes=sheet.wishes,
        needs=sheet.needs, asked_at=said_at, by=they,
    )  # fmt: skip
    record(
        deeds.SHEET_TYPED_IN, membership, by=by, at=at, about=person.pk, ground=ground,
        channel=sheet.channel,
    )  # fmt: skip
    return membership


@transaction.atomic
def hand_over(letter: Letter, *, by: Actor) -> None:
    """Printed and given, or read aloud on the phone: like a mail sent, it keeps no text."""
    at = the_moment()
    ground = ground_to(WELCOME, by=by, on=day_of(at))
    refuse_if(refusal_to_hand_over(waits=to_carry().filter(pk=letter.pk).exists()))
    letter.sent_at, letter.text, letter.html, letter.calendar = at, "", "", ""
    letter.save(update_fields=["sent_at", "text", "html", "calendar"])
    record(deeds.LETTER_HANDED_OVER, letter, by=by, at=at, about=letter.person_id, ground=ground)
