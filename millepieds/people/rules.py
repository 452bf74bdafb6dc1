"""What a person may choose about themself. Plain Python."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Protocol, TypeVar

from millepieds.core.deeds import HouseKey
from millepieds.core.refusals import Refusal
from millepieds.core.words import _


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


class Rhythm(StrEnum):
    """How often the house may write, apart from what I asked for myself."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"


RHYTHMS: dict[Rhythm, str] = {
    Rhythm.EACH: _("as things happen"),
    Rhythm.DAILY: _("once a day at most"),
    Rhythm.WEEKLY: _("once a week"),
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
class Purpose:
    """What the movement asks leave for: the words, and their version. New words ask again."""

    key: HouseKey
    version: int
    title: str
    text: str


MEMBERSHIP = HouseKey("membership")
NAME_IN_TOWN = HouseKey("name-in-town")
PHONE_CALLS = HouseKey("phone-calls")

PURPOSES: Mapping[str, Purpose] = {
    purpose.key: purpose
    for purpose in [
        Purpose(
            MEMBERSHIP,
            1,
            _("Keep what I wrote, so that someone can welcome me"),
            _(
                "My name, my address and my answers are read by the people who welcome, and by "
                "nobody outside the movement. Without this, the movement cannot answer me."
            ),
        ),
        Purpose(
            NAME_IN_TOWN,
            1,
            _("Show my name to the town when I hold a public role"),
            _(
                "Members always see who holds what. Outside, the page says “someone” unless I "
                "agree here. I can change my mind at any time, for past roles too."
            ),
        ),
        Purpose(
            PHONE_CALLS,
            1,
            _("Call me on the phone"),
            _("The people who welcome me and the people I hold a role with may call me."),
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


def agreed_to(purpose: str, ledger: Collection[Agreement], *, now: datetime) -> bool:
    """Whether today's words were agreed to, and not taken back."""
    return agreement_to(purpose, ledger, now=now) is not None


# An address is proved by a code: sent to it, typed back. Whose address it is plays no part.

CODE_LASTS = timedelta(minutes=15)
CODE_TRIES = 5


class Aim(StrEnum):
    """What a code is asked for. A code asked for one aim serves no other."""

    ENTER = "enter"
    ADD = "add"
    AGAIN = "again"


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


def refusal_to_add(address: str, *, own: Collection[str], others: bool) -> Refusal | None:
    """Asked only once the address is proved: whoever reads its mail may know that it is taken."""
    if others:
        return Refusal(
            _("This address already opens another account here."),
            article="trust.consent",
            instead=_("Enter with this address to see it, and remove it there first."),
        )
    if address not in own and len(own) >= MOST_ADDRESSES:
        return Refusal(
            _("You already have five addresses."),
            article="trust.consent",
            instead=_("Remove one, then add this one."),
        )
    return None


def refusal_to_remove(*, left: int, reach: Way) -> Refusal | None:
    if not left and reach is Way.MAIL:
        return Refusal(
            _("You asked to be reached by mail, and this is your only address."),
            article="trust.consent",
            instead=_("Add another address first, or choose another way to be reached."),
        )
    return None
