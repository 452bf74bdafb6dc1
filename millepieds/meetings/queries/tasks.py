"""Tasks of minutes: whose they are, which wait, who reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.core import actors
from millepieds.core.clock import day_of
from millepieds.journal.queries import until_a_deed
from millepieds.meetings.models import Meeting, Minutes, Task
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules import tasks as rules
from millepieds.meetings.rules.minutes import Stage
from millepieds.members.queries import is_member
from millepieds.people.models import Person

OPEN = Q(done_at=None, handed_back_at=None)


@until_a_deed
def people_with_a_task() -> frozenset[int]:
    """The numbers of whoever has a task that waits, late or not."""
    who = Coalesce(F("person__merged_into"), F("person"))
    return frozenset(Task.objects.filter(OPEN).order_by().values_list(who, flat=True))


def held_by(person: Person) -> QuerySet[Task]:
    """Those given to this person, under an account that became one with theirs too."""
    rows = Task.objects.select_related("minutes__meeting", "person", "author")
    return rows.filter(Q(person=person) | Q(person__merged_into=person))


def tasks_waiting_for(person: Person) -> list[Task]:
    """The first due first. Nothing is asked for whoever has none."""
    if person.pk not in people_with_a_task():
        return []
    return list(held_by(person).filter(OPEN))


def tasks_read_by(person: Person, *, on: date) -> QuerySet[Task]:
    """By members: those of minutes they read, and their own."""
    if not is_member(person.pk, on=on):
        return Task.objects.none()
    read = meetings_read_by(actors.person(person), on=on)
    rows = Task.objects.select_related("minutes__meeting", "person", "author")
    return rows.filter(
        Q(minutes__meeting__in=read) | Q(person=person) | Q(person__merged_into=person)
    )


def may_be_given_to(meeting: Meeting, person: Person, *, on: date) -> dict[str, bool]:
    """What the rule asks about someone who would have a task of this meeting."""
    read = meetings_read_by(actors.person(person), on=on).filter(pk=meeting.pk)
    return {"is_member": is_member(person.pk, on=on), "reads": read.exists()}


def tasks_left(meeting: Meeting, person: Person, *, on: date) -> QuerySet[Task]:
    """What the circle gave before and is not done by the day it meets, or was handed back.

    Of minutes that this person reads. Without its words, once whoever had it is forgotten, it is left.
    """
    read = meetings_read_by(actors.person(person), on=on)
    earlier = read.filter(circle=meeting.circle_id, starts_at__lt=meeting.starts_at)
    due = Q(handed_back_at__isnull=False) | Q(due_on__lte=day_of(meeting.starts_at))
    rows = Task.objects.filter(due, done_at=None, person__erased_at=None)
    return rows.filter(minutes__meeting__in=earlier).select_related("minutes__meeting", "person")


@dataclass(frozen=True)
class TaskShown:
    """A task as one member sees it, and what they may do with it."""

    task: Task
    late: bool
    mine: bool  # and it waits: I say it done, or hand it back
    finishes: bool
    corrects: bool

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        one = self.task
        if one.done_at:
            return gettext("Done on %(day)s.") % {"day": date_format(day_of(one.done_at))}
        if one.handed_back_at:
            day = date_format(day_of(one.handed_back_at))
            return gettext("Handed back on %(day)s: %(why)s") % {"day": day, "why": one.why}
        said = gettext("Late: it was due on %(day)s.") if self.late else gettext("By %(day)s.")
        return said % {"day": date_format(one.due_on)}


def task_shown(
    task: Task, person: Person, *, is_hand: bool = False, stage: Stage = Stage.APPROVED, on: date
) -> TaskShown:
    waits = rules.is_open(task)
    mine = waits and task.holder_id == person.pk
    return TaskShown(
        task, rules.is_late(task, on=on), mine, mine or (waits and is_hand),
        is_hand and rules.refusal_to_change_tasks(stage) is None,
    )  # fmt: skip


def tasks_shown(
    minutes: Minutes, person: Person, *, is_hand: bool, stage: Stage, on: date
) -> Sequence[TaskShown]:
    rows = minutes.tasks.select_related("person")
    return [task_shown(one, person, is_hand=is_hand, stage=stage, on=on) for one in rows]
