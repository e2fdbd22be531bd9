"""Where Heyan keeps its state on this machine, and the variables that say so.

No Dagster here: `heyan read` and `heyan doctor` start without it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import MachineError, Problem
from storage.object_store import ObjectStore
from storage.settings import COPIES_VARIABLE, object_store

HOME_VARIABLE = "HEYAN_HOME"
INBOX_VARIABLE = "HEYAN_INBOX"
OUT_VARIABLE = "HEYAN_OUT"
DAGSTER_VARIABLE = "DAGSTER_HOME"
STORE, READINGS, RECORDS = "store", "readings", "records"
"""What the bulk of the bytes is: folders below the state, or the beginnings of objects' keys."""


def repository() -> Path:
    """The folder that holds dagster.yaml and the packages."""
    return Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation; all absolute.

    `state` holds what Heyan made (nothing in it is edited by hand), `inbox` is
    where batches are dropped, `out` is where their rosters go by default. Where there are
    `objects` they hold, in place of `state` and under the same names below it, uploads,
    readings with page images, and records: what `bulk` is the folder of.
    """

    state: Path
    inbox: Path
    out: Path
    objects: ObjectStore | None = None

    def __post_init__(self) -> None:
        for folder in (self.state, self.inbox, self.out):
            if not folder.is_absolute():
                raise MachineError(
                    Problem(
                        "E-HOME",
                        f"目录 {folder} 不是绝对路径，请把 {HOME_VARIABLE} 等变量设为绝对路径。",
                        f"{folder} is not an absolute path; set {HOME_VARIABLE} and its like to one.",
                    )
                )
        if self.objects is not None and self.objects.place.is_relative_to(self.state):
            raise MachineError(
                Problem(
                    "E-SETTING",
                    f"{COPIES_VARIABLE} 不能在 {self.state} 之内：副本属于本机，而该目录由各机器共用并备份；"
                    "请设为本机磁盘上的其他目录。",
                    f"{COPIES_VARIABLE} cannot lie inside {self.state}, which machines share and "
                    "backups hold; set it to a folder on a disk of this machine.",
                )
            )

    @property
    def bulk(self) -> Path:
        """Where this machine has the files that records and the desk name by a path.

        The state folder, or that of the object store's copies.
        """
        return self.state if self.objects is None else self.objects.copies

    @property
    def store(self) -> Path:
        """The uploads' bytes, by sha256."""
        return self.bulk / STORE

    @property
    def readings(self) -> Path:
        """What was read on each page, by upload and recipe."""
        return self.bulk / READINGS

    @property
    def records(self) -> Path:
        """The assets' records, one JSON-lines file per asset and partition."""
        return self.bulk / RECORDS

    @property
    def registers(self) -> Path:
        """Official records imported earlier."""
        return self.state / "registers"

    @property
    def batches(self) -> Path:
        """One folder per batch: its entry, and its files where it came as a zip."""
        return self.state / "batches"

    @property
    def footprint_secret(self) -> Path:
        """The secret behind the marks of people that are compared across batches."""
        return self.state / "footprints.secret"

    @property
    def locks(self) -> Path:
        """Lock files, one per batch being run."""
        return self.state / "locks"


def find_home(environment: Mapping[str, str] | None = None) -> Home:
    """The folders that the environment names, or those beside dagster.yaml.

    Raises MachineError (`E-HOME`, `E-SETTING`) where a variable cannot be meant.
    """
    environment = os.environ if environment is None else environment
    state = Path(environment.get(HOME_VARIABLE) or repository() / "var")
    beside = state.parent
    return Home(
        state,
        Path(environment.get(INBOX_VARIABLE) or beside / "inbox"),
        Path(environment.get(OUT_VARIABLE) or beside / "out"),
        object_store(environment),
    )


def enter_home(environment: MutableMapping[str, str] | None = None) -> Home:
    """Make the folders, and set the variables that dagster.yaml and child processes read.

    Raises MachineError (`E-HOME`, `E-DAGSTER-HOME`, `E-SETTING`) where they cannot be used.
    """
    environment = os.environ if environment is None else environment
    home = find_home(environment)
    dagster_home = Path(environment.get(DAGSTER_VARIABLE) or repository()).absolute()
    if not (dagster_home / "dagster.yaml").is_file():
        raise MachineError(
            Problem(
                "E-DAGSTER-HOME",
                f"{dagster_home} 中没有 dagster.yaml，请把 {DAGSTER_VARIABLE} 设为含有它的目录。",
                f"There is no dagster.yaml in {dagster_home}; set {DAGSTER_VARIABLE} to the folder that has it.",
            )
        )
    try:
        for folder in (home.state, home.inbox, home.batches, home.locks, home.registers):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise MachineError(
            Problem(
                "E-HOME",
                f"无法建立目录 {e.filename}：{e.strerror}。",
                f"The folder {e.filename} cannot be made: {e.strerror}.",
            )
        ) from e
    environment[HOME_VARIABLE] = str(home.state)
    environment[INBOX_VARIABLE] = str(home.inbox)
    environment[OUT_VARIABLE] = str(home.out)
    environment[DAGSTER_VARIABLE] = str(dagster_home)
    return home
