from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0008_proposals_taken_back")]

    operations = [
        migrations.AddField(
            model_name="monthofbalance",
            name="counted",
            field=models.JSONField(null=True),
        )
    ]
