"""A task of minutes: given by the hand that writes them, said done or handed back by whoever has it."""

from datetime import date, datetime, timedelta
from typing import Protocol

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.meetings.rules.agenda import TRACE
from millepieds.meetings.rules.minutes import Stage

LONGEST = timedelta(days=730)


class Given(Protocol):
    """What a rule needs to know of a task."""

    @property
    def due_on(self) -> date: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def handed_back_at(self) -> datetime | None: ...


def is_open(task: Given) -> bool:
    return task.done_at is None and task.handed_back_at is None


def is_late(task: Given, *, on: date) -> bool:
    """From the day after, as long as nobody said it done nor handed it back."""
    return is_open(task) and task.due_on < on


def refusal_to_change_tasks(now_at: Stage) -> Refusal | None:
    if now_at is not Stage.APPROVED:
        return None
    return Refusal(
        _("These minutes are approved: their tasks stay as they were given."), article=TRACE,
        who=Who.NOBODY,
        instead=_("Say them done as they are. What must change is brought to the next meeting."),
    )  # fmt: skip


def refusal_to_give_to(*, is_member: bool, reads: bool) -> Refusal | None:
    """Nobody is given what they could not read."""
    if is_member and reads:
        return None
    return Refusal(
        _("A task is given to a member who reads these minutes."), article=TRACE, who=Who.YOU,
        instead=_("Choose someone else, or write it in the text of the minutes."),
    )  # fmt: skip


def refusal_of_day(due_on: date, *, meeting_on: date) -> Refusal | None:
    if meeting_on <= due_on <= meeting_on + LONGEST:
        return None
    return Refusal(
        _("A task is due from the day of its meeting on, and within two years."), article=TRACE,
        who=Who.YOU, instead=_("Choose another day: a date that is too far is forgotten."),
    )  # fmt: skip


def refusal_of_settled(task: Given) -> Refusal | None:
    if task.done_at:
        return Refusal(
            _("This task is done already."), article=TRACE, who=Who.NOBODY,
            instead=_("Nothing more is asked. Something else to do is another task."),
        )  # fmt: skip
    if task.handed_back_at:
        return Refusal(
            _("This task was handed back."), article=TRACE, who=Who.NOBODY,
            instead=_("Bring it to the next meeting of the circle."),
        )  # fmt: skip
    return None


def refusal_to_finish(task: Given, *, is_theirs: bool, is_hand: bool) -> Refusal | None:
    """The hand too: whoever reads no screen tells them aloud, and the journal says who noted it."""
    if is_theirs or is_hand:
        return refusal_of_settled(task)
    return Refusal(
        _("A task is said done by whoever has it, or by whoever holds the pen."), article=TRACE,
        who=Who.ONESELF, instead=_("Ask them where it stands, or offer to help."),
    )  # fmt: skip


def refusal_to_hand_back(task: Given, *, is_theirs: bool) -> Refusal | None:
    """Nobody says for another that they cannot."""
    if is_theirs:
        return refusal_of_settled(task)
    return Refusal(
        _("A task is handed back only by whoever has it."), article=TRACE, who=Who.ONESELF,
        instead=_("Ask them where it stands, or offer to help."),
    )  # fmt: skip
