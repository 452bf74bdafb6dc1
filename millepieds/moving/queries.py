"""The house, read for a plan; the plan of some sheets; the movement, ready to be taken out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from millepieds.charter.queries import rule
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.standing import by_role
from millepieds.circles.queries.structure import CircleThen, RoleThen, Structure, structure
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, FOUND, ONLY_FOUNDING, OPEN
from millepieds.circles.rules.structure import KINDS
from millepieds.circles.rules.terms import LONGEST_MANDATE
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to, grounds
from millepieds.core.powers import Ground
from millepieds.members.queries import members_on
from millepieds.members.queries.inviting import invited_among
from millepieds.members.rules import WELCOME
from millepieds.moving.rules.house import House, Plan
from millepieds.moving.rules.lines import (
    KINDS_WRITTEN,
    PROCESSES_WRITTEN,
    CircleLine,
    RoleLine,
)
from millepieds.moving.rules.planning import plan
from millepieds.moving.rules.sheets import Problem, Sheet, Table, plain


def ground_to_move(by: Actor, *, on: date) -> Ground:
    """Whoever founds, or opens circles in the agora itself: a move is about the whole movement."""
    root = structure(on).root
    circle_id = root.pk if root else None
    founding = grounds(by, FOUND, circle_id=circle_id, on=on)
    return founding[0] if founding else ground_to(OPEN, by=by, circle_id=circle_id, on=on)


def survey(tables: Collection[Table], *, by: Actor, on: date) -> Plan:
    """What these sheets would make today, if this person sent them. Writes nothing."""
    return plan(tables, _house(tables, by=by, on=on))


def _house(tables: Collection[Table], *, by: Actor, on: date) -> House:
    whole, me = structure(on), by.person_id or 0
    keys = {pk: circle.key for pk, circle in whole.circles.items()}
    role_keys = dict(Role.objects.values_list("pk", "key"))
    open_roles = {role_keys[pk] for pk in whole.roles}
    accepted = Mandate.objects.filter(accepted_at__isnull=False)

    def reached(power: str) -> set[str]:
        return {keys[pk] for pk in circles_reached(me, power, on=on) if pk in keys}

    may_found = reached(FOUND)
    return House(
        today=on,
        longest_mandate=rule(LONGEST_MANDATE, on=on),
        root=whole.root.key if whole.root else "",
        circles={circle.key: circle_line(circle, keys) for circle in whole.circles.values()},
        roles={
            role_keys[pk]: role_line(role, role_keys[pk], keys) for pk, role in whole.roles.items()
        },
        closed={
            Sheet.CIRCLES: set(Circle.objects.values_list("key", flat=True)) - set(keys.values()),
            Sheet.ROLES: set(role_keys.values()) - open_roles,
        },
        may_open=reached(OPEN) | may_found,
        may_assign=reached(ASSIGN),
        may_found=may_found,
        may_invite=bool(grounds(by, WELCOME, on=on)),
        held_before=set(accepted.values_list("role__key", flat=True)),
        members=_members(on) if _has(Sheet.MANDATES, tables) else {},
        lent=set(Mandate.objects.filter(ends_on__gt=on).values_list("role__key", "person_id")),
        invited=invited_among(_addresses(tables)),
        me=by.person_id,
    )


def _has(sheet: Sheet, tables: Collection[Table]) -> bool:
    return any(table.sheet is sheet for table in tables)


def _members(on: date) -> dict[str, list[int]]:
    named = defaultdict[str, list[int]](list)
    for person_id, name in members_on(on).values_list("person_id", "person__name"):
        named[plain(name)].append(person_id)
    return named


def _addresses(tables: Collection[Table]) -> set[str]:
    return {
        row.cells[at].lower()
        for table in tables
        if table.sheet is Sheet.PEOPLE and "address" in table.says
        for at in [list(table.says).index("address")]
        for row in table.rows
        if at < len(row.cells)
    }


def circle_line(circle: CircleThen, keys: Mapping[int, str]) -> CircleLine:
    return CircleLine(
        0, circle.key, circle.name, circle.kind, keys.get(circle.parent_id or 0, ""),
        circle.purpose, circle.domain,
    )  # fmt: skip


def role_line(role: RoleThen, key: str, keys: Mapping[int, str]) -> RoleLine:
    return RoleLine(
        0, key, keys[role.circle_id], role.name, role.purpose, role.domain,
        tuple(role.accountabilities), tuple(role.powers), role.seats, role.term_days,
        Process(role.assigned_by), role.consults, role.report_days,
    )  # fmt: skip


def in_words(problem: Problem) -> str:
    """What was expected, in the reader's language; choices too are words of ours."""
    values = {
        name: ", ".join(gettext(one) for one in value) if isinstance(value, tuple) else value
        for name, value in problem.values.items()
    }
    return gettext(problem.expected) % values if values else gettext(problem.expected)


PREVIEW = 5


@dataclass(frozen=True)
class Made:
    """Of one sheet: how many rows would make something, how many are here already, the first ones."""

    sheet: Sheet
    count: int
    known: int
    first: Sequence[str]


def overview(plan: Plan) -> list[Made]:
    first = {
        Sheet.CIRCLES: [
            f"{one.name} ({gettext(KINDS[one.kind])})" for one in plan.circles[:PREVIEW]
        ],
        Sheet.ROLES: [f"{one.name} ({one.circle})" for one in plan.roles[:PREVIEW]],
        Sheet.MANDATES: [f"{one.name}{gettext(': ')}{one.role}" for one in plan.mandates[:PREVIEW]],
        Sheet.PEOPLE: [f"{one.name}{gettext(': ')}{one.address}" for one in plan.guests[:PREVIEW]],
    }
    return [
        Made(sheet, count, plan.known[sheet], first[sheet])
        for sheet, count in plan.makes.items()
        if count or plan.known[sheet]
    ]


# Out again

Cells = dict[str, str]


def movement_on(on: date, names: Names) -> dict[Sheet, list[Cells]]:
    """Circles, roles, mandates in force, and those who hold them: the sheets that would make them again.

    The founding role stays: a house that is founded has its own. No address is ever taken out.
    """
    whole = structure(on)
    keys = {pk: circle.key for pk, circle in whole.circles.items()}
    role_keys = dict(Role.objects.values_list("pk", "key"))
    roles = {pk: role for pk, role in whole.roles.items() if not ONLY_FOUNDING & {*role.powers}}
    mandates = [
        mandate
        for role_id, held in by_role(on).items()
        for mandate in held
        if role_id in roles and names.shows(mandate.person)
    ]
    holders = {mandate.person_id: str(mandate.person) for mandate in mandates}
    return {
        Sheet.CIRCLES: [_circle_cells(circle_line(one, keys)) for one in _from_the_agora(whole)],
        Sheet.ROLES: [_role_cells(role_line(one, role_keys[pk], keys)) for pk, one in roles.items()],
        Sheet.MANDATES: [
            {
                "circle": keys[roles[one.role_id].circle_id], "role": role_keys[one.role_id],
                "person": holders[one.person_id], "starts_on": one.starts_on.isoformat(),
                "until": one.last_day.isoformat(),
            }
            for one in mandates
        ],
        Sheet.PEOPLE: [{"name": name, "address": ""} for name in sorted(holders.values())],
    }  # fmt: skip


def _from_the_agora(whole: Structure) -> Sequence[CircleThen]:
    return sorted(whole.circles.values(), key=lambda one: (len(whole.way_up(one.pk)), one.pk))


def _circle_cells(line: CircleLine) -> Cells:
    return {
        "key": line.key, "name": line.name, "kind": KINDS_WRITTEN[line.kind],
        "parent": line.parent, "purpose": line.purpose, "domain": line.domain,
    }  # fmt: skip


def _role_cells(line: RoleLine) -> Cells:
    lines = [one.replace("|", r"\|") for one in line.accountabilities]
    return {
        "key": line.key, "circle": line.circle, "name": line.name, "purpose": line.purpose,
        "domain": line.domain, "accountabilities": "\n".join(lines),
        "powers": ", ".join(line.powers), "seats": str(line.seats),
        "term_days": str(line.term_days), "assigned_by": PROCESSES_WRITTEN[line.assigned_by],
        "consults": line.consults, "report_days": str(line.report_days or ""),
    }  # fmt: skip
