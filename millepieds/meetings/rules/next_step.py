"""What a room does next, for whoever leads it and never did: read from where the room is. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum

from millepieds.core.words import _
from millepieds.meetings.rules.agenda import Aim


class Step(StrEnum):
    """One thing to do. Always derived: nobody chooses it, nothing keeps it."""

    PEN = "pen"
    BEGIN = "begin"
    EMPTY = "empty"
    ROUND = "round"
    ASK = "ask"
    SPEAKS_LAST = "speaks-last"
    ROUND_OVER = "round-over"
    THEN = "then"
    SPEAKS = "speaks"
    LET = "let"
    VOICES = "voices"
    ADOPT = "adopt"
    HOLD = "hold"
    UNHEARD = "unheard"
    LATE = "late"
    INFORM = "inform"
    HEARD = "heard"
    DECIDE = "decide"
    ADOPTED = "adopted"
    TENSION = "tension"
    CLOSE = "close"


STEPS: dict[Step, str] = {
    Step.PEN: _(
        "Nobody takes notes yet. Ask who will: the button is under “Notes”, on their phone. Then begin."
    ),
    Step.BEGIN: _("Is everyone here? Add below, by first name, whoever has no phone. Then begin."),
    Step.EMPTY: _("The agenda is empty. In a round, each person says what to talk about."),
    Step.ROUND: _("Begin a round: each person speaks in turn, or passes."),
    Step.ASK: _("Ask %(name)s: to speak, or to pass?"),
    Step.SPEAKS_LAST: _("%(speaking)s speaks, and is the last of this round."),
    Step.ROUND_OVER: _("Everyone was heard: the round may end."),
    Step.THEN: _("%(speaking)s speaks. Then it is up to %(name)s."),
    Step.SPEAKS: _("%(speaking)s speaks. Press here once it is over."),
    Step.LET: _("%(name)s asks to speak."),
    Step.VOICES: _(
        "Each voice is given on a phone, or by a raised hand that is typed in. Missing: %(missing)s. "
        "If someone is not here, the round goes on after the meeting."
    ),
    Step.ADOPT: _("Every voice is given. If nobody objects, it can be adopted."),
    Step.HOLD: _("Have the proposal read aloud, answer the questions, then treat it in the room."),
    Step.UNHEARD: _("%(name)s was not heard yet: ask whether they wish to speak."),
    Step.LATE: _("The time of this point is over. Ask the room: a little longer, or what follows?"),
    Step.INFORM: _("%(author)s tells. Questions come by raised hands. Then go on."),
    Step.HEARD: _("Everyone was heard on this point."),
    Step.DECIDE: _("Say aloud what is to be decided, ask who disagrees, have it noted. Then go on."),
    Step.ADOPTED: _("It is adopted, and in the register. Go on."),
    Step.TENSION: _(
        "Ask %(author)s: what do you need? The room listens, and what becomes of it is noted. Then go on."
    ),
    Step.CLOSE: _(
        "That was the last point. Have the next time noted, thank everyone, and close the room."
    ),
}  # fmt: skip
TREATED: dict[str, Step] = {
    Aim.INFORM: Step.INFORM, Aim.HEAR: Step.HEARD, Aim.DECIDE: Step.DECIDE, Aim.TENSION: Step.TENSION,
}  # fmt: skip


@dataclass(frozen=True)
class Where:
    """Where a room is: what is open, who speaks or asks to, who was not heard."""

    aim: str = ""  # of the point that is open; nothing while none is
    nobody_writes: bool = False
    has_points: bool = True
    has_next: bool = True
    is_late: bool = False
    in_round: bool = False
    speaking: bool = False
    waiting: bool = False
    unheard: bool = False  # in this round, else on this point
    nobody_heard: bool = False  # on this point
    never_heard: bool = False  # someone, since the room opened
    rounds: bool = False  # proposals that this circle may treat
    held: bool = False
    adopted: bool = False  # since this point is open
    missing: bool = False  # voices, of what is treated in the room


def next_step(where: Where) -> Step:
    """Whoever speaks or asks to comes first; then voices, then those not heard, then the time.

    >>> next_step(Where(aim="hear", unheard=True, nobody_heard=True))
    <Step.ROUND: 'round'>
    """
    if where.in_round:
        return _in_a_round(where)
    if where.waiting:
        return Step.THEN if where.speaking else Step.LET
    if where.speaking:
        return Step.SPEAKS
    if not where.aim:
        return _before_all(where)
    if where.held:
        return Step.VOICES if where.missing else Step.ADOPT
    if where.aim == Aim.DECIDE and where.rounds:
        return Step.HOLD
    if where.aim == Aim.HEAR and where.unheard:
        return Step.ROUND if where.nobody_heard else Step.UNHEARD
    return _once_treated(where)


def _before_all(where: Where) -> Step:
    if not where.has_points:
        return Step.EMPTY
    return Step.PEN if where.nobody_writes else Step.BEGIN


def _in_a_round(where: Where) -> Step:
    if where.unheard:
        return Step.THEN if where.speaking else Step.ASK
    return Step.SPEAKS_LAST if where.speaking else Step.ROUND_OVER


def _once_treated(where: Where) -> Step:
    """Nobody goes home unheard."""
    over = where.is_late or where.aim == Aim.HEAR or where.adopted
    if not where.has_next and over:
        return Step.UNHEARD if where.never_heard else Step.CLOSE
    if where.adopted:
        return Step.ADOPTED
    return Step.LATE if where.is_late else TREATED[where.aim]
