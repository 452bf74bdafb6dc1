"""The promises that only the database can keep against our own mistakes, and the proof that they stand."""

from django.db import connection

EXPECTED: set[str] = set()
POSTGRES_ONLY: set[str] = set()
SQLITE_ONLY: set[str] = set()


def expect(*names: str, postgres_only: bool = False, sqlite_only: bool = False) -> None:
    """An area states the triggers that its migrations made."""
    (POSTGRES_ONLY if postgres_only else SQLITE_ONLY if sqlite_only else EXPECTED).update(names)


def missing() -> set[str]:
    """The triggers that should stand in this database, and do not."""
    if connection.vendor == "postgresql":
        found = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        expected = EXPECTED | POSTGRES_ONLY
    else:
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        expected = EXPECTED | SQLITE_ONLY
    with connection.cursor() as cursor:
        cursor.execute(found)
        return expected - {name for (name,) in cursor.fetchall()}


class Unguarded(RuntimeError):
    """The database no longer refuses what must never happen."""


def refuse_to_start_without_triggers() -> None:
    if gone := missing():
        raise Unguarded(
            f"Missing triggers: {', '.join(sorted(gone))}. Restore them before serving."
        )
