"""Someone reports what hurt them. Two people at least receive it, nobody named in it ever does."""

import json
from collections.abc import Sequence

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.models import Keeper, Reading, Report
from millepieds.care.queries.reading import eligible, keeper_of, still_mine
from millepieds.care.rules import fairness as rules
from millepieds.care.rules.terms import Category
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.core.sealing import can_seal, new_key, open_key, place, seal
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.queries import is_member
from millepieds.people.models import Person


@transaction.atomic
def report(category: Category, words: str, named: Sequence[Person], *, by: Actor) -> Report:
    """Sealed at once, under a key of its own. Nobody receives it before its author chooses them."""
    at = the_moment()
    author = by.person_id or 0  # an outsider is nobody's number
    member = is_member(author, on=day_of(at))
    refuse_if(rules.refusal_to_report(is_member=member, can_seal=can_seal()))
    row = Report.objects.create(author_id=author, category=category.value, reported_at=at)
    row.sealed_key, row.key_version = new_key(place(row))
    key = open_key(row.sealed_key, row.key_version, place(row))
    row.sealed_words = seal(key, place(row, "sealed_words"), words)
    numbers = json.dumps(sorted({person.pk for person in named}))
    row.sealed_named = seal(key, place(row, "sealed_named"), numbers)
    row.save(update_fields=["sealed_key", "key_version", "sealed_words", "sealed_named"])
    record(deeds.REPORTED, row, by=by, at=at)
    return row


@transaction.atomic
def entrust(row: Report, people: Sequence[Person], *, by: Actor) -> list[Keeper]:
    """To two people at least. The letter says that something waits, and nothing else."""
    at = the_moment()
    row = still_mine(row, by=by)
    has_it = {one.person_id for one in row.keepers.all()}
    may = eligible(row, on=day_of(at))
    new = [one for one in dict.fromkeys(people) if one.pk not in has_it]
    refuse_if(
        rules.refusal_to_entrust(
            row, already=len(has_it), new=len(new), all_may=all(one.pk in may for one in new)
        )
    )
    rows = [
        Keeper.objects.create(report=row, person=one, power=may[one.pk], entrusted_at=at)
        for one in new
    ]
    for one in rows:
        record(deeds.ENTRUSTED, row, by=by, at=at, about=one.person_id)
        # the letter of a tension, word for word: a mailbox does not tell which it is
        write(one.person, "tensions/letters/something_waits", key=f"care.entrusted:{one.pk}")
    return rows


@transaction.atomic
def open_report(row: Report, *, by: Actor) -> Reading:
    """Reading is a deed each time, under a mandate in force, and its author sees it."""
    at = the_moment()
    on = day_of(at)
    person = Person.objects.get(pk=by.person_id or 0)
    keeper = keeper_of(row.pk, person, on=on)
    if keeper is None:
        raise Refused(rules.refusal_to_speak_for_the_author())
    refuse_if(rules.refusal_when_closed(keeper.report))
    ground = ground_to(keeper.power, by=by, on=on)
    reading = Reading.objects.create(report=row, person=person, read_at=at)
    record(deeds.READ, row, by=by, at=at, about=keeper.report.author_id, ground=ground)
    return reading
