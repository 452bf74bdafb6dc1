"""The kinds of meetings, who comes to them, and the power to call one."""

from datetime import timedelta
from enum import StrEnum

from millepieds.core.powers import Reach, power
from millepieds.core.words import _

CALL = power(
    "meetings.call", _("call the meetings of the circle, and change or cancel them"),
    reach=Reach.INSIDE, also_called=_("meeting call invite date agenda agora training"),
)  # fmt: skip

LONGEST = timedelta(days=14)  # of one meeting: beyond, its end was mistyped


class Kind(StrEnum):
    """What people meet for."""

    CIRCLE = "circle"
    COORDINATION = "coordination"
    GOVERNANCE = "governance"
    AGORA = "agora"
    SEMINAR = "seminar"
    TRAINING = "training"
    ACTION = "action"
    WELCOME = "welcome"


KINDS: dict[StrEnum, str] = {
    Kind.CIRCLE: _("meeting of the circle"),
    Kind.COORDINATION: _("meeting of the coordination"),
    Kind.GOVERNANCE: _("governance and functioning"),
    Kind.AGORA: _("agora"),
    Kind.SEMINAR: _("seminar"),
    Kind.TRAINING: _("training"),
    Kind.ACTION: _("action"),
    Kind.WELCOME: _("welcome"),
}


class Openness(StrEnum):
    """Who knows that a meeting takes place, and may come."""

    CIRCLE = "circle"
    MEMBERS = "members"
    TOWN = "town"


OPENNESS: dict[StrEnum, str] = {
    Openness.CIRCLE: _("people of the circle"),
    Openness.MEMBERS: _("all members"),
    Openness.TOWN: _("anyone in town"),
}
