"""Who reads a meeting, and who belongs to it."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from millepieds.circles.queries.mandates import circles_held, stands_inside
from millepieds.core.actors import Actor
from millepieds.meetings.models import Meeting
from millepieds.meetings.rules.terms import LONGEST, Openness


def meetings_read_by(actor: Actor, *, on: date) -> QuerySet[Meeting]:
    """The town's for anyone, the members' for members, a circle's for whoever holds a mandate there."""
    rows = Meeting.objects.select_related("circle")
    if actor.person_id is None or not stands_inside(actor.person_id, on=on):
        return rows.filter(openness=Openness.TOWN)
    mine = circles_held(actor.person_id, on=on)
    return rows.filter(
        Q(openness__in=[Openness.TOWN, Openness.MEMBERS]) | Q(circle_id__in=mine)
        | Q(called_by_id=actor.person_id)
    )  # fmt: skip


def to_come_of(rows: QuerySet[Meeting], *, now: datetime) -> QuerySet[Meeting]:
    """Those not over, the soonest first: none began earlier than the longest may last, by the clock on the
    wall, which has an hour more when it goes back."""
    return rows.filter(ends_at__gt=now, starts_at__gt=now - LONGEST - timedelta(hours=1))


def past_of(rows: QuerySet[Meeting], *, now: datetime) -> QuerySet[Meeting]:
    """Those over, the latest first."""
    return rows.filter(ends_at__lte=now, starts_at__lt=now).order_by("-starts_at", "-pk")
