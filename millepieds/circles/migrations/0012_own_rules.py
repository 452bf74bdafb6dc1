import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# What a circle gave itself before stays readable.


def make_triggers(apps, schema_editor):
    for event, done in [("UPDATE", "changed"), ("DELETE", "deleted")]:
        name = f"an_own_rule_is_never_{done}"
        if schema_editor.connection.vendor == "postgresql":
            body = "FOR EACH ROW EXECUTE FUNCTION millepieds_never()"
        else:
            body = f"BEGIN SELECT RAISE(ABORT, '{name.replace('_', ' ')}'); END"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON circles_ownrule {body}")


class Migration(migrations.Migration):
    dependencies = [("circles", "0011_report_days"), ("journal", "0004_leaves")]

    operations = [
        migrations.CreateModel(
            name="OwnRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60)),
                ("value", models.PositiveSmallIntegerField(null=True)),
                ("effective_on", models.DateField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_rules",
                        to="circles.circle",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="journal.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["effective_on", "pk"],
                "indexes": [
                    models.Index(
                        fields=["circle", "rule", "effective_on"], name="own_rules_of_a_circle"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("rule", ""), _negated=True), name="an_own_rule_says_which"
                    ),
                    models.UniqueConstraint(
                        fields=("entry",), name="an_own_rule_has_a_line_of_its_own"
                    ),
                ],
            },
        ),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
    ]
