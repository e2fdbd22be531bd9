import pytest

from evidence.errors import MachineError
from pipeline.keeping.postgresql import dump_postgresql, libpq_variables


def test_everything_that_an_address_says_is_passed_on():
    """A password file or a list of revoked certificates that is dropped changes who is trusted."""
    url = "postgresql://who:secret@db:5433/desk?passfile=/p&service=s&sslcrl=/c&sslmode=verify-full"
    said = {
        "PGUSER": "who",
        "PGPASSWORD": "secret",
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGDATABASE": "desk",
        "PGPASSFILE": "/p",
        "PGSERVICE": "s",
        "PGSSLCRL": "/c",
        "PGSSLMODE": "verify-full",
    }
    assert said == libpq_variables(url)


@pytest.mark.parametrize("option", ["keepalives=1", "sslpassword=secret", "no_such=secret"])
def test_what_cannot_be_passed_on_is_refused_without_a_password(option):
    with pytest.raises(MachineError, match="E-BACKUP-DATABASE") as caught:
        libpq_variables(f"postgresql://who:secret@db/desk?{option}")
    assert "secret" not in str(caught.value)


def test_nobody_is_asked_for_a_password(tmp_path, monkeypatch):
    """At night nobody would answer; and none stands among a process's arguments."""
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@" >&2\nexit 1\n')
    program.chmod(0o755)
    (tmp_path / "pg_restore").symlink_to(program)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(MachineError, match="--no-password") as caught:
        dump_postgresql("postgresql://who:secret@db/desk", tmp_path / "dump")
    assert "secret" not in str(caught.value)
