"""An agenda as one reader sees it: its points, what offers itself, who does what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from millepieds.circles.models import Mandate
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.consent import has_a_voice
from millepieds.decisions.queries.reading import decisions_for, reader_of
from millepieds.decisions.rules.terms import Openness as DecisionOpenness
from millepieds.meetings.models import Meeting, Point, Task, Turn
from millepieds.meetings.queries.preparing import is_written, offered, points_of, proposed_turns
from millepieds.meetings.rules.agenda import Aim, minutes_left, refusal_when_held
from millepieds.meetings.rules.duties import DUTIES, Duty
from millepieds.meetings.rules.terms import Openness
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from millepieds.tensions.models import Tension

WIDTHS = [Openness.CIRCLE, Openness.MEMBERS, Openness.TOWN]
A_WHILE = 15  # minutes, until whoever adds it says otherwise


@dataclass(frozen=True)
class Offer:
    """Something that could be a point. Words fewer people read than the agenda are typed again first."""

    key: str
    title: str
    aim: Aim
    asks_first: bool
    tension: Tension | None = None
    decision: Decision | None = None
    mandate: Mandate | None = None
    minutes: int = A_WHILE
    is_report: bool = False
    task: Task | None = None

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class PointShown:
    """A point, with what this reader may do with it and whether they may open what it comes from."""

    point: Point
    mine: bool
    rises: bool
    opens: bool


@dataclass(frozen=True)
class DutyShown:
    """Something to do for the meeting: who took it, or whose turn it is."""

    duty: Duty
    words: str
    turn: Turn | None
    proposed: Person | None
    mine: bool
    takes: bool


@dataclass(frozen=True)
class Agenda:
    points: Sequence[PointShown]
    minutes: int  # all points together
    left: int  # below zero, they ask for more than the meeting has
    inside: bool  # names are for members
    may_prepare: bool
    duties: Sequence[DutyShown] = ()
    offers: Sequence[Offer] = field(default=())

    @property
    def over(self) -> int:
        return max(0, -self.left)


def agenda_of(meeting: Meeting, person: Person | None, *, now: datetime, on: date) -> Agenda:
    me = person.pk if person else None
    points = points_of(meeting)
    inside = me is not None and is_member(me, on=on)
    still = refusal_when_held(meeting, now=now) is None
    voice = inside and has_a_voice(meeting.circle_id, me, on=on)
    prepares = still and voice
    return Agenda(
        _points_shown(meeting, points, person, still=still, on=on),
        sum(one.minutes for one in points), minutes_left(meeting, points),
        inside, prepares, _duties(meeting, me, on=on, still=still, voice=voice) if inside else (),
        offers_to(meeting, person, on=on) if prepares and person else (),
    )  # fmt: skip


def _points_shown(
    meeting: Meeting, points: Sequence[Point], person: Person | None, *, still: bool, on: date
) -> list[PointShown]:
    me = person.pk if person else None
    orders = still and me is not None and meeting.called_by_id == me
    readable = decisions_for(reader_of(person, on=on))
    named = [one.decision_id for one in points if one.decision_id]
    opens = set(readable.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [
        PointShown(
            one, still and one.author_id == me, orders and rank > 0, one.decision_id in opens
        )
        for rank, one in enumerate(points)
    ]


def _duties(
    meeting: Meeting, me: int | None, *, on: date, still: bool, voice: bool
) -> list[DutyShown]:
    turns = {Duty(one.duty): one for one in meeting.turns.select_related("person")}
    late = not still and not meeting.cancelled_at and not is_written(meeting)
    proposed = proposed_turns(meeting, on=on) if still and len(turns) < len(Duty) else {}
    return [
        DutyShown(
            duty, DUTIES[duty], turns.get(duty), proposed.get(duty),
            still and duty in turns and turns[duty].person_id == me,
            voice and duty not in turns and (still or (late and duty is Duty.SCRIBE)),
        )
        for duty in Duty
    ]  # fmt: skip


def offers_to(meeting: Meeting, person: Person, *, on: date) -> list[Offer]:
    """Nothing else can be brought by its number: a form that names another is refused."""
    found = offered(meeting, person, on=on)
    return [
        *(
            Offer(f"tension-{one.pk}", one.title, Aim.TENSION, asks_first=True, tension=one)
            for one in found.tensions
        ),
        *(
            Offer(
                f"decision-{one.pk}", one.title, Aim.DECIDE, _is_narrower(one, meeting), decision=one
            )
            for one in found.decisions
        ),
        *(
            Offer(f"mandate-{one.pk}", name[:120], Aim.DECIDE, asks_first=False, mandate=one)
            for one, name in found.mandates
        ),
        *(
            Offer(
                f"report-{one.mandate.pk}", one.role_name[:120], Aim.HEAR, asks_first=False,
                mandate=one.mandate, is_report=True,
            )
            for one in found.reports
        ),
        *(
            Offer(
                f"task-{one.pk}", one.what[:120], Aim.HEAR, _was_read_by_fewer(one, meeting), task=one
            )
            for one in found.tasks
        ),
    ]  # fmt: skip


def _is_narrower(decision: Decision, meeting: Meeting) -> bool:
    """Whether fewer people read the decision than the agenda."""
    reads = WIDTHS.index(Openness(DecisionOpenness(decision.openness).value))
    return reads < WIDTHS.index(Openness(meeting.openness))


def _was_read_by_fewer(task: Task, meeting: Meeting) -> bool:
    """Whether fewer people read the task than the agenda: members at most."""
    reads = min(
        WIDTHS.index(Openness(task.minutes.meeting.openness)), WIDTHS.index(Openness.MEMBERS)
    )
    return reads < WIDTHS.index(Openness(meeting.openness))
