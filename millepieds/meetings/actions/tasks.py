"""Minutes give tasks: who, what, by when. Whoever has one says it done, or hands it back and says why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.meetings import deeds
from millepieds.meetings.actions.minuting import ask_again
from millepieds.meetings.models import Meeting, Task
from millepieds.meetings.queries.minutes import minutes_opened, stage_of
from millepieds.meetings.queries.preparing import is_hand_of
from millepieds.meetings.queries.tasks import may_be_given_to
from millepieds.meetings.rules import minutes as of_minutes
from millepieds.meetings.rules import tasks as rules
from millepieds.members.queries import is_member
from millepieds.people.models import Person


@dataclass(frozen=True)
class Wished:
    """Who does what, by when."""

    person: Person
    what: str
    due_on: date


@transaction.atomic
def give_task(meeting: Meeting, wished: Wished, *, by: Actor) -> Task:
    """By the hand of the minutes, until they are approved. Whoever has it is told, unless they wrote it."""
    at = the_moment()
    meeting = Meeting.objects.get(pk=meeting.pk)
    _refuse_another_hand(meeting, by=by, at=at)
    minutes = minutes_opened(meeting, on=day_of(at))
    refuse_if(rules.refusal_to_change_tasks(stage_of(minutes, now=at)))
    _refuse_what_is_wished(meeting, wished, on=day_of(at))
    task = Task.objects.create(
        minutes=minutes, person=wished.person, author_id=by.person_id or 0, what=wished.what,
        due_on=wished.due_on, written_at=at,
    )  # fmt: skip
    ask_again(minutes)
    record(
        deeds.TASK_GIVEN, meeting, by=by, at=at, about=task.person_id,
        circle_id=meeting.circle_id, due_on=task.due_on,
    )  # fmt: skip
    _tell(task, by=by)
    return task


@transaction.atomic
def correct_task(task: Task, wished: Wished, *, by: Actor) -> Task:
    """Other words, another day, or someone else. Handed back or given to another, it waits again."""
    at = the_moment()
    task = _asked_again(task)
    meeting = task.minutes.meeting
    _refuse_another_hand(meeting, by=by, at=at)
    refuse_if(rules.refusal_to_change_tasks(stage_of(task.minutes, now=at)))
    _refuse_what_is_wished(meeting, wished, on=day_of(at))
    if task.handed_back_at or task.person_id != wished.person.pk:
        task.done_at, task.handed_back_at, task.why = None, None, ""
    task.person, task.what, task.due_on = wished.person, wished.what, wished.due_on
    task.author_id = by.person_id or 0
    task.save()
    ask_again(task.minutes)
    record(
        deeds.TASK_CORRECTED, meeting, by=by, at=at, about=task.person_id,
        circle_id=meeting.circle_id, due_on=task.due_on,
    )  # fmt: skip
    _tell(task, by=by)
    return task


@transaction.atomic
def remove_task(task: Task, *, by: Actor) -> None:
    at = the_moment()
    task = _asked_again(task)
    meeting = task.minutes.meeting
    _refuse_another_hand(meeting, by=by, at=at)
    refuse_if(rules.refusal_to_change_tasks(stage_of(task.minutes, now=at)))
    about = task.person_id
    task.delete()
    ask_again(task.minutes)
    record(
        deeds.TASK_REMOVED, meeting, by=by, at=at, about=about, circle_id=meeting.circle_id
    )  # fmt: skip


@transaction.atomic
def finish_task(task: Task, *, by: Actor) -> Task:
    """By whoever has it, or by the hand: whoever reads no screen says it aloud. The journal says who."""
    at = the_moment()
    task = _asked_again(task)
    meeting = task.minutes.meeting
    refuse_if(
        rules.refusal_to_finish(
            task, is_theirs=_is_theirs(task, by=by, at=at), is_hand=is_hand_of(meeting, by)
        )
    )
    late = rules.is_late(task, on=day_of(at))
    task.done_at = at
    task.save(update_fields=["done_at"])
    record(
        deeds.TASK_DONE, meeting, by=by, at=at, about=task.person_id, circle_id=meeting.circle_id,
        late=late,
    )  # fmt: skip
    return task


@transaction.atomic
def hand_back_task(task: Task, why: str, *, by: Actor) -> Task:
    """By whoever has it, and nobody for them. Members read why; whoever gave it is told."""
    at = the_moment()
    task = _asked_again(task)
    meeting = task.minutes.meeting
    refuse_if(rules.refusal_to_hand_back(task, is_theirs=_is_theirs(task, by=by, at=at)))
    task.handed_back_at, task.why = at, why
    task.save(update_fields=["handed_back_at", "why"])
    record(
        deeds.TASK_HANDED_BACK, meeting, by=by, at=at, about=task.person_id,
        circle_id=meeting.circle_id,
    )  # fmt: skip
    if task.author_id != by.person_id:
        write(
            task.author, "meetings/letters/task_handed_back", task=task, meeting=meeting,
        )  # fmt: skip
    return task


def _asked_again(task: Task) -> Task:
    return Task.objects.select_related("minutes__meeting", "person", "author").get(pk=task.pk)


def _is_theirs(task: Task, *, by: Actor, at: datetime) -> bool:
    person_id = by.person_id or 0
    return task.holder_id == person_id and is_member(person_id, on=day_of(at))


def _refuse_another_hand(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    refuse_if(
        of_minutes.refusal_to_write(
            is_hand=is_hand_of(meeting, by), started=meeting.starts_at <= at,
            cancelled=meeting.cancelled_at is not None,
        )
    )  # fmt: skip


def _refuse_what_is_wished(meeting: Meeting, wished: Wished, *, on: date) -> None:
    refuse_if(rules.refusal_of_day(wished.due_on, meeting_on=day_of(meeting.starts_at)))
    refuse_if(rules.refusal_to_give_to(**may_be_given_to(meeting, wished.person, on=on)))


def _tell(task: Task, *, by: Actor) -> None:
    """Once each person and task. Whoever writes down their own knows it."""
    if task.person_id != by.person_id:
        write(
            task.person, "meetings/letters/task_given", task=task, meeting=task.minutes.meeting,
            key=f"meetings.task:{task.pk}:{task.person_id}",
        )  # fmt: skip
