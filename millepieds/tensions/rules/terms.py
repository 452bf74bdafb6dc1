"""The power to mediate, the ladders that a tension climbs, and the rule about waiting as data."""

from collections.abc import Mapping
from enum import StrEnum

from millepieds.charter.rules import Unit, declare_rule
from millepieds.core.powers import Reach, power
from millepieds.core.words import _

MEDIATE = power(
    "tensions.mediate", _("mediate between people, when one of them asks"),
    reach=Reach.MOVEMENT, also_called=_("mediation conflict care tension listen help dispute"),
)  # fmt: skip
REMINDER = declare_rule(
    "tensions.reminder",
    _("Whoever has not opened a tension entrusted to them is reminded after %(value)s."),
    unit=Unit.DAYS, least=1, most=30, default=7, article="care.tension",
)  # fmt: skip


class About(StrEnum):
    """What a tension is about: it chooses the ladder."""

    PERSON = "person"
    RULE = "rule"
    WORK = "work"
    POLITICS = "politics"


ABOUTS: dict[StrEnum, str] = {
    About.PERSON: _("a person: something between us"),
    About.RULE: _("a role or a rule: how we are organised"),
    About.WORK: _("the work: what we do, and how"),
    About.POLITICS: _("politics: where we are going"),
}


class Rung(StrEnum):
    """A step of a ladder: where a tension stands."""

    ALONE = "alone"
    THIRD = "third"
    CARE = "care"
    REFERENT = "referent"
    GOVERNANCE = "governance"
    MEETING = "meeting"
    COORDINATION = "coordination"
    AGORA = "agora"


RUNGS: dict[StrEnum, str] = {
    Rung.ALONE: _("I say it to them, alone"),
    Rung.THIRD: _("with a third person of my choice"),
    Rung.CARE: _("mediation"),
    Rung.REFERENT: _("with my référent"),
    Rung.GOVERNANCE: _("at the governance meeting"),
    Rung.MEETING: _("at the circle's meeting"),
    Rung.COORDINATION: _("at the Coordination"),
    Rung.AGORA: _("at the Agora"),
}
LADDERS: Mapping[About, tuple[Rung, ...]] = {
    About.PERSON: (Rung.ALONE, Rung.THIRD, Rung.CARE),
    About.RULE: (Rung.REFERENT, Rung.GOVERNANCE),
    About.WORK: (Rung.MEETING,),
    About.POLITICS: (Rung.COORDINATION, Rung.AGORA),
}
GUIDES: Mapping[Rung, tuple[str, ...]] = {
    Rung.ALONE: (
        _("Ask for a moment, just the two of you, away from the others."),
        _("Say what you saw, not what they are. One example is enough."),
        _("Say what it does to you, then ask what they saw."),
        _("Say what you need, and agree on one small thing for next week."),
    ),
    Rung.THIRD: (
        _("Choose someone that you both trust. They listen, and take nobody's side."),
        _("Each of you speaks in turn; the other says again what they heard."),
    ),
    Rung.CARE: (
        _("Someone who mediates hears each of you alone, then both together."),
        _("Nothing is written that you have not agreed to."),
    ),
    Rung.REFERENT: (
        _("Speak of the role or the rule, never of whoever holds it."),
        _("Bring one real example, and what would have been better that day."),
    ),
    Rung.GOVERNANCE: (
        _("Your référent puts it on the agenda in two words; you tell it yourself."),
        _("Come with a proposal if you have one; if not, the tension is enough."),
    ),
    Rung.MEETING: (
        _("Entrust it to someone of the circle, who puts it on the agenda in two words."),
        _("Say what you need so that the work goes on."),
    ),
    Rung.COORDINATION: (
        _("Entrust it to someone who sits there: they carry your words, not their own."),
        _("Say what you would like us to choose between."),
    ),
    Rung.AGORA: (_("Everyone may speak there. Come with a question that can be answered."),),
}


class State(StrEnum):
    """Where a tension stands. Always derived from dates."""

    KEPT = "kept"
    ENTRUSTED = "entrusted"
    READ = "read"
    CLOSED = "closed"


STATES: dict[StrEnum, str] = {
    State.KEPT: _("Kept for me"),
    State.ENTRUSTED: _("Entrusted"),
    State.READ: _("It has been read"),
    State.CLOSED: _("Closed"),
}
