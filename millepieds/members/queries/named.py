"""Members by the name that someone types: whole, without its accents, or only the part they know."""

from datetime import date

from django.db.models import QuerySet
from django.utils.text import slugify

from millepieds.members.queries import members_on
from millepieds.people.models import Person

MOST_NEAR = 5
NO_ACCENT_TO_DROP = str.maketrans({"ı": "i", "đ": "d", "ø": "o", "ł": "l", "œ": "oe", "æ": "ae"})


def members_named(name: str, *, on: date) -> list[Person]:
    """Every member who bears this name; « Bruno #12 » is the one whose page has this number."""
    wanted, _, number = name.partition("#")
    rows = _members(on=on).filter(name__iexact=wanted.strip())
    return list(rows.filter(pk=int(number)) if number.strip().isdigit() else rows.order_by("pk"))


def members_near(name: str, *, on: date) -> list[Person]:
    """Those in whose name each word typed stands whole: what to propose when nobody bears it as typed."""
    typed = _flat(name)
    rows = _members(on=on).order_by("name", "pk") if typed else Person.objects.none()
    return [one for one in rows.only("name") if typed <= _flat(one.name)][:MOST_NEAR]


def _members(*, on: date) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=members_on(on).values("person"))


def _flat(name: str) -> set[str]:
    return set(filter(None, slugify(name.lower().translate(NO_ACCENT_TO_DROP)).split("-")))
