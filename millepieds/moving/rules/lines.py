"""What each row says, cell by cell, and what is wrong in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.powers import ONLY_FOUNDING
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.powers import POWERS
from millepieds.core.words import _
from millepieds.moving.rules.reading import is_formula, unshielded
from millepieds.moving.rules.sheets import (
    COLUMNS,
    Column,
    Problem,
    Row,
    Sheet,
    Table,
    key_of,
    plain,
)

Word = TypeVar("Word", bound=StrEnum)
# How the house writes them in a sheet, then what else is understood
KINDS_WRITTEN: dict[Kind, str] = {
    Kind.AGORA: "agora", Kind.COORDINATION: "coordination", Kind.POLE: "pôle",
    Kind.COMMITTEE: "comité", Kind.GROUP: "groupe",
}  # fmt: skip
KIND_WORDS: dict[str, Kind] = {
    **{plain(word): kind for kind, word in KINDS_WRITTEN.items()},
    **{kind.value: kind for kind in Kind},
    "assemblee": Kind.AGORA, "assembly": Kind.AGORA, "commission": Kind.COMMITTEE,
    "groupe de travail": Kind.GROUP,
}  # fmt: skip
PROCESSES_WRITTEN: dict[Process, str] = {
    Process.APPOINTED: "confié", Process.CONSENT: "consentement",
    Process.ELECTION: "élection sans candidat", Process.LOT: "tirage au sort",
}  # fmt: skip
PROCESS_WORDS: dict[str, Process] = {
    **{plain(word): process for process, word in PROCESSES_WRITTEN.items()},
    **{process.value: process for process in PROCESSES_WRITTEN},
    "propose": Process.APPOINTED, "par consentement": Process.CONSENT, "tirage": Process.LOT,
}  # fmt: skip
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})"),
)
AN_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")
MOST_SEATS, MOST_DAYS = 20, 730
REPORTS = 14, 365  # days between two, at least and at most
N = TypeVar("N", int, None)


@dataclass(frozen=True)
class CircleLine:
    row: int
    key: str
    name: str
    kind: Kind
    parent: str
    purpose: str
    domain: str


@dataclass(frozen=True)
class RoleLine:
    row: int
    key: str
    circle: str
    name: str
    purpose: str
    domain: str
    accountabilities: tuple[str, ...]
    powers: tuple[str, ...]
    seats: int
    term_days: int
    assigned_by: Process
    consults: str
    report_days: int | None = None  # else as the rule says


@dataclass(frozen=True)
class MandateLine:
    row: int
    circle: str
    role: str
    person: str
    starts_on: date | None
    until: date | None


@dataclass(frozen=True)
class GuestLine:
    row: int
    name: str
    address: str


@dataclass
class Cells:
    """One row, read by column; what is wrong is noted, and reading goes on."""

    sheet: Sheet
    row: Row
    says: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._found = {
            key: cell for key, cell in zip(self.says, self.row.cells, strict=False) if key
        }
        if any(self.row.cells[len(self.says) :]):
            self.wrong("", self.row.cells[-1], _("no more cells than there are titles"))

    def wrong(self, key: str, found: str, expected: str, **values: object) -> None:
        says = next((one.says for one in COLUMNS[self.sheet] if one.key == key), "")
        self.problems.append(
            Problem(self.sheet, expected, self.row.number, says, found[:120], values)
        )

    def text(self, key: str) -> str:
        column, cell = _column(self.sheet, key), self._found.get(key, "")
        if is_formula(cell):
            self.wrong(
                key,
                cell,
                _("words: a cell that begins with = + - or @ is a formula (put ' before it)"),
            )
            return ""
        cell = unshielded(cell)
        if column.needed and not cell:
            self.wrong(key, "", _("something: this cell is empty"))
        if len(cell) > column.longest:
            self.wrong(key, cell, _("%(most)s characters at most"), most=column.longest)
        return cell

    def line(self, key: str) -> str:
        """On one line, whatever the cell."""
        return " ".join(self.text(key).split())

    def word(
        self, key: str, words: Mapping[str, Word], names: Mapping[Word, str], default: Word
    ) -> Word:
        cell = self.line(key)
        if not cell:
            return default
        chosen = words.get(plain(cell))
        if chosen is None:
            choice = tuple(names[one] for one in dict.fromkeys(words.values()))
            self.wrong(key, cell, _("one of: %(choice)s"), choice=choice)
        return chosen or default

    def number(self, key: str, *, most: int, default: N, least: int = 1) -> int | N:
        cell = self.line(key)
        digits = cell.removesuffix(".0").removesuffix(",0")
        if not cell:
            return default
        if not (
            digits.isascii()
            and digits.isdigit()
            and len(digits) < 6
            and least <= int(digits) <= most
        ):
            said = _("a whole number, from %(least)s to %(most)s")
            self.wrong(key, cell, said, least=least, most=most)
            return default
        return int(digits)

    def day(self, key: str) -> date | None:
        cell = self.line(key)
        for pattern in DAYS:
            if found := pattern.fullmatch(cell):
                try:
                    day = date(**{part: int(digits) for part, digits in found.groupdict().items()})
                except ValueError:
                    break
                if 1900 <= day.year < 2200:
                    return day
        if cell:
            self.wrong(key, cell, _("a day, written 31/12/2026 or 2026-12-31"))
        return None

    def several(self, key: str) -> tuple[str, ...]:
        """One a line, or separated by « | »; « \\| » is the sign itself."""
        parts = re.split(r"\n|(?<!\\)\|", self.text(key))
        lines = [" ".join(part.replace(r"\|", "|").split()) for part in parts]
        return tuple(line for line in lines if line)


def circle_line(cells: Cells) -> CircleLine:
    return CircleLine(
        cells.row.number, key_of(cells.line("key"), 80), cells.line("name"),
        cells.word("kind", KIND_WORDS, KINDS, Kind.GROUP), cells.line("parent"),
        cells.text("purpose"), cells.text("domain"),
    )  # fmt: skip


def role_line(cells: Cells) -> RoleLine:
    return RoleLine(
        cells.row.number, key_of(cells.line("key"), 80), cells.line("circle"), cells.line("name"),
        cells.text("purpose"), cells.text("domain"), cells.several("accountabilities"),
        _powers(cells), cells.number("seats", most=MOST_SEATS, default=1),
        cells.number("term_days", most=MOST_DAYS, default=365),
        cells.word("assigned_by", PROCESS_WORDS, PROCESSES, Process.APPOINTED),
        cells.line("consults"),
        cells.number("report_days", least=REPORTS[0], most=REPORTS[1], default=None),
    )  # fmt: skip


def mandate_line(cells: Cells) -> MandateLine:
    return MandateLine(
        cells.row.number, cells.line("circle"), cells.line("role"), cells.line("person"),
        cells.day("starts_on"), cells.day("until"),
    )  # fmt: skip


def guest_line(cells: Cells) -> GuestLine:
    address = cells.line("address").lower()
    if address and not AN_ADDRESS.fullmatch(address):
        cells.wrong("address", address, _("a mail address, like name@example.org"))
    return GuestLine(cells.row.number, cells.line("name"), address)


def _powers(cells: Cells) -> tuple[str, ...]:
    """By their key: the founding ones are never in a role that one opens."""
    powers = tuple(
        part.strip() for one in cells.several("powers") for part in re.split("[,;]", one)
    )
    known = tuple(key for key in POWERS if key not in ONLY_FOUNDING)
    for power in powers:
        if power not in known:
            cells.wrong("powers", power, _("keys of powers, separated by a comma: %(choice)s"),
                        choice=known)  # fmt: skip
    return tuple(dict.fromkeys(powers))


def _column(sheet: Sheet, key: str) -> Column:
    return next(one for one in COLUMNS[sheet] if one.key == key)


Line = CircleLine | RoleLine | MandateLine | GuestLine
READ: Mapping[Sheet, Callable[[Cells], Line]] = {
    Sheet.CIRCLES: circle_line,
    Sheet.ROLES: role_line,
    Sheet.MANDATES: mandate_line,
    Sheet.PEOPLE: guest_line,
}


def lines_of(table: Table) -> tuple[list[Line], list[Problem]]:
    """What each row says, and what is wrong in it: other rows may still name it."""
    if missing := [one for one in COLUMNS[table.sheet] if one.needed and one.key not in table.says]:
        expected = _("a column that says this: choose it below, or add it to the sheet")
        return [], [Problem(table.sheet, expected, column=one.says) for one in missing]
    lines, problems = list[Line](), list[Problem]()
    for row in table.rows:
        cells = Cells(table.sheet, row, table.says)
        lines.append(READ[table.sheet](cells))
        problems += cells.problems
    return lines, problems
