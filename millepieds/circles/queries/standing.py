"""Mandates in force, light, for a whole movement: numbers kept until a deed, and the rows of one page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import ITS_END, ON_A_CARD, in_force
from millepieds.circles.queries.offers import open_offers
from millepieds.circles.queries.structure import RoleThen, structure
from millepieds.circles.rules.powers import FOUND
from millepieds.core.prepared import given_numbers, numbered, prepared
from millepieds.core.reading import asked_once, reading
from millepieds.journal.queries import until_a_deed

A_PAGE = 40  # of mandates: beyond, the words of the question cost less than its rows
ITS_HOLDER = ("person__name", "person__erased_at", "person__merged_into")


@dataclass(frozen=True)
class Standing:
    """The numbers of a mandate in force: nobody's name."""

    pk: int
    role_id: int
    person_id: int
    ends_on: date


@until_a_deed
def standing(on: date) -> list[Standing]:
    """Every mandate in force on a day, light, for a whole movement."""
    rows = in_force(on).order_by("role", "seat")
    return [Standing(*row) for row in rows.values_list("pk", "role_id", "person_id", "ends_on")]


@until_a_deed
def holders_on(on: date) -> frozenset[int]:
    """The numbers of whoever holds something: they are members, under the membership they accepted with."""
    return frozenset(one.person_id for one in standing(on))


@until_a_deed
def _lent(on: date) -> dict[int, list[Standing]]:
    rows = defaultdict(list)
    for one in standing(on):
        rows[one.role_id].append(one)
    return rows


@asked_once
def by_role(on: date, roles: Collection[int] | None = None) -> dict[int, list[Mandate]]:
    """Every mandate in force, by role, with its holder: one query. Of these roles only, if told."""
    rows: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in _in_order_of_seats(on, roles):
        rows[mandate.role_id].append(mandate)
    return rows


def _in_order_of_seats(on: date, roles: Collection[int] | None) -> Iterable[Mandate]:
    if roles is None:
        return in_force(on).select_related("person").order_by("seat")
    if not reading():
        return in_force(on).filter(role__in=roles).select_related("person").order_by("seat")
    lent = [one.pk for role in roles for one in _lent(on).get(role, ())]
    if len(lent) > A_PAGE:
        return _on_cards(lent)
    found: list[Mandate] = _few_on_cards(len(lent))(**numbered(lent))
    return found


def _on_cards(numbers: Any) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(pk__in=numbers).select_related(*ITS_END, "committed_to", "person")
    return rows.only(*ON_A_CARD, *ITS_HOLDER).order_by("seat")


@prepared
def _few_on_cards(many: int) -> QuerySet[Mandate]:
    return _on_cards(given_numbers(many))


def free_of(role: RoleThen, taken: Mapping[int, int]) -> int:
    return 0 if FOUND in role.powers else max(0, role.seats - taken.get(role.pk, 0))


@until_a_deed
def asked_people() -> frozenset[int]:
    """The numbers of whoever was proposed something and has not answered, too late or not."""
    rows = Mandate.objects.filter(accepted_at=None, declined_at=None, ended_on=None)
    return frozenset(rows.order_by().values_list("person_id", flat=True))


@until_a_deed
def circles_with_an_end(days: int, *, on: date) -> frozenset[int]:
    """Where a mandate ends soon."""
    soon, roles = on + timedelta(days=days), structure(on).roles
    return frozenset(
        roles[one.role_id].circle_id
        for one in standing(on)
        if one.ends_on <= soon and one.role_id in roles
    )


@until_a_deed
def circles_with_an_offer(*, on: date) -> frozenset[int]:
    return frozenset(open_offers(on=on).order_by().values_list("role__circle_id", flat=True))
