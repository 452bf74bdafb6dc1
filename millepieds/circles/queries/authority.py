"""Every permission question of the house is answered here. settings.AUTHORITY names this module."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from millepieds.charter.queries import signing_time
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import (
    circles_held,
    held_now,
    in_force_or_to_come,
    in_force_then,
    powers_by_role,
)
from millepieds.circles.queries.proofs import (
    second_proof_asked,
    waiting_for_a_second_proof,
)
from millepieds.circles.queries.structure import parents_on, structure
from millepieds.circles.rules.commitments import powers_given
from millepieds.circles.rules.ends import day_without
from millepieds.circles.rules.powers import ASSIGN, FOUND, reaching
from millepieds.core.actors import Actor
from millepieds.core.authority import grounds as ask
from millepieds.core.powers import POWERS, Ground, Reach
from millepieds.core.prepared import prepared
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person


def grounds(
    person_id: int, power: str, *, circle_id: int | None = None, on: date
) -> Sequence[Ground]:
    """Which mandates, if any, give this person this power over this circle on this day."""
    held = _carrying(power, held_now(person_id, on=on), on=on)
    reach = POWERS[power].reach
    if not held or reach is Reach.MOVEMENT:
        return held
    inside = reach is Reach.INSIDE
    parents = parents_on(on) if inside else {}
    given = {ground.circle_id for ground in holders(power, on=on)} if inside else set()
    return reaching(held, reach, circle_id, parents=parents, given=given)


def holders(power: str, *, on: date) -> list[Ground]:
    """Every mandate in force that carries this power, whatever the circle."""
    if POWERS[power].sees_many and second_proof_asked(on=on):
        return _holders(power, on=on)  # a proof added or lost is no deed: asked each time
    return _holders_until_a_deed(power, on=on)


def _holders(power: str, *, on: date) -> list[Ground]:
    return _carrying(power, _committed_to(power, signing_time(on=on).enough)(on=on), on=on)


@prepared
def _committed_to(power: str, enough: Sequence[int]) -> QuerySet[Mandate]:
    rows = in_force_then(enough).annotate(word=Cast("committed_to__powers", TextField()))
    return rows.filter(word__contains=f'"{power}"')


_holders_until_a_deed = until_a_deed(_holders)


def who_may(power: str, *, circle_id: int | None = None, on: date) -> list[Ground]:
    """Who may do this over this circle on this day: the same answer as `grounds`, for everyone."""
    all_held = holders(power, on=on)
    reach = POWERS[power].reach
    if reach is Reach.MOVEMENT or circle_id is None:
        return all_held
    return reaching(
        all_held, reach, circle_id, parents=parents_on(on),
        given={ground.circle_id for ground in all_held},
    )  # fmt: skip


def people_who_may(power: str, *, circle_id: int | None = None, on: date) -> list[Person]:
    """The same, as persons to write to."""
    ids = {ground.person_id for ground in who_may(power, circle_id=circle_id, on=on)}
    return list(Person.objects.filter(pk__in=ids).order_by("pk"))


def circles_reached(person_id: int, power: str, *, on: date) -> set[int]:
    """Every circle over which this person has this power."""
    all_held = holders(power, on=on)
    mine = [ground for ground in all_held if ground.person_id == person_id]
    if not mine:
        return set()
    parents, given = parents_on(on), {ground.circle_id for ground in all_held}
    reach = POWERS[power].reach
    return {
        circle for circle in parents if reaching(mine, reach, circle, parents=parents, given=given)
    }


def holds_around(person_id: int | None, circle_id: int, *, on: date) -> bool:
    """Whether someone holds a mandate in this circle, or in one that contains it."""
    if person_id is None:
        return False
    around = {circle.pk for circle in structure(on).way_up(circle_id)}
    return not around.isdisjoint(circles_held(person_id, on=on))


def reaches_agora(actor: Actor, *powers: str, on: date) -> bool:
    """Whether one of these powers of theirs reaches the agora itself, and so the whole movement."""
    root = structure(on).root
    return root is not None and bool(ask(actor, *powers, circle_id=root.pk, on=on))


def assigners(*, on: date) -> list[Ground]:
    """Who can propose mandates in the agora itself, and so keep the movement alive."""
    root = structure(on).root
    if root is None:
        return []
    return [*who_may(ASSIGN, circle_id=root.pk, on=on), *who_may(FOUND, circle_id=root.pk, on=on)]


def last_assigner_ends_on(*, on: date) -> date | None:
    """The day from which nobody can propose mandates, as things stand; None when nobody can today.

    A mandate already accepted that starts when another ends leaves no gap.
    """
    root = structure(on).root
    rows = list(in_force_or_to_come(on).filter(role__circle_id=root.pk)) if root else []
    powers = powers_by_role({mandate.role_id for mandate in rows}, on)
    return day_without(
        (
            (mandate.starts_on, mandate.over_on)
            for mandate in rows
            if {ASSIGN, FOUND} & set(powers.get(mandate.role_id, ()))
        ),
        on=on,
    )


def waits_for_a_second_proof(person_id: int, power: str, *, on: date) -> bool:
    """Whether a mandate of theirs would give this power, were it not for the second proof it waits for."""
    if not POWERS[power].sees_many:
        return False
    return bool(waiting_for_a_second_proof(_lending(power, held_now(person_id, on=on)), on=on))


def _carrying(power: str, mandates: Iterable[Mandate], *, on: date) -> list[Ground]:
    """Those of these mandates that give this power today."""
    lent = _lending(power, mandates)
    waiting = waiting_for_a_second_proof(lent, on=on) if POWERS[power].sees_many else ()
    return [
        Ground(
            mandate.pk, mandate.person_id, mandate.role_id, mandate.role.circle_id,
            mandate.over_on, power,
        )
        for mandate in lent
        if mandate.pk not in waiting
    ]  # fmt: skip


def _lending(power: str, mandates: Iterable[Mandate]) -> list[Mandate]:
    """Committed to, and still in the role."""
    return [
        mandate
        for mandate in mandates
        if power in powers_given(mandate.committed_to, mandate.powers_now or ())  # type: ignore[attr-defined]
    ]
