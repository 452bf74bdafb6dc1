from django.db import migrations

# People commit to a version of a role: it is never rewritten under them.


def make_triggers(apps, schema_editor):
    for event, done in [("UPDATE", "changed"), ("DELETE", "deleted")]:
        name = f"a_role_version_is_never_{done}"
        if schema_editor.connection.vendor == "postgresql":
            body = "FOR EACH ROW EXECUTE FUNCTION millepieds_never()"
        else:
            body = f"BEGIN SELECT RAISE(ABORT, '{name.replace('_', ' ')}'); END"
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON circles_roleversion {body}"
        )


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_seats"), ("journal", "0002_triggers")]
    operations = [
        migrations.RemoveConstraint(model_name="roleversion", name="one_role_version_a_day"),
        migrations.AlterModelOptions(
            name="roleversion", options={"ordering": ["from_on", "pk"]}
        ),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
    ]
