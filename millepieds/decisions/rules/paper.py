"""A voice said on paper: who types it in, over what it never goes, and how its author takes it back."""

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.advice import PERIMETER, TRACE
from millepieds.decisions.rules.consent import (
    Round,
    refusal_to_propose,
    refusal_when_round_over,
)


def refusal_to_type_in(one: Round, *, typist_id: int | None, holds_here: bool) -> Refusal | None:
    """Someone who holds a mandate in the circle, and not whoever wishes it adopted."""
    if no := refusal_to_propose(holds_here=holds_here):
        return no
    if typist_id == one.author_id:
        return Refusal(
            _("Whoever proposes does not type in the voices that answer them."), article=PERIMETER,
            who=Who.CIRCLE, instead=_("Give the sheet to someone else who holds a mandate there."),
        )  # fmt: skip
    return None


def refusal_of_a_voice(
    *, is_typist: bool, said_it_themself: bool, contested: bool
) -> Refusal | None:
    """What someone said themself stays, and so does that they took back what was typed in."""
    if is_typist or said_it_themself:
        return Refusal(
            _("Someone's own voice on these words is never written over by a sheet."), article=TRACE,
            who=Who.ONESELF, instead=_("They can say it otherwise themself, until the round closes."),
        )  # fmt: skip
    if contested:
        return Refusal(
            _("They took back a voice typed in for them on these words."), article=TRACE,
            who=Who.ONESELF, instead=_("Go and see them: they say it themself."),
        )  # fmt: skip
    return None


def refusal_of_an_old_sheet(*, sheet: int, current: int) -> Refusal | None:
    if sheet == current:
        return None
    return Refusal(
        _("This sheet answers version %(sheet)s; the circle now reads version %(current)s."),
        article=TRACE, who=Who.YOU, values={"sheet": sheet, "current": current},
        instead=_("Print the sheet again, and have them answer these words."),
    )  # fmt: skip


def refusal_to_contest(one: Round, *, is_mine: bool, typed_in: bool) -> Refusal | None:
    """Until the proposal is adopted, even once the round is closed."""
    if no := refusal_when_round_over(one):
        return no
    if is_mine and typed_in:
        return None
    return Refusal(
        _("This voice was not typed in for you."), article=TRACE, who=Who.ONESELF,
        instead=_("If it is yours, say it otherwise until the round closes."),
    )  # fmt: skip
