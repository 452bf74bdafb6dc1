"""What a proposal would do by itself: the parts of its form that the address asks for."""

from collections.abc import Collection, Sequence
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

OPENS = "ouvrir"  # ?ouvrir=cercle, ?ouvrir=role, or a box that was just ticked
CHANGES = "changer"  # ?changer=12: the number of a role, or the role that was just chosen
OPENED, CHANGED = "ouvert", "change"  # what the page that is sent already had room for
CIRCLE, ROLE = "cercle", "role"


@dataclass(frozen=True)
class Asked:
    circle: bool
    role: bool
    changed: int | None
    fresh: Collection[EffectKind] = ()  # asked for by this very page: there is no word to read yet


@dataclass(frozen=True)
class Ways:
    """The parts that are not in the form yet. What is written in it stays when one is asked for."""

    kept: Sequence[tuple[str, str]]  # the parts that it has
    circle: bool
    role: bool
    roles: Sequence[tuple[int, str]]


def asked_in(address: QueryDict, page: QueryDict) -> Asked:
    ticked, chosen = page.getlist(OPENS), page.get(CHANGES, "")
    opens = {*address.getlist(OPENS), *page.getlist(OPENED), *ticked}
    changed = chosen or page.get(CHANGED) or address.get(CHANGES, "")
    number = int(changed) if changed.isdecimal() and len(changed) < 10 else None
    fresh = {
        EffectKind.OPEN_CIRCLE: CIRCLE in ticked, EffectKind.OPEN_ROLE: ROLE in ticked,
        EffectKind.CHANGE_ROLE: bool(chosen),
    }  # fmt: skip
    return Asked(
        CIRCLE in opens, ROLE in opens, number, [kind for kind, new in fresh.items() if new]
    )


def ways_to_add(asked: Asked, choices: Choices, done: Sequence[Does] = ()) -> Ways:
    kinds = {one.kind for one in done}
    changes = asked.changed in choices.roles or EffectKind.CHANGE_ROLE in kinds
    kept = [(OPENED, CIRCLE)] * asked.circle + [(OPENED, ROLE)] * asked.role
    if asked.changed:
        kept.append((CHANGED, str(asked.changed)))
    return Ways(
        kept, not asked.circle and EffectKind.OPEN_CIRCLE not in kinds,
        not asked.role and EffectKind.OPEN_ROLE not in kinds,
        () if changes else list(choices.roles.items()),
    )  # fmt: skip


def sections(
    asked: Asked, choices: Choices, circle_ids: set[int], done: Sequence[Does], data: object, *,
    on: date,
) -> list[Section]:  # fmt: skip
    """Those that are asked for, and those that the version before already had."""
    before = {one.kind: one for one in done}
    typed = {kind: None if kind in asked.fresh else data for kind in EffectKind}
    root = structure(on).root
    powers = powers_to_give(reaches_agora=root is not None and root.pk in circle_ids)
    found: list[Section] = []
    if (opened := before.get(EffectKind.OPEN_CIRCLE)) or asked.circle:
        found.append(NewCircleForm(choices.around, typed[EffectKind.OPEN_CIRCLE], _filled(opened)))
    if (opened := before.get(EffectKind.OPEN_ROLE)) or asked.role:
        found.append(
            NewRoleForm(choices.around, powers, typed[EffectKind.OPEN_ROLE], _filled(opened))
        )
    changed = before.get(EffectKind.CHANGE_ROLE)
    role_id = changed.role.pk if changed and changed.role else asked.changed
    role = Role.objects.get(pk=role_id) if role_id and role_id in choices.roles else None
    then = role_on(role, on) if role else None
    if role and then:
        upon = RoleVersion.objects.get(pk=then.version_id)
        initial = _filled(changed) or said_by_role(words_then(upon))
        may = powers | set(then.powers)
        found.append(ChangedRoleForm(role, upon, may, typed[EffectKind.CHANGE_ROLE], initial))
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
