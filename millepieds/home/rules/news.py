"""When news come to someone, and how a decision is told in two sentences. Plain Python."""

import re
from datetime import date, timedelta

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.people.rules import Rhythm

NEWS_EVERY = declare_rule(
    "home.news_every", _("News come every %(value)s to whoever chose no rhythm of their own."),
    unit=Unit.DAYS, least=1, most=30, default=7, article="transparency.trace",
)  # fmt: skip
QUIET_UNTIL = declare_rule(
    "home.quiet_until", _("At night: no news leave before %(value)s in the morning."),
    unit=Unit.HOURS, least=6, most=11, default=8, article="trust.consent",
)  # fmt: skip
QUIET_FROM = declare_rule(
    "home.quiet_from", _("At night: no news leave after %(value)s in the evening."),
    unit=Unit.HOURS, least=17, most=23, default=21, article="trust.consent",
)  # fmt: skip

DAYS: dict[str, int] = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7, Rhythm.TWO_WEEKS: 14}
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
LONGEST = 240  # characters of a sentence told
EARLIEST = 30  # days: what is older than that is no news


def days_between(rhythm: str, *, by_rule: int) -> int | None:
    """Nothing for whoever wants none."""
    if rhythm == Rhythm.NEVER:
        return None
    return DAYS.get(rhythm, by_rule)


def is_due(last: date | None, *, days: int, on: date) -> bool:
    """
    >>> is_due(date(2030, 1, 1), days=7, on=date(2030, 1, 7))
    False
    >>> is_due(date(2030, 1, 1), days=7, on=date(2030, 1, 8))
    True
    """
    return last is None or on >= last + timedelta(days=days)


def first_sentence(text: str) -> str:
    """
    >>> first_sentence("Le local ouvre. Chaque samedi.")
    'Le local ouvre.'
    """
    said = SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
    if len(said) <= LONGEST:
        return said
    return said[: LONGEST - 1].rpartition(" ")[0] + "…"


def refusal_to_pin() -> Refusal:
    return Refusal(
        _("This sheet is for a room of members."), article="transparency.trace", who=Who.MEMBERS,
        instead=_("Take the sheet for everyone: it may hang anywhere."),
    )  # fmt: skip
