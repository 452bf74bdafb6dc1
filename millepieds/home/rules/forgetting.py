"""When someone is forgotten, and who may ask for it. Plain Python."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

# How long the house remembers someone who is no longer in the movement, or never was let in.
KEPT_AFTER = timedelta(days=730)
KEPT_UNANSWERED = timedelta(days=365)


def is_forgettable(seen: Sequence[datetime | None], *, let_in: bool, now: datetime) -> bool:
    """Outside the movement, and without a sign of life for as long as the registry says."""
    last = max((moment for moment in seen if moment), default=now)
    return now - last > (KEPT_AFTER if let_in else KEPT_UNANSWERED)


def refusal_to_erase(*, person_id: int, by_person_id: int | None, by_job: bool) -> Refusal | None:
    if person_id != by_person_id and not by_job:
        return Refusal(
            _("Only you can ask to be forgotten."), article="trust.consent", who=Who.ONESELF,
            instead=_("Each person does it from their own page “My data”."),
        )  # fmt: skip
    return None
