"""Minutes: written by one, approved by those present, amended with a trace."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.meetings.rules.agenda import ASSIGNED, TRACE

MINUTES_SILENCE = declare_rule(
    "meetings.minutes_silence",
    _("Minutes to which nobody present asked for a change are approved after %(value)s."),
    unit=Unit.DAYS, least=2, most=60, default=7, article=TRACE,
)  # fmt: skip


class Answer(StrEnum):
    """What someone who was there says of the minutes."""

    NONE = ""
    APPROVES = "approves"
    CHANGE = "change"


ANSWERS: dict[StrEnum, str] = {
    Answer.APPROVES: _("I approve them"),
    Answer.CHANGE: _("I ask for a change"),
}


class Stage(StrEnum):
    """Where minutes stand. Always derived from dates and answers."""

    WRITTEN = "written"
    PROPOSED = "proposed"
    TO_CHANGE = "to-change"
    APPROVED = "approved"


STAGES: dict[StrEnum, str] = {
    Stage.WRITTEN: _("Minutes being written"),
    Stage.PROPOSED: _("Minutes proposed to those present"),
    Stage.TO_CHANGE: _("A change of the minutes is asked for"),
    Stage.APPROVED: _("Minutes approved"),
}


class Proposed(Protocol):
    @property
    def proposed_at(self) -> datetime | None: ...


def silence_ends_at(minutes: Proposed, *, days: int) -> datetime | None:
    return minutes.proposed_at and minutes.proposed_at + timedelta(days=days)


def stage(minutes: Proposed, answers: Collection[str], *, days: int, now: datetime) -> Stage:
    """All who were there approved, or nobody asked for a change until the silence was over.

    Alone, nobody approves their own words: only the silence does, while others may read them.
    """
    ends = silence_ends_at(minutes, days=days)
    if ends is None:
        return Stage.WRITTEN
    if Answer.CHANGE in answers:
        return Stage.TO_CHANGE
    together = len(answers) > 1 and all(answer == Answer.APPROVES for answer in answers)
    if now >= ends or together:
        return Stage.APPROVED
    return Stage.PROPOSED


def refusal_to_write(*, is_hand: bool, started: bool, cancelled: bool) -> Refusal | None:
    if not is_hand:
        return Refusal(
            _("The minutes are written by the scribe, or by whoever called the meeting."),
            article=ASSIGNED, who=Who.ONESELF,
            instead=_("Tell them what is missing; those present may ask for a change."),
        )  # fmt: skip
    if not started or cancelled:
        return Refusal(
            _("This meeting did not take place yet."), article=TRACE, who=Who.NOBODY,
            instead=_("Write its minutes once it has begun."),
        )  # fmt: skip
    return None


def refusal_to_amend(now_at: Stage, why: str) -> Refusal | None:
    """Approved minutes never change silently."""
    if now_at is not Stage.APPROVED or why.strip():
        return None
    return Refusal(
        _("These minutes are approved: an amendment says why."), article=TRACE, who=Who.YOU,
        instead=_("Say in a sentence what was wrong or missing."),
    )  # fmt: skip


def refusal_to_name_those_present(
    now_at: Stage, *, present: int, all_members: bool
) -> Refusal | None:
    if now_at is not Stage.WRITTEN:
        return Refusal(
            _("The minutes were proposed already to those present."), article=TRACE, who=Who.NOBODY,
            instead=_("Say in the minutes who is missing from the list."),
        )  # fmt: skip
    if not present or not all_members:
        return Refusal(
            _("Those present are members, and there is at least one."), article=TRACE, who=Who.YOU,
            instead=_("Name the others in the text of the minutes."),
        )  # fmt: skip
    return None


def refusal_to_propose(
    now_at: Stage, *, present: int, versions: int, unsettled: bool = False
) -> Refusal | None:
    if now_at is not Stage.WRITTEN:
        return Refusal(
            _("The minutes were proposed already."), article=TRACE, who=Who.NOBODY,
            instead=_("Write another version if something must change: it is proposed again."),
        )  # fmt: skip
    if not present or not versions:
        return Refusal(
            _("There is nothing to approve yet, or nobody to approve it."), article=TRACE, who=Who.YOU,
            instead=_("Write the minutes and say who was there."),
        )  # fmt: skip
    if unsettled:
        return Refusal(
            _("Two people wrote the same place differently, and both are still in the text."),
            article=TRACE, who=Who.YOU,
            instead=_("Write it again: keep one, or both, and take away the lines in brackets."),
        )  # fmt: skip
    return None


def refusal_to_answer(now_at: Stage, *, was_there: bool) -> Refusal | None:
    if not was_there:
        return Refusal(
            _("Minutes are approved by those who were there."), article=TRACE, who=Who.ONESELF,
            instead=_("Tell someone who was there what surprises you."),
        )  # fmt: skip
    if now_at is Stage.APPROVED:
        return Refusal(
            _("These minutes are approved."), article=TRACE, who=Who.NOBODY,
            instead=_("Ask the scribe for an amendment: it says why, and is read beside them."),
        )  # fmt: skip
    if now_at is Stage.WRITTEN:
        return Refusal(
            _("These minutes are still being written."), article=TRACE, who=Who.NOBODY,
            instead=_("Wait until they are proposed to you."),
        )  # fmt: skip
    return None
