"""What each rule is worth, was worth, and is about to be worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from millepieds.charter.models import RuleValue
from millepieds.charter.rules import RULES, Rule


@dataclass(frozen=True)
class Worth:
    """A value of a rule, and its first day; none for the value it was born with."""

    value: int
    since: date | None = None


@dataclass(frozen=True)
class RuleStory:
    """A rule, what it is worth today, what it was before, and what it is about to be."""

    rule: Rule
    now: Worth
    before: Sequence[Worth]
    coming: Sequence[Worth]


def rule_stories(*, on: date) -> list[RuleStory]:
    rows: dict[str, dict[date, int]] = {key: {} for key in RULES}
    for row in RuleValue.objects.all():
        if row.rule in rows:
            rows[row.rule][row.effective_on] = row.value  # said again for a day: the last word
    return [_story(RULES[key], values, on=on) for key, values in rows.items()]


def _story(rule: Rule, values: Mapping[date, int], *, on: date) -> RuleStory:
    told = [Worth(rule.default), *(Worth(values[day], day) for day in sorted(values))]
    past = [worth for worth in told if worth.since is None or worth.since <= on]
    return RuleStory(rule, past[-1], past[-2::-1], told[len(past) :])
