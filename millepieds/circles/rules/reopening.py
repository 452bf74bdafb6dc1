"""Founding again, when nobody is left who can propose mandates: who may call, support, take back."""

from millepieds.circles.rules.powers import ASSIGN
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


def refusal_to_call(*, is_member: bool, assigners: int, call_is_open: bool) -> Refusal | None:
    if no := _refusal_to_reopen(is_member=is_member, assigners=assigners):
        return no
    if call_is_open:
        return Refusal(
            _("A call to refound is already open."), article="self-management.renewal", who=Who.MEMBERS,
            instead=_("Stand behind it, on the page of the refounding; its caller can take it back."),
        )  # fmt: skip
    return None


def refusal_to_support(
    *, is_member: bool, assigners: int, is_open: bool, supports_already: bool
) -> Refusal | None:
    if no := _refusal_to_reopen(is_member=is_member, assigners=assigners):
        return no
    if not is_open:
        return Refusal(
            _("This call is no longer open."), article="self-management.renewal", who=Who.NOBODY,
            instead=_("The page of the refounding shows where it stands: any member may call."),
        )  # fmt: skip
    if supports_already:
        return Refusal(
            _("You already support this reopening."), article="self-management.renewal", who=Who.NOBODY,
            instead=_("Others have to join you."),
        )  # fmt: skip
    return None


def refusal_to_take_back_call(*, is_mine: bool, is_closed: bool) -> Refusal | None:
    if is_mine and not is_closed:
        return None
    return Refusal(
        _("Only its caller takes back a call, while it is open."),
        article="self-management.renewal",
        who=Who.ONESELF, instead=_("Let it be, or speak with whoever called."),
    )  # fmt: skip


def _refusal_to_reopen(*, is_member: bool, assigners: int) -> Refusal | None:
    if not is_member:
        return Refusal(
            _("Only members can reopen a founding mandate."), article="self-management.renewal",
            who=Who.MEMBERS,
            instead=_("Be welcomed and sign the charter first."),
        )  # fmt: skip
    if assigners:
        return Refusal(
            _("Someone can still propose mandates: the founding stays closed."),
            article="self-management.renewal", power=ASSIGN, instead=_("Ask them."),
        )  # fmt: skip
    return None
