"""Makes a backup while everything goes on: whole, or not at all.

What refers to something is copied before what it refers to, and what is moved from one place
to another is copied at the first place before the second. So whatever the copy names is in it,
and nothing falls between two places:

1. Dagster's schedules, which name runs, then its history: what that calls published, the desk has;
2. the last link of the desk's record, then the desk's database;
3. uploads that browsers are sending, then the inbox into which they move;
4. entries, records and registers, which name what lies in 5;
5. readings and page images, and the stored uploads: only ever added, each file whole.

What an object store holds is fetched from it, and lies in the backup as in a state folder.

What is done after the first step may not be in the backup.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from evidence import codec
from evidence.batch_names import READY_MARKER
from evidence.errors import DataError, MachineError, Problem
from evidence.inbox import OFFICIAL_FILE
from pipeline.batches import BatchEntry, find_batch, known_batches
from pipeline.desk import desk_database, desk_location
from pipeline.home import READINGS, RECORDS, STORE, Home, repository
from pipeline.keeping.backup_places import (
    ABOUT,
    DUMP,
    INBOX,
    OUT,
    PARTIAL,
    PREFIX,
    RULE_FOLDERS,
    RULES,
    SOURCES,
    STATE,
    BackupAbout,
    open_backup,
)
from pipeline.keeping.last_backup import LastBackup, note_backup
from pipeline.keeping.manifests import MANIFEST, written
from pipeline.keeping.postgresql import dump_postgresql
from pipeline.keeping.sqlite_files import snapshot_sqlite
from pipeline.keeping.trees import Earlier, TreeCopy, anything, is_link, is_of_the_disk, walk
from pipeline.kept import byte_store
from pipeline.whereabouts import check_whereabouts
from storage.failures import DISK_FULL, reason_of
from storage.object_store import ObjectStore

_DAGSTER = ("schedules", "history")
"""Folders below the state folder in which Dagster keeps its SQLite files; the first names the
second's runs.
"""
_WORKING = frozenset({"locks", "log", *_DAGSTER})
"""Folders below the state folder that are copied otherwise, or hold nothing worth keeping."""
_PASSES = 4
"""So often the inbox is copied anew where names changed meanwhile; then it is taken as it is."""
_SHOWN = 5
"""So many names stand in a sentence."""
_LATER = frozenset({"desk", STORE, READINGS, SOURCES})
_NAMED = (STORE, f"{READINGS}/images")
"""What is named after its SHA-256."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole backup; of its `total_bytes` some are shared, the others were written now.

    `problems` are what was found on the way and needs somebody; the backup is whole all the same.
    """

    folder: Path
    files: int
    total_bytes: int
    written_bytes: int
    problems: tuple[Problem, ...] = ()


def back_up(home: Home, into: Path, now: dt.datetime, *, readings: bool = True) -> Backup:
    """Make `into/heyan-<time>` out of everything that is stored.

    Files that the last whole backup in `into` has as well are shared with it by hard links.
    Raises MachineError: `E-BACKUP-DESK`, `E-BACKUP-PLACE`, `E-BACKUP-WRITE`, `E-DISK-FULL`,
    `E-BACKUP-DATABASE`, `E-BACKUP-TOOLS`, `E-STORE-AWAY`; nothing of it is left then.
    """
    into = into.absolute()
    check_whereabouts(home, desk_location())
    _check_place(home, into)
    final = into / f"{PREFIX}{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    with _written(into), _partial(final) as folder:
        copy = TreeCopy(folder, _last_of(into), _shelf_of(home))
        sources, away = _copy_all(home, copy, readings=readings)
        about = BackupAbout(
            made_at=now,
            version=version("heyan"),
            state=str(home.state),
            inbox=str(home.inbox),
            out=str(home.out),
            postgresql=DUMP in copy.sums,
            readings=readings,
            sources=sources,
            left_out=tuple(copy.left_out),
        )
        copy.add(ABOUT, codec.encode(BackupAbout, about))
        (folder / MANIFEST).write_bytes(written(copy.sums))
        os.sync()
        folder.rename(final)
        _sync(into)
    problems = [*(_unlike(path) for path in copy.unlike), *_left_out(copy.left_out), *_away(away)]
    try:
        note_backup(home, LastBackup(now, str(final), tuple(one.code for one in problems)))
    except MachineError as e:  # the backup is whole all the same
        problems.append(e.problem)
    return Backup(final, len(copy.sums), copy.total_bytes, copy.written_bytes, tuple(problems))


def _copy_all(home: Home, copy: TreeCopy, *, readings: bool) -> tuple[dict[str, str], list[str]]:
    """Everything, in the order that keeps the copy consistent.

    The batches' own sources, and the batches whose source is away.
    """
    desk, database = home.state / "desk", desk_database()
    _copy_dagster(home, copy)
    copy.tree(desk, f"{STATE}/desk", _is_no_secret, own=anything)
    _copy_desk_database(copy, database)
    for part in sorted((desk / "uploads").glob("*/*")):
        copy.whole(part, f"{STATE}/{part.relative_to(home.state).as_posix()}")
    _copy_inbox(home.inbox, copy)
    copy.tree(
        home.state,
        STATE,
        lambda path: _is_other(home, path),
        own=lambda path: not _is_inside_batch(home, path),
    )
    if home.objects is not None:
        _copy_objects(home.objects, RECORDS, copy)
    sources, away = _copy_sources(home, copy)
    copy.tree(home.out, OUT, _is_unfinished)
    for name in RULE_FOLDERS:
        rules = repository() / "verifiers" / name
        copy.tree(rules, f"{RULES}/{name}", _is_no_rule, own=anything)
    bulk = [f"{READINGS}/pages", f"{READINGS}/images", STORE] if readings else [STORE]
    for below in bulk:
        if home.objects is not None:
            _copy_objects(home.objects, below, copy)
        elif below in _NAMED:
            _copy_named(home.state / below, f"{STATE}/{below}", copy)
        else:
            place = f"{STATE}/{below}"
            copy.tree(home.state / below, place, _is_unfinished, renamed=True, own=anything)
    return sources, away


def _copy_objects(objects: ObjectStore, part: str, copy: TreeCopy) -> None:
    mode = 0o444 if part == STORE else 0o644
    for one in objects.listed(part):
        named = PurePosixPath(one.key).stem if part in _NAMED else ""
        copy.fetched(one, f"{STATE}/{one.key}", partial(objects.fetch, one.key), named, mode)


def _is_no_secret(path: Path) -> bool:
    """But secrets, and the record's last link: taken before the database, it is in its chain."""
    return path.suffix not in (".secret", ".head")


def _is_no_rule(path: Path) -> bool:
    return path.suffix not in (".yaml", ".txt")


def _copy_desk_database(copy: TreeCopy, database: Path | str) -> None:
    made = copy.root / ".database"
    if isinstance(database, str):
        dump_postgresql(database, made)
        copy.adopt(made, DUMP)
    elif database.is_file():
        snapshot_sqlite(database, made)
        made.chmod(0o600)
        copy.adopt(made, f"{STATE}/desk/desk.sqlite3")


def _copy_dagster(home: Home, copy: TreeCopy) -> None:
    made = copy.root / ".database"
    for folder in _DAGSTER:
        databases = (
            here / name
            for here, _, files in walk(home.state / folder)
            for name in files
            if name.endswith(".db")
        )
        for database in databases:
            try:
                snapshot_sqlite(database, made)
            except MachineError:
                if database.exists():
                    raise
                continue  # a run that was deleted meanwhile
            copy.adopt(made, f"{STATE}/{database.relative_to(home.state).as_posix()}")


def _copy_inbox(inbox: Path, copy: TreeCopy) -> None:
    """Copied anew where something got another name meanwhile: the copy may have it under neither.

    So does what the desk hands over, and the earlier version that it moves aside.
    """
    for _ in range(_PASSES):
        if not inbox.is_dir():
            return
        before, left_out = _named(inbox), len(copy.left_out)
        _copy_inbox_once(inbox, copy)
        if before <= _named(inbox):
            return
        copy.remove(INBOX)
        del copy.left_out[left_out:]
    _copy_inbox_once(inbox, copy)


def _named(inbox: Path) -> set[tuple[str, int]]:
    """What lies in the inbox: under which name which file or folder."""
    with os.scandir(inbox) as entries:
        return {(entry.name, entry.inode()) for entry in entries}


def _copy_inbox_once(inbox: Path, copy: TreeCopy) -> None:
    """A marker says that what it marks is whole: of those that come later, none is copied."""
    marked = set(_markers(inbox))
    for entry in sorted(inbox.iterdir()):
        if not (_is_late(entry, marked) or is_of_the_disk(entry)):
            copy.whole(entry, f"{INBOX}/{entry.name}", lambda path: _is_late(path, marked))


def _markers(inbox: Path) -> Iterator[Path]:
    for here, names, files in walk(inbox, lambda _: None):
        names[:] = [name for name in names if not is_link(here / name)]
        yield from (here / name for name in files if _is_marker(here / name))


def _is_marker(path: Path) -> bool:
    return path.name in (READY_MARKER, OFFICIAL_FILE) or path.name.endswith(f".{READY_MARKER}")


def _is_late(path: Path, marked: set[Path]) -> bool:
    return _is_marker(path) and path not in marked


def _is_other(home: Home, path: Path) -> bool:
    if path.parent == home.state and path.name in _WORKING | _LATER:
        return True
    return not _is_inside_batch(home, path) and _is_unfinished(path)


def _is_inside_batch(home: Home, path: Path) -> bool:
    """Below an unpacked batch are files of others, whatever they are called."""
    return home.batches in path.parents and path.parent != home.batches


def _is_unfinished(path: Path) -> bool:
    """What is written under a name that begins with a dot is renamed when it is whole."""
    return path.name.startswith(".")


def _copy_sources(home: Home, copy: TreeCopy) -> tuple[dict[str, str], list[str]]:
    """The folders and zips outside the inbox from which batches were run: their names by batch.

    And the batches whose folder or zip is away: not mounted, or removed.
    """
    found, away = {}, []
    for entry in _entries(home):
        source = Path(entry.source)
        if home.inbox in source.parents:
            continue
        try:
            source.stat()
        except OSError:
            away.append(entry.id)
            continue
        name = f"{entry.id}.zip" if source.is_file() else entry.id
        if copy.whole(source, f"{SOURCES}/{name}"):
            found[entry.id] = name
        else:
            away.append(entry.id)
    return found, away


def _entries(home: Home) -> Iterator[BatchEntry]:
    for batch in known_batches(home):
        with suppress(DataError):  # `heyan verify` tells of it; the copy has it as it is
            yield find_batch(home, batch)


def _copy_named(source: Path, place: str, copy: TreeCopy) -> None:
    """Files that are named after their SHA-256: what an older backup has is not read again."""
    for folder, names, files in walk(source):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                path = folder / name
                below = path.relative_to(source).as_posix()
                copy.file(path, f"{place}/{below}", named=path.stem, own=True)


def _shelf_of(home: Home) -> Callable[[str], str | None]:
    """Where the copy has the bytes of an upload: of the inbox's they are the same ones."""
    store = byte_store(home)

    def shelf(sha256: str) -> str | None:
        if not store.has(sha256):
            return None
        return f"{STATE}/{store.path(sha256).relative_to(home.bulk).as_posix()}"

    return shelf


def _last_of(into: Path) -> Earlier | None:
    """The last whole backup there; None where there is none that can be understood."""
    for folder in sorted(into.glob(f"{PREFIX}*"), reverse=True):
        with suppress(MachineError):
            backup = open_backup(folder)
            return Earlier(folder, backup.sums)
    return None


def _check_place(home: Home, into: Path) -> None:
    resolved = into.resolve()
    for folder in (home.state, home.inbox, home.out):
        if resolved.is_relative_to(folder.resolve()):
            raise MachineError(
                Problem(
                    "E-BACKUP-PLACE",
                    f"备份不能放在 {folder} 之内；请选其他位置，最好是另一块磁盘。",
                    f"A backup cannot lie inside {folder}; choose another place, best on "
                    "another disk.",
                )
            )


@contextmanager
def _partial(final: Path) -> Iterator[Path]:
    """The folder that the backup is made in; of what does not become whole nothing is left."""
    for stale in final.parent.glob(f"{PREFIX}*{PARTIAL}"):
        with _held(stale) as free:
            if free:
                shutil.rmtree(stale)
    if final.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
    folder = final.with_name(f"{final.name}{PARTIAL}")
    folder.mkdir(mode=0o700, parents=True)
    try:
        with _held(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether nobody else is making that backup; nobody is meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def _written(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        reason = reason_of(e)
        if e.errno in DISK_FULL:
            problem = Problem(
                "E-DISK-FULL",
                f"备份未完成：{into} 所在磁盘已满，未完成的部分已删除；"
                "请删除较早的备份或换一块磁盘后重试。",
                f"No backup was made: the disk of {into} is full, and what was begun is removed. "
                "Remove old backups or take another disk, then try again.",
            )
        else:
            problem = Problem(
                "E-BACKUP-WRITE",
                f"备份未完成（{e.filename or into}：{reason}），未完成的部分已删除；"
                "请检查磁盘和权限后重试。",
                f"No backup was made ({e.filename or into}: {reason}), and what was begun is "
                "removed. Check disk and permissions, then try again.",
            )
        raise MachineError(problem) from e


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unlike(path: str) -> Problem:
    return Problem(
        "E-STORED-CHANGED",
        f"{path} 的内容与其名称（SHA-256）不符，已按现状备份；请运行 heyan verify，并从较早的备份恢复该文件。",
        f"{path} does not hold the content that it is named after, and was copied as it is; run "
        "heyan verify and take that file from an older backup.",
    )


def _left_out(paths: list[str]) -> Iterator[Problem]:
    if paths:
        shown = "、".join(paths[:_SHOWN]) + ("…" if len(paths) > _SHOWN else "")
        yield Problem(
            "E-BACKUP-LEFT-OUT",
            f"有 {len(paths)} 个文件或文件夹不在备份中，因为是链接、不是普通文件或无法读取：{shown}"
            f"（全部列在备份的 {ABOUT} 中）。请改为普通文件、修正权限，然后重新备份；其余均已备份。",
            f"{len(paths)} files or folders are not in the backup, for they are links, no regular "
            f"files, or cannot be read: {shown} (all of them in {ABOUT} of the backup). Make them "
            "plain files or mend their permissions and back up again; everything else is in it.",
        )


def _away(batches: list[str]) -> Iterator[Problem]:
    if batches:
        shown = "、".join(batches[:_SHOWN]) + ("…" if len(batches) > _SHOWN else "")
        yield Problem(
            "E-BACKUP-SOURCE",
            f"{len(batches)} 个批次的来源文件夹或压缩包不在原处，不在备份中：{shown}。"
            "请挂载该磁盘或放回原处，然后重新备份；其余均已备份。",
            f"The folders or zips that {len(batches)} batches came from are away and not in the "
            f"backup: {shown}. Mount that disk or put them back, then back up again; everything "
            "else is in it.",
        )
