from django.db import migrations

# What must never happen to the memory, refused by the database itself on both engines.
SQLITE = [
    """
    CREATE TRIGGER an_entry_is_never_changed BEFORE UPDATE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END
    """,
    """
    CREATE TRIGGER an_entry_is_never_deleted BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END
    """,
    # SQLite cannot rewrite a new row, so it refuses one whose clock is not the machine's.
    """
    CREATE TRIGGER an_entry_tells_its_own_time BEFORE INSERT ON journal_entry
    WHEN coalesce(abs(julianday('now') - julianday(NEW.recorded_at)), 1) > 5.0 / 86400
    BEGIN SELECT RAISE(ABORT, 'nothing sets the moment an entry is recorded'); END
    """,
    """
    CREATE TRIGGER particulars_are_only_forgotten BEFORE UPDATE ON journal_particulars
    WHEN NEW.forgotten_at IS NULL OR NEW.key <> ''
      OR NEW.entry_id <> OLD.entry_id OR NEW.circle_id IS NOT OLD.circle_id
      OR coalesce(NEW.actor_id, OLD.actor_id) IS NOT OLD.actor_id
      OR coalesce(NEW.about_id, OLD.about_id) IS NOT OLD.about_id
      OR coalesce(NEW.typed_by_id, OLD.typed_by_id) IS NOT OLD.typed_by_id
      OR coalesce(NEW.mandate_id, OLD.mandate_id) IS NOT OLD.mandate_id
      OR coalesce(NEW.subject_id, OLD.subject_id) IS NOT OLD.subject_id
      OR NEW.subject_type NOT IN ('', OLD.subject_type)
      OR NEW.actor_kind NOT IN ('', OLD.actor_kind) OR NEW.facts NOT IN ('{}', OLD.facts)
    BEGIN SELECT RAISE(ABORT, 'particulars are only forgotten'); END
    """,
    """
    CREATE TRIGGER particulars_are_never_deleted BEFORE DELETE ON journal_particulars
    BEGIN SELECT RAISE(ABORT, 'particulars are never deleted'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION millepieds_never() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', replace(TG_NAME, '_', ' '); END $$
    """,
    """
    CREATE FUNCTION millepieds_own_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.recorded_at := clock_timestamp(); RETURN NEW; END $$
    """,
    """
    CREATE TRIGGER an_entry_is_never_changed BEFORE UPDATE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION millepieds_never()
    """,
    """
    CREATE TRIGGER an_entry_is_never_deleted BEFORE DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION millepieds_never()
    """,
    """
    CREATE TRIGGER entries_are_never_truncated BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION millepieds_never()
    """,
    """
    CREATE TRIGGER an_entry_tells_its_own_time BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION millepieds_own_time()
    """,
    """
    CREATE TRIGGER particulars_are_only_forgotten BEFORE UPDATE ON journal_particulars
    FOR EACH ROW WHEN (NEW.forgotten_at IS NULL OR NEW.key <> ''
      OR NEW.entry_id <> OLD.entry_id OR NEW.circle_id IS DISTINCT FROM OLD.circle_id
      OR coalesce(NEW.actor_id, OLD.actor_id) IS DISTINCT FROM OLD.actor_id
      OR coalesce(NEW.about_id, OLD.about_id) IS DISTINCT FROM OLD.about_id
      OR coalesce(NEW.typed_by_id, OLD.typed_by_id) IS DISTINCT FROM OLD.typed_by_id
      OR coalesce(NEW.mandate_id, OLD.mandate_id) IS DISTINCT FROM OLD.mandate_id
      OR coalesce(NEW.subject_id, OLD.subject_id) IS DISTINCT FROM OLD.subject_id
      OR NEW.subject_type NOT IN ('', OLD.subject_type)
      OR NEW.actor_kind NOT IN ('', OLD.actor_kind) OR NEW.facts NOT IN ('{}', OLD.facts))
    EXECUTE FUNCTION millepieds_never()
    """,
    """
    CREATE TRIGGER particulars_are_never_deleted BEFORE DELETE ON journal_particulars
    FOR EACH ROW EXECUTE FUNCTION millepieds_never()
    """,
    """
    CREATE TRIGGER particulars_are_never_truncated BEFORE TRUNCATE ON journal_particulars
    FOR EACH STATEMENT EXECUTE FUNCTION millepieds_never()
    """,
]


def make_triggers(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, None)  # no placeholder in it


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(make_triggers, migrations.RunPython.noop)]
