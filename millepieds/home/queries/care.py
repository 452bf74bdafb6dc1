"""What care asks of someone: to open what was entrusted to them, to read or answer what was decided.

Never who wrote it, never of what: a shoulder may be near.
"""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.care.queries.hearing import invited_to, replies_to_read
from millepieds.care.queries.procedure import about, to_answer, to_second
from millepieds.care.queries.reading import to_open
from millepieds.core.clock import day_of
from millepieds.home.queries.deciding import Todo
from millepieds.people.models import Person


def care(person: Person, *, on: date) -> list[Todo]:
    return [
        *(
            _waits(
                gettext("A report was entrusted to you"), one.entrusted_at,
                one.report.get_absolute_url(),
            )
            for one in to_open(person, on=on)
        ),
        *(
            _waits(gettext("A decision about you"), one.decided_at, one.get_absolute_url())
            for one in about(person, on=on)
        ),
        *(
            _waits(
                gettext("An appeal waits for you, or for another"), one.appealed_at or one.decided_at,
                reverse("care:sanction", args=[one.pk]),
            )
            for one in to_answer(person, on=on)
        ),
        *(
            _waits(
                gettext("Something proposed waits for a second person"), one.taken_at,
                one.report.get_absolute_url(),
            )
            for one in to_second(person, on=on)
        ),
        *(
            _waits(gettext("Something waits for you"), one.taken_at, one.get_absolute_url())
            for one in invited_to(person, on=on)
        ),
        *(
            _waits(
                gettext("Something new waits in a report that you have"), one.taken_at,
                one.report.get_absolute_url(),
            )
            for one in replies_to_read(person, on=on)
        ),
    ]  # fmt: skip


def _waits(title: str, since: datetime, where: str) -> Todo:
    said = gettext("It waits since %(day)s.") % {"day": date_format(day_of(since))}
    return Todo(gettext("Sealed"), "care", title, said, where, gettext("Go and see"))
