"""An answer, for the eyes and for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command found: lines for people, and one object for `--json`."""

    lines: tuple[str, ...]
    data: dict[str, Any]


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> tuple[str, ...]:
    """Lines of text in columns: numbers to the right, words to the left.

    >>> for line in table(["liste", "sièges"], [["Delafosse", 48], ["Altrad", 6]]): print(line)
    liste      sièges
    Delafosse      48
    Altrad          6
    """
    rows = list(rows)
    cells = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    to_the_right = [
        bool(rows) and all(not isinstance(row[place], str) for row in rows)
        for place in range(len(columns))
    ]
    return tuple(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, to_the_right, strict=True)
        ).rstrip()
        for line in cells
    )
