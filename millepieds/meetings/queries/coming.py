"""Who comes to a meeting, for those who may know."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import DateTimeField, IntegerField, QuerySet
from django.utils.translation import gettext

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of
from millepieds.core.lists import day_in_words, moment_in_words
from millepieds.core.prepared import Given, prepared
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.rules.coming import says_where
from millepieds.meetings.rules.terms import KINDS, OPENNESS, Kind, Openness

ON_A_LINE = (
    "circle_id", "kind", "title", "openness", "starts_at", "ends_at", "place", "called_by_id",
    "cancelled_at",
)  # fmt: skip


def coming_to(meeting: Meeting) -> QuerySet[SignUp]:
    """Those who signed up and did not withdraw, first come first."""
    return SignUp.objects.filter(meeting=meeting, withdrawn_at=None)


def places_taken(meeting: Meeting) -> set[int]:
    return {
        place
        for place in coming_to(meeting).values_list("place", flat=True)
        if place is not None
    }  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A meeting as one reader sees it: their own sign-up, and the place and hour if they may know."""

    meeting: Meeting
    mine: SignUp | None
    says_where: bool

    @property
    def label(self) -> str:
        """What it is, and for whom, on a line of a list."""
        return f"{self.kind} · {self.openness}"

    @property
    def kind(self) -> str:
        return gettext(KINDS[Kind(self.meeting.kind)])

    @property
    def openness(self) -> str:
        return gettext(OPENNESS[Openness(self.meeting.openness)])

    @property
    def when(self) -> str:
        starts = self.meeting.starts_at
        return moment_in_words(starts) if self.says_where else day_in_words(day_of(starts))


@prepared
def _signed_up() -> QuerySet[SignUp]:
    return SignUp.objects.filter(
        person_id=Given("person", IntegerField()), withdrawn_at=None,
        meeting__starts_at__gte=Given("since", DateTimeField()),
        meeting__starts_at__lte=Given("until", DateTimeField()),
    )  # fmt: skip


def shown(meetings: Sequence[Meeting], actor: Actor) -> list[Shown]:
    """As this reader sees them. Their sign-ups are found by their moments: a list is in that order."""
    if not meetings or not actor.person_id:
        return [as_shown(one, None, actor) for one in meetings]
    moments = [one.starts_at for one in meetings]
    rows = _signed_up()(person=actor.person_id, since=min(moments), until=max(moments))
    mine = {row.meeting_id: row for row in rows}
    return [as_shown(one, mine.get(one.pk), actor) for one in meetings]


def as_shown(meeting: Meeting, mine: SignUp | None, actor: Actor) -> Shown:
    called_it = actor.person_id is not None and meeting.called_by_id == actor.person_id
    has_a_place = mine is not None and mine.place is not None
    where = says_where(meeting, called_it=called_it, has_a_place=has_a_place)
    return Shown(meeting, mine, where)
