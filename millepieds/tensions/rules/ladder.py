"""A tension is its author's: they choose who reads it, when it goes one step up, and when it is over."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Protocol

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.tensions.rules.terms import LADDERS, MEDIATE, About, Rung, State

TENSION = "care.tension"


class Said(Protocol):
    """What a rule needs to know of a tension."""

    @property
    def about(self) -> str: ...
    @property
    def closed_at(self) -> datetime | None: ...


class Trusted(Protocol):
    """What a rule needs to know of someone to whom it was entrusted."""

    @property
    def entrusted_at(self) -> datetime: ...
    @property
    def opened_at(self) -> datetime | None: ...


def state(tension: Said, trusts: Collection[Trusted]) -> State:
    opened = any(trust.opened_at for trust in trusts)
    return state_when(closed=bool(tension.closed_at), entrusted=bool(trusts), opened=opened)


def state_when(*, closed: bool, entrusted: bool, opened: bool) -> State:
    if closed:
        return State.CLOSED
    if opened:
        return State.READ
    return State.ENTRUSTED if entrusted else State.KEPT


def first_rung(about: About) -> Rung:
    return LADDERS[about][0]


def next_rung(tension: Said, rung: Rung) -> Rung | None:
    ladder = LADDERS[About(tension.about)]
    above = ladder.index(rung) + 1
    return ladder[above] if above < len(ladder) else None


def is_still(last: date, *, days: int, on: date) -> bool:
    """Whether the last thing that happened is as old as the rule says."""
    return last + timedelta(days=days) <= on


def refusal_to_speak_for_the_author() -> Refusal:
    return Refusal(
        _("This tension belongs to the person who said it."), article=TENSION, who=Who.ONESELF,
        instead=_("Speak with them: they alone widen it, take it up, or close it."),
    )  # fmt: skip


def refusal_to_raise(*, is_member: bool) -> Refusal | None:
    if is_member:
        return None
    return Refusal(
        _("Tensions are said between members, who signed the same charter."), article=TENSION,
        who=Who.MEMBERS, instead=_("Speak to whoever welcomes you: they will help."),
    )  # fmt: skip


def refusal_when_closed(tension: Said) -> Refusal | None:
    if tension.closed_at is None:
        return None
    return Refusal(
        _("This tension is closed."), article=TENSION, who=Who.NOBODY,
        instead=_("If it comes back, its author says it anew."),
    )  # fmt: skip


def refusal_to_rewrite(tension: Said, trusts: Collection[Trusted]) -> Refusal | None:
    """Nobody finds other words than those they read."""
    if no := refusal_when_closed(tension):
        return no
    if any(trust.opened_at for trust in trusts):
        return Refusal(
            _("Someone has read these words: they no longer change."), article=TENSION,
            who=Who.NOBODY, instead=_("Tell them what you see otherwise now, or close it and say it anew."),
        )  # fmt: skip
    return None


def refusal_to_entrust(tension: Said, *, rung: Rung, new: int, all_mediate: bool) -> Refusal | None:
    if no := refusal_when_closed(tension):
        return no
    if rung is Rung.ALONE:
        return Refusal(
            _("First, say it to the person themselves, alone."), article=TENSION, who=Who.YOU,
            instead=_("If that is not enough, or not possible, take it one step up and choose who helps."),
        )  # fmt: skip
    if not new:
        return Refusal(
            _("Nobody new was named."), article=TENSION, who=Who.YOU,
            instead=_("Choose someone who does not have it yet."),
        )  # fmt: skip
    if rung is Rung.CARE and not all_mediate:
        return Refusal(
            _("One of these people holds no mandate to mediate today."), article=TENSION,
            power=MEDIATE, instead=_("Choose among those who do."),
        )  # fmt: skip
    return None


def refusal_to_open(tension: Said, trust: Trusted) -> Refusal | None:
    if no := refusal_when_closed(tension):
        return no
    if trust.opened_at:
        return Refusal(
            _("You have already opened it."), article=TENSION, who=Who.NOBODY,
            instead=_("Its page shows it to you."),
        )  # fmt: skip
    return None


def refusal_to_move_on(tension: Said, *, rung: Rung) -> Refusal | None:
    if no := refusal_when_closed(tension):
        return no
    if next_rung(tension, rung) is None:
        return Refusal(
            _("This is the last step of its ladder."), article=TENSION, who=Who.NOBODY,
            instead=_("Entrust it to someone else here, or close it with what changed."),
        )  # fmt: skip
    return None
