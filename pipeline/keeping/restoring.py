"""Brings a backup back: every byte is held against the manifest before anything is in its place.

Into an object store, where there is one, uploads and readings go before the records that name
them, and all of them before the state folder is in its place. Nothing is deleted there: a restore
that broke off is begun again, and finds a part of what it brings. A mark in the store tells that
from a store in use, which may hold the very same objects.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import dagster as dg
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.tags import AUTO_RETRY_RUN_ID_TAG, MAX_RETRIES_TAG, WILL_RETRY_TAG

from evidence import codec
from evidence.errors import DataError, MachineError, Problem
from evidence.inbox import PROGRESS, Progress, Stage
from pipeline.batches import BatchEntry, find_batch, known_batches, remember
from pipeline.failures import as_text
from pipeline.home import READINGS, RECORDS, STORE, Home, repository
from pipeline.keeping.backup_places import (
    DUMP,
    INBOX,
    OUT,
    RULES,
    SOURCES,
    STATE,
    OpenedBackup,
    damaged,
    open_backup,
)
from pipeline.keeping.manifests import MANIFEST
from pipeline.keeping.postgresql import (
    check_postgresql_tools,
    is_empty_postgresql,
    restore_postgresql,
)
from pipeline.runs import UNFINISHED
from pipeline.whereabouts import note_path
from storage.failures import DISK_FULL, reason_of
from storage.object_store import ObjectStore

_CHUNK = 1024 * 1024
_RESTORING = ".restoring"
_BULK = (STORE, READINGS, RECORDS)
"""What an object store holds, in the order in which it is brought there."""
_MARK = "restoring"
"""The object that holds the SHA-256 of the manifest of what is being restored; then it is empty."""
ENDED = Problem(
    "E-RUN-RESTORED",
    "备份时该运行正在进行，恢复后已不再继续。已识读的页均已保存，再次运行将从中断处继续。",
    "This run was at work when the backup was made, and does not go on after the restore. "
    "Every page that was read is kept; running again goes on from there.",
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back; `unfinished` are the batches to be run again.

    `extra` are files that somebody put into the backup; they were left there.
    """

    backup: OpenedBackup
    home: Home
    files: int
    unfinished: tuple[BatchEntry, ...]
    extra: tuple[str, ...] = ()


def restore(folder: Path, home: Home, database_url: str | None = None) -> Restored:
    """Bring the backup in `folder` back into the empty folders of `home`, and its object store.

    `database_url` is the empty PostgreSQL database for a desk that had one. Raises MachineError:
    `E-BACKUP-NONE`, `E-BACKUP-DAMAGED`, `E-RESTORE-NOT-EMPTY`, `E-RESTORE-DATABASE`,
    `E-BACKUP-TOOLS`, `E-BACKUP-DATABASE`, `E-RESTORE-WRITE`, `E-DISK-FULL`, `E-STORE-AWAY`; then
    nothing is in its place.
    """
    backup = open_backup(folder.absolute())
    _check_empty(home)
    if home.objects is not None:
        _check_objects(backup, home.objects)
    _check_database(backup, database_url)
    extra = _check_complete(backup)
    with _written(home), _staged(home) as staged:
        _copy_all(backup, staged, without=_BULK if home.objects is not None else ())
        _relocate(backup, staged, home)
        os.sync()
        if home.objects is not None:
            home.objects.write(_MARK, _mark_of(backup))
            _put_all(backup, home.objects)
        with _in_place(staged, home):
            if backup.about.postgresql and database_url:
                restore_postgresql(database_url, backup.folder / DUMP)
        if home.objects is not None:
            with suppress(MachineError):  # everything is restored all the same
                home.objects.write(_MARK, b"")
    home.state.mkdir(parents=True, exist_ok=True)
    return Restored(backup, home, len(backup.sums), tuple(_unfinished(home)), extra)


def other_rules(backup: OpenedBackup) -> list[tuple[Path, Path]]:
    """Notices and authorities that are not as they were: the backup's file, and the installed one.

    Those that the backup does not have are new ones, which nobody need bring back.
    """
    installed = repository() / "verifiers"
    kept = [path for path in sorted(backup.sums) if path.startswith(f"{RULES}/")]
    pairs = [(path, installed / path.removeprefix(f"{RULES}/")) for path in kept]
    return [(backup.folder / p, now) for p, now in pairs if _sha256(now) != backup.sums[p]]


def _sha256(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def end_runs(instance: dg.DagsterInstance) -> int:
    """Fail the runs that were at work or queued when the backup was made; how many they were.

    Nobody can be at work on what was just restored, whatever host and process the run names.
    The daemon starts none of them again: a person does, by the commands that are printed. Runs that are kept elsewhere than
    below the state folder were not restored, and may be at work.
    """
    if not isinstance(instance.run_storage, SqliteRunStorage):
        return 0
    runs = instance.get_runs(dg.RunsFilter(statuses=UNFINISHED))
    failed = dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE], tags={WILL_RETRY_TAG: "true"})
    for run in instance.get_runs(failed):
        if AUTO_RETRY_RUN_ID_TAG not in run.tags:
            instance.add_run_tags(run.run_id, {WILL_RETRY_TAG: "false"})
    for run in runs:
        instance.add_run_tags(run.run_id, {MAX_RETRIES_TAG: "0"})
        instance.report_run_failed(run, as_text(ENDED))
    return len(runs)


def _places(home: Home) -> dict[str, Path]:
    return {STATE: home.state, INBOX: home.inbox, OUT: home.out}


def _check_empty(home: Home) -> None:
    for place in _places(home).values():
        if place.exists() and (not place.is_dir() or _holds(place)):
            raise MachineError(
                Problem(
                    "E-RESTORE-NOT-EMPTY",
                    f"{place} 不是空目录，没有恢复任何内容；请换一个位置，或先把它移开。",
                    f"{place} is not empty, and nothing was restored; choose another place or "
                    "move it away first.",
                )
            )


def _check_objects(backup: OpenedBackup, objects: ObjectStore) -> None:
    """Nothing may be there but what an earlier attempt brought of the same backup."""
    begun = _marked(objects) == _mark_of(backup)
    for part in _BULK:
        for one in objects.listed(part):
            path = f"{STATE}/{one.key}"
            ours = begun and path in backup.sums
            if not ours or (backup.folder / path).stat().st_size != one.size:
                raise MachineError(
                    Problem(
                        "E-RESTORE-NOT-EMPTY",
                        f"对象存储 {objects.url} 不是空的（如 {one.key}），可能正被使用，没有恢复任何内容；"
                        "请把 HEYAN_STORE 设为空的前缀或存储桶。",
                        f"{objects.url} is not empty ({one.key}, for one) and may be in use, so "
                        "nothing was restored; let HEYAN_STORE name an empty prefix or bucket.",
                    )
                )


def _mark_of(backup: OpenedBackup) -> bytes:
    return _sha256(backup.folder / MANIFEST).encode()


def _marked(objects: ObjectStore) -> bytes:
    """What the mark says; nothing where no restore was ever begun there."""
    try:
        with objects.open(_MARK) as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _put_all(backup: OpenedBackup, objects: ObjectStore) -> None:
    for part in _BULK:
        for path in backup.sums:
            key = path.removeprefix(f"{STATE}/")
            if path.startswith(f"{STATE}/{part}/") and not (
                _is_named(key, backup.sums[path]) and objects.size(key) is not None
            ):
                objects.put(key, backup.folder / path)


def _is_named(key: str, sha256: str) -> bool:
    """Whether it is named after its content: then what is there already is the same."""
    return PurePosixPath(key).stem == sha256


def _holds(folder: Path) -> bool:
    """Whether something is in it, but what a disk's root has, and what a killed restore left."""
    return any(path.name not in ("lost+found", _RESTORING) for path in folder.iterdir())


def _check_database(backup: OpenedBackup, url: str | None) -> None:
    """Before hours are spent on files."""
    if not backup.about.postgresql:
        return
    check_postgresql_tools()
    if url is None:
        raise MachineError(
            Problem(
                "E-RESTORE-DATABASE",
                "备份中的核验台数据库是 PostgreSQL；请建立一个空数据库，并把环境变量 HEYAN_DATABASE_URL "
                "设为其地址。",
                "The desk's database in this backup is PostgreSQL; make an empty database and set "
                "HEYAN_DATABASE_URL to its address.",
            )
        )
    if not is_empty_postgresql(url):
        raise MachineError(
            Problem(
                "E-RESTORE-DATABASE",
                "所给的 PostgreSQL 数据库不是空的，没有恢复任何内容；请另建一个空数据库。",
                "The PostgreSQL database is not empty, and nothing was restored; make another, "
                "empty one.",
            )
        )


def _check_complete(backup: OpenedBackup) -> tuple[str, ...]:
    """Every file of the manifest is there; the others, which nobody needs, are named."""
    there = {
        Path(folder, name).relative_to(backup.folder).as_posix()
        for folder, _, names in os.walk(backup.folder)
        for name in names
    }
    missing = backup.sums.keys() - there
    if missing:
        raise damaged(backup.folder, sorted(missing))
    return tuple(sorted(there - backup.sums.keys() - {MANIFEST}))


@contextmanager
def _staged(home: Home) -> Iterator[dict[str, Path]]:
    """Folders inside the places, which may be disks of their own; they go whatever happens."""
    places = _places(home)
    staged = {part: place / _RESTORING for part, place in places.items()}
    new = [place for place in places.values() if not place.exists()]
    for folder in staged.values():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        yield {**staged, SOURCES: staged[STATE] / SOURCES}
    finally:
        for folder in staged.values():
            shutil.rmtree(folder, ignore_errors=True)
        for place in new:
            with suppress(OSError):  # not empty: restored
                place.rmdir()


@contextmanager
def _in_place(staged: Mapping[str, Path], home: Home) -> Iterator[None]:
    """Everything in its place, to stay there if what is done then succeeds."""
    moved: list[Path] = []
    try:
        for part in (OUT, INBOX, STATE):
            for path in sorted(staged[part].iterdir()) if staged[part].is_dir() else ():
                target = _places(home)[part] / path.name
                path.rename(target)
                moved.append(target)
        yield
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        raise


def _copy_all(
    backup: OpenedBackup, staged: Mapping[str, Path], without: Collection[str] = ()
) -> None:
    """Every file is read; copied is what has a place, but the parts of the state `without`."""
    unlike = []
    for path, sha256 in backup.sums.items():
        part, _, below = path.partition("/")
        target = staged[part] / below if part in staged else None
        if part == STATE and below.partition("/")[0] in without:
            target = None
        if _copied(backup.folder / path, target, private=part == STATE) != sha256:
            unlike.append(path)
    if unlike:
        raise damaged(backup.folder, sorted(unlike))
    _keep_private(staged[STATE])


def _keep_private(state: Path) -> None:
    """Also where the backup lay on a file system without modes."""
    desk = state / "desk"
    desk.mkdir(parents=True, exist_ok=True)
    desk.chmod(0o700)
    for path in (state / "footprints.secret", *desk.iterdir()):
        if path.is_file():
            path.chmod(0o600)


def _copied(source: Path, target: Path | None, *, private: bool) -> str:
    """Copy a file, where it has a place; the SHA-256 of what was read.

    What is not Heyan's own may be shared in the backup with what nobody may write.
    """
    digest = hashlib.sha256()
    with source.open("rb") as file:
        status = os.fstat(file.fileno())
        if target is None:
            return hashlib.file_digest(file, "sha256").hexdigest()
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
    target.chmod(stat.S_IMODE(status.st_mode) & 0o777 if private else 0o644)
    os.utime(target, ns=(status.st_mtime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def _relocate(backup: OpenedBackup, staged: Mapping[str, Path], home: Home) -> None:
    """Batches find their files at the new place; nothing else names an absolute path."""
    about, there = backup.about, Home(staged[STATE], staged[INBOX], staged[OUT])
    note_path(there).unlink(missing_ok=True)
    for batch in known_batches(there):
        with suppress(DataError):  # `heyan verify` tells of an entry that is damaged
            entry = find_batch(there, batch)
            source = _moved(Path(entry.source), Path(about.inbox), home.inbox)
            if batch in about.sources:
                source = home.state / SOURCES / about.sources[batch]
            out = _moved(Path(entry.out), Path(about.out), home.out) or home.out / batch
            moved = replace(entry, source=str(source or entry.source), out=str(out))
            remember(there, moved)


def _moved(path: Path, before: Path, now: Path) -> Path | None:
    """The path below its folder's new place; None where it is not below it."""
    return now / path.relative_to(before) if path.is_relative_to(before) else None


def _unfinished(home: Home) -> Iterator[BatchEntry]:
    for batch in known_batches(home):
        with suppress(DataError):
            entry = find_batch(home, batch)
            if _stage(home, batch) is not Stage.PUBLISHED:
                yield entry


def _stage(home: Home, batch: str) -> Stage | None:
    """How far the batch had come; None where nothing says so."""
    try:
        data = (home.state / PROGRESS / f"{batch}.json").read_bytes()
        return codec.decode(Progress, data).stage
    except (FileNotFoundError, DataError):
        return None


@contextmanager
def _written(home: Home) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        reason = reason_of(e)
        code = "E-DISK-FULL" if e.errno in DISK_FULL else "E-RESTORE-WRITE"
        raise MachineError(
            Problem(
                code,
                f"没有恢复：{e.filename or home.state}（{reason}）。请检查磁盘空间和权限后重试；"
                "备份没有改动。",
                f"Nothing was restored: {e.filename or home.state} ({reason}). Check free space "
                "and permissions, then try again; the backup is as it was.",
            )
        ) from e
