"""What a change of rule would touch among decisions: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import Touched, effect
from millepieds.circles.rules.terms import ADVICE_TIME
from millepieds.decisions.models import Decision, Proposal
from millepieds.decisions.rules.rounds import (
    CONSENT_TIME,
    LISTENING_TIME,
    QUORUM,
    SILENCE_CONSENTS,
)
from millepieds.decisions.rules.terms import REVIEWED_WITHIN


@effect(ADVICE_TIME)
def questions_being_asked(value: int, on: date) -> Sequence[Touched]:
    """They keep the time they opened under."""
    open_ones = Decision.objects.filter(taken_at=None, dropped_at=None).count()
    if not open_ones:
        return ()
    said = ngettext(
        "%(n)s question already open keeps its time", "%(n)s questions already open keep their time",
        open_ones,
    )  # fmt: skip
    return [Touched(said % {"n": open_ones})]


@effect(LISTENING_TIME, CONSENT_TIME, QUORUM, SILENCE_CONSENTS)
def rounds_under_way(value: int, on: date) -> Sequence[Touched]:
    """A round keeps the rules it was written under."""
    open_ones = Proposal.objects.filter(over_at=None).count()
    if not open_ones:
        return ()
    said = ngettext(
        "%(n)s proposal already written keeps its rules",
        "%(n)s proposals already written keep their rules", open_ones,
    )  # fmt: skip
    return [Touched(said % {"n": open_ones})]


@effect(REVIEWED_WITHIN)
def decisions_looked_at_later(value: int, on: date) -> Sequence[Touched]:
    """Those taken keep their day: listed, never moved."""
    later = Decision.objects.filter(review_on__gt=F("effective_on") + timedelta(days=value))
    return [
        Touched(
            gettext("%(mark)s %(title)s: keeps its day, which the new rule would refuse")
            % {"mark": one.mark, "title": one.title},
            one.get_absolute_url(),
        )
        for one in later.order_by("review_on")[:50]
    ]  # fmt: skip
