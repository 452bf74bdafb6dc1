"""A voice said on paper is typed in under two names, and taken back by whoever it is said of."""

from django.db import transaction

from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.actions.consenting import stand
from millepieds.decisions.models import Proposal, Stance
from millepieds.decisions.queries.consent import current_of, proposal_again
from millepieds.decisions.queries.paper import what_forbids_this_voice, what_forbids_to_type
from millepieds.decisions.rules import paper as rules
from millepieds.decisions.rules.rounds import Stand
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.people.models import Person


@transaction.atomic
def type_in_voice(
    proposal: Proposal, person: Person, stance: Stand, why: str, *, sheet: int, by: Actor
) -> Stance:
    """From a sheet that answers these very words. The person is written to, and can take it back."""
    at = the_moment()
    proposal = proposal_again(proposal)
    version = current_of(proposal)
    refuse_if(
        what_forbids_to_type(proposal, by, on=day_of(at))
        or rules.refusal_of_an_old_sheet(sheet=sheet, current=version.number)
        or what_forbids_this_voice(version, person.pk, by.person_id)
    )
    typist = Person.objects.get(pk=by.person_id or 0)
    row = stand(proposal, stance, why, by=actors.person(person).typed_in_by(typist))
    record(
        deeds.TYPED_IN, proposal, by=by, at=at, about=person.pk, circle_id=proposal.circle_id,
        version=version.number,
    )  # fmt: skip
    write(
        person, "decisions/letters/voice_typed_in",
        key=f"decisions.typed:{row.pk}:{at.isoformat()}", proposal=proposal, stance=row,
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_voice(stance: Stance, *, by: Actor) -> None:
    """It no longer counts, and no sheet speaks for them again on these words."""
    at = the_moment()
    row = Stance.objects.select_related("proposal", "person", "typed_by", "version").get(
        pk=stance.pk
    )
    proposal = row.proposal
    refuse_if(
        rules.refusal_to_contest(
            proposal, is_mine=row.person_id == by.person_id, typed_in=row.typed_by_id is not None
        )
    )
    record(
        deeds.CONTESTED, proposal, by=by, at=at, about=row.person_id,
        circle_id=proposal.circle_id, version=row.version.number,
    )  # fmt: skip
    if row.typed_by:
        write(
            row.typed_by, "decisions/letters/voice_taken_back",
            key=f"decisions.taken-back:{row.pk}", proposal=proposal, stance=row,
        )  # fmt: skip
    row.delete()
