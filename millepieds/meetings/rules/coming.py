"""Who may come, which place is given, and to whom the next free one goes."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.meetings.rules.terms import Kind, Openness

NOT_SIGNED_UP = Refusal(
    _("You have not signed up for this meeting."), article="action.handover", who=Who.ONESELF,
    instead=_("The list of meetings says which ones you come to."),
)  # fmt: skip


class Called(Protocol):
    kind: str
    openness: str
    starts_at: datetime
    cancelled_at: datetime | None


def free_place(taken: Collection[int], *, capacity: int | None) -> int | None:
    """The lowest number that nobody holds; none when the room is full.

    >>> free_place({1, 3}, capacity=3)
    2
    >>> free_place({1, 2, 3}, capacity=3) is None
    True
    """
    place = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return place if capacity is None or place <= capacity else None


def says_where(meeting: Called, *, called_it: bool, has_a_place: bool) -> bool:
    """The place and the hour of an action are for those who come, and whoever called it."""
    return meeting.kind != Kind.ACTION or called_it or has_a_place


def refusal_to_sign_up(
    meeting: Called, *, is_member: bool, already: bool, now: datetime
) -> Refusal | None:
    if not is_member:
        return Refusal(
            _("Only members sign up from the house."), article="transparency.signature",
            who=Who.MEMBERS, instead=_("Ask a member to welcome you."),
        )  # fmt: skip
    if already:
        return Refusal(
            _("You have already signed up."), article="action.offer", who=Who.YOU,
            instead=_("Withdraw first if something changes."),
        )  # fmt: skip
    return refusal_when_over(meeting, now=now)


def refusal_to_come_as_guest(meeting: Called, *, now: datetime) -> Refusal | None:
    """What is open to the town is open without an account; nothing else is."""
    if meeting.openness != Openness.TOWN:
        return Refusal(
            _("Only what is open to the town is joined without an account."),
            article="transparency.signature", who=Who.MEMBERS,
            instead=_("Ask a member to welcome you."),
        )  # fmt: skip
    return refusal_when_over(meeting, now=now)


def refusal_when_over(meeting: Called, *, now: datetime) -> Refusal | None:
    """Nothing changes any more once it is cancelled, or has begun."""
    if meeting.cancelled_at:
        return Refusal(
            _("This meeting is cancelled."), article="action.offer", who=Who.NOBODY,
            instead=_("Look for another one in the list of meetings."),
        )  # fmt: skip
    if meeting.starts_at <= now:
        return Refusal(
            _("This meeting has begun."), article="action.offer", who=Who.NOBODY,
            instead=_("Look for another one in the list of meetings."),
        )  # fmt: skip
    return None
