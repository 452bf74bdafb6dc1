"""A mandate: proposed, accepted, in force, ended. What each step asks."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from millepieds.circles.rules.powers import ASSIGN, FOUND, WITHDRAW
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


class Process(StrEnum):
    """How someone comes to a mandate."""

    FOUNDING = "founding"
    APPOINTED = "appointed"
    CONSENT = "consent"
    ELECTION = "election"
    LOT = "lot"


PROCESSES: dict[Process, str] = {
    Process.APPOINTED: _("proposed by whoever hands out mandates"),
    Process.CONSENT: _("by consent of the circle"),
    Process.ELECTION: _("by an election without candidates"),
    Process.LOT: _("drawn by lot"),
    Process.FOUNDING: _("at the founding"),
}


def process_of(assigned_by: str, *, power: str) -> Process:
    """A role says how it is given, and nobody chooses; what the founding gives says so."""
    return Process.FOUNDING if power == FOUND else Process(assigned_by)


class Ending(StrEnum):
    RESIGNED = "resigned"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"  # a proposal, before it was answered


ENDINGS: dict[Ending, str] = {
    Ending.RESIGNED: _("handed back by its holder"),
    Ending.WITHDRAWN: _("withdrawn, with its reason"),
    Ending.TAKEN_BACK: _("proposal taken back"),
}


class Term(Protocol):
    """A mandate, as the rules read it."""

    @property
    def person_id(self) -> int: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def is_accepted(self) -> bool: ...
    @property
    def is_declined(self) -> bool: ...
    @property
    def lapses_on(self) -> date: ...


def ends(term: Term) -> date:
    """The first day without it."""
    return min(term.ends_on, term.ended_on) if term.ended_on else term.ends_on


def is_open(term: Term, *, today: date) -> bool:
    """Proposed, and still waiting for its answer."""
    return not (term.is_accepted or term.is_declined) and today < min(ends(term), term.lapses_on)


def runs(term: Term, *, on: date) -> bool:
    """Accepted, started and not over. Whether its holder is still a member is said by the query."""
    return term.is_accepted and term.starts_on <= on < ends(term)


def free_seat(seats: int, taken: Collection[int]) -> int | None:
    return next((seat for seat in range(1, seats + 1) if seat not in taken), None)


def refusal_to_propose(
    *, starts_on: date, ends_on: date, longest: int, term_days: int, today: date,
    proposer_id: int | None, person_id: int, is_member: bool, holds_then: bool,
) -> Refusal | None:  # fmt: skip
    if starts_on < today:
        return Refusal(
            _("A mandate never starts in the past."), article="self-management.term", who=Who.YOU,
            instead=_("Choose today or a later day."),
        )  # fmt: skip
    if ends_on <= starts_on:
        return Refusal(
            _("A mandate ends after it starts."), article="self-management.term", who=Who.YOU,
            instead=_("Choose a later end."),
        )  # fmt: skip
    most = min(longest, term_days)
    if ends_on - starts_on > timedelta(days=most):
        return Refusal(
            _("This mandate would last longer than %(most)s days."), article="self-management.term",
            who=Who.YOU,
            instead=_("Choose an earlier end: renewing is a new mandate."), values={"most": most},
        )  # fmt: skip
    if proposer_id == person_id:
        return Refusal(
            _("Nobody gives themself a mandate."), article="self-management.assign", power=ASSIGN,
            instead=_("Offer to take the role; someone else proposes the mandate."),
        )  # fmt: skip
    if not is_member:
        return Refusal(
            _("Only a member holds a mandate."), article="self-management.mandates", who=Who.MEMBERS,
            instead=_("The person is welcomed and signs the charter first."),
        )  # fmt: skip
    return refusal_of_two_seats(holds_then=holds_then)


def refusal_of_two_seats(*, holds_then: bool) -> Refusal | None:
    if holds_then:
        return Refusal(
            _("Nobody holds two seats of the same role on the same day."),
            article="self-management.seats", who=Who.MEMBERS,
            instead=_("To renew a mandate, start the next one the day the first one ends."),
        )  # fmt: skip
    return None


def refusal_to_lend_founding(*, is_founding: bool) -> Refusal | None:
    """It changes rules and gives every role its first mandate: members reopen it together, in the open."""
    if is_founding:
        return Refusal(
            _("The founding mandate is not proposed like another."),
            article="self-management.renewal", who=Who.NOBODY,
            instead=_("When nobody can propose mandates any more, members reopen it together."),
        )  # fmt: skip
    return None


def refusal_of_a_second_founding(*, mandates_before: int) -> Refusal | None:
    if mandates_before:
        return Refusal(
            _("The founding mandate gives each role its first mandate only."),
            article="self-management.assign", power=ASSIGN,
            instead=_("Whoever hands out mandates proposes the next ones."),
        )  # fmt: skip
    return None


def refusal_when_no_longer_open(term: Term, *, today: date) -> Refusal | None:
    """A proposal is answered, or taken back, once, and before it lapses."""
    if is_open(term, today=today):
        return None
    return Refusal(
        _("This proposal is no longer open."), article="self-management.term", who=Who.NOBODY,
        instead=_("Look at the free roles: it can be proposed again."),
    )  # fmt: skip


def refusal_to_end(term: Term, *, today: date) -> Refusal | None:
    if not term.is_accepted or ends(term) <= today:
        return Refusal(
            _("This mandate is not in force today."), article="self-management.term", who=Who.NOBODY,
            instead=_("There is nothing to end."),
        )  # fmt: skip
    return None


def refusal_to_resign(term: Term, *, by_person_id: int | None, today: date) -> Refusal | None:
    if by_person_id != term.person_id:
        return Refusal(
            _("Only its holder hands back a mandate."), article="self-management.mandates",
            instead=_("Whoever may withdraw it can do so, giving the reason."), power=WITHDRAW,
        )  # fmt: skip
    return refusal_to_end(term, today=today)


def refusal_to_offer(
    *, is_member: bool, open_on: bool, free: bool, already: bool
) -> Refusal | None:
    if not is_member:
        return Refusal(
            _("Only a member takes a role."), article="action.offer", who=Who.MEMBERS,
            instead=_("Be welcomed and sign the charter first."),
        )  # fmt: skip
    if not open_on or not free:
        return Refusal(
            _("This role is not free today."), article="action.offer", who=Who.NOBODY,
            instead=_("Look at the other free roles, or come back at the end of the mandate."),
        )  # fmt: skip
    if already:
        return Refusal(
            _("You have already offered to take this role."), article="action.offer",
            instead=_("Whoever hands out mandates has been told."), power=ASSIGN,
        )  # fmt: skip
    return None


def refusal_to_answer_offer(*, is_open: bool) -> Refusal | None:
    if is_open:
        return None
    return Refusal(
        _("This offer is no longer open."), article="action.offer", who=Who.NOBODY,
        instead=_("The role's page shows where it stands."),
    )  # fmt: skip


def share_passed(starts_on: date, ends_on: date, *, on: date) -> int:
    """How much of a term has passed, in whole hundredths."""
    total = (ends_on - starts_on).days
    return max(0, min(100, (on - starts_on).days * 100 // total)) if total else 100


def refusal_when_closed() -> Refusal:
    return Refusal(
        _("This role is not open today."), article="self-management.mandates", who=Who.NOBODY,
        instead=_("Look at the roles that are open on “Who decides what”."),
    )  # fmt: skip


def refusal_to_leave_handover(term: Term, *, by_person_id: int | None) -> Refusal | None:
    if by_person_id != term.person_id or not term.is_accepted:
        return Refusal(
            _("Only whoever held the mandate leaves a note for the next holder."),
            article="action.handover", who=Who.ONESELF, instead=_("Ask them to write one."),
        )  # fmt: skip
    return None


def refusal_to_found(*, circles: int) -> Refusal | None:
    if circles:
        return Refusal(
            _("The movement is already founded."), article="self-management.renewal", who=Who.NOBODY,
            instead=_("Come in by the door; a founding can only be reopened in the open."),
        )  # fmt: skip
    return None
