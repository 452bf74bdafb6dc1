from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from millepieds.circles.models import CircleVersion
from millepieds.circles.queries.mandates import circles_held, stands_inside
from millepieds.circles.queries.organigram import Names
from millepieds.circles.rules.asking import whole_words
from millepieds.core.actors import ActorKind
from millepieds.core.clock import day_of
from millepieds.core.deeds import DEEDS, Deed
from millepieds.core.lists import address_of, day_in_words
from millepieds.core.prepared import given_numbers, numbered, prepared
from millepieds.home.rules.words import FACTS, fact_words
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.queries import Reader, Wanted, until_a_deed
from millepieds.people.models import Person


def reader_of(person: Person | None, *, on: date) -> Reader:
    if person is None:
        return Reader()
    circles = circles_held(person.pk, on=on)
    merged = [pk for pk, stays in merged_into().items() if stays == person.pk]
    return Reader(person.pk, stands_inside(person.pk, on=on), circles, merged)


@until_a_deed
def merged_into() -> dict[int, int]:
    """Accounts that became one with another, and that one: numbers, the same for every reader."""
    rows = Person.objects.filter(merged_into__isnull=False).order_by("pk")
    return dict(rows.values_list("pk", "merged_into_id"))


def accounts_of(pk: int) -> list[int]:
    """The same as `accounts_behind`, from what is kept."""
    merged = merged_into()
    stays = merged.get(pk, pk)
    return [stays, *(one for one, into in merged.items() if into == stays)]


@dataclass(frozen=True)
class Line:
    """A line of the register, as this reader may read it."""

    entry: Entry
    deed: Deed
    date: str
    day: str  # the same, in words
    actor: str
    about: str
    circle: str
    circle_url: str
    told: str  # who, about whom and what of: one sentence
    mandate_url: str
    proof_url: str


def lines(entries: Sequence[Entry], names: Names) -> list[Line]:
    if not entries:
        return []
    ids = people_in(entries)
    people = _people(len(ids))(**numbered(ids))
    shown = {person.pk: str(person) for person in people if names.shows(person)}
    circles = circle_names()
    return [_line(entry, shown, circles, names.everyone) for entry in entries]


@prepared
def _people(many: int) -> QuerySet[Person]:
    return Person.objects.only("name", "erased_at").filter(pk__in=given_numbers(many))


def people_in(entries: Sequence[Entry]) -> set[int]:
    """Whose names these lines could show."""
    told = [entry.particulars for entry in entries]
    ids = {pk for one in told for pk in (one.actor_id, one.about_id, one.typed_by_id)}
    return {pk for pk in ids if pk is not None}


def _line(entry: Entry, shown: Mapping[int, str], circles: Mapping[int, str], member: bool) -> Line:
    one, deed = entry.particulars, DEEDS[entry.deed]
    actor, about, typed_by = (
        shown.get(pk or 0, "") for pk in (one.actor_id, one.about_id, one.typed_by_id)
    )
    circle, on = circles.get(one.circle_id or 0, ""), day_of(entry.happened_at)
    facts = (
        f"{gettext(FACTS[key])} {fact(value, deed.facts[key])}" for key, value in one.facts.items()
    )
    told = [
        gettext("someone in it asked to be forgotten") if one.forgotten_at else "",
        _who(one, actor, typed_by),
        gettext("about %(name)s") % {"name": about} if about not in ("", actor) else "",
        *facts,
    ]
    return Line(
        entry, deed, on.isoformat(), day_in_words(on), actor, about, circle,
        address_of("circles:circle", one.circle_id) if circle and one.circle_id else "",
        " · ".join(filter(None, told)),
        address_of("circles:mandate", one.mandate_id) if one.mandate_id and member else "",
        address_of("home:proof", entry.number),
    )  # fmt: skip


def _who(one: Particulars, actor: str, typed_by: str) -> str:
    if actor:
        who = gettext("by %(name)s") % {"name": actor}
    elif one.actor_kind == ActorKind.JOB:
        who = gettext("by the house itself")
    else:
        who = "" if one.forgotten_at else gettext("by someone")
    typed = gettext("typed in by %(name)s") % {"name": typed_by} if typed_by else ""
    return gettext(", ").join(filter(None, [who, typed]))


def fact(value: object, kind: type) -> str:
    if issubclass(kind, date):
        return day_in_words(date.fromisoformat(str(value)))
    words = gettext(fact_words(value, kind))
    return words % {"value": "…"} if "%(value)s" in words else words  # a rule, without its value


@until_a_deed
def circle_names() -> dict[int, str]:
    """The last name of each circle, closed ones too: to name old things. In the order of names."""
    rows = CircleVersion.objects.order_by("from_on")
    last = dict(rows.values_list("circle_id", "name"))
    return dict(sorted(last.items(), key=lambda circle: circle[1]))


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
        person_ids=accounts_of(person) if person else named,
    )  # fmt: skip


def name_in(found: Sequence[Line], person_id: int | None) -> str:
    """The name of the person asked for, where a line this reader may read says it."""
    asked = accounts_of(person_id) if person_id else ()
    for line in found:
        if line.entry.particulars.actor_id in asked and line.actor:
            return line.actor
        if line.entry.particulars.about_id in asked and line.about:
            return line.about
    return ""
