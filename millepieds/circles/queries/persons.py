"""« Qui décide quoi », person by person: what each holds on a day, for whoever reads it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.organigram import Holder, Organigram, RoleCard
from millepieds.circles.queries.standing import standing
from millepieds.circles.rules.asking import best, fold, whole_words
from millepieds.core.clock import now, today
from millepieds.journal.queries import until_a_deed
from millepieds.members.queries import members_on
from millepieds.people.models import Person
from millepieds.people.queries import agreed
from millepieds.people.rules import NAME_IN_TOWN

MOST_FOUND = 10


@dataclass(frozen=True)
class Lent:
    """A mandate, with the role it lends."""

    card: RoleCard
    holder: Holder


@dataclass(frozen=True)
class PersonCard:
    pk: int
    name: str
    url: str  # empty when this reader may not open their page
    lent: Sequence[Lent]


def persons(chart: Organigram) -> list[PersonCard]:
    """Every holder whose name this reader sees. The others are not even told apart."""
    cards = [chart.role_card(role) for role in chart.plan.roles.values()]
    held: dict[int, list[Lent]] = {}
    for card in cards:
        for holder in card.holders:
            if holder.name:
                held.setdefault(holder.mandate.person_id, []).append(Lent(card, holder))
    found = [
        PersonCard(pk, rows[0].holder.name, rows[0].holder.url, rows) for pk, rows in held.items()
    ]
    return sorted(found, key=lambda person: fold(person.name))


@until_a_deed
def holders_in_order(on: date, *, everyone: bool) -> list[tuple[int, frozenset[int]]]:
    """Who holds which roles, in the order of names: numbers only, for a whole movement."""
    held: dict[int, set[int]] = {}
    for one in standing(on):
        held.setdefault(one.person_id, set()).add(one.role_id)
    people = Person.objects.filter(pk__in=held, erased_at=None)
    if not everyone:
        people = people.filter(pk__in=agreed(NAME_IN_TOWN, now=now(), among=held))
    called = {pk: fold(name) for pk, name in people.values_list("pk", "name")}
    return [(pk, frozenset(held[pk])) for pk in sorted(called, key=lambda one: called[one])]


def lent_to(person_id: int, chart: Organigram) -> list[Lent]:
    """What one person holds on the day of the chart."""
    return [
        Lent(card, holder)
        for role_id, mandates in chart.holders.items()
        if role_id in chart.plan.roles and person_id in {row.person_id for row in mandates}
        for card in [chart.role_card(chart.plan.roles[role_id])]
        for holder in card.holders
        if holder.mandate.person_id == person_id
    ]


def persons_named(question: str, chart: Organigram) -> list[PersonCard]:
    """« Que peut Amina ? »: holders by name; for members, every member, even without a mandate."""
    found = {card.pk: card for card in persons(chart)}
    asked = whole_words(question)
    if chart.names.everyone and asked:
        for person in Person.objects.filter(pk__in=members_on(today()).values("person")):
            url = reverse("circles:person", args=[person.pk])
            found.setdefault(person.pk, PersonCard(person.pk, str(person), url, []))
    keys = best((len(asked & whole_words(one.name)), str(one.pk)) for one in found.values())
    return [found[int(key)] for key in keys][:MOST_FOUND]


def loaded_people(*, on: date, above: int) -> list[tuple[Person, int]]:
    """Whoever already holds as many mandates as the rule warns about, or more."""
    held = Counter(mandate.person for mandate in in_force(on).select_related("person"))
    return [(person, count) for person, count in held.items() if count >= above]
