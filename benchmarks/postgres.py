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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian keeps them, one folder a version."""
_OWNERS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root: the first of these that exists runs it then."""
DATABASE = "heyan"
_NEW = ("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")


@dataclass(frozen=True, slots=True)
class Server:
    """A server of its own: `url` names its one empty database."""

    url: str
    _folder: Path
    _programs: Path
    _owner: pwd.struct_passwd | None

    def start(self) -> None:
        """Start it. Raises RuntimeError with its log where it does not start."""
        # -l: what it says goes to the log, and not into a pipe that would stay open.
        log = self._folder / "log"
        self.run("pg_ctl", "-D", self._folder / "data", "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut would; `start` brings it back with what it had."""
        self.run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of its programs to its end. Raises RuntimeError with what it said."""
        command = [self._programs / program, *arguments]
        _run(command, self._folder, self._owner, self._folder / "log")


@contextmanager
def running_cluster(*, durable: bool = True) -> Iterator[str]:
    """A running server with an empty database; the URL for HEYAN_DATABASE_URL.

    `durable=False` writes nothing through to the disk: for tests. Raises FileNotFoundError
    where PostgreSQL is not installed, and RuntimeError with its log where it does not start.
    """
    with running_server(durable=durable) as server:
        yield server.url


@contextmanager
def running_server(*, durable: bool = True, address: str | None = None) -> Iterator[Server]:
    """A running server, to be stopped and started at will; raises as `running_cluster` does.

    With an `address` of this machine it listens there as well, on a port of its own, and
    believes whoever reaches it.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="heyan-pg-"))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    port = free_port(address) if address else None
    host = f"{address}:{port}" if address else quote(str(folder), safe="")
    server = Server(f"postgresql://{DATABASE}@{host}/{DATABASE}", folder, programs, owner)
    try:
        server.run("initdb", "-D", folder / "data", "-U", DATABASE, *_NEW)
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(_configuration(folder, address, port, durable=durable))
        if address:
            with (folder / "data" / "pg_hba.conf").open("a") as file:
                file.write("host all all samenet trust\n")
        server.start()
        try:
            at = ("-p", str(port)) if port else ()
            server.run("createdb", "-h", folder, *at, "-U", DATABASE, DATABASE)
            yield server
        finally:
            with suppress(RuntimeError):  # whoever uses it may have stopped it
                server.stop()
    finally:
        shutil.rmtree(folder)


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


def _configuration(
    folder: Path, address: str | None, port: int | None, *, durable: bool
) -> str:
    settings = {
        "listen_addresses": f"'{address or ''}'",
        "unix_socket_directories": f"'{folder}'",
        "timezone": "'UTC'",
    }
    if port:
        settings["port"] = str(port)
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
