from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from millepieds.circles.models import CircleVersion
from millepieds.circles.queries.mandates import held_now, stands_inside
from millepieds.circles.queries.organigram import Names
from millepieds.circles.rules.asking import whole_words
from millepieds.core.deeds import DEEDS, Deed
from millepieds.home.rules import FACTS, fact_words
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader, Wanted, until_a_deed
from millepieds.people.models import Person
from millepieds.people.queries import own_ids


def reader_of(person: Person | None, *, on: date) -> Reader:
    if person is None:
        return Reader()
    held = held_now(person.pk, on=on)
    circles = {mandate.role.circle_id for mandate in held}
    return Reader(person.pk, stands_inside(person.pk, on=on), circles, own_ids(person)[1:])


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
    circles = circle_names() if entries else {}
    return [_line(entry, names, circles) for entry in entries]


def people_in(entries: Sequence[Entry]) -> set[int]:
    """Whose names these lines could show."""
    told = [entry.particulars for entry in entries]
    ids = {pk for one in told for pk in (one.actor_id, one.about_id, one.typed_by_id)}
    return {pk for pk in ids if pk is not None}


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


@until_a_deed
def circle_names() -> dict[int, str]:
    """The last name of each circle, closed ones too: to name old things."""
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
        person_ids={person} if person else named,
    )  # fmt: skip


def name_in(found: Sequence[Line], person_id: int | None) -> str:
    """The name of the person asked for, where a line this reader may read says it."""
    for line in found:
        if person_id and line.entry.particulars.actor_id == person_id and line.actor:
            return line.actor
        if person_id and line.entry.particulars.about_id == person_id and line.about:
            return line.about
    return ""
