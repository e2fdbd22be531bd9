"""A PostgreSQL of its own in a temporary folder, for as long as it is needed.

It listens on a socket in that folder only, so that it meets no other server and needs no port,
unless other hosts are to reach it.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

_PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian keeps them, one folder a version."""
_OWNERS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root: the first of these that exists runs it then."""
DATABASE = "heyan"
_NEW = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")


@contextmanager
def running_cluster(*, durable: bool = True, address: str | None = None) -> Iterator[str]:
    """A running server with an empty database; the URL for HEYAN_DATABASE_URL.

    `durable=False` writes nothing through to the disk: for tests. With an `address` of this
    machine it listens there, on a port of its own, and believes whoever reaches it. Raises
    FileNotFoundError where PostgreSQL is not installed, and RuntimeError with its log where it
    does not start.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="heyan-pg-"))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    try:
        _run(
            [programs / "initdb", "-D", data, "-U", DATABASE, *_NEW],
            folder,
            owner,
        )
        with (data / "postgresql.conf").open("a") as file:
            file.write(_configuration(folder, durable=durable))
            if address:
                port = free_port(address)
                file.write(f"listen_addresses = '{address}'\nport = {port}\n")
        if address:
            with (data / "pg_hba.conf").open("a") as file:
                file.write("host all all samenet trust\n")
        at = f"{address}:{port}" if address else quote(str(folder), safe="")
        url = f"postgresql://{DATABASE}@{at}/{DATABASE}"
        _start(folder)
        try:
            near = ("--maintenance-db", f"{url.rpartition('/')[0]}/postgres")
            _run([programs / "createdb", *near, DATABASE], folder, owner)
            yield url
        finally:
            _stop(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def outage(url: str) -> Iterator[None]:
    """The server of `running_cluster` is away inside, as after a power cut, and back afterwards."""
    with psycopg.connect(url) as connection:
        ((data,),) = connection.execute("SHOW data_directory")
    folder = Path(data).parent
    _stop(folder)
    try:
        yield
    finally:
        _start(folder)


def _start(folder: Path) -> None:
    # -l: what it says goes to the log, and not into a pipe that would stay open.
    data, log = folder / "data", folder / "log"
    command = [find_programs() / "pg_ctl", "-D", data, "-l", log, "-w", "start"]
    _run(command, folder, _owner(), log)


def _stop(folder: Path) -> None:
    command = [find_programs() / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"]
    _run(command, folder, _owner())


def free_port(address: str) -> int:
    """A port of that address on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
        return port


def find_programs() -> Path:
    """The folder of the newest PostgreSQL. Raises FileNotFoundError that names the package."""
    folders = sorted(
        (found.parent for found in _PROGRAMS.glob("*/bin/initdb")),
        key=lambda folder: [int(number) for number in re.findall(r"\d+", folder.parent.name)],
    )
    if not folders:
        raise FileNotFoundError(
            f"no initdb in {_PROGRAMS}/*/bin; install the Debian package postgresql "
            "(scripts/setup.sh dev does)"
        )
    return folders[-1]


def _owner() -> pwd.struct_passwd | None:
    """Who runs it in root's place; None where whoever asks can do so themselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _OWNERS if name in known)


def _configuration(folder: Path, *, durable: bool) -> str:
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{folder}'",
        "timezone": "'UTC'",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def _run(
    command: list[str | Path],
    folder: Path,
    owner: pwd.struct_passwd | None,
    log: Path | None = None,
) -> None:
    """Run one of its programs to its end. Raises RuntimeError with what it said."""
    done = subprocess.run(
        command,
        cwd=folder,
        user=owner and owner.pw_uid,
        group=owner and owner.pw_gid,
        extra_groups=None if owner is None else [],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = log.read_text(errors="replace") if log and log.exists() else ""
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}{said}")
