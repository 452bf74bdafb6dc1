"""Counts in rows and columns: as few cells hidden as can be, so that none can be found again."""

from collections.abc import Collection

from civics.disclosure.flows import Network
from civics.disclosure.one_way import FLOOR, publishable
from civics.disclosure.tables import TOTAL, Cell, Table
from civics.programs import Optimum, Program, Row, first_of_the_best, optimum
from civics.progress import Tell, silence


def protect(
    table: Table,
    *,
    floor: int = FLOOR,
    protection: int | None = None,
    sensitive: Collection[Cell] = (),
    zeros: bool = False,
    tell: Tell = silence,
) -> Table:
    """The table with as few cells hidden as can be.

    Cells under the floor are hidden, and the `sensitive` ones; further cells are, so that whoever
    reads knows each hidden cell to within `protection` at best (the floor unless told), as
    `recovery.intervals` finds out. First as few margins as can be, then as few cells, then the
    smallest sum of their counts, then the first cells in reading order: the answer is unique. With
    `zeros`, zeros are published. Exact: a program in whole numbers whose rows, least cuts, are
    added as they are found to lack (Fischetti and Salazar 2000).

    >>> from civics.disclosure.tables import with_margins
    >>> counts = {("Mosson", "F"): 12, ("Mosson", "M"): 8, ("Centre", "F"): 30, ("Centre", "M"): 25}
    >>> protect(with_margins(["Mosson", "Centre"], ["F", "M"], counts)).hidden()
    [('Mosson', 'F'), ('Mosson', 'M'), ('Centre', 'F'), ('Centre', 'M')]
    """
    width = floor if protection is None else protection
    must = [
        cell
        for cell, count in table.cells.items()
        if count is not None and (count < floor or cell in sensitive) and (count or not zeros)
    ]
    if len(table.cells) == 1:
        return table.without(must)
    if len(table.rows) == 1 or len(table.columns) == 1:
        return _in_a_line(table, floor, width, sensitive, zeros)
    if (TOTAL, TOTAL) in must:
        return table.without(table.in_order())
    hidden = _Choice(table, must, width, zeros, tell).made()
    tell("")
    return table.without(hidden)


def _in_a_line(
    table: Table, floor: int, width: int, sensitive: Collection[Cell], zeros: bool
) -> Table:
    """A single row or column: counts with their total."""
    *line, total = table.in_order()
    names = {cell: " × ".join(cell) for cell in line}
    found = publishable(
        {names[cell]: table.cells[cell] or 0 for cell in line},
        floor=floor,
        protection=width,
        sensitive=[names[cell] for cell in line if cell in sensitive],
        zeros=zeros,
    )
    hidden = [cell for cell in line if found.cells[names[cell]] is None]
    return table.without([*hidden, *([total] if found.total is None else [])])


class _Choice:
    """The cells to hide: one column each, in reading order, and what has been found to lack."""

    def __init__(
        self, table: Table, must: Collection[Cell], width: int, zeros: bool, tell: Tell
    ) -> None:
        self.cells, self.tell = table.in_order(), tell
        self.place = {cell: column for column, cell in enumerate(self.cells)}
        self.counts = [table.cells[cell] or 0 for cell in self.cells]
        self.tops = [int(bool(count) or not zeros) for count in self.counts]
        self.network = Network(table, width, int(zeros))
        self.rows = [Row({self.place[cell]: 1}, least=1) for cell in must]

    def made(self) -> set[Cell]:
        """Few margins and few cells first, then a small sum, then the first in reading order."""
        number = [-1 - (TOTAL in cell) * len(self.cells) for cell in self.cells]
        few = self._best(number)
        self.rows.append(Row(dict(enumerate(number)), least=few.value))
        light = [-count for count in self.counts]
        while True:
            best = self._best(light)
            program = Program(light, self.rows, self.tops)
            hidden = self._hidden(first_of_the_best(program, best))
            if not self._lacks(hidden):
                return hidden

    def _best(self, gains: list[int]) -> Optimum:
        """The best choice that protects every cell it hides."""
        while True:
            best = optimum(Program(gains, self.rows, self.tops))
            if best is None:
                raise RuntimeError("hiding everything would have protected everything")
            if not self._lacks(self._hidden(best)):
                return best

    def _lacks(self, hidden: set[Cell]) -> bool:
        """Whether a hidden cell is still too well known; what it takes is then asked for."""
        before = len(self.rows)
        for cell in sorted(hidden, key=self.place.__getitem__):
            for cut, needed in self.network.lacking(cell, hidden):
                terms = {self.place[other]: room for other, room in cut.items()}
                self.rows.append(Row({**terms, self.place[cell]: -needed}, least=0))
        self.tell(f"{len(hidden)} cases cachées, {len(self.rows)} conditions")
        return len(self.rows) > before

    def _hidden(self, choice: Optimum) -> set[Cell]:
        return {cell for cell, one in zip(self.cells, choice.columns, strict=True) if one}
