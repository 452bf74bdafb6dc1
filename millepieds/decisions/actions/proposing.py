"""A proposal is written, put to its circle, changed for what was said, withdrawn or returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from millepieds.charter.rules import value_kept
from millepieds.circles.models import Circle
from millepieds.circles.queries.own import opened_under_in
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Effect, Proposal, Version
from millepieds.decisions.queries.consent import (
    current_of,
    ground_in,
    grounds_in,
    is_the_root,
    proposal_again,
    voices_in,
)
from millepieds.decisions.queries.effects import (
    Does,
    refusal_of_effects,
    row_of,
    what_forbids_to_adopt,
)
from millepieds.decisions.queries.mailed import names_someone, voice_token
from millepieds.decisions.rules import adopting as adopting_rules
from millepieds.decisions.rules import advice
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import (
    A_ROUND_KEEPS,
    CONSENT_TIME,
    LISTENING_TIME,
    Outcome,
)
from millepieds.decisions.rules.terms import Openness
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.people.models import Person
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import tensions_read_by


@dataclass(frozen=True)
class Draft:
    """What is proposed, from which real example, and what adopting it does by itself."""

    title: str
    example: str
    text: str
    openness: Openness = Openness.MEMBERS
    effects: Sequence[Does] = ()


@transaction.atomic
def propose(circle: Circle, draft: Draft, *, by: Actor, tension: Tension | None = None) -> Proposal:
    """From nothing, or from a tension that this person has read and that is still open."""
    at = the_moment()
    on = day_of(at)
    ground = ground_in(circle.pk, by=by, on=on)
    if tension:
        has_read = tensions_read_by(ground.person_id, on=on).filter(pk=tension.pk).first()
        refuse_if(advice.refusal_to_open_from(has_read))
    proposal = Proposal.objects.create(
        circle=circle, author_id=ground.person_id, opened_by_id=ground.mandate_id, opened_at=at,
        opened_under=opened_under_in(circle.pk, *A_ROUND_KEEPS, on=on), tension=tension,
        title=draft.title, example=draft.example, openness=_openness(circle.pk, draft, on=on),
    )  # fmt: skip
    version = Version.objects.create(
        proposal=proposal, author_id=ground.person_id, number=1, text=draft.text, written_at=at
    )
    _write_effects(version, draft.effects, on=on)
    record(deeds.PROPOSED, proposal, by=by, at=at, circle_id=circle.pk, ground=ground)
    return proposal


@transaction.atomic
def rewrite(proposal: Proposal, draft: Draft, *, by: Actor) -> Proposal:
    """As long as nobody else has read it, its words change freely."""
    at = the_moment()
    proposal = proposal_again(proposal)
    on = day_of(at)
    refuse_if(rules.refusal_of_another_hand(proposal, person_id=by.person_id))
    ground = ground_in(proposal.circle_id, by=by, on=on)
    refuse_if(rules.refusal_to_present(proposal))
    proposal.title, proposal.example = draft.title, draft.example
    proposal.openness = _openness(proposal.circle_id, draft, on=on)
    proposal.save(update_fields=["title", "example", "openness"])
    version = current_of(proposal)
    version.text, version.written_at = draft.text, at
    version.save(update_fields=["text", "written_at"])
    version.effects.all().delete()
    _write_effects(version, draft.effects, on=on)
    record(deeds.REWRITTEN, proposal, by=by, at=at, circle_id=proposal.circle_id, ground=ground)
    return proposal


@transaction.atomic
def present(proposal: Proposal, *, by: Actor) -> Proposal:
    """Before the circle: first it understands and reacts, then it consents or objects."""
    at = the_moment()
    proposal = proposal_again(proposal)
    on = day_of(at)
    refuse_if(rules.refusal_of_another_hand(proposal, person_id=by.person_id))
    ground = ground_in(proposal.circle_id, by=by, on=on)
    refuse_if(rules.refusal_to_present(proposal))
    listening = timedelta(hours=value_kept(proposal.opened_under, LISTENING_TIME))
    proposal.asked_at, proposal.listens_until = at, at + listening
    proposal.closes_at = proposal.listens_until + timedelta(hours=_hours(proposal))
    proposal.save(update_fields=["asked_at", "listens_until", "closes_at"])
    others = voices_in(proposal.circle_id, on=on) - {proposal.author_id}
    record(
        deeds.PRESENTED, proposal, by=by, at=at, circle_id=proposal.circle_id, ground=ground,
        asked=len(others), until=day_of(proposal.closes_at),
    )  # fmt: skip
    _write_to_circle("proposal_presented", proposal, others)
    return proposal


@transaction.atomic
def amend(
    proposal: Proposal, text: str, changed: str, effects: Sequence[Does] = (), *, by: Actor
) -> Version:
    """A new version. Whoever answered the one before is asked again, with the whole of their time."""
    at = the_moment()
    proposal = proposal_again(proposal)
    on = day_of(at)
    refuse_if(rules.refusal_of_another_hand(proposal, person_id=by.person_id))
    ground = ground_in(proposal.circle_id, by=by, on=on)
    refuse_if(rules.refusal_to_amend(proposal) or rules.refusal_of_change(changed))
    version = Version.objects.create(
        proposal=proposal, author_id=ground.person_id, number=current_of(proposal).number + 1,
        text=text, changed=changed, written_at=at,
    )  # fmt: skip
    _write_effects(version, effects, on=on)
    closes = rules.closes_after_a_change(proposal, at=at, hours=_hours(proposal))
    proposal.closes_at = closes
    proposal.save(update_fields=["closes_at"])
    record(
        deeds.AMENDED, proposal, by=by, at=at, circle_id=proposal.circle_id, ground=ground,
        version=version.number, until=day_of(closes or at),
    )  # fmt: skip
    answered = set(proposal.stances.values_list("person_id", flat=True))
    _write_to_circle("proposal_amended", proposal, answered, version=version)
    return version


@transaction.atomic
def end_round(proposal: Proposal, why: str, *, by: Actor) -> Proposal:
    """Its author withdraws it; once closed without consent, the circle returns it."""
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    found = grounds_in(by, circle_id=proposal.circle_id, on=on)
    refuse_if(
        adopting_rules.refusal_to_return(
            proposal, person_id=by.person_id, holds_here=bool(found), now=at,
            adoptable=bool(proposal.asked_at)
            and what_forbids_to_adopt(proposal, now=at, on=on) is None,
        )
    )  # fmt: skip
    own = by.person_id == proposal.author_id
    outcome = Outcome.WITHDRAWN if own else Outcome.RETURNED
    proposal.over_at, proposal.outcome, proposal.outcome_why = at, outcome.value, why
    proposal.save(update_fields=["over_at", "outcome", "outcome_why"])
    record(
        deeds.ENDED, proposal, by=by, at=at, circle_id=proposal.circle_id,
        ground=found[0] if found else None, outcome=outcome,
    )  # fmt: skip
    if proposal.asked_at:
        heard = set(proposal.stances.values_list("person_id", flat=True)) | {proposal.author_id}
        _write_to_circle("proposal_ended", proposal, heard - {by.person_id})
    return proposal


def _write_effects(version: Version, effects: Sequence[Does], *, on: date) -> None:
    refuse_if(refusal_of_effects(effects, version.proposal.circle_id, on=on))
    Effect.objects.bulk_create(row_of(version, one) for one in effects)


def _openness(circle_id: int, draft: Draft, *, on: date) -> Openness:
    """The circle of the Agora is every member."""
    if draft.openness is Openness.CIRCLE and is_the_root(circle_id, on=on):
        return Openness.MEMBERS
    return draft.openness


def _hours(proposal: Proposal) -> int:
    return value_kept(proposal.opened_under, CONSENT_TIME)


def _write_to_circle(
    letter: str, proposal: Proposal, people: set[int], version: Version | None = None
) -> None:
    key = f"decisions.{letter}:{proposal.pk}:{version.number if version else 0}"
    words = version or current_of(proposal)
    outside = not names_someone(words)
    for person in Person.objects.filter(pk__in=people).order_by("pk"):
        write(
            person, f"decisions/letters/{letter}", key=f"{key}:{person.pk}", proposal=proposal,
            version=version, token=voice_token(words, person) if outside else "",
        )  # fmt: skip
