"""What an archive bag holds: of an applicant everything, of a batch what concerns it as a whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from evidence import codec
from evidence.applications import Application
from evidence.cases import WithdrawnRecord
from evidence.documents import Document
from evidence.errors import BatchError, Problem
from evidence.findings import Verdict
from evidence.footprints import mark, pseudonym
from evidence.keeping import ArchivedCase, RecordedEvent
from evidence.readings import UploadReading
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry, find_batch, known_batches
from pipeline.desk import (
    archived_applicants,
    archived_case,
    batch_events,
    desk_location,
    note_in_record,
)
from pipeline.footprint_secret import footprint_secret
from pipeline.home import Home, repository
from pipeline.keeping.bags import Bag, Original, Payload, make_bag
from pipeline.kept import bring
from pipeline.stored_records import stored_records
from pipeline.whereabouts import check_whereabouts

_HERE = Path(__file__).parent
_TABLES = ("applications", "claims", "batch")
"""Stems of the files of a batch that concern all its applicants."""
_LONGEST = 100
"""Characters of a file's name; the whole one stands in originals.csv."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_COLUMNS = ("number", "file", "path", "sha256", "size", "media_type", "status", "problem")


def archive(home: Home, target: str, into: Path, by: str, now: dt.datetime) -> Iterator[Bag]:
    """Make a bag in `into` for each applicant of the batch `target`, and one for the batch.

    `target` may also be a 申报编号, or `<batch>/<申报编号>`: then a bag for each batch that has
    them. The record is told of each new bag and of who made it. Raises BatchError
    (`E-ARCHIVE-UNKNOWN`), MachineError (`E-BACKUP-DESK`), DataError (`E-NOT-COMPUTED`, `E-RECORD`), and as `make_bag` does.
    """
    check_whereabouts(home, desk_location())
    whole = target if target in known_batches(home) else ""
    batch, _, number = target.partition("/") if "/" in target else ("", "", target)
    applicants = archived_applicants(whole) if whole else archived_applicants(batch, number)
    if not applicants:
        raise BatchError(_unknown(target))
    into.mkdir(parents=True, exist_ok=True)
    for key, one in applicants:
        case, name = archived_case(key, one), _name(home, key, one)
        bag = make_bag(into / name, _of_case(home, case), _about(home, case), now.date())
        yield _told(bag, case.subject, key, by)
    if whole:
        entry = find_batch(home, whole)
        bag = make_bag(into / f"{whole}_batch", _of_batch(entry), _about_batch(entry), now.date())
        yield _told(bag, f"batch/{whole}", whole, by)


def _told(bag: Bag, subject: str, batch: str, by: str) -> Bag:
    if bag.is_new:
        detail = {"bag": bag.folder.name, "sha256": bag.digest, "files": bag.files, "by": by}
        note_in_record("archive.made", detail, subject, batch)
    return bag


def _name(home: Home, batch: str, number: str) -> str:
    """A name for a folder that says no identity number, and that no other applicant has."""
    secret = footprint_secret(home)
    safe = re.sub(r"[^\w-]", "_", pseudonym(number, secret))[:_LONGEST].strip("_")
    return f"{batch}_{safe}" + ("" if safe == number else f"-{mark(number, secret)[:8]}")


def _about(home: Home, case: ArchivedCase) -> dict[str, str]:
    number = pseudonym(case.number, footprint_secret(home))
    return {
        "Source-Organization": case.review_body or "核验",
        "External-Identifier": f"{case.batch}/{number}",
        "External-Description": f"{case.notice} 申报人审查档案".strip(),
        "Bag-Group-Identifier": case.batch,
        "Internal-Sender-Description": f"standing: {case.standing}",
    }


def _about_batch(entry: BatchEntry) -> dict[str, str]:
    return {
        "Source-Organization": entry.review_body or "核验",
        "External-Identifier": entry.id,
        "External-Description": "批次档案：申报表、结论、名册、操作记录",
        "Bag-Group-Identifier": entry.id,
    }


def _of_case(home: Home, archived: ArchivedCase) -> Payload:
    case, payload = archived.case, _for_everyone(archived.events)
    declared = case.dossier.application
    payload["declaration.json"] = _plain(
        json.loads(codec.encode(Application, declared)) if declared else None
    )
    payload["verdict.json"] = _plain(json.loads(codec.encode(Verdict, case.verdict)))
    payload["documents.json"] = _plain(_each(Document, case.dossier.documents))
    payload["official_records.json"] = _plain(
        {
            "records": _each(OfficialRecord, case.records),
            "withdrawn": _each(WithdrawnRecord, case.withdrawn),
        }
    )
    payload["decisions.json"] = _plain(archived.work)
    readings = _readings(home, archived.batch, archived.number)
    rows = []
    for number, stored in enumerate(case.uploads, start=1):
        upload, outcome = stored.outcome.upload, stored.outcome
        file = f"originals/{number:02d}_{_safe(upload.path)}" if stored.path else ""
        if file:
            payload[file] = Original(bring(home, stored.path), upload.sha256)
        if upload.sha256 in readings:
            payload[f"readings/{number:02d}.json"] = codec.encode(
                UploadReading, readings[upload.sha256]
            )
        problem = outcome.problem.code if outcome.problem else ""
        rows.append(
            (number, file, upload.path, upload.sha256 if file else "", upload.size,
             upload.media_type, outcome.status.value, problem)
        )  # fmt: skip
        for page in case.pages:
            if page.upload == upload.path and page.path:
                image = bring(home, page.path)
                payload[f"pages/{number:02d}_{page.number:04d}.jpg"] = Original(image, image.stem)
    payload["originals.csv"] = _table(rows)
    return payload


def _of_batch(entry: BatchEntry) -> Payload:
    payload = _for_everyone(batch_events(entry.id))
    payload["entry.json"] = _plain(json.loads(codec.encode(BatchEntry, entry)))
    notice = repository() / "verifiers" / "notices" / f"{entry.notice}.yaml"
    if entry.notice and notice.is_file():
        payload["notice.yaml"] = notice
    source, out = Path(entry.source), Path(entry.out)
    if source.is_file():
        payload[f"batch/{source.name}"] = source
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.stem.lower() in _TABLES:
            payload[f"batch/{path.name}"] = path
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.is_symlink():
            payload[f"out/{path.relative_to(out).as_posix()}"] = path
    return payload


def _for_everyone(events: Sequence[RecordedEvent]) -> dict[str, bytes | Path | Original]:
    lines = (json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in events)
    return {
        "README.txt": _HERE / "bag_readme.txt",
        "verify.py": _HERE / "check_bag.py",
        "record.jsonl": "".join(lines).encode(),
    }


def _readings(home: Home, batch: str, applicant: str) -> dict[str, UploadReading]:
    """What was read of each file of the applicant's shard, by SHA-256; of nobody who is gone."""
    shards = find_batch(home, batch).shards
    own = next((key for key, plan in shards.items() if applicant in plan.applicants), None)
    return _readings_of_shard(home, own) if own else {}


@lru_cache(maxsize=1)
def _readings_of_shard(home: Home, shard: str) -> dict[str, UploadReading]:
    return {one.sha256: one for one in stored_records(home, "readings", shard, UploadReading)}


def _safe(path: str) -> str:
    """The name of a file as any system takes it; the whole path stands in originals.csv."""
    name = PurePosixPath(path)
    stem = _UNSAFE.sub("_", unicodedata.normalize("NFC", name.stem)).strip(" .") or "_"
    return f"{stem[:_LONGEST]}{_UNSAFE.sub('_', name.suffix[:12]).rstrip(' .')}"


def _table(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([_COLUMNS, *rows])
    return ("\ufeff" + text.getvalue()).encode()


def _each(kind: type, records: Sequence[Any]) -> list[Any]:
    return [json.loads(codec.encode(kind, record)) for record in records]


def _plain(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _unknown(target: str) -> Problem:
    return Problem(
        "E-ARCHIVE-UNKNOWN",
        f"核验台中没有批次或申报编号“{target}”；请核对，批次须已处理完成（发布到核验台）。",
        f"The desk has no batch and no applicant “{target}”; check the name. A batch must have "
        "been processed to the end, so that the desk has it.",
    )
