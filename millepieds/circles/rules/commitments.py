"""What someone commits to when they take a role, and what becomes of it when the role changes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from millepieds.circles.rules.mandates import (
    Term,
    refusal_of_two_seats,
    refusal_to_end,
    refusal_when_no_longer_open,
)
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


class Asked(Protocol):
    """What a role asks and gives, in one of its versions."""

    @property
    def accountabilities(self) -> Sequence[str]: ...
    @property
    def powers(self) -> Sequence[str]: ...


def powers_given(committed: Asked | None, powers: Collection[str]) -> set[str]:
    """What a mandate gives: the powers its holder committed to, as long as the role still has them.

    A power taken off a role goes at once; one that is added waits for the holder's word.
    """
    return set(committed.powers) & set(powers) if committed else set()


def asks_again(committed: Asked | None, stands: Asked) -> bool:
    """The role no longer asks or gives what its holder committed to."""
    return committed is None or (
        list(committed.accountabilities) != list(stands.accountabilities)
        or set(committed.powers) != set(stands.powers)
    )


def refusal_when_changed(*, read: int | None, stands: int) -> Refusal | None:
    """What someone commits to is what their page showed: this version of the role, and no other."""
    if read == stands:
        return None
    return Refusal(
        _("This role has changed since you opened the page: read it again."),
        article="self-management.mandates", who=Who.YOU, instead=_("Open the page again, then answer."),
    )  # fmt: skip


def refusal_to_accept(
    term: Term, *, by_person_id: int | None, is_member: bool, ticked: Collection[int],
    responsibilities: int, seat: int | None, holds_then: bool, today: date,
) -> Refusal | None:  # fmt: skip
    if by_person_id != term.person_id:
        return Refusal(
            _("A mandate is accepted by the person it is proposed to, and nobody else."),
            article="self-management.mandates", who=Who.ONESELF, instead=_("Let them open their own page."),
        )  # fmt: skip
    if no := refusal_when_no_longer_open(term, today=today):
        return no
    if not is_member:
        return Refusal(
            _("Only a member holds a mandate."), article="self-management.mandates", who=Who.MEMBERS,
            instead=_("Sign the charter in force, then come back to this page."),
        )  # fmt: skip
    if no := _refusal_of_a_line_left(ticked, responsibilities):
        return no
    if no := refusal_of_two_seats(holds_then=holds_then):
        return no
    if seat is None:
        return Refusal(
            _("Every seat of this role is taken."), article="self-management.seats", who=Who.NOBODY,
            instead=_("Wait for the end of a mandate, or look at the other free roles."),
        )  # fmt: skip
    return None


def _refusal_of_a_line_left(ticked: Collection[int], responsibilities: int) -> Refusal | None:
    if set(range(responsibilities)) - set(ticked):
        return Refusal(
            _("A mandate is accepted by committing to each of its responsibilities."),
            article="self-management.mandates", who=Who.YOU, instead=_("Tick each line, or decline."),
        )  # fmt: skip
    return None


def refusal_to_commit_again(
    term: Term, *, by_person_id: int | None, is_member: bool, ticked: Collection[int],
    responsibilities: int, changed: bool, today: date,
) -> Refusal | None:  # fmt: skip
    """Once a role has changed, its holder says again what they answer for."""
    if by_person_id != term.person_id or not is_member:
        return Refusal(
            _("Only its holder, a member, commits again to a mandate."),
            article="self-management.mandates", who=Who.ONESELF, instead=_("Let them open their own page."),
        )  # fmt: skip
    if no := refusal_to_end(term, today=today):
        return no
    if not changed:
        return Refusal(
            _("This role asks and gives what you have already committed to."),
            article="self-management.mandates", who=Who.NOBODY, instead=_("There is nothing to say again."),
        )  # fmt: skip
    return _refusal_of_a_line_left(ticked, responsibilities)
