from django.db import migrations, models

# The words of SQLite are walked in the order of lists: one that is everywhere is no longer read to its end.
# What was indexed has no rank: the index is emptied, and written again once every table is there.
TRIGGERS = (
    "what_is_indexed_is_found", "what_is_indexed_again_is_found_again", "what_is_gone_is_found_no_more",
)  # fmt: skip
EMPTY = "DELETE FROM search_indexed"
SQLITE_BEFORE = [
    *(f"DROP TRIGGER {name}" for name in TRIGGERS),
    "DROP TABLE search_found",
    "DROP VIEW search_words",
    EMPTY,
]


def told(row, sign=""):
    first, mark = ("search_found, ", "'delete', ") if sign else ("", "")
    return (
        f"INSERT INTO search_found({first}rowid, place, words) "
        f"VALUES ({mark}{row}.rank, {row}.kind || {row}.depth, {row}.words);"
    )


SQLITE_AFTER = [
    "CREATE VIEW search_words AS SELECT rank, kind || depth AS place, words FROM search_indexed",
    """
    CREATE VIRTUAL TABLE search_found USING fts5(
      place, words, content='search_words', content_rowid='rank', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    f"CREATE TRIGGER {TRIGGERS[0]} AFTER INSERT ON search_indexed BEGIN {told('NEW')} END",
    f"""
    CREATE TRIGGER {TRIGGERS[1]} AFTER UPDATE ON search_indexed BEGIN {told("OLD", "-")} {told("NEW")} END
    """,
    f"CREATE TRIGGER {TRIGGERS[2]} AFTER DELETE ON search_indexed BEGIN {told('OLD', '-')} END",
]


def empty(apps, schema_editor):
    statements = SQLITE_BEFORE if schema_editor.connection.vendor == "sqlite" else [EMPTY]
    for statement in statements:
        schema_editor.execute(statement, None)


def follow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_AFTER:
            schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words_kept_in_order")]
    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.AddField(
            "indexed", "rank", models.PositiveBigIntegerField(default=0, unique=True), preserve_default=False
        ),
        migrations.AddIndex(
            "indexed", models.Index(fields=["kind", "depth", "-rank"], name="found_newest_first")
        ),
        migrations.RunPython(follow, migrations.RunPython.noop),
    ]
