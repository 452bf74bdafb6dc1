"""The circle makes its agenda together, and shares out the duties."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from millepieds.circles.models import Mandate
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.consent import has_a_voice
from millepieds.journal.actions import record
from millepieds.meetings import deeds
from millepieds.meetings.models import Meeting, Point, Task, Turn
from millepieds.meetings.queries.preparing import is_written, points_of
from millepieds.meetings.rules import agenda as rules
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import still_mine


@dataclass(frozen=True)
class Wish:
    """A point as someone wishes it, and what it comes from, if it comes from something."""

    title: str
    aim: Aim
    minutes: int
    tension: Tension | None = None
    decision: Decision | None = None
    mandate: Mandate | None = None
    task: Task | None = None


@transaction.atomic
def add_point(meeting: Meeting, wish: Wish, *, by: Actor) -> Point:
    """By anyone of the circle. A tension comes only from its author's hand."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    voice = has_a_voice(meeting.circle_id, by.person_id, on=day_of(at))
    refuse_if(rules.refusal_to_prepare(meeting, has_a_voice=voice, now=at))
    if wish.tension:
        still_mine(wish.tension, by=by)
    last = meeting.points.aggregate(last=Max("rank"))["last"] or 0
    words = {name: getattr(wish, name) for name in Wish.__dataclass_fields__}
    point = Point.objects.create(
        meeting=meeting, author_id=by.person_id or 0, added_at=at, rank=last + 1, **words
    )
    record(
        deeds.POINT_ADDED, meeting, by=by, at=at, circle_id=meeting.circle_id,
        aim=wish.aim, minutes=wish.minutes,
    )  # fmt: skip
    return point


@transaction.atomic
def withdraw_point(point: Point, *, by: Actor) -> Point:
    at = the_moment()
    point = Point.objects.select_related("meeting").get(pk=point.pk)
    refuse_if(
        rules.refusal_of_others_point(point.author_id, person_id=by.person_id)
        or rules.refusal_when_held(point.meeting, now=at)
    )
    if point.withdrawn_at:  # a double click: it was taken back once
        return point
    point.withdrawn_at = at
    point.save(update_fields=["withdrawn_at"])
    record(deeds.POINT_WITHDRAWN, point.meeting, by=by, at=at, circle_id=point.meeting.circle_id)
    return point


@transaction.atomic
def order_points(meeting: Meeting, wished: Sequence[int], *, by: Actor) -> list[Point]:
    """Those named first, in this order; whatever was added meanwhile stays behind, in its own."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    refuse_if(
        rules.refusal_to_order(meeting, person_id=by.person_id)
        or rules.refusal_when_held(meeting, now=at)
    )
    ranks = {pk: rank for rank, pk in enumerate(wished)}
    points = sorted(points_of(meeting), key=lambda one: (ranks.get(one.pk, len(ranks)), one.rank))
    for rank, point in enumerate(points, start=1):
        point.rank = rank
    Point.objects.bulk_update(points, ["rank"])
    record(deeds.ORDERED, meeting, by=by, at=at, circle_id=meeting.circle_id)
    return points


@transaction.atomic
def take_duty(meeting: Meeting, duty: Duty, *, by: Actor) -> Turn:
    """For oneself only: a duty is proposed in turn, never given."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    voice = has_a_voice(meeting.circle_id, by.person_id, on=day_of(at))
    taken = meeting.turns.filter(duty=duty.value).exists()
    refuse_if(
        rules.refusal_to_take_duty(
            meeting,
            has_a_voice=voice,
            now=at,
            finds_a_scribe=duty is Duty.SCRIBE and not is_written(meeting),
        )
        or rules.refusal_of_taken_duty(taken=taken)
    )
    turn = Turn.objects.create(
        meeting=meeting, person_id=by.person_id or 0, duty=duty.value, accepted_at=at
    )
    record(deeds.DUTY_TAKEN, meeting, by=by, at=at, circle_id=meeting.circle_id, duty=duty)
    return turn


@transaction.atomic
def give_back_duty(turn: Turn, *, by: Actor) -> None:
    at = the_moment()
    turn = Turn.objects.select_related("meeting").get(pk=turn.pk)
    refuse_if(
        rules.refusal_of_others_point(turn.person_id, person_id=by.person_id)
        or rules.refusal_when_held(turn.meeting, now=at)
    )
    meeting, duty = turn.meeting, Duty(turn.duty)
    turn.delete()
    record(deeds.DUTY_GIVEN_BACK, meeting, by=by, at=at, circle_id=meeting.circle_id, duty=duty)
