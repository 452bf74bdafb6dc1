import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circles", "0003_versions_stay")]
    operations = [
        migrations.AddField(
            model_name="mandate",
            name="committed_to",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="circles.roleversion",
            ),
        ),
    ]  # fmt: skip
