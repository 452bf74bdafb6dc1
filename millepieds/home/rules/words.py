"""How a line of the register is said in words. Plain Python."""

from collections.abc import Mapping
from enum import StrEnum

from millepieds.charter.rules import PROCEDURES, RULES, Procedure
from millepieds.circles.rules.mandates import ENDINGS, PROCESSES, Ending, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.words import _
from millepieds.decisions.rules.moving import WAYS, Way
from millepieds.decisions.rules.rounds import OUTCOMES, Outcome
from millepieds.decisions.rules.terms import FOLLOWED, Followed
from millepieds.meetings.rules.agenda import AIMS, Aim
from millepieds.meetings.rules.duties import DUTIES, Duty
from millepieds.meetings.rules.minutes import ANSWERS, Answer
from millepieds.meetings.rules.terms import KINDS as MEETING_KINDS
from millepieds.meetings.rules.terms import Kind as MeetingKind
from millepieds.people.rules import CHANNELS, PURPOSES, Channel
from millepieds.tensions.rules.terms import RUNGS, Rung

FACTS: dict[str, str] = {
    "late": _("late"),
    "due_on": _("due on"),
    "waiting": _("waiting for a place"),
    "heard": _("people heard"),
    "day": _("day"),
    "kind": _("kind"),
    "from_on": _("from"),
    "seats": _("seats"),
    "process": _("how"),
    "starts_on": _("from"),
    "ends_on": _("to"),
    "seat": _("seat"),
    "how": _("how"),
    "on": _("on"),
    "days": _("days before"),
    "last_day": _("last day"),
    "needed": _("needed"),
    "version": _("version"),
    "rule": _("rule"),
    "before": _("before"),
    "after": _("after"),
    "effective_on": _("takes effect on"),
    "procedure": _("procedure"),
    "own": _("the circle's own"),
    "purpose": _("purpose"),
    "channel": _("by"),
    "accepted": _("accepted"),
    "entries_forgotten": _("entries forgotten"),
    "rows": _("lines deleted"),
    "people": _("people forgotten"),
    "circles": _("circles"),
    "roles": _("roles"),
    "mandates": _("mandates proposed"),
    "invited": _("letters of invitation"),
    "asked": _("people asked"),
    "until": _("until"),
    "followed": _("what was done with it"),
    "year": _("year"),
    "number": _("number"),
    "review_on": _("looked at again on"),
    "rung": _("step"),
    "shown": _("shown"),
    "way": _("which way"),
    "holds": _("it holds"),
    "outcome": _("how it ended"),
    "aim": _("aim of the point"),
    "minutes": _("minutes of time"),
    "duty": _("duty"),
    "from_paper": _("typed from paper"),
    "present": _("present"),
    "excused": _("excused"),
    "answer": _("answer"),
    "guests": _("guests"),
    "children": _("children"),
}

ENUMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Procedure: PROCEDURES,  # type: ignore[dict-item]
    Process: PROCESSES,  # type: ignore[dict-item]
    Ending: ENDINGS,  # type: ignore[dict-item]
    Kind: KINDS,  # type: ignore[dict-item]
    Channel: CHANNELS,  # type: ignore[dict-item]
    Followed: FOLLOWED,
    Way: WAYS,
    Rung: RUNGS,
    Outcome: OUTCOMES,
    MeetingKind: MEETING_KINDS,
    Aim: AIMS,
    Duty: DUTIES,
    Answer: ANSWERS,
}


def fact_words(value: object, kind: type) -> str:
    """The msgid of a fact's value when it is one of our words, else the value as it is."""
    if kind is bool:
        return _("yes") if value else _("no")
    if issubclass(kind, StrEnum) and kind in ENUMS:
        return ENUMS[kind][kind(str(value))]
    if str(value) in PURPOSES:
        return PURPOSES[str(value)].words.title
    if str(value) in RULES:
        return RULES[str(value)].says
    return str(value)
