"""A database that cannot go on: nothing half published, and an error that says what to do."""

import sqlite3

import pytest
from django.db import connection

from review.desk.models import Applicant, Batch, Event, Item
from tests.review.desk.cases import case

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own limits")
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")


def rows():
    return [model.objects.count() for model in (Batch, Applicant, Item, Event)]


def code(lines):
    """The code of what was said; its sentences follow on the same line."""
    (line,) = lines
    return line.split()[0]


@ON_SQLITE
def test_a_full_disk_leaves_nothing_half_published(apart):
    """SQLite is told that its file may not grow, which is what it meets on a full disk."""
    apart.run("fill", 1, 1)
    before = apart.run("count")
    assert "E-DISK-FULL" == code(apart.run("publish_on_full_disk", 400))
    assert before == apart.run("count")
    apart.run("fill", 400, 0)
    assert before != apart.run("count"), "with room again it is published"


@ON_SQLITE
def test_a_database_that_another_process_keeps_is_busy(apart):
    apart.run("fill", 1, 1)
    before = apart.run("count")
    holder = sqlite3.connect(apart.home / "desk" / "desk.sqlite3")
    holder.execute("BEGIN IMMEDIATE")
    assert "E-DESK-BUSY" == code(apart.run("publish_impatiently", 2))
    holder.rollback()
    holder.close()
    assert before == apart.run("count")


@ON_SQLITE
def test_a_file_that_is_no_database_is_named(apart):
    apart.home.mkdir(parents=True)
    (apart.home / "desk").mkdir()
    (apart.home / "desk" / "desk.sqlite3").write_bytes(b"what is this?" * 400)
    assert "E-DESK-DATABASE" == code(apart.run("prepare_or_say_why"))


@ON_POSTGRESQL
def test_a_server_that_goes_away_in_the_middle_leaves_nothing_half_published(apart):
    apart.run("fill", 1, 1)
    before = apart.run("count")
    assert "E-DESK-DATABASE" == code(apart.run("publish_and_lose_the_server", 2))
    assert before == apart.run("count")


@ON_POSTGRESQL
def test_a_row_that_another_session_keeps_is_busy(apart):
    apart.run("fill", 1, 1)
    before = apart.run("count")
    assert "E-DESK-BUSY" == code(apart.run("publish_while_locked", 1))
    assert before == apart.run("count")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://heyan@127.0.0.1:9/heyan",
        "postgresql://heyan@%2Fnowhere/heyan",
        "postgresql://nobody:geheim@no-such-host.invalid/heyan",
    ],
)
def test_a_server_that_is_not_there_is_named_without_its_password(apart, url):
    lines = apart.run("prepare_or_say_why", HEYAN_DATABASE_URL=url)
    assert "E-DESK-DATABASE" == code(lines)
    assert "geheim" not in lines[0]


def test_an_error_in_the_middle_leaves_nothing_half_published(published, monkeypatch):
    """The last step fails: what the steps before it wrote is not there either."""
    from review.desk.publishing import publication

    published(case("XX001"))
    before = rows()
    monkeypatch.setattr(publication, "append_events", None)
    with pytest.raises(TypeError):
        published(case("XX001"), case("XX002"))
    assert before == rows()
