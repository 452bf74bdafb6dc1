from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0010_counted")]

    operations = [
        # without a default, SQLite adds the column to the table as it is, with its triggers
        migrations.AddField(
            model_name="roleversion",
            name="report_days",
            field=models.PositiveSmallIntegerField(null=True),
        )
    ]
