"""One proposes that someone be out for a time; it waits for the agreement of a second person."""

import json
from datetime import date

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.actions.procedure import WAITS
from millepieds.care.models import Keeper, Report, Sanction, Stage
from millepieds.care.queries.procedure import beside, decided_since, was_heard
from millepieds.care.queries.reading import has_read, keeper_of, received_by
from millepieds.care.queries.sealed import Noted, key_of, named_in, noted, seal_noted
from millepieds.care.rules import fairness as rules
from millepieds.care.rules.terms import LONGEST_EXCLUSION, Sort, Taken
from millepieds.charter.queries import rule
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refusal, refuse_if
from millepieds.core.sealing import new_key, place, seal
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.actions.suspending import suspend
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind


@transaction.atomic
def propose_sanction(
    row: Report, person: Person, sort: Sort, *, ends_on: date, reason: str, by: Actor
) -> Stage:
    """Both were heard, whoever proposes stands with neither. Nothing happens to anyone yet."""
    at = the_moment()
    on = day_of(at)
    keeper = received_by(row, by=by, on=on)
    ground = ground_to(keeper.power, by=by, on=on)
    row = keeper.report
    refuse_if(_refusal_to_decide(keeper, person, ends_on=ends_on, on=on))
    said = Noted(reason, person.pk, sort=sort.value)
    stage = _stage(
        Stage(report=row, kind=Taken.PROPOSED, person=keeper.person, day=ends_on, taken_at=at), said
    )
    record(deeds.PROPOSED, row, by=by, at=at, ground=ground)
    for one in row.keepers.exclude(person=keeper.person).select_related("person"):
        if keeper_of(row.pk, one.person, on=on):
            write(one.person, WAITS, key=f"care.proposed:{stage.pk}:{one.person_id}")
    return stage


@transaction.atomic
def agree(proposed: Stage, words: str, *, by: Actor) -> Sanction:
    """By another who has read the report: from today, until a day, for a reason that is said.

    The register tells members that it happened. Who it is about is told to them, and to nobody else.
    """
    at = the_moment()
    on = day_of(at)
    proposed = _again(proposed)
    keeper = received_by(proposed.report, by=by, on=on)
    ground = ground_to(keeper.power, by=by, on=on)
    said = noted(proposed, keeper.report)
    person, ends_on = Person.objects.get(pk=said.about_id or 0), proposed.day or on
    refuse_if(
        _refusal_to_second(proposed, keeper)
        or _refusal_to_decide(keeper, person, ends_on=ends_on, on=on)
        or rules.refusal_of_another(decided_since=decided_since(proposed, keeper.report, person))
    )
    suspension = suspend(person, ends_on=ends_on, ground=ground, by=by)
    sanction = Sanction.objects.create(
        suspension=suspension, sort=said.sort, decided_at=at, decided_by=_whoever_proposed(proposed),
        agreed_by=keeper.person,
    )  # fmt: skip
    sanction.sealed_key, sanction.key_version = new_key(place(sanction))
    motive = json.dumps({"words": said.words, "report_id": proposed.report_id})
    sanction.sealed_words = seal(key_of(sanction), place(sanction, "sealed_words"), motive)
    sanction.save(update_fields=["sealed_key", "key_version", "sealed_words"])
    _answer(Taken.DECIDED, proposed, keeper, Noted(words, person.pk))
    record(deeds.DECIDED, None, by=by, at=at, ground=ground)
    write(person, WAITS, key=f"care.decided:{sanction.pk}")
    return sanction


@transaction.atomic
def disagree(proposed: Stage, words: str, *, by: Actor) -> Stage:
    """Nothing takes effect. Whoever proposed reads why, and may propose otherwise."""
    at = the_moment()
    on = day_of(at)
    proposed = _again(proposed)
    keeper = received_by(proposed.report, by=by, on=on)
    ground = ground_to(keeper.power, by=by, on=on)
    refuse_if(
        _refusal_to_second(proposed, keeper)
        or rules.refusal_when_involved(involved=keeper.person_id in beside(keeper.report))
    )
    said = Noted(words, noted(proposed, keeper.report).about_id)
    stage = _answer(Taken.DISAGREED, proposed, keeper, said)
    record(deeds.DISAGREED, keeper.report, by=by, at=at, ground=ground)
    write(_whoever_proposed(proposed), WAITS, key=f"care.disagreed:{stage.pk}")
    return stage


def _refusal_to_decide(
    keeper: Keeper, person: Person, *, ends_on: date, on: date
) -> Refusal | None:
    row = keeper.report
    return (
        rules.refusal_when_closed(row)
        or rules.refusal_before_reading(has_read=has_read(row, keeper.person_id))
        or rules.refusal_to_decide(
            named=person.pk in named_in(row), heard_author=was_heard(row),
            heard_named=was_heard(row, person), involved=keeper.person_id in beside(row),
            days=(ends_on - on).days, longest=rule(LONGEST_EXCLUSION, on=on),
        )
    )  # fmt: skip


def _refusal_to_second(proposed: Stage, keeper: Keeper) -> Refusal | None:
    return (
        rules.refusal_when_closed(keeper.report)
        or rules.refusal_before_reading(has_read=has_read(keeper.report, keeper.person_id))
        or rules.refusal_to_second(
            answered=Stage.objects.filter(answers=proposed).exists(),
            oneself=keeper.person_id in accounts_behind(_whoever_proposed(proposed).pk),
        )
    )


def _answer(kind: Taken, proposed: Stage, keeper: Keeper, said: Noted) -> Stage:
    return _stage(
        Stage(
            report=keeper.report, kind=kind, person=keeper.person, day=proposed.day,
            answers=proposed, taken_at=the_moment(),
        ),
        said,
    )  # fmt: skip


def _stage(stage: Stage, said: Noted) -> Stage:
    """Its words are sealed with its number: first it has one."""
    stage.save()
    stage.sealed_words = seal_noted(stage, stage.report, said)
    stage.save(update_fields=["sealed_words"])
    return stage


def _again(proposed: Stage) -> Stage:
    rows = Stage.objects.select_related("report__author", "person")
    return rows.get(pk=proposed.pk, kind=Taken.PROPOSED.value)


def _whoever_proposed(proposed: Stage) -> Person:
    assert proposed.person is not None  # noqa: S101  (the table says so of every proposal)
    return proposed.person
