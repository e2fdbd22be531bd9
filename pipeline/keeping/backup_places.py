"""What a backup consists of, and how it says what it is.

heyan-20240412T093000Z/
├── backup.json           when, of what, by which version; written last but one
├── manifest-sha256.txt   every other file, for `sha256sum -c`; written last
├── state/                HEYAN_HOME, databases at their places
├── desk.pgdump           the desk's database where it is PostgreSQL
├── inbox/, out/          as they were
├── rules/                the notices and authorities that the project folder had
└── sources/<batch>…      folders and zips outside the inbox that batches were run from
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from evidence import codec
from evidence.errors import DataError, MachineError, Problem
from pipeline.keeping.manifests import MANIFEST, parsed, plain_paths

PREFIX = "heyan-"
PARTIAL = ".partial"
"""End of the name of a backup that is not whole."""
ABOUT = "backup.json"
STATE, INBOX, OUT, SOURCES = "state", "inbox", "out", "sources"
RULES = "rules"
RULE_FOLDERS = ("notices", "authorities")
"""Folders below `verifiers/` of the project that operators edit."""
DUMP = "desk.pgdump"


@dataclass(frozen=True, slots=True)
class BackupAbout:
    """What a backup says of itself.

    `made_at` is when it began, with zone: what was done later is not in it. `state`, `inbox`
    and `out` are where everything lay. `postgresql` tells that the desk's database is a dump,
    `readings` whether readings and page images are in it. `sources` are the batches whose
    source lay elsewhere; `left_out` files that were no regular files.
    """

    made_at: dt.datetime
    version: str
    state: str
    inbox: str
    out: str
    postgresql: bool
    readings: bool
    sources: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A whole backup: its folder, what it says of itself, its files' SHA-256 by path."""

    folder: Path
    about: BackupAbout
    sums: dict[str, str]


def open_backup(folder: Path) -> OpenedBackup:
    """Read what a backup consists of; no other byte of it is looked at.

    Raises MachineError: `E-BACKUP-NONE` where the folder is none or not whole,
    `E-BACKUP-DAMAGED` where what it says of itself cannot be understood.
    """
    if folder.name.endswith(PARTIAL) or not (folder / MANIFEST).is_file():
        raise MachineError(
            Problem(
                "E-BACKUP-NONE",
                f"{folder} 不是完整的备份（缺少 {MANIFEST}，或备份未完成）；请换一个备份。",
                f"{folder} is no whole backup ({MANIFEST} is missing, or it was never finished); "
                "choose another one.",
            )
        )
    try:
        sums = parsed((folder / MANIFEST).read_bytes())
        about = codec.decode(BackupAbout, (folder / ABOUT).read_bytes())
    except (ValueError, OSError, DataError) as e:
        raise damaged(folder, [ABOUT, MANIFEST]) from e
    if not plain_paths(sums):
        raise damaged(folder, [MANIFEST])
    return OpenedBackup(folder, about, sums)


def damaged(folder: Path, paths: list[str]) -> MachineError:
    """The error of a backup whose files are not as its manifest says."""
    shown = "、".join(paths[:5]) + ("…" if len(paths) > 5 else "")
    return MachineError(
        Problem(
            "E-BACKUP-DAMAGED",
            f"备份 {folder.name} 有 {len(paths)} 个文件缺失或与清单不符：{shown}。"
            "没有恢复任何内容；请换一个备份，并检查存放备份的磁盘。",
            f"{len(paths)} files of the backup {folder.name} are missing or not as its manifest "
            f"says: {shown}. Nothing was restored; choose another backup and check the "
            "disk that it lies on.",
        )
    )
