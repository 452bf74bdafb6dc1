"""When two accounts that one person opens may become one. Plain Python."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.people.rules import MOST_ADDRESSES

# Areas that count voters say here which rolls are open.
Roll = Collection[int]  # the persons on it, by number
OPEN_ROLLS: list[Callable[[datetime], Iterable[Roll]]] = []


@dataclass(frozen=True)
class Account:
    """What the rule asks of each of the two."""

    person_id: int
    inside: bool  # knocked or let in, and not gone
    mandates: int  # in force, to come, or waiting for an answer
    addresses: int


def refusal_to_merge(
    other: Account, *, into: Account, open_rolls: Iterable[Roll]
) -> Refusal | None:
    """Asked once both are proved: whoever reads this may know all that it says."""
    if other.person_id == into.person_id:
        return Refusal(
            _("This address already opens this account."), article="trust.consent", who=Who.YOU,
            instead=_("Type the address that opens your other account."),
        )  # fmt: skip
    if any(other.person_id in roll and into.person_id in roll for roll in open_rolls):
        return Refusal(
            _("Both accounts are on the list of a vote that is open."), article="trust.honesty",
            who=Who.NOBODY,
            instead=_("Wait until that vote is closed: one person has one voice."),
        )  # fmt: skip
    if other.inside and not into.inside:
        return Refusal(
            _("The other account is in the movement, and this one is not."), article="trust.consent",
            who=Who.YOU,
            instead=_("Sign in to the other one, and bring this one into it."),
        )  # fmt: skip
    if other.mandates:
        return Refusal(
            _("The other account holds mandates."), article="self-management.mandates", who=Who.YOU,
            instead=_("Hand them back from that account, or wait for their end, then come back."),
        )  # fmt: skip
    if other.addresses + into.addresses > MOST_ADDRESSES:
        return Refusal(
            _("Together, they would have more than five addresses."), article="trust.consent",
            who=Who.YOU,
            instead=_("Remove some first, then come back."),
        )  # fmt: skip
    return None
