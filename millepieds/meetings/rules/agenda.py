"""An agenda made by all: what a point is for, who may add, take back, put in order."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

ASSIGNED, TRACE = "self-management.mandates", "transparency.trace"
AGENDA_HORIZON = declare_rule(
    "meetings.agenda_horizon",
    _("A mandate offers itself for the agenda of a meeting when it ends within %(value)s after it."),
    unit=Unit.DAYS, least=15, most=120, default=45, article=ASSIGNED,
)  # fmt: skip


class Aim(StrEnum):
    """What a point is for."""

    INFORM = "inform"
    HEAR = "hear"
    DECIDE = "decide"
    TENSION = "tension"


AIMS: dict[StrEnum, str] = {
    Aim.INFORM: _("to inform"),
    Aim.HEAR: _("to hear everyone"),
    Aim.DECIDE: _("to decide"),
    Aim.TENSION: _("to treat a tension"),
}


class Called(Protocol):
    """What a rule needs to know of a meeting."""

    @property
    def called_by_id(self) -> int | None: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


class Timed(Protocol):
    @property
    def minutes(self) -> int: ...


def minutes_left(meeting: Called, points: Sequence[Timed]) -> int:
    """What the points leave of the meeting; below zero, they ask for more than it has."""
    length = (meeting.ends_at - meeting.starts_at).total_seconds() // 60
    return int(length) - sum(point.minutes for point in points)


def refusal_when_held(meeting: Called, *, now: datetime) -> Refusal | None:
    if meeting.cancelled_at:
        return Refusal(
            _("This meeting is cancelled."), article=TRACE, who=Who.NOBODY,
            instead=_("Bring it to the next meeting of the circle."),
        )  # fmt: skip
    if now >= meeting.ends_at:
        return Refusal(
            _("This meeting is over."), article=TRACE, who=Who.NOBODY,
            instead=_("Bring it to the next meeting of the circle."),
        )  # fmt: skip
    return None


def refusal_to_prepare(meeting: Called, *, has_a_voice: bool, now: datetime) -> Refusal | None:
    """Add a point, or take a duty."""
    if has_a_voice:
        return refusal_when_held(meeting, now=now)
    return Refusal(
        _("Only people of this circle prepare its meetings."), article=ASSIGNED, who=Who.CIRCLE,
        instead=_("Speak to someone of the circle: they can add your point."),
    )  # fmt: skip


def refusal_to_take_duty(
    meeting: Called, *, has_a_voice: bool, finds_a_scribe: bool, now: datetime
) -> Refusal | None:
    """A meeting that was put on paper finds a scribe afterwards, as long as nothing is typed in."""
    if has_a_voice and finds_a_scribe and not meeting.cancelled_at:
        return None
    return refusal_to_prepare(meeting, has_a_voice=has_a_voice, now=now)


def refusal_of_others_point(author_id: int, *, person_id: int | None) -> Refusal | None:
    if author_id == person_id:
        return None
    return Refusal(
        _("A point is taken back only by whoever added it."), article=TRACE, who=Who.ONESELF,
        instead=_("Ask them, or say at the meeting that it can wait."),
    )  # fmt: skip


def refusal_to_order(meeting: Called, *, person_id: int | None) -> Refusal | None:
    if meeting.called_by_id is not None and meeting.called_by_id == person_id:
        return None
    return Refusal(
        _("Whoever called the meeting puts its points in order."), article=ASSIGNED, who=Who.ONESELF,
        instead=_("Tell them which order you would choose, and why."),
    )  # fmt: skip


def refusal_of_taken_duty(*, taken: bool) -> Refusal | None:
    if not taken:
        return None
    return Refusal(
        _("Someone has taken this already."), article=ASSIGNED, who=Who.NOBODY,
        instead=_("Take another one, or ask them to give it back."),
    )  # fmt: skip
