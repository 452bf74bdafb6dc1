"""A rule that the circle would have for itself alone: yes, no, or again as the whole movement."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from millepieds.charter.queries.words import sentence_of, value_said
from millepieds.charter.rules import RULES, Rule
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import EffectKind

AS_ALL = "as-all"


def own_fields() -> dict[str, forms.ChoiceField]:
    return {_name(rule.key): _field(rule) for rule in RULES.values() if rule.of_a_circle}


def own_rules_said(said: Mapping[str, Any]) -> list[Does]:
    """One effect for each rule about which something was said."""
    worth = {key: said.get(_name(key), "") for key in RULES}
    return [
        Does(EffectKind.OWN_RULE, rule=key, value=None if value == AS_ALL else int(value))
        for key, value in worth.items()
        if value
    ]


def own_rule_typed(one: Does) -> dict[str, str]:
    """What was written before, to fill the form that changes it."""
    return {_name(one.rule): AS_ALL if one.value is None else str(one.value)}


def _name(key: str) -> str:
    return f"own-{key}"


def _field(rule: Rule) -> forms.ChoiceField:
    label = gettext("Adopting it changes this rule for this circle alone: %(rule)s")
    values = range(rule.least, rule.most + 1)
    return forms.ChoiceField(
        label=label % {"rule": sentence_of(rule)}, required=False,
        choices=[
            ("", _("no change")), *((str(value), value_said(value, rule.unit)) for value in values),
            (AS_ALL, _("as in the whole movement")),
        ],
    )  # fmt: skip
