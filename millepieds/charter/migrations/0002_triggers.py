from django.db import migrations

# A charter is never changed silently, nor is the history of a rule rewritten.
TABLES = ["charter_charterversion", "charter_article", "charter_commitment", "charter_rulevalue"]


def make_triggers(apps, schema_editor):
    for table in TABLES:
        for event, done in [("UPDATE", "changed"), ("DELETE", "deleted")]:
            name = f"{table}_is_never_{done}"
            if schema_editor.connection.vendor == "postgresql":
                body = "FOR EACH ROW EXECUTE FUNCTION millepieds_never()"
            else:
                body = f"BEGIN SELECT RAISE(ABORT, '{name.replace('_', ' ')}'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {body}")


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_initial"), ("journal", "0002_triggers")]
    operations = [migrations.RunPython(make_triggers, migrations.RunPython.noop)]
