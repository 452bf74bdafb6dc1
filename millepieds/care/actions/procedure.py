"""What follows a report: what protects, who was heard, what is decided and for how long, and the appeal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.models import Opening, Report, Sanction, Stage
from millepieds.care.queries.procedure import answerers, has_opened, pronounced
from millepieds.care.queries.reading import has_read, received_by
from millepieds.care.queries.sealed import Noted, key_of, named_in, noted, seal_noted
from millepieds.care.rules import fairness as rules
from millepieds.care.rules import hearing
from millepieds.care.rules.terms import RECEIVE, Outcome, Taken
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refusal, refuse_if
from millepieds.core.sealing import place, seal
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.actions.suspending import lift
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind
from millepieds.tensions.rules.terms import MEDIATE

WAITS = "tensions/letters/something_waits"  # the letter of a tension, word for word


@transaction.atomic
def note(
    row: Report, kind: Taken, words: str, *, day: date | None = None, about: Person | None = None,
    support: Sequence[Person] = (), invitation: Stage | None = None, by: Actor,
) -> Stage:  # fmt: skip
    """A measure, a hearing and who stood beside, the end: by someone who has read the report.

    A hearing may say which invitation it follows. That someone did not come does not replace hearing them.
    """
    at = the_moment()
    on = day_of(at)
    keeper = received_by(row, by=by, on=on)
    ground = ground_to(keeper.power, by=by, on=on)
    row = keeper.report
    read = has_read(row, keeper.person_id)
    refuse_if(rules.refusal_to_note(row, kind, has_read=read, day=day, on=on))
    if kind is Taken.HEARD_NAMED:
        refuse_if(rules.refusal_to_hear(named=about is not None and about.pk in named_in(row)))
    invited = noted(invitation, row) if invitation and invitation.report_id == row.pk else None
    said = Noted(words, about.pk if about else None, [one.pk for one in support])
    if kind is Taken.ABSENT and invited and invited.moment:
        said, day = replace(said, about_id=invited.about_id), day_of(invited.moment)
    refuse_if(_refusal_to_point(row, kind, said, invitation, invited, at=at))
    stage = Stage.objects.create(
        report=row, kind=kind.value, person=keeper.person, taken_at=at, day=day,
        invitation=invitation,
    )  # fmt: skip
    stage.sealed_words = seal_noted(stage, row, said)
    stage.save(update_fields=["sealed_words"])
    if kind is Taken.ENDED:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
    record(deeds.NOTED, row, by=by, at=at, ground=ground)
    return stage


def _refusal_to_point(
    row: Report, kind: Taken, said: Noted, invitation: Stage | None, invited: Noted | None, *,
    at: datetime,
) -> Refusal | None:  # fmt: skip
    """Of this report, to the person who was heard."""
    theirs = None
    if invitation:
        heard = row.author_id if kind is Taken.HEARD_AUTHOR else said.about_id
        theirs = invited is not None and invited.about_id in accounts_behind(heard or 0)
    past = invited is not None and invited.moment is not None and invited.moment <= at
    return hearing.refusal_to_point(kind, invited=theirs, hour_past=past)


@transaction.atomic
def open_sanction(sanction: Sanction, *, by: Actor) -> Opening:
    """Reading why is a deed each time, and the person it is about sees it."""
    at = the_moment()
    person = Person.objects.get(pk=by.person_id or 0)
    sanction = _again(sanction)
    one = pronounced(sanction, person, now=at)
    refuse_if(rules.refusal_to_open(may=one is not None and not one.mine))
    ground = ground_to(RECEIVE, MEDIATE, by=by, on=day_of(at))
    opening = Opening.objects.create(sanction=sanction, person=person, opened_at=at)
    about = sanction.suspension.person_id
    record(deeds.SANCTION_READ, sanction, by=by, at=at, about=about, ground=ground)
    return opening


@transaction.atomic
def appeal(sanction: Sanction, words: str, *, by: Actor) -> Sanction:
    """By the person it is about, while it holds; to others than whoever decided."""
    at = the_moment()
    on = day_of(at)
    sanction = _again(sanction)
    suspension = sanction.suspension
    refuse_if(
        rules.refusal_to_appeal(
            sanction, oneself=suspension.person_id == by.person_id, on=on,
            ends_on=suspension.ends_on,
        )
    )  # fmt: skip
    sanction.appealed_at = at
    sanction.sealed_appeal = seal(key_of(sanction), place(sanction, "sealed_appeal"), words)
    sanction.save(update_fields=["appealed_at", "sealed_appeal"])
    record(deeds.APPEALED, sanction, by=by, at=at)
    for person in Person.objects.filter(pk__in=answerers(sanction, on=on)):
        write(person, WAITS, key=f"care.appealed:{sanction.pk}:{person.pk}")
    return sanction


@transaction.atomic
def answer_appeal(sanction: Sanction, outcome: Outcome, words: str, *, by: Actor) -> Sanction:
    at = the_moment()
    on = day_of(at)
    sanction = _again(sanction)
    ground = ground_to(RECEIVE, MEDIATE, by=by, on=on)
    may = by.person_id in answerers(sanction, on=on)
    opened = has_opened(sanction, by.person_id or 0)
    refuse_if(
        rules.refusal_to_answer(sanction, may=may)
        or rules.refusal_before_opening(has_opened=opened)
    )
    sanction.answered_at, sanction.answered_by_id, sanction.outcome = (
        at,
        by.person_id,
        outcome.value,
    )
    sanction.sealed_answer = seal(key_of(sanction), place(sanction, "sealed_answer"), words)
    sanction.save(update_fields=["answered_at", "answered_by", "outcome", "sealed_answer"])
    if outcome is Outcome.LIFTED:
        lift(sanction.suspension, ground=ground, by=by)
    record(deeds.APPEAL_ANSWERED, None, by=by, at=at, ground=ground)
    write(sanction.suspension.person, WAITS, key=f"care.answered:{sanction.pk}")
    return sanction


def _again(sanction: Sanction) -> Sanction:
    return Sanction.objects.select_related("suspension__person").get(pk=sanction.pk)
