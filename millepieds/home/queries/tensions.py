"""What tensions ask of someone: to open one, to look after one's own."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.charter.queries import rule
from millepieds.core.clock import day_of
from millepieds.home.queries.deciding import Todo
from millepieds.people.models import Person
from millepieds.tensions.queries.reading import (
    entrusted_to,
    my_still_ones,
    people_with_a_tension,
)
from millepieds.tensions.rules.terms import REMINDER


def tensions(person: Person, *, is_member: bool, on: date) -> list[Todo]:
    if person.pk not in people_with_a_tension():
        return []
    return [*(_entrusted(person) if is_member else ()), *_still(person, on=on)]


def _entrusted(person: Person) -> list[Todo]:
    """Who, never what: it is read on its own page, once opened."""
    return [
        Todo(
            gettext("Tension"), "care",
            gettext("%(name)s entrusts you with a tension") % {"name": one.tension.author},
            gettext("It waits since %(day)s.") % {"day": date_format(day_of(one.entrusted_at))},
            reverse("tensions:tension", args=[one.tension_id]), gettext("Go and see"),
        )
        for one in entrusted_to(person.pk)
    ]  # fmt: skip


def _still(person: Person, *, on: date) -> list[Todo]:
    return [
        Todo(
            gettext("My tension"), "care", one.title,
            gettext("Nothing has moved since %(day)s: take it one step up, or close it.")
            % {"day": date_format(since)},
            one.get_absolute_url(), gettext("Go and see"),
        )
        for one, since in my_still_ones(person.pk, days=rule(REMINDER, on=on), on=on)
    ]  # fmt: skip
