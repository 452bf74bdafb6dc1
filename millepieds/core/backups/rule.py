"""Where the copies go, how long they live, who can open them."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from django.conf import settings


class NotDone(Exception):
    """Why a backup or a restore stopped, in words for a volunteer. Nothing was changed."""


@dataclass(frozen=True)
class Rule:
    folder: Path
    days: int
    recipients: tuple[str, ...]  # public keys; the private ones never come near this machine

    def is_past(self, made_at: datetime, *, now: datetime) -> bool:
        return now - made_at > timedelta(days=self.days)


def rule() -> Rule:
    folder = "/var/lib/millepieds/backups" if settings.PRODUCTION else _desk()
    return Rule(
        folder=Path(_set("BACKUP_FOLDER", folder)),
        days=int(_set("BACKUP_DAYS", "30")),
        recipients=tuple(_set("BACKUP_RECIPIENTS", "").replace(",", " ").split()),
    )


def _desk() -> str:
    return str(settings.BASE_DIR / "build" / "backups")


def _set(name: str, otherwise: str) -> str:
    return str(getattr(settings, name, None) or os.environ.get(name) or otherwise)


NAME, MOMENT = "millepieds-", "%Y-%m-%d-%H%M%S"
SEALED, CLEAR = ".age", ".tar.gz"
PARTIAL = ".partial"
REPLACED = ".before-"  # what a restore took the place of
WORKROOM, A_DAY = ".copying-", 24 * 60 * 60


def name_at(moment: datetime, *, clear: bool) -> str:
    """The date is UTC: two nights of the year have the same hour twice."""
    return f"{NAME}{moment.astimezone(UTC):{MOMENT}}{CLEAR if clear else SEALED}"


def moment_of(name: str) -> datetime | None:
    """When a file of ours was made, by its name; None for a file that is not ours."""
    _before, replaced, rest = name.partition(REPLACED)
    if not replaced:
        before, _ours, rest = name.removesuffix(PARTIAL).partition(NAME)
        if before not in ("", ".") or not rest.endswith((SEALED, CLEAR)):
            return None
    try:
        return datetime.strptime(rest.removesuffix(SEALED).removesuffix(CLEAR), MOMENT).replace(
            tzinfo=UTC
        )
    except ValueError:
        return None


def prune(folder: Path, *, days: int, now: datetime) -> list[Path]:
    """Take away what is older than the rule: what was forgotten must not be remembered here."""
    limit = now - timedelta(days=days)
    old = [path for path in folder.iterdir() if (made := moment_of(path.name)) and made < limit]
    for path in old:
        path.unlink()
    return sorted(old)


def keep(folder: Path) -> None:
    """A new name survives a power cut once its folder was written to the disk."""
    there = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)


@contextmanager
def workroom(beside: Path) -> Iterator[Path]:
    """A folder only we can open, for what is not sealed; those of runs that were killed go first."""
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in beside.glob(f"{WORKROOM}*"):
        if time.time() - left.stat().st_mtime > A_DAY:
            rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=WORKROOM, dir=beside) as room:
        yield Path(room)
