"""What adopting a proposal does by itself: checked when it is written, and before it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from millepieds.charter.queries import rules_on
from millepieds.charter.rules import (
    RULES,
    earliest_change,
    refusal_outside_bounds,
    refusal_without_procedure,
)
from millepieds.circles.actions.structure import CircleWords, RoleWords
from millepieds.circles.models import Circle, Mandate, OwnRule, Role, RoleVersion
from millepieds.circles.queries.mandates import seats_taken
from millepieds.circles.queries.own import own_of
from millepieds.circles.queries.structure import RoleThen, Structure, structure
from millepieds.circles.rules.mandates import refusal_when_closed
from millepieds.circles.rules.own import refusal_to_own
from millepieds.circles.rules.powers import FOUND, refusal_to_give_powers
from millepieds.circles.rules.structure import (
    refusal_to_change_founding,
    refusal_to_shrink,
    refusal_when_circle_closed,
)
from millepieds.core.refusals import Refusal
from millepieds.decisions.models import Effect, Proposal, Version
from millepieds.decisions.queries.consent import (
    current_of,
    procedure_in,
    refusal_to_adopt_now,
)
from millepieds.decisions.queries.wording import circle_words, kept, role_words
from millepieds.decisions.rules.adopting import (
    refusal_of_a_name,
    refusal_of_effect,
    refusal_of_old_words,
    refusal_to_close_what_is_used,
)
from millepieds.decisions.rules.rounds import EffectKind
from millepieds.people.models import Person


@dataclass(frozen=True)
class Does:
    """One effect to come: a rule's value, what ends, what opens, a mandate proposed until a day."""

    kind: EffectKind
    rule: str = ""
    value: int | None = None
    role: Role | None = None
    circle: Circle | None = None
    mandate: Mandate | None = None
    person: Person | None = None
    until: date | None = None
    words: CircleWords | RoleWords | None = None
    upon: RoleVersion | None = None  # what the role said when these words were written
    opened: Circle | None = None  # once it is done
    own_rule: OwnRule | None = None  # once it is done


def effects_of(version: Version) -> QuerySet[Effect]:
    return version.effects.select_related(
        "role", "circle", "mandate__role", "mandate__person", "person", "upon", "opened",
        "own_rule",
    )  # fmt: skip


def done_by(version: Version) -> list[Does]:
    """What adopting this version does, as it was written with it."""
    return [does(one) for one in effects_of(version)]


def does(one: Effect) -> Does:
    return Does(
        EffectKind(one.kind), one.rule, one.value, one.role, one.circle, one.mandate, one.person,
        one.until, _words(one), one.upon, one.opened, one.own_rule,
    )  # fmt: skip


def _words(one: Effect) -> CircleWords | RoleWords | None:
    if one.words is None:
        return None
    opens_circle = one.kind == EffectKind.OPEN_CIRCLE
    return circle_words(one.words) if opens_circle else role_words(one.words)


def row_of(version: Version, one: Does) -> Effect:
    return Effect(version=version, **vars(one) | {"words": kept(one.words)})


def what_forbids_to_adopt(proposal: Proposal, *, now: datetime, on: date) -> Refusal | None:
    """Not consented to yet; or something that it would do has become impossible meanwhile."""
    return refusal_to_adopt_now(proposal, now=now, on=on) or refusal_of_effects(
        done_by(current_of(proposal)), proposal.circle_id, on=on
    )


def refusal_of_effects(effects: Sequence[Does], circle_id: int, *, on: date) -> Refusal | None:
    """A rule only by the procedure that it names; for the rest, what is in this circle, and open."""
    plan, procedure = structure(on), procedure_in(circle_id, on=on)
    closed = {
        one.circle or one.role for one in effects
        if one.kind in (EffectKind.CIRCLE, EffectKind.ROLE)
    }  # fmt: skip
    for one in effects:
        no: Refusal | None
        if one.kind is EffectKind.RULE:
            rule = RULES[one.rule]
            no = refusal_outside_bounds(rule, one.value or 0) or refusal_without_procedure(
                rule, procedure or rule.procedure, proven=procedure is not None, stands_in=None
            )
        elif one.kind is EffectKind.OWN_RULE:
            no = _refusal_of_own(one, circle_id, plan) or refusal_to_close_what_is_used(
                both=circle_id in {thing.pk for thing in closed if isinstance(thing, Circle)}
            )
        else:
            no = _refusal_here(one, circle_id, plan) or _refusal_of_words(one, circle_id, plan)
        if one.kind not in (EffectKind.CIRCLE, EffectKind.ROLE):
            used = {thing for thing in (one.circle, one.role) if thing}
            no = no or refusal_to_close_what_is_used(both=bool(used & closed))
        if no:
            return no
    return refusal_of_a_name(taken=_same_name_twice(effects))


def _same_name_twice(effects: Sequence[Does]) -> bool:
    """Two roles of one circle, or two circles, that these effects would name alike."""
    named: list[tuple[type, int | None, str]] = []
    for one in effects:
        if one.words:
            named.append((type(one.words), _circle_of(one), one.words.name.casefold()))
    return len(named) > len({*named})


def _refusal_of_own(one: Does, circle_id: int, plan: Structure) -> Refusal | None:
    """It is of the circle that consents, and of no other: it is nowhere said which."""
    if circle_id not in plan.circles:
        return refusal_when_circle_closed()
    day = earliest_change(rules_on(plan.on), today=plan.on)
    own = own_of(circle_id, one.rule, on=day)
    return refusal_to_own(RULES[one.rule], one.value, before=own.value if own else None)


def _refusal_here(one: Does, circle_id: int, plan: Structure) -> Refusal | None:
    """It happens in this circle or inside it, and what it touches is open."""
    if one.role and one.role.pk not in plan.roles:
        return refusal_when_closed()
    if one.circle and one.circle.pk not in plan.circles:
        return refusal_when_circle_closed()
    inside = [each.pk for each in plan.way_up(_circle_of(one))]
    return refusal_of_effect(known=circle_id in inside)


def _refusal_of_words(one: Does, circle_id: int, plan: Structure) -> Refusal | None:
    match one:
        case Does(
            kind=EffectKind.OPEN_CIRCLE, circle=Circle() as circle, words=CircleWords() as inner
        ):
            names = [each.name for each in plan.inside(circle.pk)]
            return refusal_of_a_name(taken=_is_among(inner.name, names))
        case Does(kind=EffectKind.OPEN_ROLE, circle=Circle() as circle, words=RoleWords() as words):
            names = [each.name for each in plan.roles_of(circle.pk)]
            return refusal_of_a_name(taken=_is_among(words.name, names)) or _refusal_of_powers(
                words.powers, circle_id, plan
            )
        case Does(kind=EffectKind.CHANGE_ROLE, role=Role() as role, words=RoleWords() as words):
            then = plan.roles[role.pk]
            others = [each.name for each in plan.roles_of(then.circle_id) if each.pk != role.pk]
            taken = seats_taken(role.pk, starts_on=plan.on, ends_on=date.max)
            return (
                refusal_to_change_founding(is_founding=FOUND in then.powers)
                or refusal_of_old_words(changed_since=_is_old(one.upon, then))
                or refusal_of_a_name(taken=_is_among(words.name, others))
                or _refusal_of_powers(set(words.powers) - set(then.powers), circle_id, plan)
                or refusal_to_shrink(seats=words.seats, highest_taken=max(taken, default=0))
            )
    return None


def _is_old(upon: RoleVersion | None, then: RoleThen) -> bool:
    return upon is None or upon.pk != then.version_id


def _is_among(name: str, names: Sequence[str]) -> bool:
    return name.casefold() in {each.casefold() for each in names}


def _refusal_of_powers(added: Collection[str], circle_id: int, plan: Structure) -> Refusal | None:
    """A power over the whole movement is given by the whole movement, whoever adopts."""
    agora_id = plan.root.pk if plan.root else None
    reaches = circle_id == agora_id
    return refusal_to_give_powers(added, reaches_agora=reaches, agora_id=agora_id)


def _circle_of(one: Does) -> int | None:
    """In which circle it happens."""
    match one:
        case Does(
            kind=EffectKind.CIRCLE | EffectKind.OPEN_CIRCLE | EffectKind.OPEN_ROLE,
            circle=Circle() as circle,
        ):
            return circle.pk
        case Does(kind=EffectKind.MANDATE, mandate=Mandate() as mandate):
            return mandate.role.circle_id
        case Does(
            kind=EffectKind.ROLE | EffectKind.OFFER | EffectKind.CHANGE_ROLE, role=Role() as role
        ):
            return role.circle_id
    return None
