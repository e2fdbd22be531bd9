"""Re-hashes everything that is stored, and follows every name of stored bytes to them.

Of an object store nothing is taken from this machine's copies: every object is fetched.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from evidence import codec
from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Document
from evidence.errors import HeyanError, Problem
from evidence.findings import Finding, Verdict
from evidence.footprints import Footprint
from evidence.keeping import NamedFile
from evidence.readings import PageReading, UploadReading
from evidence.register import Answer, OfficialRecord, Withdrawal
from evidence.uploads import Upload, UploadOutcome
from pipeline.batches import BatchEntry
from pipeline.desk import desk_database, desk_location, named_files
from pipeline.footprint_secret import footprint_secret
from pipeline.home import READINGS, RECORDS, STORE, Home
from pipeline.keeping.kept_files import Bulk, KeptFile, files_below, kept_file
from pipeline.keeping.sqlite_files import damage_of_sqlite
from pipeline.kept import byte_store
from pipeline.official.kept import ORIGINALS, KeptResults
from pipeline.whereabouts import check_whereabouts
from storage.failures import reason_of

RECORDED: Mapping[str, type] = {
    "uploads": Upload,
    "readings": UploadReading,
    "upload_outcomes": UploadOutcome,
    "page_images": PageImage,
    "documents": Document,
    "applications": Application,
    "patent_register": OfficialRecord,
    "findings": Finding,
    "footprints": Footprint,
    "cross_findings": Finding,
    "verdicts": Verdict,
    "rosters": str,
    "review_queue": str,
}
"""What the assets record, one file a partition (`pipeline/assets`)."""
_REGISTERS: Mapping[str, type] = {
    "*.jsonl": OfficialRecord,
    "withdrawn/*.jsonl": Withdrawal,
    "epo_ops/*.jsonl": Answer,
}
"""What lies below the registers, in files named after their content."""
_MOST_PROBLEMS = 200
"""So many are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """What was looked at and found; `found` counts the problems of which the first are listed."""

    files: int
    total_bytes: int
    found: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was stored."""
        return not self.found


@dataclass(frozen=True, slots=True)
class Share:
    """One of `of` parts of what is named after its SHA-256; all of them together are everything."""

    part: int
    of: int

    def has(self, sha256: str) -> bool:
        """Whether a name belongs to this part; what bears no such name belongs to each."""
        try:
            return int(sha256[:2], 16) % self.of == self.part % self.of
        except ValueError:
            return True


EVERYTHING = Share(0, 1)


@dataclass(slots=True)
class _Look:
    """What was looked at so far."""

    home: Home
    share: Share
    bulk: Bulk
    files: int = 0
    total_bytes: int = 0
    unread: list[Problem] = field(default_factory=list)
    """Of folders."""

    def unreadable(self, error: OSError) -> None:
        """Note a folder that cannot be read."""
        path = Path(str(error.filename))
        self.unread.append(_unreadable(kept_file(self.home, path).place, error))

    def sha256(self, kept: KeptFile) -> str:
        """The SHA-256 of a file's content. Raises OSError."""
        with kept.open() as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.files += 1
            self.total_bytes += file.tell()
        return sha256

    def bytes_of(self, kept: KeptFile) -> bytes:
        """A file's content. Raises OSError."""
        with kept.open() as file:
            data = file.read()
        self.files += 1
        self.total_bytes += len(data)
        return data


def verify_stored(home: Home, share: Share = EVERYTHING) -> StoredReport:
    """Look at everything stored below `home`, while others may go on working.

    `share` says of which uploads, page images, readings and registers the content is held against
    the name; records and databases are looked at whole, and so is whether each named file is there.

    Raises MachineError (`E-DESK-DATABASE`, `E-SETTING`) where the desk's database cannot be
    asked, `E-BACKUP-DESK` where it is not the one in use, and `E-STORE-AWAY` where the object
    store cannot be asked: what was not looked at is not called well.
    """
    check_whereabouts(home, desk_location())
    look, found = _Look(home, share, Bulk(home)), 0
    listed: list[Problem] = []
    for problem in _problems(look):
        found += 1
        if len(listed) < _MOST_PROBLEMS:
            listed.append(problem)
    return StoredReport(look.files, look.total_bytes, found, tuple(listed))


def _problems(look: _Look) -> Iterator[Problem]:
    home = look.home
    yield from _named_after_content(look, _kept(look, STORE))
    yield from _named_after_content(look, _kept(look, f"{READINGS}/images"))
    yield from _readings(look)
    yield from _registers(look)
    yield from _records(look)
    yield from _others(look)
    yield from _databases(look)
    yield from _named_by_desk(look)
    folders = [home.batches] if home.objects else [home.records, home.batches]
    for folder in folders:
        deque(files_below(folder, look.unreadable), maxlen=0)  # for those that cannot be read
    yield from look.unread


def _kept(look: _Look, below: str) -> Iterator[KeptFile]:
    return look.bulk.files(below, look.unreadable)


def _named_after_content(look: _Look, files: Iterable[KeptFile]) -> Iterator[Problem]:
    for kept in files:
        if not look.share.has(kept.place.stem):
            continue
        try:
            sha256 = look.sha256(kept)
        except FileNotFoundError:
            continue
        except OSError as e:
            yield _unreadable(kept.place, e)
            continue
        if sha256 != kept.place.stem:
            yield _changed(kept.place)


def _readings(look: _Look) -> Iterator[Problem]:
    """A damaged reading is read again; but somebody should know of the disk."""
    for kept in _kept(look, f"{READINGS}/pages"):
        # pages/ab/<SHA-256 of the upload>/<recipe>/<page>.json
        if kept.place.suffix == ".json" and look.share.has(kept.place.parent.parent.name):
            reading = _decoded(look, kept, partial(codec.decode, PageReading))
            yield from _problem_of(reading)


def _registers(look: _Look) -> Iterator[Problem]:
    home, registers = look.home, look.home.registers
    for pattern, kind in _REGISTERS.items():
        for path in sorted(registers.glob(pattern)):
            lines = _decoded(look, kept_file(home, path), partial(codec.decode_lines, kind))
            yield from _problem_of(lines)
    below = (kept_file(home, path) for path in files_below(registers, look.unreadable))
    yield from _named_after_content(look, (one for one in below if one.place.match("*.jsonl")))
    for path in sorted((registers / ORIGINALS).glob("*.json")):
        file = kept_file(home, path)
        results = _decoded(look, file, partial(codec.decode, KeptResults))
        yield from _problem_of(results)
        if isinstance(results, KeptResults):
            yield from _stored(look, file.place, results.original.upload)
            yield from _images(look, file.place, results.pages)


def _records(look: _Look) -> Iterator[Problem]:
    for asset, kind in RECORDED.items():
        # Folders that cannot be read are told of once, with all records' folders.
        for kept in look.bulk.files(f"{RECORDS}/{asset}", lambda _: None):
            if kept.place.suffix != ".jsonl" or kept.place.parent.name != asset:
                continue
            records = _decoded(look, kept, partial(codec.decode_lines, kind))
            yield from _problem_of(records)
            if isinstance(records, list) and kind is Upload:
                for upload in records:
                    yield from _stored(look, kept.place, upload)
            if isinstance(records, list) and kind is PageImage:
                yield from _images(look, kept.place, records)


def _others(look: _Look) -> Iterator[Problem]:
    for path in sorted(look.home.batches.glob("*/entry.json")):
        yield from _problem_of(
            _decoded(look, kept_file(look.home, path), partial(codec.decode, BatchEntry))
        )
    secret = look.home.footprint_secret
    if secret.exists():
        yield from _problem_of(
            _decoded(look, kept_file(look.home, secret), lambda _: footprint_secret(look.home))
        )


def _databases(look: _Look) -> Iterator[Problem]:
    desk = desk_database()
    databases = [
        path
        for part in ("history", "schedules")
        for path in files_below(look.home.state / part, look.unreadable)
    ]
    for path in [desk, *databases] if isinstance(desk, Path) else databases:
        # The database of a run that begins at this moment is empty.
        begins = path.parent.name == "runs" and path.is_file() and not path.stat().st_size
        if path.suffix in (".db", ".sqlite3") and path.is_file() and not begins:
            look.files += 1
            look.total_bytes += path.stat().st_size
            if damage := damage_of_sqlite(path):
                yield _broken(kept_file(look.home, path).place, damage)


def _named_by_desk(look: _Look) -> Iterator[Problem]:
    desk = desk_database()
    if isinstance(desk, Path) and not desk.is_file():
        return
    with named_files() as files:
        for file in files:
            if not _is_there(look, file):
                yield _missing(file.by, file.path or file.sha256)


def _is_there(look: _Look, file: NamedFile) -> bool:
    if file.path:
        return look.bulk.size(file.path) is not None
    if byte_store(look.home).has(file.sha256):
        return True
    return any(
        path.is_file() and look.sha256(kept_file(look.home, path)) == file.sha256
        for name in file.waiting
        for path in _waiting(look.home.inbox, name)
    )


def _waiting(inbox: Path, name: str) -> list[Path]:
    """`*` stands for one folder; what people called their files is no pattern."""
    before, star, after = name.partition("/*/")
    if not star:
        return [inbox / name]
    return [folder / after for folder in sorted((inbox / before).glob("*"))]


def _stored(look: _Look, name: PurePosixPath, upload: Upload) -> Iterator[Problem]:
    if not upload.sha256:
        return
    path = byte_store(look.home).path(upload.sha256).relative_to(look.home.bulk).as_posix()
    if look.bulk.size(path) != upload.size:
        yield _missing(f"{name} ({upload.path})", path)


def _images(look: _Look, name: PurePosixPath, pages: Any) -> Iterator[Problem]:
    for page in pages:
        if page.path and look.bulk.size(page.path) is None:
            yield Problem(
                "E-STORED-IMAGE",
                f"{name} 所指的页面图像 {page.path} 不在（{page.upload} 第 {page.number} 页）；"
                "请从备份恢复，或再次运行该批次重新生成。",
                f"The page image {page.path} that {name} names is not there ({page.upload}, page "
                f"{page.number}); take it from a backup, or run the batch again to have it made.",
            )


def _decoded(look: _Look, kept: KeptFile, decode: Callable[[bytes], object]) -> object:
    """What a file holds; the problem where it holds nothing of the kind, None where it is gone."""
    try:
        data = look.bytes_of(kept)
    except FileNotFoundError:
        return None
    except OSError as e:
        return _unreadable(kept.place, e)
    try:
        return decode(data)
    except HeyanError as e:
        return _damaged(kept.place, e.problem.en)


def _problem_of(decoded: object) -> Iterator[Problem]:
    if isinstance(decoded, Problem):
        yield decoded


def _changed(name: PurePosixPath) -> Problem:
    return Problem(
        "E-STORED-CHANGED",
        f"{name} 的内容与其名称（SHA-256）不符，可能损坏或被改动；请从备份恢复该文件，并检查磁盘。",
        f"{name} does not hold the content that it is named after: it was damaged or changed. "
        "Take that file from a backup and check the disk.",
    )


def _damaged(name: PurePosixPath, why: str) -> Problem:
    why = " ".join(why.split())[:300]
    return Problem(
        "E-STORED-DAMAGED",
        f"{name} 已损坏（{why}）；请从备份恢复该文件，或再次运行相应批次，并检查磁盘。",
        f"{name} is damaged ({why}); take that file from a backup or run its batch again, and "
        "check the disk.",
    )


def _broken(name: PurePosixPath, why: str) -> Problem:
    why = " ".join(why.split())[:300]
    return Problem(
        "E-STORED-DATABASE",
        f"数据库 {name} 已损坏（{why}）；请停止服务，从备份恢复（heyan restore），并检查磁盘。",
        f"The database {name} is damaged ({why}); stop the service, restore a backup (heyan "
        "restore) and check the disk.",
    )


def _unreadable(name: PurePosixPath, error: OSError) -> Problem:
    why = reason_of(error)
    return Problem(
        "E-STORED-READ",
        f"{name} 无法读取（{why}）；请检查磁盘和权限，必要时从备份恢复。",
        f"{name} cannot be read ({why}); check disk and permissions, and take it from a backup "
        "where it is lost.",
    )


def _missing(by: str, what: str) -> Problem:
    return Problem(
        "E-STORED-MISSING",
        f"{by} 所指的文件 {what} 不在存储中；请从备份恢复该文件。",
        f"The file {what} that {by} names is not stored; take it from a backup.",
    )
