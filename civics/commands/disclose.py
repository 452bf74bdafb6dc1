"""Publier des nombres de personnes : aucun sous onze, aucun qui se retrouve par soustraction."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from civics.answers import Answer, table
from civics.disclosure.files import read_counts, read_published
from civics.disclosure.one_way import FLOOR, dominated
from civics.disclosure.recovery import Interval, intervals
from civics.disclosure.tables import TOTAL, Cell, Table
from civics.disclosure.two_way import protect
from civics.problems import WrongInput
from civics.progress import on_the_terminal


def arguments(parser: ArgumentParser) -> None:
    """The table, described in civics/disclosure/files.py, and what protects it."""
    parser.add_argument("table", type=Path, metavar="tableau.csv")
    parser.add_argument(
        "--check", action="store_true", help="chercher ce qu’un tableau publié laisse deviner"
    )
    parser.add_argument(
        "--floor", type=int, default=FLOOR, help="personnes au moins dans une case (11)"
    )
    parser.add_argument(
        "--protection", type=int, help="à combien près une case cachée se devine (le plancher)"
    )
    parser.add_argument("--zeros", action="store_true", help="les zéros se publient")
    parser.add_argument(
        "--largest", type=Path, help="un tableau pareil : ce qu’une seule personne apporte, au plus"
    )


def run(options: Namespace) -> Answer:
    """A table that may be published, or what a published one gives away."""
    width = options.floor if options.protection is None else options.protection
    for name, value in (("--floor", options.floor), ("--protection", width)):
        if value < 1:
            raise WrongInput(f"{name} : « {value} » ne va pas", expected="au moins 1")
    if options.check:
        shown = read_published(options.table)
    else:
        counts = read_counts(options.table)
        alone = _dominated(counts, options.largest) if options.largest else []
        shown = protect(
            counts,
            floor=options.floor,
            protection=width,
            sensitive=alone,
            zeros=options.zeros,
            tell=on_the_terminal(),
        )
    return _answer(shown, intervals(shown, zeros=options.zeros), width)


def _dominated(counts: Table, path: Path) -> list[Cell]:
    """The cells most of which comes from one person."""
    largest = read_counts(path)
    if (largest.rows, largest.columns) != (counts.rows, counts.columns):
        raise WrongInput("ce tableau n’a pas les mêmes cases", source=path.name)
    found = []
    for cell in [one for one in counts.in_order() if TOTAL not in one]:
        most, count = largest.cells[cell] or 0, counts.cells[cell] or 0
        if most > count:
            raise WrongInput(
                f"« {' × '.join(cell)} » : {most} ne va pas",
                source=path.name,
                expected=f"au plus {count}, le nombre de la case",
            )
        if dominated([most, count - most]):
            found.append(cell)
    return found


def _answer(shown: Table, found: dict[Cell, Interval], width: int) -> Answer:
    narrow = [cell for cell, interval in found.items() if interval.narrower_than(width)]
    columns = shown.all_columns
    marks = {cell: "·" if count is None else str(count) for cell, count in shown.cells.items()}
    wide = max(map(len, (*marks.values(), *columns)))
    rows = [
        [row, *(marks[row, column].rjust(wide) for column in columns)] for row in shown.all_rows
    ]
    guessed = [f"  {row}, {column} : {_told(found[row, column])}" for row, column in narrow]
    said = (
        [f"{len(found)} cases cachées ; chacune reste inconnue à {width} près au moins."]
        if not narrow
        else [f"{len(narrow)} cases cachées se devinent à moins de {width} près :", *guessed]
    )
    return Answer(
        (*table(["", *(column.rjust(wide) for column in columns)], rows), "", *said),
        {
            "table": {
                row: {column: shown.cells[row, column] for column in columns}
                for row in shown.all_rows
            },
            "hidden": [
                {"row": row, "column": column, "least": one.least, "most": one.most}
                for (row, column), one in found.items()
            ],
            "passes": not narrow,
        },
    )


def _told(interval: Interval) -> str:
    if interval.least == interval.most:
        return f"exactement {interval.least}"
    return f"entre {interval.least} et {interval.most}"
