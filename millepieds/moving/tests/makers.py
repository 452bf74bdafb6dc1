"""Sheets of a small movement, and a house to bring them to."""

from pathlib import Path

from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.moving.queries import survey
from millepieds.moving.rules.house import Plan
from millepieds.moving.rules.reading import table_of, text_of
from millepieds.moving.rules.sheets import Sheet, Table, sheet_of
from millepieds.people.models import Person

SAMPLES = Path(__file__).parents[3] / "demo" / "data" / "move-in"
CIRCLES = "nom;sorte;dans;utilité\nLogement;pôle;;Un toit.\nSquat;groupe;Logement;Ouvrir.\n"
ROLES = "nom;cercle;utilité;responsabilités\nClés;Squat;Ouvrir la porte.;Garder les clés\n"
MANDATES = "rôle;personne;dernier jour\nClés;{name};{until}\n"
PEOPLE = "nom;adresse\nZoé;zoe@exemple.test\nYann;YANN@exemple.test\n"


def sheet(which: Sheet, text: str) -> Table:
    return table_of(which, text)


def movement() -> list[Table]:
    return [sheet(Sheet.CIRCLES, CIRCLES), sheet(Sheet.ROLES, ROLES), sheet(Sheet.PEOPLE, PEOPLE)]


def samples() -> list[Table]:
    """As a French spreadsheet writes them: two in cp1252, two in utf-8 with its mark."""
    tables = []
    for path in sorted(SAMPLES.glob("*.csv")):
        which = sheet_of(path.name)
        assert which
        tables.append(table_of(which, text_of(path.read_bytes())))
    return tables


def looked_at(tables: list[Table], by: Person) -> Plan:
    return survey(tables, by=actors.person(by), on=today())


def said(plan: Plan) -> list[tuple[str, int | None, str, str]]:
    """Where each problem is, and what was found there."""
    return [(one.sheet.value, one.row, one.column, one.found) for one in plan.problems]
