"""The schema: what the models say, made from nothing and taken back again, on either database."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from review.desk.record.triggers import APPEND_ONLY


def test_the_migrations_say_what_the_models_say(db):
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes detected" in said.getvalue()


def test_forwards_backwards_and_forwards_again(apart):
    """A migration that cannot be taken back, or not be made twice, strands an upgrade."""
    assert ["forwards", "backwards 0", "forwards", "refused"] == apart.run("migrate_there_and_back")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_protected_table_has_all_its_triggers(db, table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            kinds = {"update", "delete", "replace"}
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            kinds = {"update", "delete", "truncate"}
        there = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_no_{kind}" for kind in kinds} <= there
