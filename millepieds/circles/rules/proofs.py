"""A second proof, for those whose power shows them what many people said of themselves. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.powers import POWERS
from millepieds.core.words import _

# Off until the movement says so: an update of the house shuts nobody out. Founding says yes.
SECOND_PROOF = declare_rule(
    "circles.second_proof",
    _("Does whoever can read what many people wrote need a second proof to sign in? %(value)s."),
    unit=Unit.YES_NO, least=0, most=1, default=0, article="trust.consent",
)  # fmt: skip
TIME_FOR_A_SECOND_PROOF = declare_rule(
    "circles.time_for_a_second_proof",
    _("They have %(value)s, once they have accepted their mandate, to add a key or an app."),
    unit=Unit.DAYS, least=7, most=90, default=30, article="trust.consent",
)  # fmt: skip
REMINDED = 7  # days before that time is over


@dataclass(frozen=True)
class SecondProof:
    """What is asked: since when these rules are as they are, and how many days that leaves."""

    since: date
    days: int

    def waits_from(self, accepted_on: date) -> date:
        """The first day on which the power waits. A rule that changes gives its whole time again."""
        return max(self.since, accepted_on) + timedelta(days=self.days)


def shows_many(powers: Collection[str]) -> bool:
    return any(POWERS[key].sees_many for key in powers if key in POWERS)
