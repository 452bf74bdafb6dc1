"""« Qui décide quoi »: the organigram of a day with its holders, for whoever reads it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import rule
from millepieds.circles.models import Mandate, MonthOfBalance
from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.mandates import free_seats, occupied
from millepieds.circles.queries.standing import by_role, free_of, holders_on, standing
from millepieds.circles.queries.structure import (
    CircleThen,
    RoleThen,
    Structure,
    structure,
)
from millepieds.circles.rules.asking import best, score, stems
from millepieds.circles.rules.commitments import asks_again, powers_given
from millepieds.circles.rules.mandates import PROCESSES, Process, share_passed
from millepieds.circles.rules.spread import Spread, spread
from millepieds.circles.rules.terms import MOST_MANDATES
from millepieds.core.clock import day_of
from millepieds.core.lists import address_of, day_in_words
from millepieds.core.powers import POWERS, Power
from millepieds.journal.queries import until_a_deed
from millepieds.members.queries import members_on
from millepieds.people.models import Person
from millepieds.people.queries import agreed
from millepieds.people.rules import NAME_IN_TOWN

ENDS_SOON = 60


class Named(Protocol):
    """An account whose name is asked for: a person, or what a list reads of one."""

    @property
    def pk(self) -> int: ...
    @property
    def erased_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Names:
    """Which names this reader sees: members all of them, the town those who agreed today."""

    everyone: bool
    agreed: Collection[int]
    inside: Collection[int] = ()  # whose page this reader may open: between members, those of today

    def shows(self, person: Named) -> bool:
        return person.erased_at is None and (self.everyone or person.pk in self.agreed)

    def page_of(self, person: Person) -> str:
        pk = person.merged_into_id or person.pk
        return address_of("circles:person", pk) if pk in self.inside else ""


def names_for(*, member: bool, now: datetime, among: Collection[int] | None = None) -> Names:
    """Asked when the first name is shown; about these persons only, when they are known."""
    if not member:
        return Names(False, SimpleLazyObject(lambda: agreed(NAME_IN_TOWN, now=now, among=among)))
    return Names(True, (), SimpleLazyObject(lambda: _inside(day_of(now), among)))


def _inside(on: date, among: Collection[int] | None) -> Collection[int]:
    if among is not None and holders_on(on).issuperset(among):
        return among
    rows = members_on(on) if among is None else members_on(on).filter(person__in=among)
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Holder:
    """A mandate on a card: who, since when, until when, how they came to it."""

    mandate: Mandate
    name: str  # empty when this reader may not see it
    url: str  # of their page, when this reader may open it
    passed: int
    days_left: int
    behind: bool  # has not committed to the role as it was changed

    @property
    def term(self) -> str:
        """From when until when, in words."""
        days = {
            "start": day_in_words(self.mandate.starts_on),
            "end": day_in_words(self.mandate.last_day),
        }
        return gettext("from %(start)s to %(end)s") % days

    @property
    def came_by(self) -> str:
        return gettext(PROCESSES[Process(self.mandate.process)])


@dataclass(frozen=True)
class RoleCard:
    role: RoleThen
    circle: CircleThen
    holders: Sequence[Holder]
    free: int
    powers: Sequence[Power]
    above: Sequence[CircleThen]  # where a disagreement goes, step by step; none above the agora

    @property
    def may(self) -> str:
        """Its powers, in words."""
        return gettext(", ").join(gettext(power.says) for power in self.powers)

    @property
    def free_words(self) -> str:
        return ngettext("%(free)s free seat", "%(free)s free seats", self.free) % {
            "free": self.free
        }


@dataclass(frozen=True)
class CircleCard:
    circle: CircleThen
    roles: Sequence[RoleCard]
    inside: Sequence["CircleCard"]
    depth: int

    @property
    def told(self) -> str:
        """How many roles it has, and how many seats are free, circles inside it apart."""
        count, free = len(self.roles), sum(card.free for card in self.roles)
        roles = ngettext("%(n)s role", "%(n)s roles", count) % {"n": count}
        seats = ngettext("%(free)s free seat", "%(free)s free seats", free) % {"free": free}
        return f"{roles} · {seats}" if free else roles


@dataclass(frozen=True)
class Organigram:
    plan: Structure
    names: Names
    holders: Mapping[int, Sequence[Mandate]]
    taken: Mapping[int, int]

    @cached_property
    def root(self) -> CircleCard | None:
        return self.circle_card(self.plan.root.pk) if self.plan.root else None

    def circle_card(self, circle_id: int, depth: int = 2) -> CircleCard:
        return CircleCard(
            self.plan.circles[circle_id],
            [self.role_card(role) for role in self.plan.roles_of(circle_id)],
            [self.circle_card(inner.pk, depth + 1) for inner in self.plan.inside(circle_id)],
            min(depth, 6),
        )

    def role_card(self, role: RoleThen) -> RoleCard:
        return RoleCard(
            role, self.plan.circles[role.circle_id],
            [self.holder(mandate) for mandate in self.holders.get(role.pk, ())],
            free_of(role, self.taken), [POWERS[key] for key in role.powers if key in POWERS],
            self.plan.way_up(role.circle_id)[1:],
        )  # fmt: skip

    def holder(self, mandate: Mandate) -> Holder:
        on = self.plan.on
        return Holder(
            mandate, str(mandate.person) if self.names.shows(mandate.person) else "",
            self.names.page_of(mandate.person),
            share_passed(mandate.starts_on, mandate.ends_on, on=on),
            (mandate.over_on - on).days,
            asks_again(mandate.committed_to, self.plan.roles[mandate.role_id]),
        )  # fmt: skip


def organigram(on: date, names: Names, roles: frozenset[int] | None = None) -> Organigram:
    """All of it, or the same circles with these roles only."""
    return Organigram(structure(on, roles), names, by_role(on, roles), occupied(on, roles))


@dataclass(frozen=True)
class Answer:
    """« Qui peut… ? »: by role, person, end of mandate, whom they consult, where it escalates."""

    power: Power
    cards: Sequence[RoleCard]


@dataclass(frozen=True)
class Answers:
    powers: Sequence[Answer]
    roles: Sequence[RoleCard]


def ask(question: str, chart: Organigram) -> Answers:
    """Answer a question in plain words, from the powers first, then from what roles say they do."""
    words = stems(question)
    powers = best(
        (score(words, gettext(power.says), gettext(power.also_called)), key)
        for key, power in POWERS.items()
    )
    roles = best(
        (score(words, role.name, role.purpose, role.domain, *role.accountabilities), str(role.pk))
        for role in chart.plan.roles.values()
    )
    return Answers(
        [power_answer(key, chart) for key in powers],
        [chart.role_card(chart.plan.roles[int(key)]) for key in roles][:5],
    )


@until_a_deed
def roles_with(power: str, *, on: date) -> list[int]:
    """The roles that carry a power on a day, in their order."""
    return [role.pk for role in structure(on).roles.values() if power in role.powers]


def power_answer(key: str, chart: Organigram) -> Answer:
    """Everyone who holds a power on that day, role by role, free roles too."""
    roles = [role for role in chart.plan.roles.values() if key in role.powers]
    return Answer(POWERS[key], [_who_have(key, chart.role_card(role)) for role in roles])


def _who_have(key: str, card: RoleCard) -> RoleCard:
    """Without the holders who have not committed to this power yet."""
    given = [
        holder
        for holder in card.holders
        if key in powers_given(holder.mandate.committed_to, card.role.powers)
    ]
    return replace(card, holders=given)


@dataclass(frozen=True)
class WhoMay:
    """For a refusal: who could do it today."""

    name: str
    role: str
    role_url: str
    until: date


def who_may_today(power: str, *, circle_id: int | None, on: date, names: Names) -> list[WhoMay]:
    found = who_may(power, circle_id=circle_id, on=on)
    if not found:
        return []
    plan = structure(on, frozenset(ground.role_id for ground in found))
    people = Person.objects.in_bulk([ground.person_id for ground in found])
    return [
        WhoMay(
            str(people[ground.person_id]) if names.shows(people[ground.person_id]) else "",
            plan.roles[ground.role_id].name, plan.roles[ground.role_id].get_absolute_url(),
            ground.ends_on - timedelta(days=1),
        )
        for ground in found
        if ground.role_id in plan.roles
    ]  # fmt: skip


@dataclass(frozen=True)
class SpreadOfPower:
    figures: Spread
    free: int
    ending: int
    warns_above: int


@until_a_deed
def spread_of_power(on: date) -> SpreadOfPower:
    lent, soon = standing(on), on + timedelta(days=ENDS_SOON)
    counts = Counter(one.person_id for one in lent)
    warns_above = rule(MOST_MANDATES, on=on)
    return SpreadOfPower(
        spread(list(counts.values()), warns_above=warns_above), sum(free_seats(on).values()),
        sum(one.ends_on <= soon for one in lent), warns_above,
    )  # fmt: skip


def last_balance() -> MonthOfBalance | None:
    """The last month noted: never by date, two dates would tell of one person."""
    return MonthOfBalance.objects.first()
