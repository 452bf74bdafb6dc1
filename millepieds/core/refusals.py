"""A refusal says why, which article of the charter it rests on, who may, and what to do instead.

Plain Python: rules answer with a `Refusal`, actions raise `Refused`, one middleware makes the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from millepieds.core.words import _


class Who(StrEnum):
    """Who may, where no power decides it."""

    YOU = "you"
    ONESELF = "oneself"
    CIRCLE = "circle"
    MEMBERS = "members"
    NOBODY = "nobody"


WHO_MAY: dict[Who, str] = {
    Who.YOU: _("You, once this is put right."),
    Who.ONESELF: _("The person it is about, and nobody else."),
    Who.CIRCLE: _(
        "Whoever has a voice in this circle: a mandate in it, or, in the agora, any member."
    ),
    Who.MEMBERS: _("Any member."),
    Who.NOBODY: _("Nobody, as things stand today."),
}


@dataclass(frozen=True)
class Refusal:
    """Why not. Words are msgids; `values` fill their blanks; `article` is a stable key of the charter."""

    because: str
    article: str
    instead: str = ""
    power: str = ""  # the power that was missing, if one was …
    who: Who | None = None  # … else, who may all the same
    circle_id: int | None = None  # over which circle
    leads_to: str = ""  # the name of the page where it is put right
    values: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.because % refusal.values} (art. {refusal.article})")
        self.refusal = refusal


def refuse_if(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)
