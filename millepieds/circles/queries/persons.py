"""« Qui décide quoi », person by person: what each holds on a day, for whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from millepieds.circles.queries.organigram import Holder, Organigram, RoleCard
from millepieds.circles.rules.asking import best, fold, whole_words
from millepieds.people.models import Person

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
    for person in Person.objects.filter(pk__in=chart.names.inside):
        url = chart.names.page_of(person)
        found.setdefault(person.pk, PersonCard(person.pk, str(person), url, []))
    asked = whole_words(question)
    keys = best((len(asked & whole_words(one.name)), str(one.pk)) for one in found.values())
    return [found[int(key)] for key in keys][:MOST_FOUND]
