"""Who speaks next, who was not heard, and who runs the room. Plain Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from millepieds.charter.rules import Unit, declare_rule
from millepieds.circles.rules.spread import Balance, balance
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.meetings.rules.agenda import ASSIGNED, TRACE, Called, refusal_when_held

ALTERNATES = declare_rule(
    "meetings.alternates",
    _("Among those who spoke as often, women, men and others speak in turn: %(value)s."),
    unit=Unit.YES_NO, least=0, most=1, default=0, article="self-management.seats", of_a_circle=True,
)  # fmt: skip
EARLY = timedelta(minutes=30)  # the room is set up before people sit down
FORGOTTEN_AFTER = timedelta(hours=12)  # nobody closed it: nothing of who spoke stays
UNSAID = "unsaid"


class Waiting(Protocol):
    """What a rule needs to know of a raised hand."""

    @property
    def presence_id(self) -> int: ...
    @property
    def raised_at(self) -> datetime: ...


Hand = TypeVar("Hand", bound=Waiting)


def in_order(
    hands: Sequence[Hand], turns: Mapping[int, int], genders: Mapping[int, str], *,
    last: str, alternates: bool,
) -> list[Hand]:  # fmt: skip
    """Whoever spoke least comes first, so first of all whoever did not speak yet; then whoever asked first.

    Where the rule says so, among those who spoke as often, each differs from the one before if anyone can:
    by what each said of themselves in this room. Whoever said nothing follows anyone.
    """
    line = sorted(hands, key=lambda one: (turns.get(one.presence_id, 0), one.raised_at))
    if not alternates:
        return line
    ordered: list[Hand] = []
    while line:
        as_often = turns.get(line[0].presence_id, 0)
        able = [one for one in line if turns.get(one.presence_id, 0) == as_often]
        following = (
            one for one in able if genders.get(one.presence_id, UNSAID) in (UNSAID,) or
            genders[one.presence_id] != last
        )  # fmt: skip
        chosen = next(following, able[0])
        said = genders.get(chosen.presence_id, UNSAID)
        last = last if said == UNSAID else said
        line.remove(chosen)
        ordered.append(chosen)
    return ordered


def balance_of(genders: Mapping[int, str], turns: Mapping[int, int]) -> Balance | None:
    """Shares of the turns, each rounded to five: only in a room where no share describes someone."""
    answers = ("woman", "man", "other")
    people = Counter(genders.values())
    if balance([people[each] for each in answers]) is None:
        return None
    spoken = [
        sum(turns.get(who, 0) for who, said in genders.items() if said == each) for each in answers
    ]
    return balance(spoken)


def room_is_near(meeting: Called, *, now: datetime) -> bool:
    """From its opening until nobody could still lead it."""
    open_now = meeting.starts_at - EARLY <= now < meeting.ends_at + FORGOTTEN_AFTER
    return open_now and meeting.cancelled_at is None


def refusal_to_run(meeting: Called, *, is_guide: bool, now: datetime) -> Refusal | None:
    """Open the room, lead it from point to point, close it."""
    if not is_guide:
        return Refusal(
            _("The room is led by whoever facilitates, or by whoever called the meeting."),
            article=ASSIGNED, who=Who.ONESELF,
            instead=_("If nobody facilitates yet, take this duty on the page of the meeting."),
        )  # fmt: skip
    if meeting.cancelled_at:
        return refusal_when_held(meeting, now=now)
    if now < meeting.starts_at - EARLY:
        return Refusal(
            _("The room opens half an hour before the meeting."), article=TRACE, who=Who.NOBODY,
            instead=_("Until then, prepare the agenda together."),
        )  # fmt: skip
    if now >= meeting.ends_at + FORGOTTEN_AFTER:
        return Refusal(
            _("This meeting is over."), article=TRACE, who=Who.NOBODY,
            instead=_("Write its minutes: those who were there approve them."),
        )  # fmt: skip
    return None


def refusal_to_come_in(*, is_member: bool, comes: bool) -> Refusal | None:
    """Into the room of an action, only whoever has a place there: it tells who takes part."""
    if not is_member:
        return NOT_A_MEMBER
    if comes:
        return None
    return Refusal(
        _("Only those who have a place in this action come into its room."), article=ASSIGNED,
        who=Who.MEMBERS, instead=_("Sign up on the page of the meeting first."),
    )  # fmt: skip


NOT_OPEN = Refusal(
    _("The room is not open."), article=TRACE, who=Who.NOBODY,
    instead=_("Whoever facilitates opens it when the meeting begins."),
)  # fmt: skip
NOT_YOURS = Refusal(
    _("Whoever facilitates lets others speak, and each raises their own hand."), article=ASSIGNED,
    who=Who.ONESELF, instead=_("Ask whoever facilitates."),
)  # fmt: skip
NOT_A_MEMBER = Refusal(
    _("Only members come into the room from their own phone."), article=ASSIGNED, who=Who.MEMBERS,
    instead=_("Whoever facilitates adds you by your first name: raise your hand as everyone does."),
)  # fmt: skip
TOO_LATE = Refusal(
    _("The minutes were proposed already."), article=TRACE, who=Who.NOBODY,
    instead=_("Write another version if something must change: it is proposed again."),
)  # fmt: skip
