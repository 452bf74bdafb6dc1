"""The words of a consent round, and the rules about it as data."""

from enum import StrEnum

from millepieds.charter.rules import Procedure, Unit, declare_rule
from millepieds.circles.rules.structure import Kind
from millepieds.core.words import _
from millepieds.decisions.rules.terms import REVIEWED_WITHIN

LISTENING_TIME = declare_rule(
    "decisions.listening_time",
    _("A circle has %(value)s to understand a proposal and react before it says where it stands."),
    unit=Unit.HOURS, least=0, most=336, default=48, article="self-management.perimeter",
    procedure=Procedure.COORDINATION,
)  # fmt: skip
CONSENT_TIME = declare_rule(
    "decisions.consent_time",
    _("Each version of a proposal stays open %(value)s at least to consent or object."),
    unit=Unit.HOURS, least=24, most=336, default=72, article="self-management.perimeter",
    procedure=Procedure.COORDINATION,
)  # fmt: skip
QUORUM = declare_rule(
    "decisions.quorum",
    _("A circle has consented once %(value)s said so, or everyone where it is smaller."),
    unit=Unit.PERSONS, least=1, most=50, default=3, article="self-management.perimeter",
)  # fmt: skip
SILENCE_CONSENTS = declare_rule(
    "decisions.silence_consents",
    _("Whoever says nothing until the round closes has consented: %(value)s."),
    unit=Unit.YES_NO, least=0, most=1, default=0, article="transparency.rules", of_a_circle=True,
)  # fmt: skip
A_ROUND_KEEPS = (LISTENING_TIME, CONSENT_TIME, QUORUM, SILENCE_CONSENTS, REVIEWED_WITHIN)


class Stage(StrEnum):
    """Where a round is. Always derived from its dates."""

    WRITTEN = "written"
    LISTENING = "listening"
    CONSENTING = "consenting"
    CLOSED = "closed"
    IN_MEETING = "in-meeting"
    ADOPTED = "adopted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


STAGES: dict[StrEnum, str] = {
    Stage.WRITTEN: _("Being written"),
    Stage.LISTENING: _("Questions and reactions"),
    Stage.CONSENTING: _("Consent or objection"),
    Stage.CLOSED: _("The round is closed"),
    Stage.IN_MEETING: _("Called into a meeting"),
    Stage.ADOPTED: _("Adopted"),
    Stage.RETURNED: _("Returned"),
    Stage.WITHDRAWN: _("Withdrawn"),
}


class Outcome(StrEnum):
    ADOPTED = "adopted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


OUTCOMES: dict[StrEnum, str] = {
    Outcome.ADOPTED: _("Adopted"),
    Outcome.RETURNED: _("Returned"),
    Outcome.WITHDRAWN: _("Withdrawn"),
}


class RemarkKind(StrEnum):
    QUESTION = "question"
    REACTION = "reaction"


REMARKS: dict[StrEnum, str] = {
    RemarkKind.QUESTION: _("a question, to understand"),
    RemarkKind.REACTION: _("a reaction: what it does to me"),
}


class Stand(StrEnum):
    """Where one stands. A concern does not stop; an objection does, once argued."""

    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"
    ASIDE = "aside"


STANDS: dict[StrEnum, str] = {
    Stand.CONSENT: _("I consent: it is good enough to try"),
    Stand.CONCERN: _("I consent, with a concern to keep in mind"),
    Stand.OBJECTION: _("I object: it would do harm, and I say why"),
    Stand.ASIDE: _("I stand aside"),
}
IN_SHORT: dict[StrEnum, str] = {
    Stand.CONSENT: _("consents"),
    Stand.CONCERN: _("consents, with a concern"),
    Stand.OBJECTION: _("objects"),
    Stand.ASIDE: _("stands aside"),
}


class Criterion(StrEnum):
    """What is asked of the reasons of an objection, one by one."""

    PURPOSE = "purpose"
    ROLE = "role"
    LEAVING = "leaving"
    CAUSED = "caused"
    CERTAIN = "certain"


CRITERIA: dict[StrEnum, str] = {
    Criterion.PURPOSE: _("It would keep the circle from doing what it is there for."),
    Criterion.ROLE: _("It would keep this person from holding their role."),
    Criterion.LEAVING: _("This person could no longer commit to what we do."),
    Criterion.CAUSED: _("The proposal itself would cause it: it is not there already."),
    Criterion.CERTAIN: _("It would surely happen, or be seen too late to be put right."),
}
HARMS = (Criterion.PURPOSE, Criterion.ROLE, Criterion.LEAVING)


class EffectKind(StrEnum):
    RULE = "rule"
    ROLE = "role"
    CIRCLE = "circle"
    MANDATE = "mandate"
    OFFER = "offer"
    OPEN_CIRCLE = "open-circle"
    OPEN_ROLE = "open-role"
    CHANGE_ROLE = "change-role"
    OWN_RULE = "own-rule"


EFFECTS: dict[StrEnum, str] = {
    EffectKind.RULE: _("it changes a rule"),
    EffectKind.ROLE: _("it closes a role"),
    EffectKind.CIRCLE: _("it closes a circle"),
    EffectKind.MANDATE: _("it ends a mandate"),
    EffectKind.OFFER: _("it proposes a mandate"),
    EffectKind.OPEN_CIRCLE: _("it opens a circle"),
    EffectKind.OPEN_ROLE: _("it opens a role"),
    EffectKind.CHANGE_ROLE: _("it changes a role"),
    EffectKind.OWN_RULE: _("it changes a rule, for this circle alone"),
}


def procedure_of(kind: Kind, *, is_root: bool, under_root: bool) -> Procedure | None:
    """Of which procedure a circle's consent is the proof: each rule names the one that changes it."""
    if is_root:
        return Procedure.AGORA
    return Procedure.COORDINATION if kind is Kind.COORDINATION and under_root else None
