"""What adopting a proposal does by itself: said before anyone consents, checked before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def refusal_of_effects(
    effects: Sequence[Does | Effect], circle_id: int, *, on: date
) -> Refusal | None:
    """A rule only by the procedure that it names; for the rest, what is in this circle."""
    plan, procedure = structure(on), procedure_in(circle_id, on=on)
    for one in effects:
        no: Refusal | None
        if one.kind == EffectKind.RULE:
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


def _circle_of(one: Does | Effect) -> int | None:
    if one.circle:
        return one.circle.pk
    role = one.mandate.role if one.mandate else one.role
    return role.circle_id if role else None


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
    return [_said(one, on=on) for one in rows]


def _said(one: Effect, *, on: date) -> Said:
    what, done = gettext(EFFECTS[EffectKind(one.kind)]), one.applied_at is not None
    if one.kind == EffectKind.RULE and one.value is not None:
        rule = RULES[one.rule]
        words = gettext(rule.says) % {"value": value_said(one.value, rule.unit)}
        day = earliest_change(rules_on(on), today=on)
        touched = () if done else touched_by(rule, one.value, on=day)
        return Said(what, words, "", touched, done)
    role = one.mandate.role if one.mandate else one.role
    circles, roles = last_names(
        {one.circle.pk} if one.circle else set(), {role.pk} if role else set()
    )
    name = circles[one.circle.pk] if one.circle else roles[role.pk] if role else ""
    thing = f"{name}, {one.mandate.person}" if one.mandate else name
    if one.person and one.until:
        thing = gettext("%(role)s, to %(name)s, until %(day)s") % {
            "role": name, "name": one.person, "day": date_format(one.until)
        }  # fmt: skip
    about = one.circle or one.mandate or one.role
    url = about.get_absolute_url() if about else ""
    touched = () if done or one.mandate or one.person else _mandates_in(one, on=on)
    return Said(what, thing, url, touched, done)


def _mandates_in(one: Effect, *, on: date) -> list[Touched]:
    """The mandates that would end with a role or a circle."""
    rows = in_force(on).select_related("person")
    rows = rows.filter(role=one.role) if one.role else rows.filter(role__circle=one.circle)
    return [
        Touched(
            gettext("the mandate of %(name)s ends") % {"name": each.person},
            each.get_absolute_url(),
        )
        for each in rows
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
