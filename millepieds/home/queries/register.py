from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.circles.models import CircleVersion
from millepieds.circles.queries.mandates import held_by
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.structure import last_names
from millepieds.circles.rules.asking import whole_words
from millepieds.core.deeds import DEEDS, Deed
from millepieds.home.rules import FACTS, fact_words
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader, Wanted
from millepieds.members.queries import is_member
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind, own_ids


def reader_of(person: Person | None, *, on: date) -> Reader:
    if person is None:
        return Reader()
    circles = set(held_by(person.pk, on=on).values_list("role__circle_id", flat=True))
    return Reader(person.pk, is_member(person.pk, on=on), circles, own_ids(person)[1:])


@dataclass(frozen=True)
class Line:
    """A line of the register, as this reader may read it."""

    entry: Entry
    deed: Deed
    actor: str
    about: str
    typed_by: str
    circle: str
    circle_id: int | None
    facts: Sequence[tuple[str, str]]


def lines(entries: Sequence[Entry], names: Names) -> list[Line]:
    """Two queries for the names of circles, whatever the number of lines."""
    ids = {e.particulars.circle_id for e in entries if e.particulars.circle_id is not None}
    circles, _ = last_names(ids, set())
    return [_line(entry, names, circles) for entry in entries]


def _line(entry: Entry, names: Names, circles: dict[int, str]) -> Line:
    particulars, deed = entry.particulars, DEEDS[entry.deed]

    def name(person: Person | None) -> str:
        return str(person) if person and names.shows(person) else ""

    return Line(
        entry, deed, name(particulars.actor), name(particulars.about), name(particulars.typed_by),
        circles.get(particulars.circle_id or 0, ""), particulars.circle_id,
        [
            (gettext(FACTS[key]), fact(value, deed.facts[key]))
            for key, value in particulars.facts.items()
        ],
    )  # fmt: skip


def fact(value: object, kind: type) -> str:
    if issubclass(kind, date):
        return date_format(date.fromisoformat(str(value)))
    return gettext(fact_words(value, kind))


def circle_names() -> dict[int, str]:
    rows = CircleVersion.objects.order_by("from_on")
    return dict(rows.values_list("circle_id", "name"))


def people_named(text: str) -> set[int]:
    """Those whose name holds each word typed, whole: Ami does not find Amina."""
    asked = whole_words(text)
    names = Person.objects.values_list("pk", "name") if asked else ()
    return {pk for pk, name in names if asked <= whole_words(name)}


def wanted(cleaned: dict[str, Any]) -> Wanted:
    """What the form asks for: a person by their number, from their page, or by name."""
    who, person = cleaned.get("who"), cleaned.get("person")
    named = people_named(who) if who else None
    return Wanted(
        deed=cleaned["deed"], circle_id=cleaned["circle"], before=cleaned["before"],
        since=cleaned["since"], until=cleaned["until"],
        person_ids=accounts_behind(person) if person else named,
    )  # fmt: skip


def name_in(found: Sequence[Line], person_id: int | None) -> str:
    """The name of the person asked for, where a line this reader may read says it."""
    asked = accounts_behind(person_id) if person_id else ()
    for line in found:
        if line.entry.particulars.actor_id in asked and line.actor:
            return line.actor
        if line.entry.particulars.about_id in asked and line.about:
            return line.about
    return ""
