"""The meetings that come, for one reader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q

from millepieds.core.actors import Actor
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.coming import Shown, as_shown
from millepieds.meetings.rules.terms import Openness


@dataclass(frozen=True)
class ToCome:
    """The numbers of a meeting that comes: no words, no place."""

    pk: int
    circle_id: int
    openness: Openness
    called_by_id: int | None
    ends_at: datetime

    def is_for(self, reader: Reader) -> bool:
        """The same wall as `meetings_read_by`."""
        if not reader.is_member:
            return self.openness is Openness.TOWN
        if self.openness is not Openness.CIRCLE or self.circle_id in reader.circle_ids:
            return True
        return self.called_by_id is not None and self.called_by_id == reader.person_id


@until_a_deed
def to_come(on: date) -> list[ToCome]:
    """Those not over when this day began, the soonest first."""
    rows = Meeting.objects.filter(cancelled_at=None, ends_at__date__gte=on)
    told = rows.values_list("pk", "circle_id", "openness", "called_by_id", "ends_at")
    return [
        ToCome(pk, circle, Openness(openness), caller, ends)
        for pk, circle, openness, caller, ends in told
    ]


def next_meetings(
    reader: Reader,
    actor: Actor,
    *,
    circle_id: int | None = None,
    most: int,
    now: datetime,
    on: date,
) -> list[Shown]:
    """The soonest that this reader may come to; nothing is asked when there is none."""
    ids = [
        one.pk
        for one in to_come(on)
        if one.ends_at > now and one.is_for(reader) and circle_id in (None, one.circle_id)
    ][:most]
    if not ids:
        return []
    own = Q(sign_ups__person_id=actor.person_id or 0, sign_ups__withdrawn_at=None)
    rows = Meeting.objects.filter(pk__in=ids).annotate(
        mine=FilteredRelation("sign_ups", condition=own),
        sign_up=F("mine__pk"), my_place=F("mine__place"),
    )  # fmt: skip
    return [as_shown(row, _sign_up(row), actor) for row in rows]


def _sign_up(row: Any) -> SignUp | None:
    """In the same question as the meeting: this page is the first that each person opens."""
    return SignUp(pk=row.sign_up, meeting=row, place=row.my_place) if row.sign_up else None
