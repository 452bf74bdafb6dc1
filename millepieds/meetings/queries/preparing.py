"""What is on an agenda, what offers itself, and whose turn it is."""

from dataclasses import dataclass
from datetime import date

from millepieds.charter.queries import rule
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import ends_without_a_next
from millepieds.circles.queries.structure import last_names
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, today
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.consent import voices_in
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.register import found
from millepieds.meetings.models import Meeting, Point, Task, Turn, Wording
from millepieds.meetings.queries.reporting import LateShown, late_reports, late_shown
from millepieds.meetings.queries.tasks import tasks_left
from millepieds.meetings.rules.agenda import AGENDA_HORIZON
from millepieds.meetings.rules.duties import Done, Duty, one_each
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import tensions_read_by

SHOWN = 10


def points_of(meeting: Meeting) -> list[Point]:
    return list(meeting.points.filter(withdrawn_at=None).select_related("author"))


def turns_done(circle_id: int, *, before: date) -> list[Done]:
    """Duties had at the meetings of a circle that took place."""
    rows = Turn.objects.filter(
        meeting__circle_id=circle_id,
        meeting__cancelled_at=None,
        meeting__starts_at__date__lt=before,
    ).select_related("meeting")
    return [Done(one.person_id, one.duty, day_of(one.meeting.starts_at)) for one in rows]


def proposed_turns(meeting: Meeting, *, on: date) -> dict[Duty, Person]:
    """Whose turn it is for each duty that nobody took yet."""
    taken = list(meeting.turns.values_list("duty", "person_id"))
    done = turns_done(meeting.circle_id, before=day_of(meeting.starts_at))
    chosen = one_each(voices_in(meeting.circle_id, on=on), done, taken)
    people = Person.objects.in_bulk(set(chosen.values()))
    return {duty: people[who] for duty, who in chosen.items()}


@dataclass(frozen=True)
class Offered:
    """What could be a point of this meeting, one click away."""

    tensions: list[Tension]
    decisions: list[Decision]
    mandates: list[tuple[Mandate, str]]
    reports: list[LateShown]
    tasks: list[Task]


def offered(meeting: Meeting, person: Person, *, on: date) -> Offered:
    """The reader's own open tensions, what the circle must look at again, terms that end, what is late."""
    points = points_of(meeting)
    mine = tensions_read_by(person.pk, on=on).filter(author=person, closed_at=None)
    mine = mine.exclude(pk__in=[point.tension_id for point in points if point.tension_id])
    late = Decision.objects.filter(
        pk__in=found(
            reader_of(person, on=on), {"circle": meeting.circle_id, "late": True},
            now=meeting.starts_at, on=day_of(meeting.starts_at),
        ).values("pk")
    ).exclude(pk__in=[point.decision_id for point in points if point.decision_id])  # fmt: skip
    within = (day_of(meeting.starts_at) - on).days + rule(AGENDA_HORIZON, on=on)
    named = {point.mandate_id for point in points}
    ending = [
        one
        for one in ends_without_a_next(within, [meeting.circle_id], on=on)
        if one.pk not in named
    ]
    owed = [
        one
        for one in late_reports(on=on)
        if one.circle_id == meeting.circle_id and one.mandate_id not in named
    ]
    left = tasks_left(meeting, person, on=on)
    left = left.exclude(pk__in=[point.task_id for point in points if point.task_id])
    _circles, roles = last_names(set(), {one.role_id for one in ending})
    return Offered(
        list(mine.order_by("-raised_at")[:SHOWN]), list(late.order_by("review_on", "pk")[:SHOWN]),
        [(one, roles[one.role_id]) for one in ending[:SHOWN]], late_shown(owed[:SHOWN], on=on),
        list(left[:SHOWN]),
    )  # fmt: skip


def is_written(meeting: Meeting) -> bool:
    return Wording.objects.filter(minutes__meeting=meeting).exists()


def is_hand_of(meeting: Meeting, actor: Actor) -> bool:
    """The scribe, or whoever called the meeting, writes its minutes."""
    if actor.person_id is None or not is_member(actor.person_id, on=today()):
        return False
    scribe = meeting.turns.filter(duty=Duty.SCRIBE.value, person_id=actor.person_id)
    return meeting.called_by_id == actor.person_id or scribe.exists()


def scribe_of(meeting: Meeting) -> Person | None:
    """Whoever took the pen; else whoever called the meeting."""
    turn = meeting.turns.filter(duty=Duty.SCRIBE.value).select_related("person").first()
    return turn.person if turn else meeting.called_by
