"""What a copy says of itself, so that a restore can be held against it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from millepieds.core.backups.rule import NotDone

FILE = "manifest.json"
FORMAT = 1
Ask = Callable[[str], Iterable[Sequence[Any]]]
PAGE = 10_000


@dataclass(frozen=True)
class Contents:
    """All that must be found again. `seal` is SHA-256 over "number deed commitment\\n" of each entry."""

    migrations: list[str]
    counts: dict[str, int]
    last: int
    seal: str


@dataclass(frozen=True)
class Manifest:
    made_at: str
    code: str
    engine: str
    server: str
    contents: Contents
    format: int = FORMAT

    def write(self, folder: Path) -> Path:
        path = folder / FILE
        path.write_text(json.dumps(asdict(self), indent=1, sort_keys=True), "utf-8")
        return path

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def read(folder: Path) -> Manifest:
    try:
        said = json.loads((folder / FILE).read_text("utf-8"))
        if said["format"] != FORMAT:
            raise NotDone(_("This backup was made by another generation of the house."))
        return Manifest(**said | {"contents": Contents(**said["contents"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NotDone(_("This file is not a backup of the house.")) from error


def contents(ask: Ask, tables: Iterable[str]) -> Contents:
    counts = {
        table: int(next(iter(ask(f'SELECT count(*) FROM "{table}"')))[0])  # noqa: S608  (our own tables)
        for table in sorted(tables)
    }
    applied = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    last, seal = sealed(ask)
    return Contents([f"{app}.{name}" for app, name in applied], counts, last, seal)


def sealed(ask: Ask, *, up_to: int | None = None) -> tuple[int, str]:
    """The last number of the journal, and one seal over all its entries until then."""
    seal, last = hashlib.sha256(), 0
    for number, deed, commitment in _entries(ask, up_to):
        seal.update(f"{number} {deed} {commitment}\n".encode())
        last = number
    return last, seal.hexdigest()


def _entries(ask: Ask, up_to: int | None) -> Iterator[Sequence[Any]]:
    table = apps.get_model("journal.Entry")._meta.db_table
    end = f" AND number <= {up_to:d}" if up_to is not None else ""
    last = 0
    while True:
        page = list(
            ask(
                f'SELECT number, deed, commitment FROM "{table}" '  # noqa: S608  (numbers only)
                f"WHERE number > {last:d}{end} ORDER BY number LIMIT {PAGE:d}"
            )
        )
        if not page:
            return
        yield from page
        last = page[-1][0]


def differences(said: Contents, found: Contents) -> list[str]:
    """What the copy promised and the database does not hold."""
    wrong = [
        f"{table}: {found.counts.get(table, 0)} ≠ {count}"
        for table, count in said.counts.items()
        if found.counts.get(table) != count
    ]
    if (said.last, said.seal) != (found.last, found.seal):
        wrong.append(f"journal: {found.last} {found.seal[:12]} ≠ {said.last} {said.seal[:12]}")
    return wrong


def known_migrations() -> set[str]:
    """Those this code carries; no database is asked."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}


def version_of_code() -> str:
    """The commit that runs, read without git: the service may not own the folder."""
    git = Path(settings.BASE_DIR) / ".git"
    try:
        head = (git / "HEAD").read_text("ascii").strip()
        if not head.startswith("ref: "):
            return head
        branch = head.removeprefix("ref: ")
        if (git / branch).exists():
            return (git / branch).read_text("ascii").strip()
        packed = (git / "packed-refs").read_text("ascii").splitlines()
        return next(line.split()[0] for line in packed if line.endswith(f" {branch}"))
    except (OSError, StopIteration):
        return "unknown"
