from django.db import migrations, models


def once_a_day(apps, schema_editor):
    """« As things happen » becomes once a day: nobody is written to more often than they said."""
    apps.get_model("people", "Person").objects.filter(rhythm="each").update(rhythm="daily")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_visits")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="rhythm",
            field=models.CharField(
                choices=[
                    ("rule", "as our rules say"),
                    ("daily", "once a day at most"),
                    ("weekly", "once a week"),
                    ("two-weeks", "every two weeks"),
                    ("never", "never"),
                ],
                default="rule",
                max_length=10,
            ),
        ),
        migrations.RunPython(once_a_day, migrations.RunPython.noop),
    ]
