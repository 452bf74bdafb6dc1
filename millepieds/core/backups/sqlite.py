"""The copy of a SQLite house: what is alive in the file, and nothing of what was erased from it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from millepieds.core.backups.manifest import Ask, Contents, contents
from millepieds.core.backups.rule import NotDone

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'"
)


def snapshot(house: Path, into: Path) -> Contents:
    """VACUUM INTO reads one moment while others write, and leaves the pages of deleted rows behind."""
    with closing(sqlite3.connect(house, timeout=20, isolation_level=None)) as database:
        database.execute("VACUUM INTO ?", [str(into)])
    return found_in(into)


def found_in(file: Path) -> Contents:
    """What a copy holds, once its pages were all found sound."""
    with asking(file) as ask:
        if (said := [word for (word,) in ask("PRAGMA quick_check")]) != ["ok"]:
            raise NotDone(
                _("The database of this backup is damaged: %(why)s") % {"why": "; ".join(said)}
            )
        return contents(ask, [name for (name,) in ask(TABLES)])


@contextmanager
def asking(file: Path) -> Iterator[Ask]:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as database:
            yield database.execute
    except sqlite3.DatabaseError as error:
        raise NotDone(_("%(file)s is not a database of the house.") % {"file": file}) from error


def is_empty(house: Path) -> bool:
    if not house.exists() or not house.stat().st_size:
        return True
    with asking(house) as ask:
        return not list(ask(TABLES))


def refuse_while_open(house: Path) -> None:
    """Leaving the WAL needs to be alone; and a WAL left behind would be read into the next file."""
    if not house.exists():
        return
    with closing(sqlite3.connect(house, timeout=1, isolation_level=None)) as database:
        try:
            database.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise NotDone(
                _("The house is still open. First: systemctl stop millepieds millepieds-worker")
            ) from error
        except sqlite3.DatabaseError:  # broken: nobody can be inside, and its WAL goes with it
            return
