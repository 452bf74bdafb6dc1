"""Where a question could go from its role, and where it has been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import Structure, last_names, structure
from millepieds.circles.rules.structure import Kind
from millepieds.decisions.models import Decision, Move
from millepieds.decisions.rules.moving import Way
from millepieds.decisions.rules.terms import DECIDE
from millepieds.people.models import Person


@dataclass(frozen=True)
class Place:
    """A role that decides, in another circle."""

    role_id: int
    circle_id: int
    named: str
    way: Way


def places_for(decision: Decision, *, on: date) -> Sequence[Place]:
    """Around its circle, the nearest first; then inside it."""
    plan, here = structure(on), decision.role.circle_id
    circles = dict.fromkeys(_around(plan, here), Way.UP)
    circles |= dict.fromkeys(_within(plan, here), Way.DOWN)
    found = [
        Place(role.pk, pk, f"{role.name} ({plan.circles[pk].name})", way)
        for pk, way in circles.items()
        for role in plan.roles_of(pk)
        if DECIDE in role.powers
    ]
    held = in_force(on).filter(role_id__in=[place.role_id for place in found])
    taken_up = set(held.order_by().values_list("role_id", flat=True))
    return [place for place in found if place.role_id in taken_up]


def _around(plan: Structure, here: int) -> list[int]:
    """The circles around it. What several of them share is for the Coordination, before the Agora."""
    way = plan.way_up(here)
    around = [circle.pk for circle in way[1:]]
    if around and way[0].kind is not Kind.COORDINATION:
        around[-1:-1] = [one.pk for one in plan.inside(around[-1]) if one.kind is Kind.COORDINATION]
    return around


def _within(plan: Structure, circle_id: int) -> list[int]:
    inside = [circle.pk for circle in plan.inside(circle_id)]
    return [*inside, *(pk for one in inside for pk in _within(plan, one))]


def holders_of(role_id: int, *, on: date) -> list[Person]:
    held = in_force(on).filter(role_id=role_id).select_related("person").order_by("pk")
    return [mandate.person for mandate in held]


@dataclass(frozen=True)
class Moved:
    """A move, with the roles named as they are today."""

    move: Move
    from_name: str
    to_name: str


def moves_of(decision: Decision) -> list[Moved]:
    moves = list(decision.moves.select_related("moved_by", "from_role", "to_role"))
    _circles, roles = last_names(
        set(), {pk for one in moves for pk in (one.from_role_id, one.to_role_id)}
    )
    return [Moved(one, roles[one.from_role_id], roles[one.to_role_id]) for one in moves]
