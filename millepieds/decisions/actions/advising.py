"""Advice is given, by whoever was asked and nobody else; whoever decides answers each of it."""

from datetime import date

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Solicitation
from millepieds.decisions.queries.making import ground_to_decide, what_forbids_to_type_in
from millepieds.decisions.rules import advice as rules
from millepieds.decisions.rules.terms import Followed, How
from millepieds.journal.actions import record


@transaction.atomic
def give_advice(asked: Solicitation, words: str, *, how: How, by: Actor) -> Solicitation:
    """Say it, or say it otherwise, until the hour. What was answered to other words is answered again."""
    at = the_moment()
    asked = _again(asked)
    _refuse_anyone_else(asked, how=how, by=by, on=day_of(at))
    refuse_if(rules.refusal_to_advise(asked.decision, asked, on_paper=how is How.PAPER, now=at))
    if words != asked.advice:
        asked.followed, asked.answer, asked.answered_at = "", "", None
    asked.advice, asked.advised_at, asked.how = words, at, how.value
    asked.typed_by_id = by.typed_by_id
    asked.save()
    record(
        deeds.ADVICE_GIVEN, asked.decision, by=by, at=at, about=asked.person_id,
        circle_id=asked.decision.role.circle_id,
    )  # fmt: skip
    return asked


@transaction.atomic
def answer_advice(
    asked: Solicitation, followed: Followed, answer: str, *, by: Actor
) -> Solicitation:
    at = the_moment()
    asked = _again(asked)
    ground = ground_to_decide(asked.decision, by=by, on=day_of(at))
    refuse_if(
        rules.refusal_to_answer(asked.decision, asked) or rules.refusal_of_answer(followed, answer)
    )
    asked.followed, asked.answer, asked.answered_at = followed.value, answer, at
    asked.save(update_fields=["followed", "answer", "answered_at"])
    record(
        deeds.ADVICE_ANSWERED, asked.decision, by=by, at=at, about=asked.person_id,
        circle_id=asked.decision.role.circle_id, ground=ground, followed=followed,
    )  # fmt: skip
    return asked


def _refuse_anyone_else(asked: Solicitation, *, how: How, by: Actor, on: date) -> None:
    """A person speaks for themselves; a mail's link, for whoever holds it; a sheet is typed in by name."""
    if how is How.PAPER:
        refuse_if(what_forbids_to_type_in(asked, typist_id=by.typed_by_id, on=on))
    if how is How.INSIDE and by.person_id != asked.person_id:
        raise Refused(rules.refusal_to_speak_for_another())


def _again(asked: Solicitation) -> Solicitation:
    rows = Solicitation.objects.select_related("decision__role", "decision__author", "person")
    return rows.get(pk=asked.pk)
