"""From the bytes of a file to a table, whatever a French spreadsheet writes."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from millepieds.core.words import _
from millepieds.moving.rules.sheets import (
    COLUMNS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Sheet,
    Table,
    guess,
)

DELIMITERS = ";,\t"
A_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods; xls
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """The file is not what it says, in a sentence."""

    def __init__(self, because: str, **values: object) -> None:
        super().__init__(because % values)
        self.because, self.values = because, values


def text_of(raw: bytes) -> str:
    """utf-8 with or without its mark, utf-16 with it, else what Windows writes (cp1252)."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            _("This file is too big: %(most)s kB at most. Cut it in several."),
            most=MOST_BYTES // 1000,
        )
    if raw.startswith(A_SPREADSHEET):
        raise Unreadable(
            _("This is a spreadsheet. Open it, choose “Save as”, then “CSV”, and send that file.")
        )
    if raw.startswith(UTF_16):
        return _decoded(raw, "utf-16")
    if b"\0" in raw:
        raise Unreadable(_("This is not a text file. Save your spreadsheet as CSV, and send that."))
    try:
        return _even(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decoded(raw, "cp1252")


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return _even(raw.decode(encoding))
    except UnicodeDecodeError:
        raise Unreadable(
            _("The letters of this file cannot be read. Save it as “CSV UTF-8”, and send that.")
        ) from None


def _even(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def table_of(sheet: Sheet, text: str, *, says: Mapping[int, str] | None = None) -> Table:
    """`says`: what the person answered for some columns, by their rank; the others are guessed."""
    if "\0" in text:
        raise Unreadable(_("This is not a text file. Save your spreadsheet as CSV, and send that."))
    records = _records(_even(text), sheet)
    titles = next((record for record in records if any(record.cells)), None)
    if titles is None:
        raise Unreadable(_("This sheet is empty. Its first line gives the titles of its columns."))
    if len(titles.cells) > MOST_COLUMNS:
        raise Unreadable(
            _("This sheet has more than %(most)s columns. Keep those of the guide."),
            most=MOST_COLUMNS,
        )
    rows = []
    for record in records:
        if any(record.cells):
            rows.append(record)
        if len(rows) > MOST_ROWS:
            raise Unreadable(
                _("This sheet has more than %(most)s rows. Cut it in several."), most=MOST_ROWS
            )
    return Table(sheet, titles.cells, rows, _answered(titles.cells, sheet, says or {}))


def _answered(titles: Sequence[str], sheet: Sheet, says: Mapping[int, str]) -> list[str]:
    """What the person says first; a column is never said twice."""
    known = {one.key for one in COLUMNS[sheet]}
    found = guess(titles, sheet) if not says else ["" for _title in titles]
    for at, key in says.items():
        if at < len(found) and key in known and key not in found:
            found[at] = key
    return found


def _records(text: str, sheet: Sheet) -> Iterator[Row]:
    """Numbered as the spreadsheet shows them: empty rows count, lines inside a cell do not."""
    if text[:4].lower() == "sep=":  # what Excel writes for itself, and never shows
        text = text.partition("\n")[2]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter_of(text, sheet), strict=True
    )
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield Row(number, [cell.strip() for cell in cells])
    except csv.Error:
        raise Unreadable(
            _(
                "After row %(row)s, a quotation mark opens and does not close, or a cell is endless."
            ),
            row=number,
        ) from None


def delimiter_of(text: str, sheet: Sheet) -> str:
    """The one that gives the most titles we know; then, the most columns."""

    def titles_known(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            titles = next((cells for cells in reader if any(cells)), [])
        except csv.Error:
            return (-1, 0)
        return (sum(map(bool, guess(titles[: MOST_COLUMNS + 1], sheet))), len(titles))

    return max(DELIMITERS, key=titles_known)


def is_formula(cell: str) -> bool:
    """What a spreadsheet would compute instead of showing."""
    return cell.startswith(FORMULA)


def shielded(value: str) -> str:
    """For a cell of a file: an apostrophe keeps a spreadsheet from computing it."""
    return f"'{value}" if is_formula(value.lstrip("'")) else value


def unshielded(cell: str) -> str:
    """The reverse, so that what was taken out comes back the same."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
