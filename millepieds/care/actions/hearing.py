"""Someone is invited to be heard. Who it is, and what they do of it, is written under the seal only."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.actions.procedure import WAITS
from millepieds.care.models import Report, Stage
from millepieds.care.queries.hearing import Hearing, may_be_heard, the_invitation
from millepieds.care.queries.procedure import beside
from millepieds.care.queries.reading import has_read, received_by
from millepieds.care.queries.sealed import Noted, seal_noted
from millepieds.care.rules import fairness
from millepieds.care.rules import hearing as rules
from millepieds.care.rules.terms import HEARING_NOTICE, Taken
from millepieds.charter.queries import rule
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, noon_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.people.models import Person


@dataclass(frozen=True)
class Call:
    """Where and when someone may be heard, and in which words they are invited."""

    at: datetime
    place: str
    words: str
    brings: str = ""


@transaction.atomic
def invite(row: Report, person: Person, call: Call, *, by: Actor) -> Stage:
    """By someone who has read the report and stood beside nobody. The letter says that something waits.

    Neither the letter nor the register bears a number that would lead to the report.
    """
    at = the_moment()
    on = day_of(at)
    keeper = received_by(row, by=by, on=on)
    ground = ground_to(keeper.power, by=by, on=on)
    row = keeper.report
    refuse_if(
        fairness.refusal_when_closed(row)
        or fairness.refusal_before_reading(has_read=has_read(row, keeper.person_id))
        or rules.refusal_to_invite(
            concerned=person.pk in may_be_heard(row), involved=keeper.person_id in beside(row),
            to_come=call.at > at, ahead=(day_of(call.at) - on).days,
            notice=rule(HEARING_NOTICE, on=on),
        )
    )  # fmt: skip
    said = Noted(
        call.words, person.pk, at=call.at.isoformat(), place=call.place, brings=call.brings
    )
    stage = _stage(Stage(report=row, kind=Taken.INVITED.value, person=keeper.person), said, at=at)
    record(deeds.INVITED, None, by=by, at=at, ground=ground)
    write(person, WAITS)
    return stage


@transaction.atomic
def open_invitation(pk: int, *, by: Actor) -> Stage:
    """By whoever it is to. Whoever invited them reads that it was opened."""
    at = the_moment()
    one, person = _mine(pk, by=by, at=at)
    stage = _follow(one, Taken.INVITE_OPENED, person, "", at=at)
    record(deeds.INVITATION_READ, None, by=by, at=at)
    return stage


@transaction.atomic
def reply(pk: int, kind: Taken, words: str, *, by: Actor) -> Stage:
    """I come, another day, in writing: the last word counts, until the day is past."""
    at = the_moment()
    one, person = _mine(pk, by=by, at=at)
    refuse_if(rules.refusal_to_reply(kind, opened=one.opened, words=words))
    stage = _follow(one, kind, person, words, at=at)
    record(deeds.INVITATION_ANSWERED, None, by=by, at=at)
    if one.stage.person:
        write(one.stage.person, WAITS)
    return stage


def _mine(pk: int, *, by: Actor, at: datetime) -> tuple[Hearing, Person]:
    """As the tables have it under the write lock."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    one = the_invitation(pk, person, now=at) if person else None
    refuse_if(rules.refusal_to_read_invitation(mine=one is not None, over=bool(one and one.over)))
    assert one is not None  # noqa: S101  (tells mypy)
    assert person is not None  # noqa: S101  (tells mypy)
    return one, person


def _follow(one: Hearing, kind: Taken, person: Person, words: str, *, at: datetime) -> Stage:
    stage = Stage(report=one.stage.report, kind=kind.value, person=None, invitation=one.stage)
    return _stage(stage, Noted(words, person.pk, at=at.isoformat()), at=at)


def _stage(stage: Stage, said: Noted, *, at: datetime) -> Stage:
    """It bears its day: the hour, that of a line of the register, would lead from one to the other."""
    stage.taken_at = noon_of(day_of(at))
    stage.save()
    stage.sealed_words = seal_noted(stage, stage.report, said)
    stage.save(update_fields=["sealed_words"])
    return stage
