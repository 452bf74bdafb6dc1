"""The circle asks, reacts, says where it stands; objections are tested; a meeting stops the clock."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Proposal, Remark, Stance
from millepieds.decisions.queries.consent import (
    current_of,
    ground_in,
    has_a_voice,
    has_moved,
    proposal_again,
    voices_in,
)
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import Criterion, RemarkKind, Stand
from millepieds.journal.actions import record
from millepieds.letters.actions import write

AS_NEW: dict[str, Any] = {
    "tested_on": None, "tested_by": None, "tested_at": None, "found": [], "holds": None,
}  # fmt: skip


@transaction.atomic
def remark(proposal: Proposal, kind: RemarkKind, text: str, *, by: Actor) -> Remark:
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    voice = has_a_voice(proposal.circle_id, by.person_id, on=on)
    refuse_if(rules.refusal_to_take_part(proposal, has_a_voice=voice, now=at))
    said = Remark.objects.create(
        proposal=proposal, author_id=by.person_id or 0, kind=kind.value, text=text, said_at=at
    )
    record(deeds.REMARKED, proposal, by=by, at=at, circle_id=proposal.circle_id)
    return said


@transaction.atomic
def explain(said: Remark, answer: str, *, by: Actor) -> Remark:
    """Whoever proposes answers a question; said otherwise, it replaces what was answered."""
    at = the_moment()
    said = Remark.objects.select_related("proposal", "author").get(pk=said.pk)
    refuse_if(
        rules.refusal_when_round_over(said.proposal)
        or rules.refusal_of_another_hand(said.proposal, person_id=by.person_id)
        or rules.refusal_to_explain(is_question=said.kind == RemarkKind.QUESTION)
    )
    said.answer, said.answered_at = answer, at
    said.save(update_fields=["answer", "answered_at"])
    record(
        deeds.EXPLAINED, said.proposal, by=by, at=at, about=said.author_id,
        circle_id=said.proposal.circle_id,
    )  # fmt: skip
    return said


@transaction.atomic
def stand(
    proposal: Proposal, stance: Stand, why: str, read: int | None = None, *, by: Actor,
    from_a_letter: bool = False,
) -> Stance:  # fmt: skip
    """Say where I stand on the words I read, or stand elsewhere, until the round closes.

    Whoever holds a letter could use its link: the person for whom it is counted is told.
    """
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    voice = has_a_voice(proposal.circle_id, by.person_id, on=on)
    version = current_of(proposal)
    refuse_if(
        rules.refusal_to_stand(proposal, person_id=by.person_id, has_a_voice=voice, now=at)
        or rules.refusal_of_other_words(read=read, last=version.number)
        or rules.refusal_of_stance(stance, why)
    )
    row, _new = Stance.objects.update_or_create(
        proposal=proposal, version=version, person_id=by.person_id or 0,
        defaults={
            "stance": stance.value, "why": why, "given_at": at,
            "until": rules.closes_if_it_goes_on(proposal, at=at), "typed_by_id": by.typed_by_id,
            **AS_NEW,
        },
    )  # fmt: skip
    record(
        deeds.STOOD, proposal, by=by, at=at, about=by.person_id, circle_id=proposal.circle_id,
        version=version.number,
    )  # fmt: skip
    if stance is Stand.OBJECTION:
        write(
            proposal.author, "decisions/letters/objection_made",
            key=f"decisions.objection:{row.pk}:{version.number}", proposal=proposal, stance=row,
        )  # fmt: skip
    if from_a_letter:
        write(
            row.person, "decisions/letters/voice_from_a_letter",
            key=f"decisions.from_a_letter:{row.pk}:{at.isoformat()}", proposal=proposal,
            version=version,
        )  # fmt: skip
    return row


@transaction.atomic
def put_to_the_test(stance: Stance, found: Collection[Criterion], *, by: Actor) -> Stance:
    """Whether its reasons are argued, one question after the other: not whether one agrees."""
    at = the_moment()
    on = day_of(at)
    stance = Stance.objects.select_related("proposal", "person").get(pk=stance.pk)
    proposal = stance.proposal
    voices = voices_in(proposal.circle_id, on=on)
    refuse_if(
        rules.refusal_to_test(
            proposal, stance, has_moved=has_moved(stance), person_id=by.person_id, voices=voices
        )
    )
    holds = rules.holds(found)
    stance.tested_on, stance.tested_at = current_of(proposal), at
    stance.tested_by_id, stance.holds = by.person_id, holds
    stance.found = [one.value for one in found]
    stance.save(update_fields=[*AS_NEW])
    record(
        deeds.OBJECTION_TESTED, proposal, by=by, at=at, about=stance.person_id,
        circle_id=proposal.circle_id, holds=holds,
    )  # fmt: skip
    return stance


@transaction.atomic
def call_into_meeting(proposal: Proposal, *, by: Actor) -> Proposal:
    """Anyone of the circle may: better said aloud. The clock stops until the round goes on."""
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    voice = has_a_voice(proposal.circle_id, by.person_id, on=on)
    refuse_if(rules.refusal_to_call(proposal, has_a_voice=voice, now=at))
    proposal.called_at = at
    proposal.save(update_fields=["called_at"])
    record(deeds.CALLED_IN, proposal, by=by, at=at, circle_id=proposal.circle_id)
    if by.person_id != proposal.author_id:
        write(
            proposal.author, "decisions/letters/proposal_called",
            key=f"decisions.called:{proposal.pk}:{at.isoformat()}", proposal=proposal,
        )  # fmt: skip
    return proposal


@transaction.atomic
def hold(proposal: Proposal, *, by: Actor) -> Proposal:
    """The circle treats it in the room, now: its clock is stopped, and everyone there may stand."""
    at = the_moment()
    proposal = proposal_again(proposal)
    voice = has_a_voice(proposal.circle_id, by.person_id, on=day_of(at))
    refuse_if(rules.refusal_to_hold(proposal, has_a_voice=voice, now=at))
    if proposal.held_at is None:
        proposal.called_at, proposal.held_at = proposal.called_at or at, at
        proposal.save(update_fields=["called_at", "held_at"])
        record(deeds.HELD, proposal, by=by, at=at, circle_id=proposal.circle_id)
    return proposal


@transaction.atomic
def resume(proposal: Proposal, *, by: Actor) -> Proposal:
    """After the meeting, the round has the time that it had left."""
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    ground = ground_in(proposal.circle_id, by=by, on=on)
    refuse_if(rules.refusal_to_resume(proposal))
    until = _go_on(proposal, at=at)
    record(
        deeds.RESUMED, proposal, by=by, at=at, circle_id=proposal.circle_id, ground=ground,
        until=until,
    )  # fmt: skip
    return proposal


@transaction.atomic
def go_on_after_the_room(circle_id: int, *, since: datetime, by: Actor) -> int:
    """It closes: what it treated and did not adopt waits for whoever was absent, and for nobody's click."""
    at = the_moment()
    rows = Proposal.objects.filter(circle_id=circle_id, held_at__gte=since, outcome="")
    for one in rows:
        record(
            deeds.RESUMED, one, by=by, at=at, circle_id=circle_id, until=_go_on(one, at=at)
        )  # fmt: skip
    return len(rows)


def _go_on(proposal: Proposal, *, at: datetime) -> date:
    """Until when, from now."""
    listens, closes = rules.times_after_a_stop(proposal, at=at)
    proposal.listens_until, proposal.closes_at = listens, closes
    proposal.called_at = proposal.held_at = None
    proposal.save(update_fields=["listens_until", "closes_at", "called_at", "held_at"])
    return day_of(closes)
