"""Database triggers that refuse to change or delete what must stay as it was written."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNIQUE = {
    "desk_event": ("seq",),
    "desk_decision": ("id",),
    "desk_correction": ("id",),
    "desk_officialentry": ("id", "folder"),
}
"""The tables whose rows are added and never touched again, and their unique columns."""
APPEND_ONLY = tuple(UNIQUE)
_REFUSAL = "E-RECORD-APPEND-ONLY"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION desk_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{_REFUSAL}: % is append-only', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def make_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Protect the tables, on SQLite or PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        _execute(editor, _FUNCTION)
    for table in APPEND_ONLY:
        for statement in _statements(editor.connection.vendor, table):
            _execute(editor, statement)


def drop_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the protection away again (a migration backwards)."""
    postgresql = editor.connection.vendor == "postgresql"
    for table in APPEND_ONLY:
        for event in ("update", "delete", "truncate" if postgresql else "replace"):
            _execute(editor, f"DROP TRIGGER {table}_no_{event}" + f" ON {table}" * postgresql)
    if postgresql:
        _execute(editor, "DROP FUNCTION desk_append_only()")


def _execute(editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    # Without parameters a % is a %.
    editor.execute(statement, params=None)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table} is append-only'); END"
        # INSERT OR REPLACE deletes the older row, and asks no trigger for deletions.
        taken = " OR ".join(f"{column} = NEW.{column}" for column in UNIQUE[table])
        replacing = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608  our own names
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {replacing} {refuse}",
        ]
    refuse = "EXECUTE FUNCTION desk_append_only()"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]
