import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner

from pipeline.cli import heyan
from pipeline.desk import first_administrator, manage
from pipeline.home import repository


def _process(*arguments):
    """The command as an operator types it, on an installation that was never used."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--lang", "en", *arguments],
        env=os.environ,
        cwd=repository(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_management_commands_know_where_the_desks_database_is(home):
    """`heyan desk migrate` makes it, though no variable of Django's is set."""
    done = _process("desk", "migrate", "--verbosity", "0")
    assert (0, "") == (done.returncode, done.stdout)
    with closing(sqlite3.connect(home.state / "desk" / "desk.sqlite3")) as database:
        assert (0,) == database.execute("SELECT count(*) FROM desk_person").fetchone()
    assert 0 == _process("desk", "migrate", "--check").returncode


def test_a_command_that_needs_a_database_says_that_there_is_none(home):
    """A sentence with a code, no traceback."""
    done = _process("desk", "changepassword", "admin")
    assert 1 == done.returncode
    assert "E-DESK-DATABASE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_that_the_server_sets_is_told_to_the_record(desk, monkeypatch):
    """Whoever may run commands there can take an account over: not without a trace."""
    assert first_administrator() is not None
    monkeypatch.setattr("getpass.getpass", lambda prompt: "another-long-passphrase-7")
    manage(["changepassword", "admin"])
    with closing(sqlite3.connect(desk.state / "desk" / "desk.sqlite3")) as database:
        told = database.execute(
            "SELECT actor, subject FROM desk_event WHERE action = 'password.set'"
        )
        assert [("heyan", "person/admin")] == told.fetchall()


def test_an_unknown_command_is_djangos_to_refuse(home):
    """With the name by which the operator called it."""
    done = _process("desk", "fly")
    assert 1 == done.returncode
    assert "Unknown command: 'fly'" in done.stderr
    assert "heyan desk help" in done.stderr


@pytest.fixture
def verify(desk):
    """Calls `heyan audit verify` on a record with one event."""
    assert first_administrator() is not None

    def call(*arguments):
        return CliRunner().invoke(heyan, ["--lang", "zh", "audit", "verify", *arguments])

    return call


def _tamper(desk, *statements):
    with closing(sqlite3.connect(desk.state / "desk" / "desk.sqlite3")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_a_whole_record_is_said_to_be_whole(verify):
    """With the last link, to be noted elsewhere."""
    result = verify()
    assert 0 == result.exit_code, result.output
    assert result.stdout.startswith("✓ 记录完整：1 条")
    told = json.loads(verify("--json").stdout)
    assert (1, []) == (told["events"], told["breaks"])
    assert told["head"] in result.stdout.replace("\n", "")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE desk_event SET actor = 'nobody'", "E-RECORD-CONTENT"),
        ("DELETE FROM desk_event", "E-RECORD-END"),
    ],
)
def test_what_somebody_changed_behind_the_desks_back_is_found(verify, desk, statement, code):
    """Even by one who takes the triggers away first."""
    _tamper(
        desk, "DROP TRIGGER desk_event_no_update", "DROP TRIGGER desk_event_no_delete", statement
    )
    result = verify()
    assert 1 == result.exit_code
    assert code in result.stderr
    assert result.stdout.startswith("✕ 记录不完整")
    assert code in [one["code"] for one in json.loads(verify("--json").stdout)["breaks"]]


def test_the_database_itself_refuses_changes_to_the_record(verify, desk):
    """Whoever writes SQL must first take the triggers away."""
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        _tamper(desk, "DELETE FROM desk_event")
    assert 0 == verify().exit_code
