"""What a person may choose about themself. Plain Python."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Protocol, TypeVar

from millepieds.core.actors import Actor, ActorKind
from millepieds.core.deeds import HouseKey
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.people.rules.rhythms import RHYTHMS as RHYTHMS
from millepieds.people.rules.rhythms import Rhythm as Rhythm


class Gender(StrEnum):
    """Declared by the person, only for the balance shown about the whole group."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNSAID = "unsaid"


GENDERS: dict[Gender, str] = {
    Gender.UNSAID: _("I would rather not say"),
    Gender.WOMAN: _("a woman"),
    Gender.MAN: _("a man"),
    Gender.OTHER: _("another answer"),
}


class Way(StrEnum):
    """How to be reached."""

    MAIL = "mail"
    PHONE = "phone"
    PAPER = "paper"


WAYS: dict[Way, str] = {
    Way.MAIL: _("by mail"),
    Way.PHONE: _("by phone"),
    Way.PAPER: _("by a printed letter"),
}


# Languages people speak here, each in its own name: not words to translate.
TONGUES: dict[str, str] = {
    "fr": "français", "oc": "occitan", "ar": "العربية", "ber": "tamaziɣt", "en": "English",
    "es": "español", "ca": "català", "it": "italiano", "pt": "português", "tr": "Türkçe",
}  # fmt: skip


class Channel(StrEnum):
    """By which way a consent was given or withdrawn."""

    WEB = "web"
    PAPER = "paper"
    VOICE = "voice"
    MAIL = "mail"


CHANNELS: dict[Channel, str] = {
    Channel.WEB: _("on this site"),
    Channel.PAPER: _("on paper"),
    Channel.VOICE: _("out loud, noted by a welcomer"),
    Channel.MAIL: _("by mail"),
}


@dataclass(frozen=True)
class Words:
    """What is asked, as the person reads it when they agree."""

    title: str
    text: str


@dataclass(frozen=True)
class Purpose:
    """What the movement asks leave for, version after version: the last one is asked today.

    Words that people agreed to never change: new ones are a new version, and ask again.
    """

    key: HouseKey
    versions: tuple[Words, ...]
    given_on: str = ""  # the pages that give and take back, where agreeing is more than a click
    taken_back_on: str = ""

    @property
    def version(self) -> int:
        return len(self.versions)

    @property
    def words(self) -> Words:
        return self.versions[-1]


MEMBERSHIP = HouseKey("membership")
NAME_IN_TOWN = HouseKey("name-in-town")
PHONE_CALLS = HouseKey("phone-calls")

PURPOSES: Mapping[str, Purpose] = {
    purpose.key: purpose
    for purpose in [
        Purpose(
            MEMBERSHIP,
            (
                Words(
                    _("Keep and read what I wrote, to welcome me"),
                    _(
                        "The people who welcome read my name, how to reach me and my answers; nobody "
                        "outside the movement does. Without this, nobody could answer me. I can take "
                        "it back at any time: while I wait at the door, my request is then closed; "
                        "once I am a member, it means leaving."
                    ),
                ),
            ),
            given_on="members:join",
            taken_back_on="members:leave",
        ),
        Purpose(
            NAME_IN_TOWN,
            (
                Words(
                    _("Show my name to the town"),
                    _(
                        "Members always see who holds what. Outside, “Who decides what” and the lines "
                        "of the register that are open to the town say “someone”. If I agree here, "
                        "they say my name: for every role I hold or held, and for what I did. I can "
                        "change my mind at any time, for what is past too."
                    ),
                ),
            ),
        ),
        Purpose(
            PHONE_CALLS,
            (
                Words(
                    _("Call me on the phone"),
                    _(
                        "The people who welcome see my number and may call me: to welcome me, or to "
                        "read me a letter that the house could not send by mail. Nobody else sees it."
                    ),
                ),
            ),
        ),
    ]
}


class Agreement(Protocol):
    """A row of the consent ledger, as the rule reads it."""

    @property
    def purpose(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def given_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


Row = TypeVar("Row", bound=Agreement)


def agreement_to(purpose: str, ledger: Collection[Row], *, now: datetime) -> Row | None:
    """The row by which today's words are agreed to, if one is."""
    for row in ledger:
        said = row.purpose == purpose and row.version == PURPOSES[purpose].version
        if said and row.given_at <= now and (row.withdrawn_at is None or now < row.withdrawn_at):
            return row
    return None


# An address is proved by a code: sent to it, typed back. Whose address it is plays no part.

CODE_LASTS = timedelta(minutes=15)
CODE_TRIES = 5


class Aim(StrEnum):
    """What a code is asked for. A code asked for one aim serves no other."""

    ENTER = "enter"
    KNOCK = "knock"
    COME = "come"
    ADD = "add"
    AGAIN = "again"
    MERGE = "merge"


@dataclass(frozen=True)
class Code:
    address: str
    digits: str
    sent_at: datetime
    key: str  # tells this code from the others, and says nothing of the address
    going_to: str = ""

    @property
    def good_until(self) -> datetime:
        return self.sent_at + CODE_LASTS

    @property
    def spaced(self) -> str:
        """Read aloud two by two, like a phone number."""
        return " ".join(self.digits[i : i + 2] for i in range(0, len(self.digits), 2))


class Answer(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LATE = "late"
    SPENT = "spent"


ANSWERS: dict[Answer, str] = {
    Answer.WRONG: _("This is not the code we sent last. Check the six digits in the mail."),
    Answer.LATE: _("This code is more than 15 minutes old. Ask for another one below."),
    Answer.SPENT: _("Five tries: this code no longer works. Ask for another one below."),
}


def answer_to(code: Code, typed: str, *, tries_left: bool, now: datetime) -> Answer:
    if not tries_left:
        return Answer.SPENT
    if now >= code.good_until:
        return Answer.LATE
    if not compare_digest(digits_in(typed), digits_in(code.digits)):
        return Answer.WRONG
    return Answer.RIGHT


def digits_in(typed: str) -> str:
    """Six digits, however spaced, on whichever keyboard: `48 39 20`, `48.39.20`, `٤٨٣٩٢٠`."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdigit())


MOST_ADDRESSES = 5


def refusal_to_act_for(person_id: int, *, by: Actor, may_type_in: bool) -> Refusal | None:
    """What is one's own is done by oneself, by the hand of someone who welcomes, or by a job."""
    if by.kind is ActorKind.JOB:
        return None
    if by.person_id == person_id and (by.typed_by_id is None or may_type_in):
        return None
    return Refusal(
        _("Nobody does this for someone else."),
        article="trust.consent",
        who=Who.ONESELF,
        instead=_(
            "Each person does it for themself, or on paper: someone who welcomes types it in."
        ),
    )


def refusal_to_add(address: str, *, own: Collection[str], others: bool) -> Refusal | None:
    """Asked only once the address is proved: whoever reads its mail may know that it is taken."""
    if others:
        return Refusal(
            _("This address already opens another account here."), article="trust.consent", who=Who.YOU,
            instead=_("If it is yours too, make one account of the two, from the page “My addresses”."),
        )  # fmt: skip
    if address not in own and len(own) >= MOST_ADDRESSES:
        return Refusal(
            _("You already have five addresses."), article="trust.consent", who=Who.YOU,
            instead=_("Remove one, then add this one."),
        )  # fmt: skip
    return None


def refusal_to_remove(*, left: int, reach: Way) -> Refusal | None:
    if not left and reach is Way.MAIL:
        return Refusal(
            _("You asked to be reached by mail, and this is your only address."), article="trust.consent",
            who=Who.YOU,
            instead=_("Add another address first, or choose another way to be reached."),
        )  # fmt: skip
    return None
