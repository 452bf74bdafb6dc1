"""Members by the name that someone types: whole, without its accents, or only the part they know."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from millepieds.members.queries import members_on
from millepieds.people.models import Person

MOST_NEAR = 5
NO_ACCENT_TO_DROP = str.maketrans({"ı": "i", "đ": "d", "ø": "o", "ł": "l", "œ": "oe", "æ": "ae"})


def members_named(name: str, *, on: date) -> list[Person]:
    """Every member who bears this name, in capitals or not; « Bruno #12 » is the one whose page has this
    number. Capitals are compared here, so that both databases answer alike: SQLite knows none but those of
    English, and to PostgreSQL « Yıldırım » and « yildirim » are one.
    """
    told, _, number = name.partition("#")
    wanted = told.strip()
    written = {wanted, wanted.lower(), wanted.upper(), wanted.title(), wanted.capitalize()}
    rows = _members(on=on).filter(Q(name__iexact=wanted) | Q(name__in=written)).order_by("pk")
    found = [one for one in rows if one.name.casefold() == wanted.casefold()]
    return [one for one in found if one.pk == int(number)] if number.strip().isdigit() else found


def members_near(name: str, *, on: date) -> list[Person]:
    """Those in whose name each word typed stands whole: what to propose when nobody bears it as typed."""
    typed = _flat(name)
    rows = _members(on=on).order_by("name", "pk") if typed else Person.objects.none()
    return [one for one in rows.only("name") if typed <= _flat(one.name)][:MOST_NEAR]


def _members(*, on: date) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=members_on(on).values("person"))


def _flat(name: str) -> set[str]:
    return set(filter(None, slugify(name.lower().translate(NO_ACCENT_TO_DROP)).split("-")))
