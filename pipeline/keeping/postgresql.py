"""A database of PostgreSQL as it is at one moment, while others go on writing into it.

By its own pg_dump and pg_restore.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from evidence.errors import MachineError, Problem
from pipeline.keeping.sqlite_files import not_copied


def dump_postgresql(url: str, target: Path) -> None:
    """Write a database's content as of now into a file that `pg_restore` reads.

    Raises MachineError (`E-BACKUP-TOOLS`, `E-BACKUP-DATABASE`).
    """
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    _run(url, ["pg_dump", *options, "--file", target])


def restore_postgresql(url: str, dump: Path) -> None:
    """Bring a dump into an empty database: all of it, or nothing.

    Raises MachineError (`E-BACKUP-TOOLS`, `E-BACKUP-DATABASE`).
    """
    options = ["--no-owner", "--no-privileges", "--no-password"]
    options += ["--single-transaction", "--exit-on-error"]
    name = libpq_variables(url).get("PGDATABASE", "")
    _run(url, ["pg_restore", *options, "--dbname", name, dump])


def is_empty_postgresql(url: str) -> bool:
    """Whether a database has no table. Raises MachineError (`E-BACKUP-DATABASE`)."""
    try:
        with psycopg.connect(url, connect_timeout=30) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.relkind IN ('r', 'p') "
                "AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchone()
    except psycopg.Error as e:
        raise MachineError(not_copied("PostgreSQL", str(e))) from e
    return row is not None and row[0] == 0


def check_postgresql_tools() -> None:
    """Raises MachineError (`E-BACKUP-TOOLS`) where PostgreSQL's programs are not installed."""
    missing = [name for name in ("pg_dump", "pg_restore") if shutil.which(name) is None]
    if missing:
        names = "、".join(missing)
        raise MachineError(
            Problem(
                "E-BACKUP-TOOLS",
                f"没有找到 {names}；请安装与服务器同版本或更新的 PostgreSQL 客户端"
                "（Debian 软件包 postgresql-client）。",
                f"{', '.join(missing)} is not installed; install PostgreSQL's client of the "
                "server's version or a later one (Debian package postgresql-client).",
            )
        )


def libpq_variables(url: str) -> dict[str, str]:
    """What an address says, as environment, which other accounts cannot read.

    Raises MachineError (`E-BACKUP-DATABASE`) where it is none, or says what no variable can.
    """
    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in Conninfo.get_defaults()
        if option.envvar
    }
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:  # it may quote the password
        raise MachineError(not_copied("PostgreSQL", "the address is none")) from None
    if unsaid := sorted(parts.keys() - variables.keys()):
        said = f"pg_dump and pg_restore cannot be told {', '.join(unsaid)} of the address"
        raise MachineError(not_copied("PostgreSQL", said))
    return {variables[key]: str(value) for key, value in parts.items()}


def _run(url: str, command: Sequence[str | Path]) -> None:
    check_postgresql_tools()
    done = subprocess.run(  # noqa: S603  PostgreSQL's own programs, with our own options
        command,
        env=os.environ | libpq_variables(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise MachineError(not_copied(f"PostgreSQL ({command[0]})", done.stderr))
