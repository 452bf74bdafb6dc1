"""Someone says what they feel should be otherwise. Nobody reads it before they choose who."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from millepieds.circles.queries.authority import who_may
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from millepieds.tensions import deeds
from millepieds.tensions.models import Step, Tension, Trust
from millepieds.tensions.queries.reading import still_mine
from millepieds.tensions.rules import ladder as rules
from millepieds.tensions.rules.terms import MEDIATE, About


@dataclass(frozen=True)
class Words:
    """What I see, what it does to me, what I would need."""

    title: str
    sees: str
    does_to_me: str
    would_need: str


@transaction.atomic
def raise_tension(about: About, words: Words, *, by: Actor) -> Tension:
    at = the_moment()
    author = by.person_id or 0  # an outsider is nobody's number
    refuse_if(rules.refusal_to_raise(is_member=is_member(author, on=day_of(at))))
    tension = Tension.objects.create(
        author_id=author, about=about.value, raised_at=at, **asdict(words)
    )
    Step.objects.create(tension=tension, rung=rules.first_rung(about).value, from_at=at)
    record(deeds.RAISED, tension, by=by, at=at)
    return tension


@transaction.atomic
def say_otherwise(tension: Tension, words: Words, *, by: Actor) -> Tension:
    at = the_moment()
    tension = still_mine(tension, by=by)
    refuse_if(rules.refusal_to_rewrite(tension, tension.trusts.all()))
    for name, value in asdict(words).items():
        setattr(tension, name, value)
    tension.save(update_fields=list(asdict(words)))
    record(deeds.REWRITTEN, tension, by=by, at=at)
    return tension


@transaction.atomic
def entrust(tension: Tension, people: Sequence[Person], *, by: Actor) -> list[Trust]:
    """Its author widens who reads it; nobody else does. The letter says that something waits, no more."""
    at = the_moment()
    on = day_of(at)
    tension = still_mine(tension, by=by)
    known = {tension.author_id, *(trust.person_id for trust in tension.trusts.all())}
    new = [person for person in dict.fromkeys(people) if person.pk not in known]
    new = [person for person in new if is_member(person.pk, on=on)]
    mediate = {ground.person_id for ground in who_may(MEDIATE, on=on)}
    refuse_if(
        rules.refusal_to_entrust(
            tension, rung=tension.rung, new=len(new),
            all_mediate={person.pk for person in new} <= mediate,
        )
    )  # fmt: skip
    rows = [
        Trust.objects.create(
            tension=tension, person=person, rung=tension.rung.value, entrusted_at=at
        )
        for person in new
    ]
    for row in rows:
        record(deeds.ENTRUSTED, tension, by=by, at=at, about=row.person_id)
        write(row.person, "tensions/letters/something_waits", key=f"tensions.entrusted:{row.pk}")
    return rows
