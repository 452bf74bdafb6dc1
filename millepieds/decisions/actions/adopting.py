"""What a circle consented to is numbered, and what it does by itself is done: all of it or nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from millepieds.charter.actions import change_rule
from millepieds.charter.queries import opened_under, rules_on
from millepieds.charter.rules import earliest_change, value_kept
from millepieds.circles.actions.mandates import propose_mandate, withdraw_mandate
from millepieds.circles.actions.own import set_own_rule
from millepieds.circles.actions.structure import (
    CircleWords,
    RoleWords,
    change_role,
    close_circle,
    close_role,
    open_circle,
    open_role,
)
from millepieds.circles.models import Circle, Mandate, OwnRule, Role
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Decision, Proposal
from millepieds.decisions.queries.consent import (
    ConsentProof,
    OwnConsent,
    current_of,
    ground_in,
    procedure_in,
    proposal_again,
)
from millepieds.decisions.queries.effects import (
    Does,
    does,
    effects_of,
    what_forbids_to_adopt,
)
from millepieds.decisions.queries.making import next_number
from millepieds.decisions.queries.paper import what_forbids_this_hand
from millepieds.decisions.queries.register import KIND
from millepieds.decisions.rules.advice import refusal_of_dates
from millepieds.decisions.rules.rounds import EffectKind, Outcome
from millepieds.decisions.rules.terms import A_DECISION_KEEPS, REVIEWED_WITHIN
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.people.models import Person
from millepieds.search.actions import index


@dataclass(frozen=True)
class Adoption:
    """Why the circle adopts it, from when, and when it is looked at again."""

    reasons: str
    effective_on: date
    review_on: date


@transaction.atomic
def adopt(proposal: Proposal, adoption: Adoption, *, by: Actor) -> Decision:
    """One line of the register, and each effect by its own action: all of them, or nothing at all."""
    at = the_moment()
    on = day_of(at)
    proposal = proposal_again(proposal)
    ground = ground_in(proposal.circle_id, by=by, on=on)
    version = current_of(proposal)
    within = value_kept(proposal.opened_under, REVIEWED_WITHIN)
    refuse_if(
        what_forbids_to_adopt(proposal, now=at, on=on)
        or what_forbids_this_hand(proposal, by)
        or refusal_of_dates(
            adoption.effective_on, adoption.review_on, None, today=on, within=within
        )
    )
    _close_in_the_room(proposal, at=at)
    first = proposal.versions.order_by("number")[0]
    decision = Decision.objects.create(
        role=proposal.opened_by.role, author=proposal.author, opened_by=proposal.opened_by,
        opened_at=proposal.opened_at, opened_under=opened_under(*A_DECISION_KEEPS, on=on),
        tension=proposal.tension, title=proposal.title, question=proposal.example,
        intention=first.text, openness=proposal.openness, asked_at=proposal.asked_at,
        answer_until=proposal.closes_at, taken_at=at, taken_under_id=ground.mandate_id,
        year=on.year, number=next_number(on.year), text=version.text, **vars(adoption),
    )  # fmt: skip
    index(KIND, [decision.pk])
    proposal.over_at, proposal.outcome = at, Outcome.ADOPTED.value
    proposal.decision = decision
    proposal.save()
    record(
        deeds.ADOPTED, decision, by=by, at=at, circle_id=proposal.circle_id, ground=ground,
        year=decision.year, number=decision.number, effective_on=adoption.effective_on,
        review_on=adoption.review_on,
    )  # fmt: skip
    for row in effects_of(version):
        made, row.applied_at = _apply(does(row), proposal, decision, by=by, on=on), at
        row.opened = made if isinstance(made, Circle) else None
        row.role = made if isinstance(made, Role) else row.role
        row.own_rule = made if isinstance(made, OwnRule) else None
        row.save(update_fields=["applied_at", "opened", "role", "own_rule"])
    heard = set(proposal.stances.values_list("person_id", flat=True)) | {proposal.author_id}
    for person in Person.objects.filter(pk__in=heard).order_by("pk"):
        write(
            person, "decisions/letters/proposal_adopted",
            key=f"decisions.adopted:{proposal.pk}:{person.pk}", decision=decision,
            proposal=proposal,
        )  # fmt: skip
    return decision


def _close_in_the_room(proposal: Proposal, *, at: datetime) -> None:
    """Everyone was heard there: the round closed when it was adopted."""
    if proposal.held_at and proposal.listens_until:
        proposal.listens_until = min(proposal.listens_until, at)
        proposal.closes_at, proposal.called_at = at, None


def _apply(
    one: Does, proposal: Proposal, decision: Decision, *, by: Actor, on: date
) -> Circle | Role | OwnRule | None:
    """By the action of its area, under a mandate of whoever adopts; what it opened or set, if it does."""
    day = max(decision.effective_on or on, on)
    match one:
        case Does(kind=EffectKind.RULE, value=int() as value):
            _change_rule(one.rule, value, proposal, from_on=day, by=by, on=on)
        case Does(kind=EffectKind.OWN_RULE):
            return set_own_rule(
                proposal.circle, one.rule, one.value, proof=OwnConsent(proposal), by=by,
                effective_on=max(day, earliest_change(rules_on(on), today=on)),
            )  # fmt: skip
        case Does(kind=EffectKind.ROLE, role=Role() as role):
            close_role(role, by=by)
        case Does(kind=EffectKind.CIRCLE, circle=Circle() as circle):
            close_circle(circle, by=by)
        case Does(kind=EffectKind.MANDATE, mandate=Mandate() as mandate):
            said = {"mark": decision.mark, "title": decision.title}
            withdraw_mandate(mandate, gettext("Decision %(mark)s: %(title)s") % said, by=by)
        case Does(
            kind=EffectKind.OFFER, role=Role() as role, person=Person() as person,
            until=date() as until,
        ):  # fmt: skip
            propose_mandate(role, person, starts_on=day, ends_on=until, by=by)
        case Does(
            kind=EffectKind.OPEN_CIRCLE, circle=Circle() as outer, words=CircleWords() as inner
        ):
            return open_circle(outer, inner, by=by)
        case Does(kind=EffectKind.OPEN_ROLE, circle=Circle() as around, words=RoleWords() as words):
            return open_role(around, words, by=by)
        case Does(kind=EffectKind.CHANGE_ROLE, role=Role() as role, words=RoleWords() as words):
            change_role(role, words, by=by)
    return None


def _change_rule(
    key: str, value: int, proposal: Proposal, *, from_on: date, by: Actor, on: date
) -> None:
    if procedure := procedure_in(proposal.circle_id, on=on):
        day = max(from_on, earliest_change(rules_on(on), today=on))
        proof = ConsentProof(proposal, procedure)
        change_rule(key, value, effective_on=day, proof=proof, by=by)
