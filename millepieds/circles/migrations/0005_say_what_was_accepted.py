from django.db import migrations

# Mandates accepted before this was kept: the version of their role that stood on that day, or else its
# first. In a transaction of its own: PostgreSQL does not change a table whose rows it has still to check.
FILL = """
  UPDATE circles_mandate SET committed_to_id = coalesce(
    (SELECT v.id FROM circles_roleversion v
      WHERE v.role_id = circles_mandate.role_id AND v.from_on <= date(circles_mandate.accepted_at)
      ORDER BY v.from_on DESC, v.id DESC LIMIT 1),
    (SELECT v.id FROM circles_roleversion v
      WHERE v.role_id = circles_mandate.role_id ORDER BY v.from_on, v.id LIMIT 1)
  ) WHERE accepted_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("circles", "0004_committed_to")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
