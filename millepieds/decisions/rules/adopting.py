"""When a round ends: adopted, returned, withdrawn; and what adopting may do by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.decisions.rules.advice import PERIMETER
from millepieds.decisions.rules.consent import (
    Round,
    Standing,
    refusal_to_propose,
    refusal_when_round_over,
    stage,
    still_stands,
)
from millepieds.decisions.rules.rounds import Stage, Stand


def refusal_to_return(
    one: Round, *, person_id: int | None, holds_here: bool, adoptable: bool, now: datetime
) -> Refusal | None:
    """Its author withdraws it when they wish; the circle returns what it could not adopt."""
    if no := refusal_when_round_over(one):
        return no
    if person_id == one.author_id:
        return None
    if no := refusal_to_propose(holds_here=holds_here):
        return no
    if stage(one, now=now) not in (Stage.CLOSED, Stage.IN_MEETING) or adoptable:
        return Refusal(
            _("A proposal is returned only once its round closed without consent."),
            article=PERIMETER, who=Who.NOBODY,
            instead=_("Object, with your reasons, or call it into a meeting."),
        )  # fmt: skip
    return None


def refusal_to_adopt(
    one: Round, stances: Sequence[Standing], *, current: int, voices: Collection[int],
    quorum: int, silence_consents: bool, now: datetime,
) -> Refusal | None:  # fmt: skip
    """The round closed, no objection that stands, everyone heard as the rule says, enough voices.

    Held in a meeting, it need not close: but then each voice of the circle has been heard there.
    """
    if no := refusal_when_round_over(one):
        return no
    held = one.held_at is not None
    if stage(one, now=now) is not Stage.CLOSED and not held:
        return Refusal(
            _("The round of this proposal is not closed."), article=PERIMETER, who=Who.NOBODY,
            instead=_("Wait until everyone has had their time."),
        )  # fmt: skip
    if standing := sum(1 for each in stances if still_stands(each, current=current)):
        return Refusal(
            _("Objections still stand: %(standing)s."), article=PERIMETER, who=Who.YOU,
            values={"standing": standing},
            instead=_("Take each one in, in a new version, or have it tested by someone else."),
        )  # fmt: skip
    others = set(voices) - {one.author_id}
    fresh = [s for s in stances if s.version_id == current and s.person_id in others]
    settled = {s.person_id for s in stances if s.stance == Stand.OBJECTION} & others
    silent = others - {s.person_id for s in fresh} - settled
    if silent and held:
        return Refusal(
            _("Some of the circle did not say where they stand in the room: %(silent)s."),
            article="transparency.rules", who=Who.YOU, values={"silent": len(silent)},
            instead=_("Let the round go on: whoever was absent has the time that was left."),
        )  # fmt: skip
    if silent and not silence_consents:
        return Refusal(
            _("Some have not answered yet, and our rule does not take silence for consent: %(silent)s."),
            article="transparency.rules", who=Who.YOU, values={"silent": len(silent)},
            instead=_("Go and speak to them, write a new version, or return the proposal."),
        )  # fmt: skip
    heard = len({s.person_id for s in fresh if s.stance != Stand.ASIDE} | settled)
    needed = max(1, min(quorum, len(others)))
    if heard < needed:
        return Refusal(
            _("Too few have said where they stand: %(heard)s of %(needed)s."), article=PERIMETER,
            who=Who.YOU, values={"heard": heard, "needed": needed},
            instead=_("Go and speak to them, write a new version, or return the proposal."),
        )  # fmt: skip
    return None


def refusal_of_who_typed(one: Round, *, typed: bool) -> Refusal | None:
    """In the room it takes two: one types in the voice of someone else, another adopts."""
    if one.held_at is None or not typed:
        return None
    return Refusal(
        _("You typed in the voice of someone else: another person of the circle adopts."),
        article="transparency.trace", who=Who.CIRCLE,
        instead=_("Ask someone else who was in the room to adopt it."),
    )  # fmt: skip


def refusal_of_effect(*, known: bool) -> Refusal | None:
    if known:
        return None
    return Refusal(
        _("A circle changes only what is in it: its roles, its mandates, the circles inside."),
        article=PERIMETER, who=Who.YOU, instead=_("Choose something of this circle."),
    )  # fmt: skip


def refusal_of_a_name(*, taken: bool) -> Refusal | None:
    """Two things of one circle under the same name, and nobody knows which is spoken of."""
    if not taken:
        return None
    return Refusal(
        _("Something open in this circle already has this name."), article=PERIMETER, who=Who.YOU,
        instead=_("Give it another name; once presented, in a new version."),
    )  # fmt: skip


def refusal_of_old_words(*, changed_since: bool) -> Refusal | None:
    """Nobody consents to undo a change that they have not seen."""
    if not changed_since:
        return None
    return Refusal(
        _("This role was changed since these words were written."), article=PERIMETER, who=Who.YOU,
        instead=_("Write a new version, from what the role is today."),
    )  # fmt: skip


def refusal_to_close_what_is_used(*, both: bool) -> Refusal | None:
    if not both:
        return None
    return Refusal(
        _("The same proposal closes something and still counts on it."), article=PERIMETER,
        who=Who.YOU, instead=_("Leave one of the two out, or make two proposals."),
    )  # fmt: skip
