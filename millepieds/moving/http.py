"""What is taken out: four sheets in one archive, or one file for machines."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

from millepieds.moving.rules.reading import shielded
from millepieds.moving.rules.sheets import COLUMNS, FILES, Sheet

Rows = Sequence[Mapping[str, str]]


def csv_of(sheet: Sheet, rows: Rows) -> bytes:
    """As a French spreadsheet opens it by a double click: marked utf-8, semicolons, no formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.titles[0] for column in COLUMNS[sheet]])
    for row in rows:
        writer.writerow([shielded(row[column.key]) for column in COLUMNS[sheet]])
    return text.getvalue().encode("utf-8-sig")


def files_of(movement: Mapping[Sheet, Rows]) -> dict[str, bytes]:
    return {f"{FILES[sheet][0]}.csv": csv_of(sheet, rows) for sheet, rows in movement.items()}


def archive_of(movement: Mapping[Sheet, Rows]) -> bytes:
    """Not compressed: it is small, and whoever opens it in anything reads it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files_of(movement).items():
            archive.writestr(name, content)
    return whole.getvalue()


def json_of(movement: Mapping[Sheet, Rows], *, on: date) -> str:
    tables = {sheet.value: rows for sheet, rows in movement.items()}
    return json.dumps({"on": on.isoformat(), **tables}, ensure_ascii=False, indent=2)
