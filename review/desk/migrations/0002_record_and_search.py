"""Append-only triggers, the record's head, and the full-text table."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from review.desk.queue.search_text import POSTGRESQL, SQLITE
from review.desk.record.triggers import drop_triggers, make_triggers


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    make_triggers(editor)
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)
    apps.get_model("desk", "RecordHead").objects.create(pk=1, seq=0, link="")


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("desk", "RecordHead").objects.all().delete()
    editor.execute("DROP TABLE desk_search")
    drop_triggers(editor)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
