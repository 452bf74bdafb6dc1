"""Tables of counts as a spreadsheet saves them.

The first column names the rows, the others are counted; `civics` adds up the totals:

    quartier;18-29;30-59;60 et plus
    Mosson;14;31;12
    Centre;22;45;7

A published table, to be checked, holds its totals in a row and a column named `total`; a cell that
is not published is empty or holds « · »:

    quartier;18-29;30-59;60 et plus;total
    Mosson;·;31;·;57
    Centre;·;45;·;74
    total;36;76;19;131
"""

from collections.abc import Sequence
from pathlib import Path

from civics.disclosure.months import refuse_days
from civics.disclosure.tables import TOTAL, Cell, Table, with_margins
from civics.problems import WrongInput
from civics.reading import Row, read_table

HIDDEN = ("", "·", "–", "-", "…")


def read_counts(path: Path) -> Table:
    """A table of counts, its margins added up. Raises WrongInput at a day, a total or a bad cell."""
    lines, rows, columns = _read(path)
    if TOTAL in rows or TOTAL in columns:
        raise WrongInput(
            "les totaux ne s’écrivent pas ici", source=path.name, expected="les cases seules"
        )
    if len(rows) < 2 and len(columns) < 2:
        raise WrongInput("une case seule n’est pas un tableau", source=path.name)
    counts = {
        (row, column): line.whole(column)
        for row, line in zip(rows, lines, strict=True)
        for column in columns
    }
    return with_margins(rows, columns, counts)


def read_published(path: Path) -> Table:
    """A table as it was published, totals included, some cells hidden."""
    lines, rows, columns = _read(path)
    table = Table(
        [row for row in rows if row != TOTAL], [column for column in columns if column != TOTAL], {}
    )
    if tuple(rows) != table.all_rows or tuple(columns) != table.all_columns:
        raise WrongInput("les totaux manquent", source=path.name, expected=f"« {TOTAL} », à la fin")
    cells: dict[Cell, int | None] = {
        (row, column): None if line.cells[column].strip() in HIDDEN else line.whole(column)
        for row, line in zip(rows, lines, strict=True)
        for column in columns
    }
    return Table(table.rows, table.columns, cells)


def _read(path: Path) -> tuple[list[Row], list[str], list[str]]:
    """The lines, how the rows are called, how the columns are."""
    lines = read_table(path)
    if not lines:
        raise WrongInput("ce tableau est vide", source=path.name)
    names, *columns = lines[0].cells
    rows: list[str] = []
    for line in lines:
        row = line.text(names)
        if row in rows:
            raise line.problem(names, f"« {row} » est là deux fois")
        rows.append(row)
    if not columns:
        raise WrongInput(
            "il n’y a rien à compter", source=path.name, expected="une colonne de plus"
        )
    _refuse_days(path, rows, columns)
    return lines, rows, columns


def _refuse_days(path: Path, rows: Sequence[str], columns: Sequence[str]) -> None:
    try:
        refuse_days([*rows, *columns])
    except WrongInput as problem:
        raise WrongInput(problem.sentence, source=path.name, expected=problem.expected) from problem
