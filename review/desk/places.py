"""Where the desk keeps and finds things on this machine; read from the environment.

The pipeline sets these variables for every process that it starts.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import MachineError, Problem
from storage.object_store import ObjectStore
from storage.settings import object_store

HOME = "HEYAN_HOME"
INBOX = "HEYAN_INBOX"
DATABASE = "HEYAN_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class DeskPlaces:
    """`state` is what Heyan made, `inbox` where the desk leaves work for the pipeline.

    `objects` hold originals and page images where they are not in `state`.
    """

    state: Path
    inbox: Path
    objects: ObjectStore | None = None

    @property
    def own(self) -> Path:
        """The desk's folder: its database by default, its secrets, unfinished uploads."""
        return self.state / "desk"

    @property
    def database(self) -> Path:
        """The SQLite file that is used where no database is named."""
        return self.own / "desk.sqlite3"

    @property
    def unfinished(self) -> Path:
        """Uploads of which chunks are still missing."""
        return self.own / "uploads"

    @property
    def heads(self) -> Path:
        """The record's last link, kept outside the database: a cut-off end shows against it."""
        return self.own / "record.head"


def find_places(environment: Mapping[str, str] | None = None) -> DeskPlaces:
    """The folders that the environment names. Raises MachineError (`E-HOME`, `E-SETTING`)."""
    environment = os.environ if environment is None else environment
    state = Path(environment.get(HOME, ""))
    if not state.is_absolute():
        raise MachineError(
            Problem(
                "E-HOME",
                f"请把 {HOME} 设为绝对路径，或用 heyan serve 启动核验台。",
                f"Set {HOME} to an absolute path, or start the desk with heyan serve.",
            )
        )
    inbox = Path(environment.get(INBOX) or state.parent / "inbox")
    return DeskPlaces(state, inbox, object_store(environment))


def make_own_folder(places: DeskPlaces) -> None:
    """Make the desk's folder where there is none: nobody but its owner looks into it.

    Raises MachineError (`E-HOME`).
    """
    try:
        places.state.mkdir(parents=True, exist_ok=True)
        places.own.mkdir(mode=0o700, exist_ok=True)
    except OSError as e:
        raise MachineError(
            Problem(
                "E-HOME",
                f"不能在 {places.state} 中建立核验台的文件夹；请检查权限和磁盘后重试。",
                f"The desk's folder cannot be made in {places.state}; check rights and disk.",
            )
        ) from e


def kept_secret(places: DeskPlaces, name: str) -> str:
    """A secret of this installation, made on first use and readable by its owner only."""
    path = places.own / name
    if not path.exists():
        make_own_folder(places)
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a new secret whole; of two processes that do so at once, the first wins."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
        ) as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
