"""Who asked to be forgotten: random numbers in a file beside the backups, outside the database.

Coming back from an old copy must not bring them back. One line for each: the day, and Person.key.
"""

import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from millepieds.core.backups.rule import NotDone, rule
from millepieds.core.clock import day_of

FILE = "forgotten.txt"


def note(key: UUID, *, on: date) -> None:
    """Say it as soon as it is done. Where no copy was ever made, there is nothing to say."""
    if rule().folder.is_dir():
        _add(rule().folder / FILE, [(on, key)])


def note_all(folder: Path) -> None:
    """What the database knows and the file does not: the moment of erasure may have been cut short."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = read(folder / FILE) if (folder / FILE).exists() else set()
    _add(folder / FILE, [(day_of(at), key) for at, key in _erased() if key not in known])


def _erased() -> Iterable[tuple[datetime, UUID]]:
    erased = get_user_model()._default_manager.exclude(erased_at=None)
    return cast(Iterable[tuple[datetime, UUID]], erased.values_list("erased_at", "key"))


def read(path: Path) -> set[UUID]:
    try:
        lines = path.read_text("ascii").splitlines()
        return {UUID(line.split()[1]) for line in lines if line.strip()}
    except (OSError, UnicodeError, ValueError, IndexError) as error:
        raise NotDone(
            _("%(file)s is not a list of the persons to forget.") % {"file": path}
        ) from error


def _add(path: Path, lines: Iterable[tuple[date, UUID]]) -> None:
    """One write at the end of the file: two writers never mix their lines."""
    text = "".join(f"{on.isoformat()} {key}\n" for on, key in lines)
    with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:  # noqa: PTH123
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
