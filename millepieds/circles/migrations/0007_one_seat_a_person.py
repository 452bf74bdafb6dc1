from django.db import migrations

# Nobody holds two seats of the same role on the same day, whatever the code above does.
OVERLAP = """
  SELECT 1 FROM circles_mandate m JOIN members_membership s ON s.id = m.membership_id
  WHERE m.id <> NEW.id AND m.role_id = NEW.role_id AND m.person_id = NEW.person_id
    AND m.accepted_at IS NOT NULL AND s.left_at IS NULL
    AND m.starts_on < coalesce(NEW.ended_on, NEW.ends_on)
    AND NEW.starts_on < coalesce(m.ended_on, m.ends_on)
"""
SQLITE = [
    f"""
    CREATE TRIGGER one_seat_a_person_{event.lower()} BEFORE {event} ON circles_mandate
    WHEN NEW.accepted_at IS NOT NULL AND EXISTS ({OVERLAP})
    BEGIN SELECT RAISE(ABORT, 'one seat a person'); END
    """
    for event in ("INSERT", "UPDATE")
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION millepieds_one_seat_a_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.accepted_at IS NULL THEN RETURN NEW; END IF;
      PERFORM pg_advisory_xact_lock(20180920);
      IF EXISTS ({OVERLAP}) THEN RAISE EXCEPTION 'one seat a person'; END IF;
      RETURN NEW;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER one_seat_a_person_{event.lower()} BEFORE {event} ON circles_mandate
        FOR EACH ROW EXECUTE FUNCTION millepieds_one_seat_a_person()
        """
        for event in ("INSERT", "UPDATE")
    ),
]


def make_triggers(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, None)  # no placeholder in it


class Migration(migrations.Migration):
    dependencies = [("circles", "0006_an_accepted_mandate_says_to_what"), ("members", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, migrations.RunPython.noop)]
