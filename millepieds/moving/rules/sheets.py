"""The four sheets of a movement, their columns, and how a column is recognised by its title."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from unicodedata import combining, normalize

from millepieds.core.words import _

MOST_BYTES = 2_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 40


class Sheet(StrEnum):
    CIRCLES = "circles"
    ROLES = "roles"
    MANDATES = "mandates"
    PEOPLE = "people"


SHEETS: dict[Sheet, str] = {
    Sheet.CIRCLES: _("Circles"),
    Sheet.ROLES: _("Roles"),
    Sheet.MANDATES: _("Mandates"),
    Sheet.PEOPLE: _("People to invite"),
}
# how a file that holds them is called; the first word is the one we give
FILES: dict[Sheet, tuple[str, ...]] = {
    Sheet.CIRCLES: ("cercles", "circles", "groupes"),
    Sheet.ROLES: ("roles",),
    Sheet.MANDATES: ("mandats", "mandates"),
    Sheet.PEOPLE: ("personnes", "people", "invitations", "adresses", "contacts"),
}


@dataclass(frozen=True)
class Column:
    """`titles`: what spreadsheets call it, in French and in English; the first is the one we write."""

    key: str
    says: str
    titles: Sequence[str]
    longest: int = 1000
    needed: bool = False


COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.CIRCLES: (
        Column("key", _("key"), ("clé", "key", "code", "identifiant", "id"), 60),
        Column("name", _("name"), ("nom", "name", "cercle", "circle", "intitulé"), 80, needed=True),
        Column("kind", _("sort of circle"), ("sorte", "kind", "type", "genre"), needed=True),
        Column("parent", _("inside which circle"),
               ("dans le cercle", "dans", "parent", "cercle autour", "pôle", "inside")),
        Column("purpose", _("what it is for"),
               ("utilité", "purpose", "but", "raison d’être", "mission", "objet", "à quoi il sert"),
               needed=True),
        Column("domain", _("what it alone decides"), ("domaine", "domain", "périmètre", "décide de")),
    ),
    Sheet.ROLES: (
        Column("key", _("key"), ("clé", "key", "code", "identifiant", "id"), 80),
        Column("circle", _("circle"), ("cercle", "circle", "groupe", "dans", "pôle"), needed=True),
        Column("name", _("name"), ("nom", "name", "rôle", "role", "intitulé"), 80, needed=True),
        Column("purpose", _("what it is for"),
               ("utilité", "purpose", "but", "raison d’être", "mission", "objet", "à quoi il sert"),
               needed=True),
        Column("domain", _("what it alone decides"), ("domaine", "domain", "périmètre", "décide de")),
        Column("accountabilities", _("responsibilities"),
               ("responsabilités", "accountabilities", "redevabilités", "attendus", "tâches", "duties"),
               2000, needed=True),
        Column("powers", _("powers"), ("pouvoirs", "powers", "droits")),
        Column("seats", _("number of seats"), ("places", "seats", "nombre de personnes", "sièges")),
        Column("term_days", _("days"), ("jours", "days", "durée", "durée en jours", "term", "term days")),
        Column("assigned_by", _("how someone comes to it"),
               ("comment", "how", "désignation", "attribution", "assigned by", "mode")),
        Column("consults", _("whom it consults first"), ("consulte", "consults", "avis de"), 500),
        Column("report_days", _("days between two reports"),
               ("compte rendu tous les", "jours entre deux comptes rendus", "comptes rendus",
                "report days", "days between reports")),
    ),
    Sheet.MANDATES: (
        Column("circle", _("circle"), ("cercle", "circle", "groupe", "pôle")),
        Column("role", _("role"), ("rôle", "role", "mandat", "fonction"), needed=True),
        Column("person", _("person"),
               ("personne", "person", "nom", "name", "titulaire", "qui", "holder", "prénom nom"),
               80, needed=True),
        Column("starts_on", _("first day"),
               ("premier jour", "from", "du", "début", "date de début", "start", "starts on")),
        Column("until", _("last day"),
               ("dernier jour", "until", "au", "fin", "date de fin", "end", "jusqu’au", "terme"),
               needed=True),
    ),
    Sheet.PEOPLE: (
        Column("name", _("name"), ("nom", "name", "prénom", "personne", "prénom nom"), 80, needed=True),
        Column("address", _("mail address"),
               ("adresse", "address", "mail", "e mail", "email", "courriel", "adresse mail"), 254),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Where (file, row as the spreadsheet numbers it, column), what was found, what was expected."""

    sheet: Sheet
    expected: str
    row: int | None = None
    column: str = ""
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)  # a tuple is a choice of our words


@dataclass(frozen=True)
class Row:
    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A sheet as it was read: its titles, its rows, and which column says what ("" for none)."""

    sheet: Sheet
    titles: Sequence[str]
    rows: Sequence[Row]
    says: Sequence[str]

    @property
    def ignored(self) -> list[str]:
        return [title for title, key in zip(self.titles, self.says, strict=True) if not key]


def fingerprint(tables: Collection[Table]) -> str:
    """Of what was read: one writes only what one has looked at."""
    said = sorted(
        (table.sheet, *table.titles, *table.says, *map(repr, table.rows)) for table in tables
    )
    return sha256(repr(said).encode()).hexdigest()


def plain(words: str) -> str:
    """Without accents, capitals or signs: « Raison d’être » and « raison d'etre » are the same."""
    letters = normalize("NFKD", words.replace("œ", "oe").replace("Œ", "oe")).casefold()
    bare = "".join(letter for letter in letters if not combining(letter))
    return re.sub(r"[\W_]+", " ", bare).strip()


def key_of(words: str, longest: int = 50) -> str:
    """A key that this name always gives, so that sending a sheet again finds what it made."""
    if re.fullmatch("[a-z0-9_-]+", words):
        return words[:longest]
    return plain(words).encode("ascii", "ignore").decode().replace(" ", "-")[:longest].strip("-")


def sheet_of(file_name: str) -> Sheet | None:
    """« 2026-cercles.csv » holds circles."""
    words = plain(file_name.rpartition("/")[2].rpartition(".")[0])
    return next(
        (sheet for sheet, names in FILES.items() if any(name in words for name in names)), None
    )


def guess(titles: Sequence[str], sheet: Sheet) -> list[str]:
    """Which column each title means: a title we know, else one that contains it."""
    known = {plain(word): one.key for one in COLUMNS[sheet] for word in (one.key, *one.titles)}
    found = [known.get(plain(title), "") for title in titles]
    found = [key if found.index(key) == at else "" for at, key in enumerate(found)]
    longest_first = sorted(known, key=len, reverse=True)
    for at, title in enumerate(titles):
        words = f" {plain(title)} "
        near = (known[one] for one in longest_first if f" {one} " in words)
        found[at] = found[at] or next((key for key in near if key not in found), "")
    return found
