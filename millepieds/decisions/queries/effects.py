"""What adopting a proposal does by itself: said before anyone consents, checked before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import Touched, rules_on, touched_by
from millepieds.charter.queries.words import value_said
from millepieds.charter.rules import (
    RULES,
    earliest_change,
    refusal_outside_bounds,
    refusal_without_procedure,
)
from millepieds.circles.models import Circle, Mandate, Role
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import last_names, structure
from millepieds.core.refusals import Refusal
from millepieds.decisions.models import Effect, Version
from millepieds.decisions.queries.consent import procedure_in
from millepieds.decisions.rules.adopting import refusal_of_effect
from millepieds.decisions.rules.rounds import EFFECTS, EffectKind
from millepieds.people.models import Person


@dataclass(frozen=True)
class Does:
    """One effect to come: a rule and its value, what ends, or a mandate proposed until a day."""

    kind: EffectKind
    rule: str = ""
    value: int | None = None
    role: Role | None = None
    circle: Circle | None = None
    mandate: Mandate | None = None
    person: Person | None = None
    until: date | None = None


def done_by(version: Version) -> list[Does]:
    """What adopting this version does, as it was written with it."""
    rows = version.effects.select_related("role", "circle", "mandate__role", "person")
    return [does(one) for one in rows]


def does(one: Effect) -> Does:
    return Does(
        EffectKind(one.kind), one.rule, one.value, one.role, one.circle, one.mandate, one.person,
        one.until,
    )  # fmt: skip


def refusal_of_effects(effects: Sequence[Does], circle_id: int, *, on: date) -> Refusal | None:
    """A rule only by the procedure that it names; for the rest, what is in this circle."""
    plan, procedure = structure(on), procedure_in(circle_id, on=on)
    for one in effects:
        no: Refusal | None
        if one.kind is EffectKind.RULE:
            rule = RULES[one.rule]
            no = refusal_outside_bounds(rule, one.value or 0) or refusal_without_procedure(
                rule, procedure or rule.procedure, proven=procedure is not None, stands_in=None
            )
        else:
            inside = [each.pk for each in plan.way_up(_circle_of(one))]
            no = refusal_of_effect(known=circle_id in inside)
        if no:
            return no
    return None


def _circle_of(one: Does) -> int | None:
    """In which circle it happens."""
    match one:
        case Does(kind=EffectKind.CIRCLE, circle=Circle() as circle):
            return circle.pk
        case Does(kind=EffectKind.MANDATE, mandate=Mandate() as mandate):
            return mandate.role.circle_id
        case Does(kind=EffectKind.ROLE | EffectKind.OFFER, role=Role() as role):
            return role.circle_id
    return None


@dataclass(frozen=True)
class Said:
    """An effect in words, and what it would touch."""

    what: str
    thing: str
    url: str
    touched: Sequence[Touched]
    done: bool


def effects_said(version: Version, *, on: date) -> list[Said]:
    rows = version.effects.select_related(
        "role", "circle", "mandate__role", "mandate__person", "person"
    )
    return [_said(does(one), on=on, done=one.applied_at is not None) for one in rows]


def _said(one: Does, *, on: date, done: bool) -> Said:
    what = gettext(EFFECTS[one.kind])
    match one:
        case Does(kind=EffectKind.RULE, value=int() as value):
            rule = RULES[one.rule]
            words = gettext(rule.says) % {"value": value_said(value, rule.unit)}
            day = earliest_change(rules_on(on), today=on)
            return Said(what, words, "", () if done else touched_by(rule, value, on=day), done)
        case Does(kind=EffectKind.CIRCLE, circle=Circle() as circle):
            held = () if done else _ending(in_force(on).filter(role__circle=circle))
            return Said(what, _name_of(circle), circle.get_absolute_url(), held, done)
        case Does(kind=EffectKind.ROLE, role=Role() as role):
            held = () if done else _ending(in_force(on).filter(role=role))
            return Said(what, _name_of(role), role.get_absolute_url(), held, done)
        case Does(kind=EffectKind.MANDATE, mandate=Mandate() as mandate):
            thing = f"{_name_of(mandate.role)}, {mandate.person}"
            return Said(what, thing, mandate.get_absolute_url(), (), done)
        case Does(kind=EffectKind.OFFER, role=Role() as role, until=date() as until):
            thing = gettext("%(role)s, to %(name)s, until %(day)s") % {
                "role": _name_of(role), "name": one.person, "day": date_format(until)
            }  # fmt: skip
            return Said(what, thing, role.get_absolute_url(), (), done)
    return Said(what, "", "", (), done)


def _name_of(thing: Circle | Role) -> str:
    """Its last name, even once it is closed."""
    if isinstance(thing, Circle):
        return last_names({thing.pk}, set())[0][thing.pk]
    return last_names(set(), {thing.pk})[1][thing.pk]


def _ending(rows: QuerySet[Mandate]) -> list[Touched]:
    """The mandates that would end with a role or a circle."""
    return [
        Touched(
            gettext("the mandate of %(name)s ends") % {"name": each.person},
            each.get_absolute_url(),
        )
        for each in rows.select_related("person")
    ]  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What a proposal to these circles may touch, by name."""

    rules: Sequence[tuple[str, str]]
    roles: dict[int, str]
    circles: dict[int, str]
    mandates: dict[int, str]


def choices_in(circle_ids: set[int], *, on: date) -> Choices:
    plan, worth = structure(on), rules_on(on)
    procedures = {procedure_in(pk, on=on) for pk in circle_ids}
    around = {pk: {each.pk for each in plan.way_up(pk)} & circle_ids for pk in plan.circles}
    roles = {
        role.pk: f"{role.name} ({plan.circles[role.circle_id].name})"
        for role in plan.roles.values()
        if around.get(role.circle_id)
    }
    held = in_force(on).filter(role_id__in=roles).select_related("person")
    return Choices(
        [
            (key, gettext(each.says) % {"value": value_said(worth[key], each.unit)})
            for key, each in RULES.items()
            if each.procedure in procedures
        ],
        roles,
        {pk: plan.circles[pk].name for pk, over in around.items() if over - {pk}},
        {one.pk: f"{one.person}, {roles[one.role_id]}" for one in held.order_by("role_id", "pk")},
    )
