"""The decision itself, or the end of a question that is not decided."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from millepieds.charter.rules import value_kept
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Decision, Precedent
from millepieds.decisions.queries.making import (
    ground_to_decide,
    is_within,
    next_number,
    solicitations,
)
from millepieds.decisions.queries.reading import reader_of, standing
from millepieds.decisions.queries.register import KIND
from millepieds.decisions.rules import advice as rules
from millepieds.decisions.rules.terms import REVIEWED_WITHIN, Tie
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_outside
from millepieds.people.models import Person
from millepieds.search.actions import index


@dataclass(frozen=True)
class Verdict:
    """What is decided, why, from when, and when it is looked at again."""

    text: str
    reasons: str
    effective_on: date
    review_on: date
    ends_on: date | None = None


@transaction.atomic
def decide(
    decision: Decision, verdict: Verdict, *, by: Actor,
    earlier: Decision | None = None, tie: Tie | None = None,
) -> Decision:  # fmt: skip
    at = the_moment()
    on = day_of(at)
    decision = Decision.objects.select_related("role", "author").get(pk=decision.pk)
    ground = ground_to_decide(decision, by=by, on=day_of(at))
    asked = list(solicitations(decision))
    within = value_kept(decision.opened_under, REVIEWED_WITHIN)
    refuse_if(
        rules.refusal_to_decide(decision, asked, now=at)
        or rules.refusal_of_dates(
            verdict.effective_on, verdict.review_on, verdict.ends_on, today=on, within=within
        )
    )
    for name, value in vars(verdict).items():
        setattr(decision, name, value)
    decision.taken_at, decision.taken_under_id = at, ground.mandate_id
    decision.year, decision.number = on.year, next_number(on.year)
    decision.save()
    index(KIND, [decision.pk])
    if earlier and tie:
        _tie(decision, earlier, tie, by=by, on=on)
    decision.asked.exclude(address="").update(address="")  # no longer needed
    record(
        deeds.TAKEN, decision, by=by, at=at, circle_id=decision.role.circle_id, ground=ground,
        year=decision.year, number=decision.number, effective_on=verdict.effective_on,
        review_on=verdict.review_on,
    )  # fmt: skip
    for one in asked:
        about = {"asked": one, "decision": decision}
        if one.person:
            key = f"decisions.taken:{one.pk}"
            write(one.person, "decisions/letters/decision_taken", key=key, **about)
        elif one.address:
            write_outside(one.address, "decisions/letters/decision_taken_outside", **about)
    return decision


def _tie(decision: Decision, earlier: Decision, tie: Tie, *, by: Actor, on: date) -> None:
    author = Person.objects.get(pk=by.person_id) if by.person_id else None
    stands = standing(reader_of(author, on=on), on=on).filter(pk=earlier.pk).exists()
    refuse_if(
        rules.refusal_to_tie(
            tie, other_stands=stands, itself=earlier.pk == decision.pk,
            other_within=is_within(earlier, decision.role.circle_id, on=on),
        )
    )  # fmt: skip
    Precedent.objects.create(decision=decision, earlier=earlier, tie=tie.value)


@transaction.atomic
def drop_question(decision: Decision, why: str, *, by: Actor) -> Decision:
    """Not decided after all. Whoever was asked reads why."""
    at = the_moment()
    decision = Decision.objects.select_related("role", "author").get(pk=decision.pk)
    ground = ground_to_decide(decision, by=by, on=day_of(at))
    refuse_if(rules.refusal_when_over(decision))
    decision.dropped_at, decision.dropped_why = at, why
    decision.save(update_fields=["dropped_at", "dropped_why"])
    index(KIND, [decision.pk])
    decision.asked.exclude(address="").update(address="")
    record(deeds.DROPPED, decision, by=by, at=at, circle_id=decision.role.circle_id, ground=ground)
    for one in solicitations(decision).filter(person__isnull=False):
        if one.person:
            key = f"decisions.dropped:{one.pk}"
            write(one.person, "decisions/letters/question_dropped", key=key, decision=decision)
    return decision
