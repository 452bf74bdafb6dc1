"""What adopting a proposal would do, or did, as its page says it; and what a proposal may touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import Touched, rule, rules_on, touched_by
from millepieds.charter.queries.words import value_said
from millepieds.charter.rules import RULES, earliest_change
from millepieds.circles.actions.structure import CircleWords, RoleWords
from millepieds.circles.models import Circle, Mandate, Role, RoleVersion
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.own import own_of
from millepieds.circles.queries.structure import last_names, structure
from millepieds.decisions.models import Version
from millepieds.decisions.queries.consent import procedure_in
from millepieds.decisions.queries.effects import Does, does, effects_of
from millepieds.decisions.queries.wording import (
    Line,
    lines_changed,
    lines_of_circle,
    lines_of_role,
    words_then,
)
from millepieds.decisions.rules.rounds import EFFECTS, EffectKind


@dataclass(frozen=True)
class Said:
    """An effect in words, and what it would touch."""

    what: str
    thing: str
    url: str
    touched: Sequence[Touched]
    done: bool
    lines: Sequence[Line] = ()


def effects_said(version: Version, *, on: date) -> list[Said]:
    circle_id = version.proposal.circle_id
    return [
        _said(does(one), circle_id, on=on, done=one.applied_at is not None)
        for one in effects_of(version)
    ]


def _said(one: Does, circle_id: int, *, on: date, done: bool) -> Said:
    what = gettext(EFFECTS[one.kind])
    match one:
        case Does(kind=EffectKind.OWN_RULE):
            url = reverse("circles:circle", args=[circle_id])
            lines = () if done else [_own_line(one, circle_id, on=on)]
            return Said(what, own_words(one.rule, one.value), url, (), done, lines)
        case Does(kind=EffectKind.RULE, value=int() as value):
            changed = RULES[one.rule]
            words = gettext(changed.says) % {"value": value_said(value, changed.unit)}
            day = earliest_change(rules_on(on), today=on)
            return Said(what, words, "", () if done else touched_by(changed, value, on=day), done)
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
        case Does(
            kind=EffectKind.OPEN_CIRCLE, circle=Circle() as circle, words=CircleWords() as inner
        ):
            url = (one.opened or circle).get_absolute_url()
            return Said(what, inner.name, url, (), done, lines_of_circle(inner))
        case Does(kind=EffectKind.OPEN_ROLE, circle=Circle() as circle, words=RoleWords() as words):
            thing = gettext("%(role)s (%(circle)s)") % {
                "role": words.name, "circle": _name_of(circle)
            }  # fmt: skip
            url = (one.role or circle).get_absolute_url()
            return Said(what, thing, url, (), done, lines_of_role(words))
        case Does(
            kind=EffectKind.CHANGE_ROLE, role=Role() as role, words=RoleWords() as words,
            upon=RoleVersion() as upon,
        ):  # fmt: skip
            new = lines_changed(words, words_then(upon))
            return Said(what, upon.name, role.get_absolute_url(), (), done, new)
    return Said(what, "", "", (), done)


def own_words(key: str, value: int | None) -> str:
    """The sentence of a rule, as one circle has it."""
    unit = RULES[key].unit
    said = gettext("as in the whole movement") if value is None else value_said(value, unit)
    return gettext(RULES[key].says) % {"value": said}


def _own_line(one: Does, circle_id: int, *, on: date) -> Line:
    """What it would be worth here, beside what it is worth today, and by whose rule."""
    own = own_of(circle_id, one.rule, on=on)
    before = _worth_here(one.rule, own.value if own else None, on)
    said = [_worth_here(one.rule, one.value, on)]
    return Line(gettext("In this circle"), said, [before], ours=False)


def _worth_here(key: str, value: int | None, on: date) -> str:
    unit = RULES[key].unit
    if value is not None:
        return value_said(value, unit)
    return gettext("%(value)s, as in the whole movement") % {
        "value": value_said(rule(key, on=on), unit)
    }


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
    around: dict[int, str]  # the circles in which something may open


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
        {pk: plan.circles[pk].name for pk, over in around.items() if over},
    )
