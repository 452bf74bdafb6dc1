"""The meeting about how we work, when it is late, to every member; when it is to be called, to who may."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import article_numbers
from millepieds.charter.rules import RULES
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.home.queries.deciding import Todo
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.rules.rhythm import CALLED_BEFORE, Rhythm
from millepieds.meetings.rules.terms import CALL
from millepieds.people.models import Person


def functioning_meeting(
    person: Person, *, is_member: bool, now: datetime, on: date
) -> list[Todo]:  # fmt: skip
    found = functioning(on=on, now=now) if is_member else None
    if found is None:
        return []
    late, to_call = found.is_late(on), found.is_to_call(on, before=CALLED_BEFORE)
    calls = to_call and bool(circles_reached(person.pk, CALL, on=on))
    if not late and not calls:
        return []
    way, button = reverse("meetings:meetings"), gettext("Go and see")
    if calls:
        way, button = f"{reverse('meetings:call')}?suivante", gettext("Call it")
    return [
        Todo(
            gettext("Late") if late else gettext("To call"), "voice" if late else "care",
            gettext("Meeting about how we work"), _why(found, late=late, on=on), way, button,
        )
    ]  # fmt: skip


def _why(found: Rhythm, *, late: bool, on: date) -> str:
    said = {
        "last": date_format(found.last_on), "due": date_format(found.due_on),
        "called": date_format(found.called_on) if found.called_on else "",
        "article": article_numbers(on=on).get(RULES[FUNCTIONING_MEETING].article, ""),
    }  # fmt: skip
    if not late:
        return gettext("To be held by %(due)s (article %(article)s).") % said
    if found.called_on:
        return gettext("Due by %(due)s (article %(article)s), called for %(called)s.") % said
    return gettext("Due by %(due)s (article %(article)s), and nobody has called it.") % said
