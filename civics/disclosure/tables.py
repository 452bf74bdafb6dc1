"""Counts in rows and columns, with their margins: what is known, and what adds up to what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, str]
TOTAL = "total"


@dataclass(frozen=True)
class Table:
    """Every cell by its row and its column, margins included; None is a cell that is not known.

    The margins are the row and the column named "total"; their crossing is the total of all. A
    single row, or a single column, has no margin beside it.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[Cell, int | None]

    @property
    def all_rows(self) -> tuple[str, ...]:
        """The rows, and their total if there are several."""
        return (*self.rows, TOTAL) if len(self.rows) > 1 else tuple(self.rows)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The columns, and their total if there are several."""
        return (*self.columns, TOTAL) if len(self.columns) > 1 else tuple(self.columns)

    def in_order(self) -> list[Cell]:
        """All cells as one reads them, margins last."""
        return [(row, column) for row in self.all_rows for column in self.all_columns]

    def sums(self) -> list[tuple[Cell, list[Cell]]]:
        """Each total and the cells that add up to it: rows across, columns down."""
        found = []
        if TOTAL in self.all_columns:
            for row in self.all_rows:
                found.append(((row, TOTAL), [(row, column) for column in self.columns]))
        if TOTAL in self.all_rows:
            for column in self.all_columns:
                found.append(((TOTAL, column), [(row, column) for row in self.rows]))
        return found

    def hidden(self) -> list[Cell]:
        """The cells that are not known, in reading order."""
        return [cell for cell in self.in_order() if self.cells[cell] is None]

    def without(self, hidden: Collection[Cell]) -> "Table":
        """The same table, these cells not published."""
        cells = {cell: None if cell in hidden else known for cell, known in self.cells.items()}
        return Table(self.rows, self.columns, cells)


def with_margins(rows: Sequence[str], columns: Sequence[str], counts: Mapping[Cell, int]) -> Table:
    """The table of these counts, its margins added up.

    >>> table = with_margins(["Mosson", "Centre"], ["F", "M"], {
    ...     ("Mosson", "F"): 12, ("Mosson", "M"): 8, ("Centre", "F"): 30, ("Centre", "M"): 25})
    >>> table.cells["Mosson", "total"], table.cells["total", "M"], table.cells["total", "total"]
    (20, 33, 75)
    """
    empty = Table(rows, columns, {})
    cells: dict[Cell, int | None] = {}
    for row, column in empty.in_order():
        within = [row] if row != TOTAL else rows
        across = [column] if column != TOTAL else columns
        cells[row, column] = sum(counts[one, other] for one in within for other in across)
    return Table(rows, columns, cells)
