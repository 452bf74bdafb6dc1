"""What a person with the keys of the database could do, once the triggers are put aside."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TABLES = ("journal_entry", "journal_particulars", "journal_node", "journal_checkpoint")


@contextmanager
def triggers_aside() -> Iterator[None]:
    """Inside the transaction of a test, which puts them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come is held
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s, %s, %s)",
            TABLES,
        )
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in found:
            cursor.execute(sql)
