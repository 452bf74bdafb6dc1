"""A question goes where it can be decided: to a wider circle, or to one inside. It keeps its thread."""

from enum import StrEnum

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.advice import PERIMETER, Making, refusal_when_over


class Way(StrEnum):
    """Which way a question goes."""

    UP = "up"
    DOWN = "down"


WAYS: dict[StrEnum, str] = {
    Way.UP: _("to a wider circle"),
    Way.DOWN: _("to a circle inside"),
}


def refusal_to_move(making: Making, way: Way | None) -> Refusal | None:
    """`way`: where the other role is from here, if it decides anything and someone holds it."""
    if no := refusal_when_over(making):
        return no
    if making.asked_at is None:
        return Refusal(
            _("Nobody has been asked about this question yet: there is no thread to hand over."),
            article=PERIMETER, who=Who.YOU,
            instead=_("Ask those first concerned, or speak to the other role and let it open its own."),
        )  # fmt: skip
    if way is None:
        return Refusal(
            _("No role there can take this question up."), article=PERIMETER, who=Who.NOBODY,
            instead=_("Bring it to the next meeting: there, a role can be given the power to decide."),
        )  # fmt: skip
    return None
