"""Database triggers that refuse to change or delete what must stay as it was written."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPEND_ONLY = ("desk_event", "desk_decision", "desk_correction", "desk_officialentry")
"""The tables whose rows are added and never touched again."""

_FUNCTION = """
CREATE OR REPLACE FUNCTION desk_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'E-RECORD-APPEND-ONLY: % is append-only', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def make_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Protect the tables, on SQLite or PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_FUNCTION)
    for table in APPEND_ONLY:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement)


def drop_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the protection away again (a migration backwards)."""
    on = "" if editor.connection.vendor == "sqlite" else " ON {table}"
    for table in APPEND_ONLY:
        for event in ("update", "delete", "truncate"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on.format(table=table)}")


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, 'E-RECORD-APPEND-ONLY: {table} is append-only'); END"
            for event in ("update", "delete")
        ]
    each_row = [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION desk_append_only()"
        for event in ("update", "delete")
    ]
    whole = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    return [*each_row, whole + "FOR EACH STATEMENT EXECUTE FUNCTION desk_append_only()"]
