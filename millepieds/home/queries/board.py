"""What goes on a notice board: for the town, or for a room of members. Never what is a circle's alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from millepieds.circles.queries.structure import CircleThen
from millepieds.core.actors import OUTSIDER
from millepieds.decisions.models import Decision, Proposal
from millepieds.decisions.rules.terms import Openness
from millepieds.home.queries.news import Told, told
from millepieds.journal.queries import Reader
from millepieds.meetings.queries.coming import Shown
from millepieds.meetings.queries.upcoming import next_meetings

A_MONTH = timedelta(days=31)
MEETINGS, DECISIONS, OPEN = 10, 30, 20


@dataclass(frozen=True)
class Board:
    """A wall is read by whoever passes: an action shows its day only, a decision no name."""

    meetings: Sequence[Shown]
    decisions: Sequence[Told]
    questions: Sequence[Decision]
    rounds: Sequence[Proposal]


def board(*, inside: bool, circle: CircleThen | None, now: datetime, on: date) -> Board:
    """For members, what all of them read; for the town, what the town does."""
    read = [Openness.TOWN.value, *([Openness.MEMBERS.value] if inside else [])]
    meetings = next_meetings(
        Reader(is_member=inside), OUTSIDER, circle_id=circle.pk if circle else None,
        most=MEETINGS, now=now, on=on,
    )  # fmt: skip
    decisions = Decision.objects.filter(openness__in=read, dropped_at=None)
    rounds = Proposal.objects.filter(openness__in=read, over_at=None, called_at=None)
    if circle:
        decisions = decisions.filter(role__circle_id=circle.pk)
        rounds = rounds.filter(circle_id=circle.pk)
    taken = decisions.filter(taken_at__gt=now - A_MONTH, taken_at__lte=now)
    asked = decisions.filter(taken_at=None, asked_at__isnull=False, answer_until__gt=now)
    return Board(
        meetings, [told(one) for one in taken.order_by("-taken_at")[:DECISIONS]],
        list(asked.order_by("answer_until")[:OPEN]) if inside else [],
        list(rounds.filter(closes_at__gt=now).order_by("closes_at")[:OPEN]) if inside else [],
    )  # fmt: skip
