from hashlib import sha256
from datetime import timezone
import json

from django.db import migrations, models
import django.db.models.functions.datetime

TABLES = {"node": "journal_node", "checkpoint": "journal_checkpoint"}
BATCH = 2000


def leaf_hash(entry):
    """The form of a leaf on the day of this migration: see `leaf` in the rules of the journal."""
    said = {
        "commitment": entry.commitment, "deed": entry.deed,
        "happened_on": entry.happened_at.astimezone(timezone.utc).date().isoformat(),
        "number": entry.number,
        "recorded_on": entry.recorded_at.astimezone(timezone.utc).date().isoformat(),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(b"\x00" + text.encode()).digest()


def grow_the_tree(apps, schema_editor):
    """The entries of before get their leaves, and the parts of the tree that these complete."""
    Entry, Node = apps.get_model("journal", "Entry"), apps.get_model("journal", "Node")
    edge, waiting = [], []
    for size, entry in enumerate(Entry.objects.order_by("number").iterator(chunk_size=BATCH)):
        part, level = leaf_hash(entry), 0
        waiting.append(Node(level=0, number=size, hash=part.hex()))
        while size >> level & 1:
            part, level = sha256(b"\x01" + edge.pop() + part).digest(), level + 1
            waiting.append(Node(level=level, number=size >> level, hash=part.hex()))
        edge.append(part)
        if len(waiting) >= BATCH:
            Node.objects.bulk_create(waiting, batch_size=BATCH)
            waiting = []
    Node.objects.bulk_create(waiting, batch_size=BATCH)


def make_triggers(apps, schema_editor):
    for word, table in TABLES.items():
        for deed, done in (("UPDATE", "changed"), ("DELETE", "deleted")):
            name = f"a_{word}_is_never_{done}"
            if schema_editor.connection.vendor == "postgresql":
                does = "FOR EACH ROW EXECUTE FUNCTION millepieds_never()"
            else:
                does = f"BEGIN SELECT RAISE(ABORT, '{name.replace('_', ' ')}'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON {table} {does}", None)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {word}s_are_never_truncated BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION millepieds_never()", None,
            )


class Migration(migrations.Migration):
    dependencies = [("journal", '0003_indexes')]
    operations = [
        migrations.CreateModel(
            name="Node",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "number"), name="one_hash_at_each_place_of_the_tree"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={"ordering": ["-size"]},
        ),
        migrations.RunPython(grow_the_tree, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
    ]
