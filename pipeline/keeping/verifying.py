"""Re-hashes everything that is stored, and follows every name of stored bytes to them."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
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
from extractors.intake.store import ByteStore
from extractors.whole_files import reason_of
from pipeline.batches import BatchEntry
from pipeline.desk import desk_database, desk_location, named_files
from pipeline.footprint_secret import footprint_secret
from pipeline.home import Home
from pipeline.keeping.databases import damage_of_sqlite
from pipeline.keeping.trees import walk
from pipeline.official.kept import ORIGINALS, KeptResults
from pipeline.whereabouts import check_whereabouts

RECORDS: Mapping[str, type] = {
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
    files: int = 0
    total_bytes: int = 0
    unread: list[Problem] = field(default_factory=list)
    """Of folders."""

    def sha256(self, path: Path) -> str:
        """The SHA-256 of a file's content. Raises OSError."""
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.files += 1
            self.total_bytes += file.tell()
        return sha256

    def bytes_of(self, path: Path) -> bytes:
        """A file's content. Raises OSError."""
        data = path.read_bytes()
        self.files += 1
        self.total_bytes += len(data)
        return data


def verify_stored(home: Home, share: Share = EVERYTHING) -> StoredReport:
    """Look at everything stored below `home`, while others may go on working.

    `share` says of which uploads, page images, readings and registers the content is held against
    the name; records and databases are looked at whole, and so is whether each named file is there.

    Raises MachineError (`E-DESK-DATABASE`, `E-SETTING`) where the desk's database cannot be
    asked, and `E-BACKUP-DESK` where it is not the one in use.
    """
    check_whereabouts(home, desk_location())
    look, found = _Look(home, share), 0
    listed: list[Problem] = []
    for problem in _problems(look):
        found += 1
        if len(listed) < _MOST_PROBLEMS:
            listed.append(problem)
    return StoredReport(look.files, look.total_bytes, found, tuple(listed))


def _problems(look: _Look) -> Iterator[Problem]:
    home = look.home
    yield from _named_after_content(look, home.store)
    yield from _named_after_content(look, home.readings / "images")
    yield from _readings(look)
    yield from _registers(look)
    yield from _records(look)
    yield from _others(look)
    yield from _databases(look)
    yield from _named_by_desk(look)
    for folder in (home.records, home.batches):
        deque(_files(look, folder), maxlen=0)  # for those that cannot be read
    yield from look.unread


def _named_after_content(look: _Look, root: Path, pattern: str = "*") -> Iterator[Problem]:
    for path in _files(look, root):
        if not (path.match(pattern) and look.share.has(path.stem)):
            continue
        try:
            sha256 = look.sha256(path)
        except FileNotFoundError:
            continue
        except OSError as e:
            yield _unreadable(look, path, e)
            continue
        if sha256 != path.stem:
            yield _changed(look, path)


def _readings(look: _Look) -> Iterator[Problem]:
    """A damaged reading is read again; but somebody should know of the disk."""
    for path in _files(look, look.home.readings / "pages"):
        # pages/ab/<SHA-256 of the upload>/<recipe>/<page>.json
        if path.suffix == ".json" and look.share.has(path.parent.parent.name):
            reading = _decoded(look, path, partial(codec.decode, PageReading))
            yield from _problem_of(reading)


def _registers(look: _Look) -> Iterator[Problem]:
    registers = look.home.registers
    for pattern, kind in _REGISTERS.items():
        for path in sorted(registers.glob(pattern)):
            yield from _problem_of(_decoded(look, path, partial(codec.decode_lines, kind)))
    yield from _named_after_content(look, registers, "*.jsonl")
    for path in sorted((registers / ORIGINALS).glob("*.json")):
        kept = _decoded(look, path, partial(codec.decode, KeptResults))
        yield from _problem_of(kept)
        if isinstance(kept, KeptResults):
            yield from _stored(look, _name(look, path), kept.original.upload)
            yield from _images(look, _name(look, path), kept.pages)


def _records(look: _Look) -> Iterator[Problem]:
    for asset, kind in RECORDS.items():
        for path in sorted((look.home.records / asset).glob("*.jsonl")):
            records = _decoded(look, path, partial(codec.decode_lines, kind))
            yield from _problem_of(records)
            if isinstance(records, list) and kind is Upload:
                for upload in records:
                    yield from _stored(look, _name(look, path), upload)
            if isinstance(records, list) and kind is PageImage:
                yield from _images(look, _name(look, path), records)


def _others(look: _Look) -> Iterator[Problem]:
    for path in sorted(look.home.batches.glob("*/entry.json")):
        yield from _problem_of(_decoded(look, path, partial(codec.decode, BatchEntry)))
    secret = look.home.footprint_secret
    if secret.exists():
        yield from _problem_of(_decoded(look, secret, lambda _: footprint_secret(look.home)))


def _databases(look: _Look) -> Iterator[Problem]:
    desk = desk_database()
    databases = [
        path for part in ("history", "schedules") for path in _files(look, look.home.state / part)
    ]
    for path in [desk, *databases] if isinstance(desk, Path) else databases:
        # The database of a run that begins at this moment is empty.
        begins = path.parent.name == "runs" and path.is_file() and not path.stat().st_size
        if path.suffix in (".db", ".sqlite3") and path.is_file() and not begins:
            look.files += 1
            look.total_bytes += path.stat().st_size
            if damage := damage_of_sqlite(path):
                yield _broken(look, path, damage)


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
        return (look.home.state / file.path).is_file()
    if ByteStore(look.home.store).has(file.sha256):
        return True
    return any(
        path.is_file() and look.sha256(path) == file.sha256
        for name in file.waiting
        for path in _waiting(look.home.inbox, name)
    )


def _waiting(inbox: Path, name: str) -> list[Path]:
    """`*` stands for one folder; what people called their files is no pattern."""
    before, star, after = name.partition("/*/")
    if not star:
        return [inbox / name]
    return [folder / after for folder in sorted((inbox / before).glob("*"))]


def _stored(look: _Look, name: str, upload: Upload) -> Iterator[Problem]:
    if not upload.sha256:
        return
    path = ByteStore(look.home.store).path(upload.sha256)
    if not path.is_file() or path.stat().st_size != upload.size:
        yield _missing(f"{name} ({upload.path})", _name(look, path))


def _images(look: _Look, name: str, pages: Any) -> Iterator[Problem]:
    for page in pages:
        if page.path and not (look.home.state / page.path).is_file():
            yield Problem(
                "E-STORED-IMAGE",
                f"{name} 所指的页面图像 {page.path} 不在（{page.upload} 第 {page.number} 页）；"
                "请从备份恢复，或再次运行该批次重新生成。",
                f"The page image {page.path} that {name} names is not there ({page.upload}, page "
                f"{page.number}); take it from a backup, or run the batch again to have it made.",
            )


def _decoded(look: _Look, path: Path, decode: Callable[[bytes], object]) -> object:
    """What a file holds; the problem where it holds nothing of the kind, None where it is gone."""
    try:
        return decode(look.bytes_of(path))
    except FileNotFoundError:
        return None
    except OSError as e:
        return _unreadable(look, path, e)
    except HeyanError as e:
        return _damaged(look, path, e.problem.en)


def _problem_of(decoded: object) -> Iterator[Problem]:
    if isinstance(decoded, Problem):
        yield decoded


def _files(look: _Look, root: Path) -> Iterator[Path]:
    """Every file below, but what is not whole yet."""

    def unread(error: OSError) -> None:
        look.unread.append(_unreadable(look, Path(str(error.filename)), error))

    for folder, names, files in walk(root, unread):
        names[:] = [name for name in names if not name.startswith(".")]
        yield from (folder / name for name in files if not name.startswith("."))


def _name(look: _Look, path: Path) -> str:
    return (
        path.relative_to(look.home.state).as_posix()
        if path.is_relative_to(look.home.state)
        else str(path)
    )


def _changed(look: _Look, path: Path) -> Problem:
    name = _name(look, path)
    return Problem(
        "E-STORED-CHANGED",
        f"{name} 的内容与其名称（SHA-256）不符，可能损坏或被改动；请从备份恢复该文件，并检查磁盘。",
        f"{name} does not hold the content that it is named after: it was damaged or changed. "
        "Take that file from a backup and check the disk.",
    )


def _damaged(look: _Look, path: Path, why: str) -> Problem:
    name, why = _name(look, path), " ".join(why.split())[:300]
    return Problem(
        "E-STORED-DAMAGED",
        f"{name} 已损坏（{why}）；请从备份恢复该文件，或再次运行相应批次，并检查磁盘。",
        f"{name} is damaged ({why}); take that file from a backup or run its batch again, and "
        "check the disk.",
    )


def _broken(look: _Look, path: Path, why: str) -> Problem:
    name, why = _name(look, path), " ".join(why.split())[:300]
    return Problem(
        "E-STORED-DATABASE",
        f"数据库 {name} 已损坏（{why}）；请停止服务，从备份恢复（heyan restore），并检查磁盘。",
        f"The database {name} is damaged ({why}); stop the service, restore a backup (heyan "
        "restore) and check the disk.",
    )


def _unreadable(look: _Look, path: Path, error: OSError) -> Problem:
    name, why = _name(look, path), reason_of(error)
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
