"""How often the news come. Plain Python."""

from enum import StrEnum

from millepieds.core.words import _


class Rhythm(StrEnum):
    """How often news of the movement come; what concerns the person directly comes at once."""

    RULE = "rule"
    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    TWO_WEEKS = "two-weeks"


RHYTHMS: dict[Rhythm, str] = {
    Rhythm.RULE: _("as our rules say"),
    Rhythm.DAILY: _("once a day at most"),
    Rhythm.WEEKLY: _("once a week"),
    Rhythm.TWO_WEEKS: _("every two weeks"),
    Rhythm.NEVER: _("never"),
}
