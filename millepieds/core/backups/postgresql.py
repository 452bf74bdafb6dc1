"""The copy of a PostgreSQL house: pg_dump and the manifest look at the same moment."""

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import which
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from millepieds.core.backups.manifest import Contents, contents
from millepieds.core.backups.rule import NotDone

INSTALLED = Path("/usr/lib/postgresql")  # Debian keeps each version's programs apart
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
PLAIN = ("--no-owner", "--no-privileges")


def snapshot(into: Path) -> Contents:
    with transaction.atomic():
        ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        ((moment,),) = ask("SELECT pg_export_snapshot()")
        dump = ("--format=custom", "--compress=0", f"--snapshot={moment}", f"--file={into}")
        _run("pg_dump", *dump, *PLAIN, f"--dbname={_name()}", at_least=server())
        return found()


def found() -> Contents:
    return contents(ask, [name for (name,) in ask(TABLES)])


def ask(question: str) -> Iterable[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def is_empty() -> bool:
    return not ask(TABLES)


def put_back(dump: Path, *, made_by: int) -> None:
    """Into an empty database: all of it, or nothing."""
    whole = ("--single-transaction", "--exit-on-error", *PLAIN, f"--dbname={_name()}")
    try:
        _run("pg_restore", *whole, str(dump), at_least=max(made_by, server()))
    finally:
        connection.close()


def empty() -> None:
    """Leave the database as empty as it was found."""
    with transaction.atomic():
        ask("DROP SCHEMA public CASCADE")
        ask("CREATE SCHEMA public")


def server() -> int:
    """15, 16, 17 …"""
    connection.ensure_connection()
    return int(connection.pg_version) // 10000  # type: ignore[attr-defined]


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str, at_least: int) -> None:
    reach = {
        "PGHOST": connection.settings_dict["HOST"],
        "PGPORT": connection.settings_dict["PORT"],
        "PGUSER": connection.settings_dict["USER"],
        "PGPASSWORD": connection.settings_dict["PASSWORD"],
    }
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own programs)
        [_program(program, at_least), *arguments],
        env=os.environ | {name: str(value) for name, value in reach.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotDone(
            _("%(program)s stopped: %(why)s") % {"program": program, "why": done.stderr.strip()}
        )


def _program(name: str, at_least: int) -> str:
    """The same version if it is there, else the first newer: an older one refuses."""
    versions = sorted(
        int(path.parts[-3])
        for path in INSTALLED.glob(f"*/bin/{name}")
        if path.parts[-3].isdigit() and int(path.parts[-3]) >= at_least
    )
    if versions:
        return str(INSTALLED / str(versions[0]) / "bin" / name)
    if not INSTALLED.is_dir() and (elsewhere := which(name)):
        return elsewhere
    said = _("%(program)s is missing. On Debian: apt-get install postgresql-client-%(version)s")
    raise NotDone(said % {"program": name, "version": at_least})
