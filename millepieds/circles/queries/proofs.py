"""Who must add a second proof, and from which day their power waits for it: derived, never written."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from millepieds.charter.models import RuleValue
from millepieds.charter.queries import rule
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import in_force_or_to_come, powers_by_role
from millepieds.circles.rules.commitments import powers_given
from millepieds.circles.rules.proofs import (
    SECOND_PROOF,
    TIME_FOR_A_SECOND_PROOF,
    SecondProof,
    shows_many,
)
from millepieds.core.clock import day_of
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person
from millepieds.people.queries import with_a_second_proof


@until_a_deed
def second_proof_asked(*, on: date) -> SecondProof | None:
    if not rule(SECOND_PROOF, on=on):
        return None
    rules = (SECOND_PROOF, TIME_FOR_A_SECOND_PROOF)
    rows = RuleValue.objects.filter(rule__in=rules, effective_on__lte=on)
    since = max(rows.values_list("effective_on", flat=True), default=date.min)
    return SecondProof(since, rule(TIME_FOR_A_SECOND_PROOF, on=on))


def waiting_for_a_second_proof(mandates: Iterable[Mandate], *, on: date) -> set[int]:
    """Those of these mandates, all of which show many people's data, whose time is over."""
    asked = second_proof_asked(on=on)
    if asked is None:
        return set()
    late = [one for one in mandates if asked.waits_from(_counted_from(one)) <= on]
    proved = with_a_second_proof({one.person_id for one in late})
    return {one.pk for one in late if one.person_id not in proved}


@dataclass(frozen=True)
class Due:
    """A holder without a second proof."""

    mandate: Mandate
    waits_from: date

    @property
    def last_day(self) -> date:
        return self.waits_from - timedelta(days=1)


def second_proofs_due(*, on: date, **where: object) -> Sequence[Due]:
    """For the mandates in force or to come: whoever must add a proof, and has none."""
    asked = second_proof_asked(on=on)
    return due_under(asked, on=on, **where) if asked else ()


def due_under(asked: SecondProof, *, on: date, **where: object) -> Sequence[Due]:
    rows = in_force_or_to_come(on).filter(**where).select_related("person", "role")
    mandates = list(rows.order_by("pk"))
    powers = powers_by_role({one.role_id for one in mandates}, on)
    seeing = [
        one
        for one in mandates
        if shows_many(powers_given(one.committed_to, powers.get(one.role_id, ())))
    ]
    proved = with_a_second_proof({one.person_id for one in seeing})
    return [
        Due(one, asked.waits_from(_counted_from(one)))
        for one in seeing
        if one.person_id not in proved
    ]


def second_proof_once_accepted(powers: Collection[str], person: Person, *, on: date) -> date | None:
    """The last day to add one for who accepts such a role today; none when nothing is asked."""
    asked = second_proof_asked(on=on) if shows_many(powers) else None
    if asked is None or with_a_second_proof([person.pk]):
        return None
    return asked.waits_from(on) - timedelta(days=1)


def _counted_from(mandate: Mandate) -> date:
    """Its acceptance; or, if it came later, what its holder committed to."""
    accepted_on = day_of(mandate.accepted_at) if mandate.accepted_at else date.min
    committed_to = mandate.committed_to
    return max(accepted_on, committed_to.from_on) if committed_to else accepted_on
