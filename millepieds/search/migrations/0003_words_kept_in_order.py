from django.db import migrations

# PostgreSQL: the words of each thing, put in order once. A search that walks a list in its order asks one
# thing at a time, and made them anew each time.
POSTGRESQL = [
    "DROP INDEX search_found",
    """
    ALTER TABLE search_indexed ADD COLUMN found tsvector GENERATED ALWAYS AS
    (array_to_tsvector(string_to_array(kind || ':' || depth || ' ' || words, ' '))) STORED
    """,
    "CREATE INDEX search_found ON search_indexed USING gin (found)",
]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
