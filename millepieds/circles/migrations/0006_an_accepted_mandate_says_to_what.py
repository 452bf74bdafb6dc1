from django.db import migrations, models
from django.db.models import Q


class AddConstraintAndKeepTriggers(migrations.AddConstraint):
    """SQLite makes the table anew to add a constraint, without its triggers: they are put back."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        triggers = []
        if schema_editor.connection.vendor == "sqlite":
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT sql FROM sqlite_master"
                    " WHERE type = 'trigger' AND tbl_name = 'circles_mandate'"
                )
                triggers = [sql for (sql,) in cursor.fetchall()]
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        for sql in triggers:
            schema_editor.execute(sql, None)


class Migration(migrations.Migration):
    dependencies = [("circles", "0005_say_what_was_accepted")]
    operations = [
        AddConstraintAndKeepTriggers(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=Q(accepted_at=None, committed_to=None)
                | Q(accepted_at__isnull=False, committed_to__isnull=False),
                name="an_accepted_mandate_says_to_which_role",
            ),
        ),
    ]
