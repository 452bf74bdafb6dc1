"""The rules about mandates, as data, and what must stay true between them."""

from datetime import timedelta

from millepieds.charter.rules import Unit, Values, condition, declare_rule
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

LONGEST_MANDATE = declare_rule(
    "circles.longest_mandate", _("A mandate lasts %(value)s at most."),
    unit=Unit.DAYS, least=30, most=730, default=365, article="self-management.term",
)  # fmt: skip
PROPOSAL_KEPT = declare_rule(
    "circles.proposal_kept", _("A mandate proposed and left without an answer lapses after %(value)s."),
    unit=Unit.DAYS, least=3, most=60, default=14, article="self-management.term",
)  # fmt: skip
A_PROPOSAL_KEEPS = (LONGEST_MANDATE, PROPOSAL_KEPT)
NOTICE = declare_rule(
    "circles.notice", _("The end of a mandate is announced %(value)s before."),
    unit=Unit.DAYS, least=7, most=90, default=30, article="self-management.term",
)  # fmt: skip
LAST_NOTICE = declare_rule(
    "circles.last_notice", _("It is announced once more %(value)s before."),
    unit=Unit.DAYS, least=1, most=30, default=7, article="self-management.term",
)  # fmt: skip
MOST_MANDATES = declare_rule(
    "circles.most_mandates", _("Beyond %(value)s held by one person, the page warns everyone."),
    unit=Unit.MANDATES, least=1, most=10, default=3, article="self-management.seats",
)  # fmt: skip
ADVICE_TIME = declare_rule(
    "circles.advice_time", _("Those asked for advice have %(value)s at least to answer."),
    unit=Unit.HOURS, least=24, most=336, default=72, article="self-management.perimeter",
)  # fmt: skip
FUNCTIONING_MEETING = declare_rule(
    "circles.functioning_meeting", _("A meeting about how we work is held every %(value)s."),
    unit=Unit.MONTHS, least=1, most=6, default=2, article="transparency.rules",
)  # fmt: skip
NOMINATIONS_KEPT = declare_rule(
    "circles.nominations_kept",
    _("A nomination left without an answer is erased after %(value)s."),
    unit=Unit.DAYS, least=7, most=60, default=14, article="trust.consent",
    waits_for=_("elections"),
)  # fmt: skip
REOPENED_BY = declare_rule(
    "circles.reopened_by",
    _("When nobody is left who can propose mandates, %(value)s can reopen a founding mandate."),
    unit=Unit.PERSONS, least=3, most=50, default=5, article="self-management.renewal",
)  # fmt: skip

FOUNDING_LASTS = timedelta(days=90)
REOPENED_LASTS = timedelta(days=30)


@condition
def the_last_notice_comes_last(values: Values) -> Refusal | None:
    if values[LAST_NOTICE] >= values[NOTICE]:
        return Refusal(
            _("The last notice would come before the first one."), article="transparency.rules",
            who=Who.YOU,
            instead=_("Keep the last notice shorter than the first."),
        )  # fmt: skip
    return None


@condition
def a_mandate_outlasts_its_notice(values: Values) -> Refusal | None:
    if values[NOTICE] >= values[LONGEST_MANDATE]:
        return Refusal(
            _("The end of a mandate would be announced before it starts."),
            article="transparency.rules",
            who=Who.YOU, instead=_("Keep the notice shorter than the mandate."),
        )  # fmt: skip
    return None
