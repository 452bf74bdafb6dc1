"""Whom one invites to be heard, how long ahead, and what whoever is invited may do. Plain Python."""

from datetime import datetime

from millepieds.care.rules.fairness import FAIR, refusal_when_involved
from millepieds.care.rules.terms import FOLLOW_AN_INVITATION, Taken
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


def refusal_to_invite(
    *, concerned: bool, involved: bool, to_come: bool, ahead: int, notice: int
) -> Refusal | None:
    """Whoever reported or is named; on a day they can prepare for; by someone who stands with neither."""
    if no := refusal_when_involved(involved=involved):
        return no
    if not concerned:
        return Refusal(
            _("Only whoever reported and those who are named are invited to be heard."),
            article=FAIR, who=Who.NOBODY, instead=_("Choose among those that the page shows."),
        )  # fmt: skip
    if not to_come:
        return Refusal(
            _("A hearing to which one invites is on a day to come."), article=FAIR, who=Who.YOU,
            instead=_("Write another day. A hearing that has happened is noted as a step."),
        )  # fmt: skip
    if ahead < notice:
        return Refusal(
            _("Someone is invited to be heard at least %(notice)s days ahead."), article=FAIR, who=Who.YOU,
            instead=_("Choose a later day: they need time to prepare, and to find who comes with them."),
            values={"notice": notice},
        )  # fmt: skip
    return None


def refusal_to_point(kind: Taken, *, invited: bool | None, hour_past: bool) -> Refusal | None:
    """`invited`: whether the invitation was this person's; nothing, without an invitation."""
    if invited is not None and kind not in FOLLOW_AN_INVITATION:
        return Refusal(
            _("Only a hearing, or someone who did not come, answers an invitation."),
            article=FAIR, who=Who.YOU, instead=_("Leave the invitation out of this step."),
        )  # fmt: skip
    if invited is False:
        return Refusal(
            _("This invitation was for someone else."), article=FAIR, who=Who.YOU,
            instead=_("Choose the invitation of the person you heard."),
        )  # fmt: skip
    if kind is Taken.ABSENT and not (invited and hour_past):
        return Refusal(
            _("One notes that someone did not come once they were invited and the hour is past."),
            article=FAIR, who=Who.YOU, instead=_("Choose the invitation, or invite them first."),
        )  # fmt: skip
    return None


def refusal_to_read_invitation(*, mine: bool, over: bool) -> Refusal | None:
    if not mine:
        return Refusal(
            _("This invitation is for someone else."), article=FAIR, who=Who.ONESELF,
            instead=_("What waits for you is on your page."),
        )  # fmt: skip
    if over:
        return Refusal(
            _("This invitation is over."), article=FAIR, who=Who.NOBODY,
            instead=_("Speak with whoever invited you, or with someone who mediates."),
        )  # fmt: skip
    return None


def refusal_to_reply(reply: Taken, *, opened: bool, words: str) -> Refusal | None:
    if not opened:
        return Refusal(
            _("You have not opened this invitation yet."), article=FAIR, who=Who.YOU,
            instead=_("Open it first."),
        )  # fmt: skip
    if reply is not Taken.COMES and not words.strip():
        return Refusal(
            _("Asking for another day, or answering in writing, takes a few words."),
            article=FAIR, who=Who.YOU, instead=_("Write which days suit you, or what you answer."),
        )  # fmt: skip
    return None


def is_over(*, closed: bool, replaced: bool, until: datetime, now: datetime) -> bool:
    """Nothing to read nor to answer once its day is past, another came after it, or all is closed."""
    return closed or replaced or now >= until
