"""What is kept of decisions: those taken after advice, and those a circle consented to."""

from millepieds.decisions.models.advice import Decision, Move, Precedent, Solicitation
from millepieds.decisions.models.consent import Proposal, Remark, Stance, Version
from millepieds.decisions.models.effects import Effect

__all__ = [
    "Decision",
    "Effect",
    "Move",
    "Precedent",
    "Proposal",
    "Remark",
    "Solicitation",
    "Stance",
    "Version",
]
