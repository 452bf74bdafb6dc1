"""Files that people make by hand or with a spreadsheet, read without guessing."""

import csv
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civics.problems import WrongInput


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands, and its cells by the name of their column."""

    source: str
    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """What the cell says; an empty one is refused."""
        if said := self.cells[column].strip():
            return said
        raise self.problem(column, "la case est vide")

    def whole(self, column: str, *, least: int = 0) -> int:
        """The whole number in a cell, at least `least`."""
        said = self.cells[column].strip()
        digits = said.removeprefix("-")
        if said.isascii() and digits.isdigit() and len(digits) < 19 and int(said) >= least:
            return int(said)
        raise self.problem(
            column, f"« {said} » ne va pas", expected=f"un nombre entier, au moins {least}"
        )

    def problem(self, column: str, sentence: str, *, expected: str | None = None) -> WrongInput:
        """What is wrong with a cell of this row, to be raised."""
        return WrongInput(
            sentence, source=self.source, row=self.number, column=column, expected=expected
        )


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise WrongInput("ce fichier ne s’ouvre pas", source=path.name) from error
    except UnicodeDecodeError as error:
        raise WrongInput("ce fichier n’est pas en UTF-8", source=path.name) from error


def read_table(path: Path, *, needed: Collection[str] = ()) -> list[Row]:
    """The rows of a CSV file in which something is written, all at once: see `each_row`."""
    return [row for row in each_row(path, needed=needed) if any(map(str.strip, row.cells.values()))]


def each_row(path: Path, *, needed: Collection[str] = ()) -> Iterator[Row]:
    """The rows of a CSV file whose first line names the columns, commas or semicolons between them.

    Raises WrongInput at the first column missing or named twice, and at the first row that is too
    short or too long: a shifted cell is never read as another. A row of empty cells is a row; an
    empty line is none.
    """
    text = read_text(path)
    head = text.partition("\n")[0]
    lines = csv.reader(
        text.splitlines(keepends=True),
        delimiter=";" if head.count(";") > head.count(",") else ",",
        strict=True,
    )
    columns: list[str] = []
    try:
        for cells in lines:
            empty = not any(map(str.strip, cells))
            if empty and (not columns or len(cells) != len(columns)):
                continue
            if not columns:
                columns = [cell.strip() for cell in cells]
                _check_columns(path.name, columns, needed)
                continue
            if len(cells) != len(columns):
                raise WrongInput(
                    f"{len(cells)} cases",
                    source=path.name,
                    row=lines.line_num,
                    expected=f"{len(columns)}, comme la première ligne",
                )
            yield Row(path.name, lines.line_num, dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        raise WrongInput(
            "cette ligne n’est pas du CSV", source=path.name, row=lines.line_num
        ) from error
    if not columns:
        raise WrongInput("ce fichier est vide", source=path.name)


def _check_columns(source: str, columns: list[str], needed: Collection[str]) -> None:
    for place, column in enumerate(columns):
        if not column or column in columns[:place]:
            told = (
                f"la colonne « {column} » est là deux fois"
                if column
                else "une colonne n’a pas de nom"
            )
            raise WrongInput(told, source=source, row=1)
    for column in needed:
        if column not in columns:
            raise WrongInput(
                f"la colonne « {column} » manque",
                source=source,
                row=1,
                expected=", ".join(needed),
            )


def read_json(path: Path) -> Any:
    """What a JSON file holds; a name given twice in one object is refused."""
    try:
        return json.loads(read_text(path), object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        raise WrongInput("ce n’est pas du JSON", source=path.name, row=error.lineno) from error
    except KeyError as error:
        raise WrongInput(f"« {error.args[0]} » est là deux fois", source=path.name) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise KeyError(name)
        found[name] = value
    return found
