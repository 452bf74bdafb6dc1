"""What a patient reader can find out about the cells that were not published."""

from collections.abc import Sequence
from dataclasses import dataclass

from civics.disclosure.tables import Cell, Table
from civics.problems import WrongInput
from civics.programs import Program, Row, optimum


@dataclass(frozen=True)
class Interval:
    """The least and the greatest value a hidden cell may have; `most` is None without a limit."""

    least: int
    most: int | None

    def narrower_than(self, width: int) -> bool:
        """Whether the greatest is less than `width` above the least."""
        return self.most is not None and self.most - self.least < width


def intervals(table: Table, *, zeros: bool = False) -> dict[Cell, Interval]:
    """For each hidden cell, the values that agree with all that is published.

    Two linear programs a cell: the smallest and the greatest value, every total being the sum of
    its parts and no count negative (nor zero, with `zeros`: zeros being published). In a table with
    rows and columns these bounds are whole and reached (total unimodularity). Raises WrongInput if
    the published numbers do not add up.

    >>> from civics.disclosure.tables import with_margins
    >>> counts = {("Mosson", "F"): 12, ("Mosson", "M"): 8, ("Centre", "F"): 30, ("Centre", "M"): 25}
    >>> table = with_margins(["Mosson", "Centre"], ["F", "M"], counts)
    >>> intervals(table.without([("Mosson", "M")]))  # one cell alone is found by subtraction
    {('Mosson', 'M'): Interval(least=8, most=8)}
    """
    hidden = table.hidden()
    place = {cell: column for column, cell in enumerate(hidden)}
    known = [count for count in table.cells.values() if count is not None]
    rows = _sums(table, place)
    held = sum(known) + len(hidden)  # whatever is held by what is published stays under it
    limit = 2 * held + 1000
    tops = [limit] * len(hidden)
    if zeros:
        rows += [Row({column: 1}, least=1) for column in place.values()]
    found = {}
    for cell, column in place.items():
        least, most = (
            optimum(Program([sign * (one == column) for one in place.values()], rows, tops))
            for sign in (-1, 1)
        )
        if least is None or most is None:
            raise WrongInput("les nombres publiés ne s’additionnent pas")
        top = most.columns[column]
        found[cell] = Interval(least.columns[column], top if top <= held else None)
    return found


def _sums(table: Table, place: dict[Cell, int]) -> list[Row]:
    """What the hidden cells must add up to, in each sum that holds one."""
    rows = []
    for total, parts in table.sums():
        terms = {place[cell]: 1 for cell in parts if cell in place}
        if total in place:
            terms[place[total]] = -1
        left = (table.cells[total] or 0) - sum(table.cells[cell] or 0 for cell in parts)
        if terms:
            rows.append(Row(terms, left, left))
        elif left:
            raise WrongInput(f"les nombres de « {' × '.join(total)} » ne s’additionnent pas")
    return rows


def too_narrow(
    table: Table, *, protection: int, zeros: bool = False
) -> Sequence[tuple[Cell, Interval]]:
    """The hidden cells whose values are known to within less than `protection`: () is a good table."""
    return [
        (cell, interval)
        for cell, interval in intervals(table, zeros=zeros).items()
        if interval.narrower_than(protection)
    ]
