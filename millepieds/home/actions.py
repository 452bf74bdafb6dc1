from functools import partial

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from millepieds.core.actors import JOB, Actor, ActorKind
from millepieds.core.backups.forgotten import note
from millepieds.core.clock import day_of, the_moment
from millepieds.core.privacy import REGISTRY, Declared, OnErase
from millepieds.core.refusals import refuse_if
from millepieds.home.deeds import RETENTION_APPLIED
from millepieds.home.queries.data import overdue_rows, people_to_forget
from millepieds.home.rules import refusal_to_erase
from millepieds.journal.actions import forget, record
from millepieds.letters.models import Letter
from millepieds.members.actions import leave
from millepieds.members.models import Invitation
from millepieds.members.queries import open_membership
from millepieds.people.deeds import PERSON_ERASED
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of


@transaction.atomic
def erase(person: Person, *, by: Actor) -> None:
    """Forget someone: their rows are deleted or blanked as declared; acts stay whole, without them."""
    at = the_moment()
    refuse_if(
        refusal_to_erase(
            person_id=person.pk, by_person_id=by.person_id, by_job=by.kind is ActorKind.JOB
        )
    )
    if open_membership(person):
        leave(person, by=by)
    addresses = [row.email for row in addresses_of(person)]
    Letter.objects.filter(address__in=addresses).delete()  # codes too, written to nobody yet
    Invitation.objects.filter(address__in=addresses).delete()
    for visit in Session.objects.iterator():  # an open visit remembers the address that opened it
        if visit.get_decoded().get(SESSION_KEY) == str(person.pk):
            visit.delete()
    for declared in REGISTRY.values():
        if declared.whose and declared.model != "journal.Particulars":  # `forget` does it
            _erase(declared, person)
    Person.objects.filter(pk=person.pk).update(erased_at=at)
    forgotten = forget(person.pk, at=at)
    record(PERSON_ERASED, None, by=JOB, at=at, entries_forgotten=forgotten)
    # a copy made before today is told, so that bringing it back forgets them again
    transaction.on_commit(partial(note, person.key, on=day_of(at)), robust=True)


def _erase(declared: Declared, person: Person) -> None:
    mine = Q()
    for path in declared.whose:
        mine |= Q(**{path: person.pk})
    rows = apps.get_model(declared.model)._default_manager.filter(mine)
    if declared.on_erase is OnErase.DELETE:
        rows.delete()
    elif declared.blanks:
        rows.update(**declared.blanks)


@transaction.atomic
def apply_retention(*, by: Actor) -> None:
    """What has been kept long enough goes: rows by the registry's terms, then people long gone."""
    at = the_moment()
    removed = 0
    for overdue in overdue_rows(now=at):
        removed += overdue.rows.delete()[0]
    people = people_to_forget(now=at)
    for person in people:
        erase(person, by=by)
    if removed or people:
        record(RETENTION_APPLIED, None, by=by, at=at, rows=removed, people=len(people))
