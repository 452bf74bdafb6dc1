from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_seats")]

    operations = [
        migrations.AddField(
            model_name="monthofbalance",
            name="counted",
            field=models.JSONField(null=True),
        )
    ]
