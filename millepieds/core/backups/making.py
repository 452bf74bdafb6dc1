"""Making a copy while the house is open."""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from millepieds.core.backups import forgotten, postgresql, sqlite, vault
from millepieds.core.backups.manifest import Contents, Manifest, version_of_code
from millepieds.core.backups.rule import (
    PARTIAL,
    NotDone,
    Rule,
    keep,
    name_at,
    prune,
    rule,
    workroom,
)
from millepieds.core.clock import now

DUMP = "database"


@dataclass(frozen=True)
class Made:
    file: Path
    manifest: Manifest
    size: int
    seconds: float
    pruned: Sequence[Path]


def backup(*, to: Path | None = None, clear: bool = False) -> Made:
    """One sealed file in the folder, whole or not there; then the old ones go."""
    started, at, ours = time.monotonic(), now(), rule()
    _refuse_in_clear(ours, clear=clear)
    folder = to or ours.folder
    file = folder / name_at(at, clear=clear)
    if file.exists():
        raise NotDone(_("%(file)s is already there.") % {"file": file})
    with workroom(_beside(ours)) as room:
        found = _snapshot(room / DUMP)
        manifest = Manifest(at.isoformat(), version_of_code(), connection.vendor, _server(), found)
        _place(folder, file, [manifest.write(room), room / DUMP], () if clear else ours.recipients)
    forgotten.note_all(ours.folder)
    if folder != ours.folder:
        copyfile(ours.folder / forgotten.FILE, folder / forgotten.FILE)
        (folder / forgotten.FILE).chmod(0o600)
    pruned = prune(folder, days=ours.days, now=at)
    if connection.vendor == "sqlite":
        pruned += prune(_house().parent, days=ours.days, now=at)
    took = time.monotonic() - started
    return Made(file, manifest, file.stat().st_size, took, pruned)


def _refuse_in_clear(ours: Rule, *, clear: bool) -> None:
    if clear and settings.PRODUCTION:
        raise NotDone(_("In production, a backup is always sealed."))
    if not clear and not ours.recipients:
        raise NotDone(
            _(
                "No public key: this backup would tell everything to whoever finds it. Put one in "
                "BACKUP_RECIPIENTS; the handbook says how (docs/handbook/sauvegarder.md)."
            )
        )


def _place(folder: Path, file: Path, parts: Sequence[Path], recipients: Sequence[str]) -> None:
    """Under another name until it is whole and on the disk."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f".{file.name}{PARTIAL}"
    partial.unlink(missing_ok=True)
    try:
        vault.seal(parts, partial, recipients)
        partial.rename(file)
        keep(folder)
    finally:
        partial.unlink(missing_ok=True)


def _snapshot(into: Path) -> Contents:
    if connection.vendor == "postgresql":
        return postgresql.snapshot(into)
    return sqlite.snapshot(_house(), into)


def _server() -> str:
    if connection.vendor == "postgresql":
        return str(postgresql.server())
    return sqlite3.sqlite_version


def _house() -> Path:
    return Path(connection.settings_dict["NAME"])


def _beside(ours: Rule) -> Path:
    """What is not sealed stays on the disk that holds the house already."""
    return _house().parent if connection.vendor == "sqlite" else ours.folder
