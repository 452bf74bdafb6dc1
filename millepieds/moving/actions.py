from collections.abc import Collection

from django.db import transaction

from millepieds.circles.actions.mandates import propose_mandate
from millepieds.circles.actions.structure import CircleWords, RoleWords, open_circle, open_role
from millepieds.circles.models import Circle, Role
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.members.actions.inviting import invite
from millepieds.members.rules import Guest
from millepieds.moving import deeds
from millepieds.moving.queries import ground_to_move, survey
from millepieds.moving.rules.house import Plan, refusal_to_move_in
from millepieds.moving.rules.sheets import Table
from millepieds.people.models import Person


@transaction.atomic
def move_in(tables: Collection[Table], *, by: Actor) -> Plan:
    """All that the sheets say, or nothing: planned again under the write lock, then done."""
    at = the_moment()
    on = day_of(at)
    ground = ground_to_move(by, on=on)
    plan = survey(tables, by=by, on=on)
    refuse_if(refusal_to_move_in(problems=len(plan.problems)))
    _open(plan, by=by)
    _propose(plan, by=by)
    invited = 0
    if plan.guests:
        invited = invite([Guest(line.name, line.address) for line in plan.guests], by=by)
    if any(plan.makes.values()):
        record(
            deeds.MOVED_IN, None, by=by, at=at, ground=ground, circles=len(plan.circles),
            roles=len(plan.roles), mandates=len(plan.mandates), invited=invited,
        )  # fmt: skip
    return plan


def _open(plan: Plan, *, by: Actor) -> None:
    circles = {circle.key: circle for circle in Circle.objects.all()}
    for line in plan.circles:
        words = CircleWords(line.kind, line.name, line.purpose, line.domain)
        circles[line.key] = open_circle(circles[line.parent], words, key=line.key, by=by)
    for role in plan.roles:
        open_role(
            circles[role.circle],
            RoleWords(
                name=role.name, purpose=role.purpose, domain=role.domain,
                accountabilities=role.accountabilities, powers=role.powers, seats=role.seats,
                term_days=role.term_days, assigned_by=role.assigned_by, consults=role.consults,
                report_days=role.report_days,
            ),
            key=role.key, by=by,
        )  # fmt: skip


def _propose(plan: Plan, *, by: Actor) -> None:
    """Only proposed: a mandate is lent when its holder accepts it in so many words."""
    roles = Role.objects.in_bulk({one.role for one in plan.mandates}, field_name="key")
    people = Person.objects.in_bulk({one.person_id for one in plan.mandates})
    for one in plan.mandates:
        propose_mandate(
            roles[one.role], people[one.person_id], starts_on=one.starts_on, ends_on=one.ends_on,
            by=by,
        )  # fmt: skip
