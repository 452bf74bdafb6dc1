"""What may still change of a meeting once it is called, and when it may not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _


@dataclass(frozen=True)
class Arranged:
    """All that may change. The circle, the kind and who may come do not: that is another meeting."""

    title: str
    starts_at: datetime
    ends_at: datetime
    purpose: str
    place: str
    link: str
    access: str
    capacity: int | None
    programme: str
    materials: str
    led_by: str


def refusal_when_changed_meanwhile(changes: int, *, started_from: int) -> Refusal | None:
    """Two people who change a meeting at once never undo each other without knowing."""
    if changes == started_from:
        return None
    return Refusal(
        _("Someone changed this meeting while you were writing."), article="transparency.trace",
        who=Who.YOU, instead=_("Compare with what it says now, then send again."),
    )  # fmt: skip


def refusal_of_fewer_places(taken: Collection[int], *, capacity: int | None) -> Refusal | None:
    """Nobody who has a place loses it because the room became smaller."""
    if capacity is None or len(taken) <= capacity:
        return None
    return Refusal(
        _("Places already given: %(taken)s. Nobody loses theirs."), article="action.handover",
        who=Who.YOU, instead=_("Write at least this number, or find a larger room."),
        values={"taken": len(taken)},
    )  # fmt: skip


def moved_down(taken: Collection[int], *, capacity: int | None) -> dict[int, int]:
    """In a smaller room, the places whose number is no longer in it, and the free number each takes.

    >>> moved_down({1, 2, 5}, capacity=3)
    {5: 3}
    >>> moved_down({1, 2, 5}, capacity=None)
    {}
    """
    if capacity is None:
        return {}
    outside = sorted(number for number in taken if number > capacity)
    free = (number for number in range(1, capacity + 1) if number not in taken)
    return dict(zip(outside, free, strict=False))
