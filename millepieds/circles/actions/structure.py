from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from millepieds.circles import deeds
from millepieds.circles.models import Circle, CircleVersion, Role, RoleVersion
from millepieds.circles.queries.authority import reaches_agora
from millepieds.circles.queries.mandates import accepted_between, concerns, seats_taken
from millepieds.circles.queries.structure import (
    open_circle_on,
    open_role_on,
    parents_on,
    structure,
)
from millepieds.circles.rules.commitments import asks_again
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import FOUND, OPEN, refusal_to_give_powers
from millepieds.circles.rules.structure import (
    Kind,
    refusal_to_change_founding,
    refusal_to_close_circle,
    refusal_to_move,
    refusal_to_shrink,
    refusal_to_widen_ones_own,
)
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write


@dataclass(frozen=True)
class CircleWords:
    """What a circle says of itself."""

    kind: Kind
    name: str
    purpose: str
    domain: str = ""


@dataclass(frozen=True)
class RoleWords:
    """What a role says of itself."""

    name: str
    purpose: str
    domain: str
    accountabilities: Sequence[str]
    powers: Sequence[str]
    seats: int
    term_days: int
    assigned_by: Process
    consults: str = ""
    report_days: int | None = None


@transaction.atomic
def open_circle(parent: Circle, words: CircleWords, *, key: str = "", by: Actor) -> Circle:
    at = the_moment()
    on = day_of(at)
    open_circle_on(parent, on)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=parent.pk, on=on)
    circle = Circle.objects.create(key=key or _free_key(Circle, words.name), opened_on=on)
    CircleVersion.objects.create(
        circle=circle, from_on=on, kind=words.kind.value, name=words.name, purpose=words.purpose,
        domain=words.domain, parent=parent,
    )  # fmt: skip
    record(
        deeds.CIRCLE_OPENED,
        circle,
        by=by,
        at=at,
        circle_id=circle.pk,
        ground=ground,
        kind=words.kind,
    )
    return circle


@transaction.atomic
def change_circle(
    circle: Circle, words: CircleWords, parent: Circle | None, *, by: Actor
) -> CircleVersion:
    """From today on; what it was before stays readable. It leaves a circle and enters another with both."""
    at = the_moment()
    on = day_of(at)
    then = open_circle_on(circle, on)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=circle.pk, on=on)
    parent_id = parent.pk if parent else None
    refuse_if(refusal_to_move(circle.pk, parent_id, parents_on(on)))
    for outer in {then.parent_id, parent_id} if parent_id != then.parent_id else ():
        ground_to(OPEN, FOUND, by=by, circle_id=outer, on=on)
    version, _ = CircleVersion.objects.update_or_create(
        circle=circle, from_on=on,
        defaults={
            "kind": words.kind.value, "name": words.name, "purpose": words.purpose,
            "domain": words.domain, "parent": parent,
        },
    )  # fmt: skip
    record(
        deeds.CIRCLE_CHANGED, circle, by=by, at=at, circle_id=circle.pk, ground=ground, from_on=on
    )
    return version


@transaction.atomic
def close_circle(circle: Circle, *, by: Actor) -> None:
    """Its roles and their mandates end with it: they are in force only while it is open."""
    at = the_moment()
    on = day_of(at)
    plan = structure(on)
    root = plan.root
    open_circle_on(circle, on)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=circle.pk, on=on)
    refuse_if(
        refusal_to_close_circle(
            inner=len(plan.inside(circle.pk)), is_root=root is not None and root.pk == circle.pk
        )
    )
    circle.closed_on = on
    circle.save(update_fields=["closed_on"])
    record(deeds.CIRCLE_CLOSED, circle, by=by, at=at, circle_id=circle.pk, ground=ground)


@transaction.atomic
def open_role(circle: Circle, words: RoleWords, *, key: str = "", by: Actor) -> Role:
    at = the_moment()
    on = day_of(at)
    open_circle_on(circle, on)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=circle.pk, on=on)
    _may_give(words.powers, by=by, on=on)
    role = Role.objects.create(
        key=key or _free_key(Role, f"{circle.key} {words.name}"), circle=circle, opened_on=on
    )
    _write(role, words, from_on=on)
    record(
        deeds.ROLE_OPENED, role, by=by, at=at, circle_id=circle.pk, ground=ground, seats=words.seats
    )
    return role


@transaction.atomic
def change_role(role: Role, words: RoleWords, *, by: Actor) -> None:
    """From today on. Mandates keep their dates, and give what is left of what their holders accepted."""
    at = the_moment()
    on = day_of(at)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=role.circle_id, on=on)
    then = open_role_on(role, on)
    refuse_if(refusal_to_change_founding(is_founding=FOUND in then.powers))
    added = set(words.powers) - set(then.powers)
    _may_give(added, by=by, on=on)
    taken = seats_taken(role.pk, starts_on=on, ends_on=date.max)
    refuse_if(refusal_to_shrink(seats=words.seats, highest_taken=max(taken, default=0)))
    holds = concerns(role.pk, by.person_id or 0, on=on)
    refuse_if(refusal_to_widen_ones_own(adds=bool(added), holds=holds))
    version = _write(role, words, from_on=on)
    record(
        deeds.ROLE_CHANGED, role, by=by, at=at, circle_id=role.circle_id, ground=ground, from_on=on,
        seats=words.seats,
    )  # fmt: skip
    if asks_again(then, words):
        for mandate in accepted_between(role.pk, starts_on=on, ends_on=date.max):
            write(
                mandate.person, "circles/letters/role_changed",
                key=f"role-changed:{version.pk}:{mandate.pk}", mandate=mandate, role=version,
            )  # fmt: skip


@transaction.atomic
def close_role(role: Role, *, by: Actor) -> None:
    at = the_moment()
    on = day_of(at)
    ground = ground_to(OPEN, FOUND, by=by, circle_id=role.circle_id, on=on)
    open_role_on(role, on)
    role.closed_on = on
    role.save(update_fields=["closed_on"])
    record(deeds.ROLE_CLOSED, role, by=by, at=at, circle_id=role.circle_id, ground=ground)


def _may_give(added: Collection[str], *, by: Actor, on: date) -> None:
    root = structure(on).root
    refuse_if(
        refusal_to_give_powers(
            added, reaches_agora=reaches_agora(by, OPEN, FOUND, on=on),
            agora_id=root.pk if root else None,
        )
    )  # fmt: skip


def _write(role: Role, words: RoleWords, *, from_on: date) -> RoleVersion:
    return RoleVersion.objects.create(
        role=role, from_on=from_on, name=words.name, purpose=words.purpose, domain=words.domain,
        accountabilities=list(words.accountabilities), powers=list(words.powers),
        seats=words.seats, term_days=words.term_days, assigned_by=words.assigned_by.value,
        consults=words.consults, report_days=words.report_days,
    )  # fmt: skip


def _free_key(model: type[Circle] | type[Role], name: str) -> str:
    """A readable key that nothing has yet."""
    stem = slugify(name)[:50] or "x"
    taken = set(model.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(
        key
        for n in range(1, len(taken) + 2)
        if (key := stem if n == 1 else f"{stem}-{n}") not in taken
    )
