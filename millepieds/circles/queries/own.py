"""What a rule is worth in one circle: its own value, else the movement's."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, IntegerField, QuerySet

from millepieds.charter.queries import opened_under, rule
from millepieds.charter.rules import RULES, Kept
from millepieds.circles.models import OwnRule
from millepieds.core.prepared import Given, prepared
from millepieds.core.reading import reading
from millepieds.journal.queries import until_a_deed


@dataclass(frozen=True)
class Own:
    """What a circle gave itself, its first day, and the line of the journal that says so."""

    pk: int
    circle_id: int
    rule: str
    value: int
    since: date
    entry_id: int


@until_a_deed
def own_rules(*, on: date) -> dict[tuple[int, str], Own]:
    """Of every circle, in one question: pages that list circles or rules ask no more of it."""
    found: dict[tuple[int, str], Own] = {}
    for row in OwnRule.objects.filter(effective_on__lte=on):  # oldest first: the last one stands
        found.pop((row.circle_id, row.rule), None)
        if own := _own(row):
            found[row.circle_id, row.rule] = own
    return found


def own_of(circle_id: int, key: str, *, on: date) -> Own | None:
    """What this circle gave itself, if it stands on that day."""
    if reading():
        return own_rules(on=on).get((circle_id, key))
    last = _last_said()(circle_id=circle_id, rule=key, on=on)
    return _own(last[0]) if last else None


def own_rule(circle_id: int, key: str, *, on: date) -> int:
    own = own_of(circle_id, key, on=on)
    return own.value if own else rule(key, on=on)


def opened_under_in(circle_id: int, *keys: str, on: date) -> dict[str, dict[str, int | None]]:
    """What a process of a circle keeps of the rules it opened under; of its own, that they were."""
    kept = opened_under(*keys, on=on)
    for key in keys:
        if RULES[key].of_a_circle and (own := own_of(circle_id, key, on=on)):
            kept[key] = {"value": own.value, "entry": own.entry_id, "circle": circle_id}
    return kept


def is_own(kept: Kept, key: str) -> bool:
    """Whether this value was the circle's own on the day something opened under it."""
    return "circle" in kept.get(key, {})


def _own(row: OwnRule) -> Own | None:
    declared = RULES.get(row.rule)
    if row.value is None or declared is None or not declared.of_a_circle:
        return None
    return Own(row.pk, row.circle_id, row.rule, row.value, row.effective_on, row.entry_id)


@prepared
def _last_said() -> QuerySet[OwnRule]:
    rows = OwnRule.objects.filter(
        circle=Given("circle_id", IntegerField()), rule=Given("rule", CharField()),
        effective_on__lte=Given("on", DateField()),
    )  # fmt: skip
    return rows.order_by("-effective_on", "-pk")[:1]
