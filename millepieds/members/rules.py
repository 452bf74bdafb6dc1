"""From the door to the charter and out again. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.powers import Reach, power
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

WELCOME = power(
    "members.welcome", _("welcome those who knock at the door"),
    reach=Reach.MOVEMENT, also_called=_("welcome join newcomers members accept entry"),
    types_in=True,
)  # fmt: skip
ANSWER_APPEALS = power(
    "members.answer_appeals", _("answer the appeals of those who were refused"),
    reach=Reach.MOVEMENT, also_called=_("appeal refusal contest"),
)  # fmt: skip
LONGEST_WAIT = declare_rule(
    "members.longest_wait",
    _("Whoever knocks at the door is contacted by someone within %(value)s."),
    unit=Unit.DAYS, least=1, most=30, default=7, article="care.welcome",
)  # fmt: skip
SENIORITY_TO_VOTE = declare_rule(
    "members.seniority_to_vote",
    _("A member votes after %(value)s in the movement."),
    unit=Unit.DAYS, least=0, most=365, default=60, article="trust.honesty",
    waits_for=_("votes"),
)  # fmt: skip


class Need(StrEnum):
    """What would make it easier to come."""

    CHILDCARE = "childcare"
    ACCESS = "access"
    HOURS = "hours"
    LANGUAGE = "language"


NEEDS: dict[Need, str] = {
    Need.CHILDCARE: _("someone to mind my children"),
    Need.ACCESS: _("a place I can get into (wheelchair, hearing, sight…)"),
    Need.HOURS: _("other hours than weekday evenings"),
    Need.LANGUAGE: _("someone who speaks my language"),
}


@dataclass(frozen=True)
class Guest:
    """Someone to invite: a name, an address, nothing else."""

    name: str
    address: str


class Status(StrEnum):
    """Where someone stands. Each is a date on their membership, never a flag."""

    SUPPORTER = "supporter"
    WELCOMED = "welcomed"
    MEMBER = "member"
    REFUSED = "refused"
    LEFT = "left"


class Period(Protocol):
    """A membership, as the rules read it."""

    @property
    def asked_at(self) -> datetime: ...
    @property
    def promised_at(self) -> datetime | None: ...
    @property
    def promised_by_id(self) -> int | None: ...
    @property
    def contacted_at(self) -> datetime | None: ...
    @property
    def welcomed_at(self) -> datetime | None: ...
    @property
    def refused_at(self) -> datetime | None: ...
    @property
    def appealed_at(self) -> datetime | None: ...
    @property
    def appeal_answered_at(self) -> datetime | None: ...
    @property
    def refused_by_id(self) -> int | None: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def left_at(self) -> datetime | None: ...


def status(period: Period, *, now: datetime) -> Status:
    steps = [
        (period.left_at, Status.LEFT),
        (period.refused_at, Status.REFUSED),
        (period.signed_at, Status.MEMBER),
        (period.welcomed_at, Status.WELCOMED),
    ]
    return next((step for at, step in steps if at and at <= now), Status.SUPPORTER)


def last_day_to_contact(asked_on: date, longest_wait: int) -> date:
    return asked_on + timedelta(days=longest_wait)


def is_late(period: Period, *, last_day: date, today: date) -> bool:
    """The last day they were told is past, and nobody has said that they wrote. A promise is not a word."""
    return not (period.contacted_at or period.welcomed_at) and today > last_day


def refusal_to_join(*, open_period: Period | None) -> Refusal | None:
    if open_period is None:
        return None
    return Refusal(
        _("You have already knocked at the door."), article="care.welcome", who=Who.NOBODY,
        instead=_("Your own page says where things stand."),
    )  # fmt: skip


def refusal_to_hand_over(*, waits: bool) -> Refusal | None:
    if waits:
        return None
    return Refusal(
        _("Someone has already handed this letter over."), article="care.welcome", who=Who.NOBODY,
        instead=_("The page “To carry” lists those that wait."),
    )  # fmt: skip


def refusal_to_date(said_on: date, *, today: date) -> Refusal | None:
    if said_on > today:
        return Refusal(
            _("A sheet is filled before it is typed in."), article="transparency.trace", who=Who.YOU,
            instead=_("Write the day that is on the sheet."),
        )  # fmt: skip
    return None


def refusal_to_come_first(*, count: int) -> Refusal | None:
    if count:
        return Refusal(
            _("The movement already has members: come in by the door."), article="care.welcome",
            who=Who.MEMBERS,
            instead=_("Fill in the “Join” page; someone will welcome you."),
        )  # fmt: skip
    return None


def refusal_to_welcome(
    period: Period, *, welcomer_id: int | None, person_id: int
) -> Refusal | None:
    if welcomer_id == person_id:
        return Refusal(
            _("Nobody welcomes themself."), article="care.welcome", power=WELCOME,
            instead=_("Someone else who welcomes will write to you."),
        )  # fmt: skip
    if period.left_at or period.refused_at:
        return Refusal(
            _("This request is closed."), article="care.welcome", who=Who.NOBODY,
            instead=_("The person can knock again, or appeal."),
        )  # fmt: skip
    if period.welcomed_at:
        return Refusal(
            _("This person has already been welcomed."), article="care.welcome", who=Who.NOBODY,
            instead=_("The next step is theirs: reading and signing the charter."),
        )  # fmt: skip
    return None


def refusal_to_promise(period: Period, *, promised_by: str) -> Refusal | None:
    if period.contacted_at:
        return _already_contacted()
    if period.promised_by_id is not None:
        return _already_promised(promised_by)
    return None


def refusal_to_take_over(
    period: Period, *, promised_by: str, taker_id: int | None, late: bool, may_still: bool
) -> Refusal | None:
    """A promise is taken over when it was not kept in time, or when its author welcomes no more."""
    if period.contacted_at:
        return _already_contacted()
    if period.promised_by_id is None or period.promised_by_id == taker_id:
        return Refusal(
            _("There is no promise of someone else to take over."), article="care.welcome", who=Who.NOBODY,
            instead=_("Write to this person: nobody else will."),
        )  # fmt: skip
    if may_still and not late:
        return _already_promised(promised_by)
    return None


def _already_promised(by: str) -> Refusal:
    return Refusal(
        _("%(name)s has promised to write to them, and is still in time."), article="care.welcome",
        power=WELCOME,
        instead=_("Talk to each other; you may take over once the last day is past."),
        values={"name": by},
    )  # fmt: skip


def _already_contacted() -> Refusal:
    return Refusal(
        _("Someone has already written to this person."), article="care.welcome", who=Who.NOBODY,
        instead=_("The next step is to welcome them, or to refuse with a reason."),
    )  # fmt: skip


def refusal_to_say_contacted(period: Period) -> Refusal | None:
    return _already_contacted() if period.contacted_at else None


def refusal_to_appeal(period: Period) -> Refusal | None:
    if not period.refused_at or period.left_at:
        return Refusal(
            _("There is no refusal to appeal against."), article="care.refusal", who=Who.NOBODY,
            instead=_("Your own page says where things stand."),
        )  # fmt: skip
    if period.appealed_at:
        return Refusal(
            _("Your appeal is already in the hands of someone else."), article="care.refusal",
            who=Who.NOBODY,
            instead=_("The answer will wait for you on your own page, and a word will tell you so."),
        )  # fmt: skip
    return None


def refusal_to_answer_appeal(period: Period, *, answerer_id: int | None) -> Refusal | None:
    if not period.appealed_at or not period.refused_at or period.appeal_answered_at:
        return Refusal(
            _("No appeal is waiting here."), article="care.refusal", who=Who.NOBODY,
            instead=_("The welcome page lists the appeals that wait."),
        )  # fmt: skip
    if answerer_id == period.refused_by_id:
        return Refusal(
            _("An appeal is never answered by the person who refused."), article="care.refusal",
            instead=_("Leave it to someone else who answers appeals."), power=ANSWER_APPEALS,
        )  # fmt: skip
    return None


def refusal_to_become_member(period: Period | None) -> Refusal | None:
    if period is None or not period.welcomed_at:
        return Refusal(
            _("The charter is signed once someone has welcomed you."), article="care.welcome",
            instead=_("Someone will write to you soon: your own page says since when you wait."),
            power=WELCOME,
        )  # fmt: skip
    return None


def refusal_to_leave(period: Period | None) -> Refusal | None:
    """One leaves from wherever one stands: at the door, refused, or inside."""
    if period is None:
        return Refusal(
            _("You are not in the movement today."), article="care.leave", who=Who.NOBODY,
            instead=_("You can still ask for your data to be erased, on “My data”."),
        )  # fmt: skip
    return None


def refusal_to_decline(*, declined: bool) -> Refusal | None:
    if declined:
        return Refusal(
            _("You have already said no to this invitation."), article="trust.consent", who=Who.NOBODY,
            instead=_("Your address is erased: nothing more will be sent to it."),
        )  # fmt: skip
    return None


def may_vote(signed_on: date, seniority: int, *, on: date) -> bool:
    return signed_on + timedelta(days=seniority) <= on


def known_needs(words: Collection[str]) -> list[str]:
    """The needs we know, in our order: what comes from a form or a sheet is never trusted."""
    return [need.value for need in NEEDS if need.value in words]
