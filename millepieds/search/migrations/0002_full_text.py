from django.db import migrations

# SQLite: an index that keeps no text of its own, that triggers follow. PostgreSQL: an index on an expression.
PLACE, WORDS = "{row}.kind || {row}.depth", "{row}.words"


def told(row, sign=""):
    first, mark = ("search_found, ", "'delete', ") if sign else ("", "")
    place, words = PLACE.format(row=row), WORDS.format(row=row)
    return f"INSERT INTO search_found({first}rowid, place, words) VALUES ({mark}{row}.id, {place}, {words});"


SQLITE = [
    "CREATE VIEW search_words AS SELECT id, kind || depth AS place, words FROM search_indexed",
    """
    CREATE VIRTUAL TABLE search_found USING fts5(
      place, words, content='search_words', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )
    """,
    f"CREATE TRIGGER what_is_indexed_is_found AFTER INSERT ON search_indexed BEGIN {told('NEW')} END",
    f"""
    CREATE TRIGGER what_is_indexed_again_is_found_again AFTER UPDATE ON search_indexed
    BEGIN {told('OLD', '-')} {told('NEW')} END
    """,
    f"""
    CREATE TRIGGER what_is_gone_is_found_no_more AFTER DELETE ON search_indexed
    BEGIN {told('OLD', '-')} END
    """,
]
POSTGRESQL = [
    """
    CREATE INDEX search_found ON search_indexed USING gin
    (array_to_tsvector(string_to_array(kind || ':' || depth || ' ' || words, ' ')))
    """
]


def make(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
