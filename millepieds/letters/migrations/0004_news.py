from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_with_a_calendar")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="stop",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="letter",
            name="quiet_until",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="letter",
            name="quiet_from",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
