"""What a proposal would do by itself: the parts of its form that the address asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from millepieds.circles.actions.structure import RoleWords
from millepieds.circles.models import Role, RoleVersion
from millepieds.circles.queries.structure import role_on, structure
from millepieds.circles.rules.powers import powers_to_give
from millepieds.decisions.forms.own import own_rule_typed
from millepieds.decisions.forms.words import (
    ChangedRoleForm,
    NewCircleForm,
    NewRoleForm,
    Section,
    said_by_role,
)
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.queries.said import Choices
from millepieds.decisions.queries.wording import words_then
from millepieds.decisions.rules.rounds import EffectKind

OPENS = "ouvrir"  # ?ouvrir=cercle, ?ouvrir=role
CHANGES = "changer"  # ?changer=12: the number of a role


@dataclass(frozen=True)
class Asked:
    circle: bool
    role: bool
    changed: int | None


@dataclass(frozen=True)
class Ways:
    """The parts that are not in the form yet, to ask for before anything is written in it."""

    kept: Sequence[tuple[str, str]]  # what the address already says
    circle: bool
    role: bool
    roles: Sequence[tuple[int, str]]


def asked_in(query: QueryDict) -> Asked:
    opens, changed = query.getlist(OPENS), query.get(CHANGES, "")
    number = int(changed) if changed.isdecimal() and len(changed) < 10 else None
    return Asked("cercle" in opens, "role" in opens, number)


def ways_to_add(query: QueryDict, choices: Choices, done: Sequence[Does] = ()) -> Ways:
    asked, kinds = asked_in(query), {one.kind for one in done}
    changes = asked.changed in choices.roles or EffectKind.CHANGE_ROLE in kinds
    kept = [(name, value) for name, values in query.lists() for value in values if value]
    return Ways(
        kept, not asked.circle and EffectKind.OPEN_CIRCLE not in kinds,
        not asked.role and EffectKind.OPEN_ROLE not in kinds,
        () if changes else list(choices.roles.items()),
    )  # fmt: skip


def sections(
    asked: Asked, choices: Choices, circle_ids: set[int], done: Sequence[Does], data: object, *,
    on: date,
) -> list[Section]:  # fmt: skip
    """Those that the address asks for, and those that the version before already had."""
    before = {one.kind: one for one in done}
    root = structure(on).root
    powers = powers_to_give(reaches_agora=root is not None and root.pk in circle_ids)
    found: list[Section] = []
    if (opened := before.get(EffectKind.OPEN_CIRCLE)) or asked.circle:
        found.append(NewCircleForm(choices.around, data, _filled(opened)))
    if (opened := before.get(EffectKind.OPEN_ROLE)) or asked.role:
        found.append(NewRoleForm(choices.around, powers, data, _filled(opened)))
    changed = before.get(EffectKind.CHANGE_ROLE)
    role_id = changed.role.pk if changed and changed.role else asked.changed
    role = Role.objects.get(pk=role_id) if role_id and role_id in choices.roles else None
    then = role_on(role, on) if role else None
    if role and then:
        upon = RoleVersion.objects.get(pk=then.version_id)
        initial = _filled(changed) or said_by_role(words_then(upon))
        found.append(ChangedRoleForm(role, upon, powers | set(then.powers), data, initial))
    return found


def _filled(done: Does | None) -> dict[str, object]:
    if done is None or done.words is None:
        return {}
    words = done.words
    said = said_by_role(words) if isinstance(words, RoleWords) else vars(words)
    return {**said, "around": done.circle.pk if done.circle else None}


def said_by(done: Sequence[Does]) -> dict[str, object]:
    """The other effects of the version before, to fill the form that changes it."""
    found: dict[str, object] = {}
    for one in done:
        match one.kind:
            case EffectKind.RULE:
                found |= {"rule": one.rule, "value": one.value}
            case EffectKind.OWN_RULE:
                found |= own_rule_typed(one)
            case EffectKind.ROLE:
                found["role"] = one.role
            case EffectKind.CIRCLE:
                found["circle_to_close"] = one.circle
            case EffectKind.MANDATE:
                found["mandate"] = one.mandate
            case EffectKind.OFFER:
                found |= {"offered_role": one.role, "offered_to": one.person}
                found["offered_until"] = one.until
    return found
