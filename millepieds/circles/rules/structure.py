"""Kinds of circles, templates of roles, and what may be moved or closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from millepieds.circles.rules.powers import OPEN
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


class Kind(StrEnum):
    AGORA = "agora"
    COORDINATION = "coordination"
    POLE = "pole"
    COMMITTEE = "committee"
    GROUP = "group"


KINDS: dict[Kind, str] = {
    Kind.AGORA: _("agora"),
    Kind.COORDINATION: _("coordination"),
    Kind.POLE: _("pole"),
    Kind.COMMITTEE: _("committee"),
    Kind.GROUP: _("group"),
}


@dataclass(frozen=True)
class Template:
    """A role that many circles have, ready to open. Its words become the role's own."""

    name: str
    purpose: str
    domain: str
    accountabilities: Sequence[str]


REFERENT = "referent"
TEMPLATES: dict[str, Template] = {
    REFERENT: Template(
        _("Référent·e"),
        _("Ease the flow: that everyone finds their place and nothing gets stuck."),
        _("Nothing outside this: no power over what others decide."),
        (
            _("Welcome tensions as chances to improve, and carry them where they can be treated"),
            _("Spread roles and speech over as many people as reasonable"),
            _("Pass on what the circle decides to those who were not there"),
        ),
    )
}


def refusal_when_circle_closed() -> Refusal:
    return Refusal(
        _("This circle is not open today."), article="self-management.perimeter", who=Who.NOBODY,
        instead=_("Look at the circles that are open on “Who decides what”."),
    )  # fmt: skip


def refusal_to_move(
    circle_id: int, parent_id: int | None, parents: Mapping[int, int | None]
) -> Refusal | None:
    """A circle is never put inside itself, nor inside one of its own, nor outside the agora."""
    lost = parent_id not in parents if parent_id else parents.get(circle_id) is not None
    if lost:
        return Refusal(
            _("Every circle is inside another one that is open, up to the agora."),
            article="self-management.perimeter", who=Who.YOU, instead=_("Choose another outer circle."),
        )  # fmt: skip
    at = parent_id
    while at is not None:
        if at == circle_id:
            return Refusal(
                _("A circle cannot be inside itself."), article="self-management.perimeter", who=Who.YOU,
                instead=_("Choose another outer circle."),
            )  # fmt: skip
        at = parents.get(at)
    return None


def refusal_to_close_circle(*, inner: int, is_root: bool) -> Refusal | None:
    if is_root:
        return Refusal(
            _("The agora is the movement itself: it is not closed."),
            article="self-management.perimeter", who=Who.NOBODY, instead=_("Close the circles inside it."),
        )  # fmt: skip
    if inner:
        return Refusal(
            _("Other circles are still open inside this one."), article="self-management.perimeter",
            who=Who.YOU,
            instead=_("Close them first, or move them."),
        )  # fmt: skip
    return None


def refusal_to_shrink(*, seats: int, highest_taken: int) -> Refusal | None:
    """A seat that someone has accepted, today or for later, is not taken from under them."""
    if seats < highest_taken:
        return Refusal(
            _("Seat %(seat)s of this role is taken: it cannot have fewer seats."),
            article="self-management.seats", who=Who.YOU, values={"seat": highest_taken},
            instead=_("Wait for the end of that mandate, or withdraw it, giving the reason."),
        )  # fmt: skip
    return None


def refusal_to_change_founding(*, is_founding: bool) -> Refusal | None:
    """Changed like another, it would last longer, for more people."""
    if is_founding:
        return Refusal(
            _("The founding role is not changed: it goes away by itself."),
            article="self-management.renewal",
            who=Who.NOBODY, instead=_("Open other roles, and give them powers."),
        )  # fmt: skip
    return None


def refusal_to_widen_ones_own(*, adds: bool, holds: bool) -> Refusal | None:
    """Changing a role one holds must not be a way to give oneself a power."""
    if adds and holds:
        return Refusal(
            _("Nobody adds a power to a role they hold, or are asked to hold."),
            article="self-management.assign", power=OPEN,
            instead=_("Someone else who changes roles does it, or waits for the end of your mandate."),
        )  # fmt: skip
    return None
