"""The database itself refuses to change an event; deleting old ones is left to the retention rules."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER privacy_event_never_changes BEFORE UPDATE ON privacy_event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END
"""
POSTGRES = """
CREATE FUNCTION privacy_event_never_changes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an event is never changed'; END $$;
CREATE TRIGGER privacy_event_never_changes BEFORE UPDATE ON privacy_event
FOR EACH ROW EXECUTE FUNCTION privacy_event_never_changes()
"""


def guard(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def unguard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER privacy_event_never_changes")
    else:
        schema_editor.execute("DROP FUNCTION privacy_event_never_changes CASCADE")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_books")]
    operations = [migrations.RunPython(guard, unguard)]
