"""What the movement says to the town, and who may say it."""

from datetime import datetime
from enum import StrEnum

from millepieds.core.powers import Reach, power
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

PUBLISH = power(
    "website.publish", _("publish on the site"),
    reach=Reach.MOVEMENT, also_called=_("write post page news public word website internet"),
)  # fmt: skip


class Precision(StrEnum):
    """How exactly a moment of our history is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"


PRECISIONS: dict[Precision, str] = {
    Precision.DAY: _("the day"),
    Precision.MONTH: _("the month"),
    Precision.SEASON: _("the season"),
}

SPEAK = power(
    "website.speak", _("speak in public for the movement"),
    reach=Reach.MOVEMENT, also_called=_("spokesperson press media interview voice"),
)  # fmt: skip


class Kind(StrEnum):
    """News is dated and goes into the feed; a page stays."""

    NEWS = "news"
    PAGE = "page"


POST_KINDS: dict[Kind, str] = {Kind.NEWS: _("news"), Kind.PAGE: _("page")}


def is_public(
    published_at: datetime | None, withdrawn_at: datetime | None, *, now: datetime
) -> bool:
    return published_at is not None and published_at <= now and withdrawn_at is None


def refusal_to_publish(
    *, published_at: datetime | None, withdrawn_at: datetime | None
) -> Refusal | None:
    if published_at is not None and withdrawn_at is None:
        return Refusal(
            _("This text is already published."), article="transparency.trace", who=Who.NOBODY,
            instead=_("Change it, or withdraw it first."),
        )  # fmt: skip
    return None


def refusal_to_show_oneself(*, speaks: bool) -> Refusal | None:
    if not speaks:
        return Refusal(
            _("Only someone who speaks in public for the movement has words on this page."),
            article="self-management.mandates", power=SPEAK,
            instead=_("Look at who holds this role, or offer to take it when it is free."),
        )  # fmt: skip
    return None
