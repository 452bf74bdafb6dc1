"""The second proof that a rule asks of some holders, said in time."""

from datetime import timedelta

from django.db import transaction

from millepieds.circles import deeds
from millepieds.circles.queries.proofs import Due, second_proofs_due
from millepieds.circles.queries.structure import role_on
from millepieds.circles.rules.proofs import REMINDED
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.journal.actions import record
from millepieds.journal.models import Particulars
from millepieds.letters.actions import write


@transaction.atomic
def remind_second_proof(*, by: Actor) -> int:
    """Seven days before their power waits for it, those who have no second proof are told; once."""
    at = the_moment()
    on = day_of(at)
    soon = on + timedelta(days=REMINDED)
    due = [one for one in second_proofs_due(on=on) if on < one.waits_from <= soon]
    told = 0
    for one in due:
        if _is_told(one):
            continue
        mandate = one.mandate
        record(
            deeds.SECOND_PROOF_ASKED, mandate, by=by, at=at, about=mandate.person_id,
            circle_id=mandate.role.circle_id, last_day=one.last_day,
        )  # fmt: skip
        write(
            mandate.person, "circles/letters/second_proof",
            key=f"second-proof:{mandate.pk}:{one.last_day}", role=role_on(mandate.role, on),
            last_day=one.last_day,
        )  # fmt: skip
        told += 1
    return told


def _is_told(due: Due) -> bool:
    return Particulars.objects.filter(
        entry__deed=deeds.SECOND_PROOF_ASKED, subject_id=due.mandate.pk,
        facts__last_day=due.last_day.isoformat(),
    ).exists()  # fmt: skip
