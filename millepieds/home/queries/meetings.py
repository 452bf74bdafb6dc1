"""What meetings ask of someone: their tasks, reports on their mandates, the minutes of where they were."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from millepieds.home.queries.deciding import Todo
from millepieds.meetings.queries.minutes import minutes_to_answer, minutes_to_write
from millepieds.meetings.queries.preparing import is_written
from millepieds.meetings.queries.reporting import names_of_roles, waiting_of
from millepieds.meetings.queries.tasks import tasks_waiting_for
from millepieds.meetings.rules.reporting import Due
from millepieds.meetings.rules.tasks import is_late
from millepieds.people.models import Person


def reports(person: Person, *, on: date) -> list[Todo]:
    """Those that are expected or late: what is due is kept for all until a deed."""
    mine = waiting_of(on).get(person.pk, ())
    names = names_of_roles({one.role_id for one in mine}, on=on)
    late, expected = gettext("Report late"), gettext("Report expected")
    seen = gettext("It was due on %(day)s: everyone sees that it is late.")
    comes = gettext("Due on %(day)s: what you did, what you decided, what you need.")
    return [
        Todo(
            late if one.stands is Due.LATE else expected, "care", names[one.role_id],
            (seen if one.stands is Due.LATE else comes) % {"day": date_format(one.due_on)},
            reverse("meetings:report_on", args=[one.mandate_id]), gettext("Report on it"),
        )
        for one in mine
    ]  # fmt: skip


def minutes(person: Person, *, is_member: bool, now: datetime) -> list[Todo]:
    """Whoever was there says whether they are right: silence answers after a while, and says when."""
    silence = gettext("Approved on %(day)s if nobody asks for a change.")
    change = gettext("Someone who was there asks for a change.")
    return [
        Todo(
            gettext("Minutes to approve"), "voice", one.meeting.title,
            silence % {"day": date_format(localtime(until), "DATETIME_FORMAT")} if until else change,
            reverse("meetings:minutes", args=[one.meeting_id]), gettext("Read and answer"),
        )
        for one, until in (minutes_to_answer(person, now=now) if is_member else ())
    ]  # fmt: skip


def to_write(person: Person, *, is_member: bool, now: datetime) -> list[Todo]:
    """The room is closed: its minutes are for whoever holds the pen, until they are proposed."""
    why = gettext("The room is closed. Whoever was absent waits to read what was decided.")
    return [
        Todo(
            gettext("Minutes to write"), "care", one.title, why,
            reverse("meetings:minutes", args=[one.pk]) if is_written(one)
            else reverse("meetings:write_minutes", args=[one.pk]),
            gettext("Write, then propose"),
        )
        for one in (minutes_to_write(person, now=now) if is_member else ())
    ]  # fmt: skip


def tasks(person: Person, *, is_member: bool, on: date) -> list[Todo]:
    """Those that minutes gave them, the first due first, until they are done or handed back."""
    late, comes = gettext("Task late"), gettext("Task")
    was = gettext("It was due on %(day)s. From “%(meeting)s”.")
    by = gettext("By %(day)s. From “%(meeting)s”.")
    return [
        Todo(
            late if is_late(one, on=on) else comes, "care", one.what,
            (was if is_late(one, on=on) else by)
            % {"day": date_format(one.due_on), "meeting": one.minutes.meeting.title},
            one.get_absolute_url(), gettext("Done, or I cannot"),
        )
        for one in (tasks_waiting_for(person) if is_member else ())
    ]  # fmt: skip
