"""The movement's rules as data: what each one is, between which bounds, and who may change it.

Each area declares its own rules here; their values are dated rows, read with `queries.rule`.
Plain Python.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from millepieds.core.deeds import HouseKey
from millepieds.core.powers import Reach, power
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _, ngettext

CHANGE_RULES = power(
    "charter.change_rules", _("change the movement's rules"),
    reach=Reach.MOVEMENT, also_called=_("rule charter law modify statutes"),
)  # fmt: skip
ADOPT_CHARTER = power(
    "charter.adopt", _("publish a new version of the charter"),
    reach=Reach.MOVEMENT, also_called=_("charter text version"),
)  # fmt: skip


class Unit(StrEnum):
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    MANDATES = "mandates"
    PERSONS = "persons"
    YES_NO = "yes_no"  # 1 or 0


class Kind(StrEnum):
    """What sort of value a rule holds: a length of time, a number of things, or yes or no."""

    DURATION = "duration"
    COUNT = "count"
    CHOICE = "choice"


KINDS: dict[Unit, Kind] = {
    Unit.DAYS: Kind.DURATION,
    Unit.HOURS: Kind.DURATION,
    Unit.MONTHS: Kind.DURATION,
    Unit.MANDATES: Kind.COUNT,
    Unit.PERSONS: Kind.COUNT,
    Unit.YES_NO: Kind.CHOICE,
}
UNITS: dict[Unit, tuple[str, str]] = {
    Unit.DAYS: ngettext("%(n)s day", "%(n)s days"),
    Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours"),
    Unit.MONTHS: ngettext("%(n)s month", "%(n)s months"),
    Unit.MANDATES: ngettext("%(n)s mandate", "%(n)s mandates"),
    Unit.PERSONS: ngettext("%(n)s person", "%(n)s persons"),
}
YES_OR_NO = {1: _("yes"), 0: _("no")}


class Procedure(StrEnum):
    """Which way of deciding may change a rule: a round of consent in the circle that it names."""

    FOUNDING = "founding"
    COORDINATION = "coordination"
    AGORA = "agora"


PROCEDURES: dict[Procedure, str] = {
    Procedure.FOUNDING: _("the founding mandate"),
    Procedure.COORDINATION: _("a decision of the Coordination"),
    Procedure.AGORA: _("a decision of the Agora"),
}


# A movement that is being founded has no Coordination yet: as long as it lasts, the founding mandate
# stands in for the procedure that a rule names. None, and only that procedure changes it.
STANDS_IN: Procedure | None = Procedure.FOUNDING


@dataclass(frozen=True)
class Rule:
    key: HouseKey
    unit: Unit
    least: int
    most: int
    default: int
    says: str  # a plain sentence; %(value)s stands for the value with its unit
    article: str
    procedure: Procedure
    waits_for: str = ""  # what is still missing here before anything reads it
    of_a_circle: bool = False  # a circle may have its own value, by its own consent

    @property
    def kind(self) -> Kind:
        return KINDS[self.unit]


RULES: dict[str, Rule] = {}
Values = Mapping[str, int]
Kept = Mapping[
    str, Mapping[str, int | None]
]  # a rule: its value, the line of the journal that set it
Condition = Callable[[Values], Refusal | None]
CONDITIONS: list[Condition] = []


def declare_rule(
    key: str, says: str, *, unit: Unit, least: int, most: int, default: int, article: str,
    procedure: Procedure = Procedure.AGORA, waits_for: str = "", of_a_circle: bool = False,
) -> HouseKey:  # fmt: skip
    """Declare a rule, and give back its key."""
    RULES[key] = Rule(
        HouseKey(key), unit, least, most, default, says, article, procedure, waits_for, of_a_circle
    )
    return RULES[key].key


def condition(holds: Condition) -> Condition:
    """Declare something that must stay true between rules."""
    CONDITIONS.append(holds)
    return holds


TIME_TO_SIGN_AGAIN = declare_rule(
    "charter.time_to_sign_again",
    _("When the charter changes, each member has %(value)s to sign the new version."),
    unit=Unit.DAYS, least=7, most=180, default=30, article="transparency.signature",
)  # fmt: skip
REMINDER_TO_SIGN = declare_rule(
    "charter.reminder_to_sign",
    _("Whoever has not signed it yet is reminded %(value)s before this time is over."),
    unit=Unit.DAYS, least=1, most=30, default=7, article="transparency.signature",
)  # fmt: skip
NOTICE_OF_A_CHANGE = declare_rule(
    "charter.notice_of_a_change",
    _("A rule that changes takes effect %(value)s later at the earliest."),
    unit=Unit.DAYS, least=0, most=60, default=0, article="transparency.rules",
)  # fmt: skip


@condition
def a_reminder_comes_after_the_news(values: Values) -> Refusal | None:
    if values[REMINDER_TO_SIGN] >= values[TIME_TO_SIGN_AGAIN]:
        return Refusal(
            _("Members would be reminded to sign before the charter changes."),
            article="transparency.rules",
            who=Who.YOU, instead=_("Keep the reminder shorter than the time to sign."),
        )  # fmt: skip
    return None


def refusal_to_change(
    rule: Rule,
    value: int,
    values: Values,
    *,
    effective_on: date,
    today: date,
    proven: bool,
    procedure: Procedure,
    days: Sequence[Values] = (),
) -> Refusal | None:
    """Bounds, date, procedure, then what must stay true between rules."""
    return (
        refusal_outside_bounds(rule, value)
        or refusal_too_early(effective_on, earliest=earliest_change(values, today=today))
        or refusal_without_procedure(rule, procedure, proven=proven)
        or broken_condition([{**day, rule.key: value} for day in days or (values,)])
    )


def refusal_outside_bounds(rule: Rule, value: int) -> Refusal | None:
    if rule.least <= value <= rule.most:
        return None
    return Refusal(
        _("This rule stays between %(least)s and %(most)s."), article="transparency.rules", who=Who.YOU,
        instead=_("Choose a value inside these bounds."),
        values={"least": rule.least, "most": rule.most},
    )  # fmt: skip


def earliest_change(values: Values, *, today: date) -> date:
    return today + timedelta(days=values[NOTICE_OF_A_CHANGE])


def refusal_too_early(effective_on: date, *, earliest: date) -> Refusal | None:
    if effective_on >= earliest:
        return None
    return Refusal(
        _("This change would come too early: %(earliest)s at the earliest."),
        article="transparency.rules", who=Who.YOU, instead=_("Choose a later date."),
        values={"earliest": earliest},
    )  # fmt: skip


def refusal_without_procedure(
    rule: Rule, procedure: Procedure, *, proven: bool, stands_in: Procedure | None = STANDS_IN
) -> Refusal | None:
    if proven and procedure in (rule.procedure, stands_in):
        return None
    return Refusal(
        _("Only the procedure that this rule names may change it."), article="transparency.rules",
        instead=_("Bring the question to the Agora; until then the rule stands."),
        power=CHANGE_RULES,
    )  # fmt: skip


def broken_condition(days: Sequence[Values]) -> Refusal | None:
    """The first condition between rules that does not hold on one of these days."""
    return next((no for day in days for holds in CONDITIONS if (no := holds(day))), None)


def refusal_to_sign(
    ticked: Collection[str], articles: Collection[str], *, in_force: bool, already: bool
) -> Refusal | None:
    if not in_force:
        return Refusal(
            _("This version of the charter is no longer the one in force."),
            article="transparency.signature",
            who=Who.YOU, instead=_("Read the version in force, and sign that one."),
        )  # fmt: skip
    if already:
        return Refusal(
            _("You have already signed this version."), article="transparency.signature", who=Who.NOBODY,
            instead=_("You have nothing more to do."),
        )  # fmt: skip
    if set(articles) - set(ticked):
        return Refusal(
            _("The charter is signed article by article: one is still to tick."),
            article="transparency.signature",
            who=Who.YOU, instead=_("Read it again, and tick each article."),
        )  # fmt: skip
    return None


def whole_months(days: int) -> int:
    """How many months that makes, when it is said so in plain words: 365 days are 12 months. Else 0."""
    months = round(days * 12 / 365)
    return months if months and days in (months * 30, round(months * 365 / 12)) else 0


def value_kept(opened_under: Kept, key: str) -> int:
    """The value a process opened under, whatever the rule became since."""
    return opened_under[key]["value"] or 0 if key in opened_under else RULES[key].default


def suspended_from(adopted_on: date, time_to_sign: int) -> date:
    """The first day on which a member who has not signed the new version is suspended."""
    return adopted_on + timedelta(days=time_to_sign)
