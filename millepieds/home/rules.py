"""How a line of the register is said in words. Plain Python."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from millepieds.charter.rules import PROCEDURES, Procedure
from millepieds.circles.rules.mandates import ENDINGS, PROCESSES, Ending, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.rounds import OUTCOMES, Outcome
from millepieds.decisions.rules.terms import FOLLOWED, Followed
from millepieds.people.rules import CHANNELS, PURPOSES, Channel
from millepieds.tensions.rules.terms import RUNGS, Rung

FACTS: dict[str, str] = {
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
    "holds": _("it holds"),
    "outcome": _("how it ended"),
}
FIELDS: dict[str, str] = {
    "about": _("about"),
    "address": _("address"),
    "advice": _("advice"),
    "advised_at": _("advice given on"),
    "answer_until": _("advice until"),
    "answered_at": _("answered on"),
    "context": _("why now"),
    "decision": _("decision"),
    "dropped_at": _("dropped on"),
    "dropped_why": _("why it was dropped"),
    "effective_on": _("in force from"),
    "followed": _("what was done with it"),
    "how": _("how"),
    "intention": _("what was intended"),
    "number": _("number in the year"),
    "opened_at": _("opened on"),
    "opened_by": _("opened under the mandate"),
    "openness": _("who may read it"),
    "outside": _("someone outside"),
    "question": _("question"),
    "reaches": _("goes further than the perimeter"),
    "reasons": _("reasons"),
    "review_on": _("looked at again on"),
    "taken_at": _("decided on"),
    "taken_under": _("decided under the mandate"),
    "through": _("asked through the circle"),
    "title": _("title"),
    "until": _("until"),
    "why": _("why"),
    "year": _("year"),
    "accepted_at": _("accepted on"),
    "actor": _("done by"),
    "actor_kind": _("kind of doer"),
    "answer": _("answer"),
    "appeal": _("appeal"),
    "appeal_answer": _("answer to the appeal"),
    "appeal_answered_at": _("appeal answered on"),
    "appealed_at": _("appealed on"),
    "asked_at": _("knocked on"),
    "author": _("written by"),
    "began_at": _("open since"),
    "called_at": _("called on"),
    "circle_id": _("circle"),
    "closed_at": _("closed on"),
    "commitment": _("commitment"),
    "committed_to": _("version of the role committed to"),
    "contacted_at": _("contacted on"),
    "contacted_by": _("contacted by"),
    "day": _("on"),
    "device": _("device"),
    "declined_at": _("declined on"),
    "deed": _("what was done"),
    "district": _("where I live"),
    "email": _("address"),
    "end_reason": _("reason"),
    "ended_how": _("ended how"),
    "ended_on": _("ended on"),
    "ends_on": _("to"),
    "entry": _("line of the register"),
    "erased_at": _("forgotten on"),
    "facts": _("facts"),
    "forgotten_at": _("forgotten on"),
    "gender": _("gender"),
    "given_at": _("given on"),
    "given_by": _("given"),
    "id": _("number"),
    "key": _("key"),
    "language": _("language"),
    "languages": _("languages"),
    "last_login": _("last sign-in"),
    "left_at": _("left on"),
    "made_at": _("offered on"),
    "mandate": _("mandate"),
    "mandate_id": _("under the mandate"),
    "membership": _("membership"),
    "merged_into": _("made one with"),
    "met_at": _("known since"),
    "name": _("name"),
    "needed": _("needed"),
    "needs": _("needs"),
    "opened_under": _("rules of that day"),
    "person": _("person"),
    "phone": _("phone"),
    "primary": _("first address"),
    "process": _("how"),
    "promised_at": _("contact promised on"),
    "promised_by": _("contact promised by"),
    "pronoun": _("pronoun"),
    "proposed_at": _("proposed on"),
    "proposed_by": _("proposed by"),
    "purpose": _("purpose"),
    "reach": _("how to reach me"),
    "refusal": _("refusal"),
    "refused_at": _("refused on"),
    "refused_by": _("refused by"),
    "reopening": _("call to refound"),
    "rhythm": _("at what rhythm"),
    "role": _("role"),
    "seat": _("seat"),
    "signed_at": _("signed on"),
    "starts_on": _("from"),
    "subject_id": _("of which number"),
    "subject_type": _("of what"),
    "taken_over_from": _("contact taken over from"),
    "text": _("text"),
    "typed_by": _("typed in by"),
    "user": _("person"),
    "verified": _("proved"),
    "version": _("version"),
    "visited_at": _("last visit"),
    "visited_before_at": _("visit before"),
    "welcomed_at": _("welcomed on"),
    "welcomed_by": _("welcomed by"),
    "wishes": _("wishes"),
    "withdrawn_at": _("taken back on"),
    "withdrawn_by": _("taken back"),
    "words": _("words"),
    "picture": _("picture"),
    "seen_on": _("last used on"),
    "shown_at": _("shown on"),
    "written_at": _("written on"),
    "changed": _("what changed"),
    "does_to_me": _("what it does to me"),
    "entrusted_at": _("entrusted on"),
    "from_at": _("from"),
    "raised_at": _("said on"),
    "reminded_at": _("reminded on"),
    "rung": _("step"),
    "sees": _("what I see"),
    "shown_since": _("shown since"),
    "tension": _("tension"),
    "would_need": _("what I would need"),
    "circle": _("put to the circle"),
    "closes_at": _("the round closes on"),
    "example": _("what happened, for real"),
    "found": _("what its reasons say"),
    "holds": _("it holds"),
    "kind": _("kind"),
    "listens_until": _("questions and reactions until"),
    "outcome": _("how it ended"),
    "outcome_why": _("why it ended so"),
    "over_at": _("over on"),
    "proposal": _("proposal"),
    "said_at": _("said about it on"),
    "stance": _("where I stand"),
    "tested_at": _("tested on"),
    "tested_by": _("tested by"),
    "tested_on": _("tested against the version"),
}
ENUMS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Procedure: PROCEDURES,  # type: ignore[dict-item]
    Process: PROCESSES,  # type: ignore[dict-item]
    Ending: ENDINGS,  # type: ignore[dict-item]
    Kind: KINDS,  # type: ignore[dict-item]
    Channel: CHANNELS,  # type: ignore[dict-item]
    Followed: FOLLOWED,
    Rung: RUNGS,
    Outcome: OUTCOMES,
}


def fact_words(value: object, kind: type) -> str:
    """The msgid of a fact's value when it is one of our words, else the value as it is."""
    if kind is bool:
        return _("yes") if value else _("no")
    if issubclass(kind, StrEnum) and kind in ENUMS:
        return ENUMS[kind][kind(str(value))]
    if str(value) in PURPOSES:
        return PURPOSES[str(value)].words.title
    return str(value)


# How long the house remembers someone who is no longer in the movement, or never was let in.
KEPT_AFTER = timedelta(days=730)
KEPT_UNANSWERED = timedelta(days=365)


def is_forgettable(seen: Sequence[datetime | None], *, let_in: bool, now: datetime) -> bool:
    """Outside the movement, and without a sign of life for as long as the registry says."""
    last = max((moment for moment in seen if moment), default=now)
    return now - last > (KEPT_AFTER if let_in else KEPT_UNANSWERED)


def refusal_to_erase(*, person_id: int, by_person_id: int | None, by_job: bool) -> Refusal | None:
    if person_id != by_person_id and not by_job:
        return Refusal(
            _("Only you can ask to be forgotten."), article="trust.consent", who=Who.ONESELF,
            instead=_("Each person does it from their own page “My data”."),
        )  # fmt: skip
    return None
