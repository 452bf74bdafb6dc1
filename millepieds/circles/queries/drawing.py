"""What « Qui décide quoi » draws: circles inside circles, and how much of a large movement."""

from collections import Counter
from datetime import date
from itertools import islice

from millepieds.circles.queries.mandates import occupied
from millepieds.circles.queries.standing import free_of, standing
from millepieds.circles.queries.structure import CircleThen, structure
from millepieds.circles.rules.picture import Node, Picture, draw
from millepieds.journal.queries import until_a_deed

MOST_DRAWN = 400


def drawn(on: date) -> frozenset[int] | None:
    """The roles that « Qui décide quoi » draws: all; or, past what a page can hold, those of the agora
    and of the circles just inside it. The others are one link further, on the page of their circle."""
    plan = structure(on)
    if len(plan.roles) <= MOST_DRAWN or plan.root is None:
        return None
    near = [plan.root, *plan.inside(plan.root.pk)]
    roles = (role.pk for circle in near for role in plan.roles_of(circle.pk))
    return frozenset(islice(roles, MOST_DRAWN))


@until_a_deed
def picture(on: date, roles: frozenset[int] | None = None) -> Picture | None:
    """Circles inside circles, a full dot for each mandate and a dotted one for each free seat."""
    plan, taken = structure(on, roles), occupied(on, roles)
    lent = Counter(one.role_id for one in standing(on))

    def node(circle: CircleThen) -> Node:
        children = [node(inner) for inner in plan.inside(circle.pk)]
        for role in plan.roles_of(circle.pk):
            full = Node("", f"map-holder map-{circle.kind}", is_seat=True)
            empty = Node("", f"map-free map-{circle.kind}", is_seat=True)
            children += [full] * lent[role.pk] + [empty] * free_of(role, taken)
        return Node(circle.name, f"map-{circle.kind}", children)

    return draw(node(plan.root)) if plan.root else None
