"""The power to decide, the words of a decision, and the rules about it as data."""

from enum import StrEnum

from millepieds.charter.rules import Unit, declare_rule
from millepieds.circles.rules.terms import ADVICE_TIME
from millepieds.core.powers import Reach, power
from millepieds.core.words import _

DECIDE = power(
    "decisions.decide", _("decide in the perimeter of the role, once those first concerned were asked"),
    reach=Reach.OWN, also_called=_("decide decision choose settle perimeter"),
)  # fmt: skip
REVIEWED_WITHIN = declare_rule(
    "decisions.reviewed_within", _("A decision is looked at again within %(value)s."),
    unit=Unit.DAYS, least=30, most=1095, default=365, article="transparency.rules",
)  # fmt: skip
A_DECISION_KEEPS = (ADVICE_TIME, REVIEWED_WITHIN)


class Openness(StrEnum):
    """Who reads a decision once it is taken. Its making is read inside only."""

    TOWN = "town"
    MEMBERS = "members"
    CIRCLE = "circle"


OPENNESS: dict[StrEnum, str] = {
    Openness.CIRCLE: _("the circle, and those asked for advice"),
    Openness.MEMBERS: _("every member"),
    Openness.TOWN: _("the whole town"),
}


class Reaches(StrEnum):
    """What makes a question larger than one perimeter."""

    MONEY = "money"
    OTHER_DOMAIN = "other-domain"
    PUBLIC_WORD = "public-word"
    RULES = "rules"


REACHES: dict[StrEnum, str] = {
    Reaches.MONEY: _("it commits more money than the role may spend alone"),
    Reaches.OTHER_DOMAIN: _("it touches what another circle decides"),
    Reaches.PUBLIC_WORD: _("it commits the public word of the movement"),
    Reaches.RULES: _("it changes how we work: a rule, a role, a circle"),
}


class Why(StrEnum):
    """Why someone is asked."""

    CONCERNED = "concerned"
    EXPERTISE = "expertise"


WHYS: dict[StrEnum, str] = {
    Why.CONCERNED: _("first concerned"),
    Why.EXPERTISE: _("knows about it"),
}


class How(StrEnum):
    """By which way an advice came."""

    INSIDE = "inside"
    MAIL = "mail"
    PAPER = "paper"


HOWS: dict[StrEnum, str] = {
    How.INSIDE: _("written here"),
    How.MAIL: _("written from the mail"),
    How.PAPER: _("said or written on paper"),
}


class Followed(StrEnum):
    """What the decider does with an advice."""

    FOLLOWED = "followed"
    PARTLY = "partly"
    NOT = "not"


FOLLOWED: dict[StrEnum, str] = {
    Followed.FOLLOWED: _("Followed"),
    Followed.PARTLY: _("Followed in part"),
    Followed.NOT: _("Not followed"),
}


class Tie(StrEnum):
    """What a decision does to an earlier one."""

    REPLACES = "replaces"
    REVOKES = "revokes"
    APPLIES = "applies"
    CONTRADICTS = "contradicts"


TIES: dict[StrEnum, str] = {
    Tie.REPLACES: _("it replaces"),
    Tie.REVOKES: _("it revokes"),
    Tie.APPLIES: _("it applies"),
    Tie.CONTRADICTS: _("it contradicts"),
}
ENDS_THE_OTHER = (Tie.REPLACES, Tie.REVOKES)


class State(StrEnum):
    """Where a decision stands. Always derived: from its dates, and from those that came after it."""

    DRAFT = "draft"
    ASKING = "asking"
    HEARD = "heard"
    TO_COME = "to-come"
    IN_FORCE = "in-force"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    REVOKED = "revoked"
    DROPPED = "dropped"


STATES: dict[StrEnum, str] = {
    State.DRAFT: _("Being written"),
    State.ASKING: _("Advice asked"),
    State.HEARD: _("To be decided"),
    State.TO_COME: _("Taken, to come"),
    State.IN_FORCE: _("In force"),
    State.LAPSED: _("Lapsed"),
    State.REPLACED: _("Replaced"),
    State.REVOKED: _("Revoked"),
    State.DROPPED: _("Dropped"),
}


def mark_of(year: int | None, number: int | None) -> str:
    """« 2026-041 »: how a decision is named in minutes."""
    return f"{year}-{number:03}" if number else ""
