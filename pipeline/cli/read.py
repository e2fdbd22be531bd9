"""`heyan read`: what is in a file, without batch, rules or Dagster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from evidence.documents import Document, Field
from evidence.errors import Problem
from evidence.readings import UploadReading
from evidence.uploads import Origin, Upload, UploadOutcome
from extractors.documents.extract import extract
from extractors.intake.limits import Limits
from extractors.intake.outcomes import outcome
from extractors.intake.store import ByteStore
from extractors.intake.uploads import BatchFile, take
from extractors.reading.pool import OnProgress, read_uploads
from extractors.reading.settings import StoredFile
from pipeline.cli import labels
from pipeline.cli.progress import reading_progress
from pipeline.cli.voice import Voice
from pipeline.home import Home, find_home
from pipeline.kept import byte_store, reading_cache
from pipeline.stages.reading import has_pages, reading_settings


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file named on the command line, and what came of it."""

    name: str
    outcome: UploadOutcome
    reading: UploadReading | None
    documents: tuple[Document, ...]


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, one a line.")
@click.pass_obj
def command(voice: Voice, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Read FILES and show the documents and fields found in them."""
    with reading_progress(voice, quiet=as_json) as tell:
        for one in read_files(files, find_home(), tell):
            if as_json:
                click.echo(json.dumps(as_object(one), ensure_ascii=False))
            else:
                show(voice, one)


def read_files(files: tuple[Path, ...], home: Home, tell: OnProgress) -> Iterator[FileRead]:
    """Each file in the order given, as soon as it is read; equal contents are read once."""
    store, limits = byte_store(home), Limits()
    taken = [(str(path), _take(path, store, limits)) for path in files]
    stored = [
        StoredFile(upload.sha256, store.path(upload.sha256), upload.media_type)
        for _, upload in taken
        if has_pages(upload)
    ]
    reader = read_uploads(stored, reading_settings(), reading_cache(home), tell, store.bring)
    read: dict[str, UploadReading] = {}
    for name, upload in taken:
        while has_pages(upload) and upload.sha256 not in read:
            reading = next(reader)
            read[reading.sha256] = reading
        yield _file_read(name, upload, read.get(upload.sha256) if has_pages(upload) else None)


def as_object(one: FileRead) -> dict[str, Any]:
    """The object of batch-format, with the reason where the file was not read whole."""
    pages = one.reading.pages if one.reading else ()
    problem = one.outcome.problem
    return {
        "file": one.name,
        "sha256": one.outcome.upload.sha256,
        "status": one.outcome.status.value,
        "pages": [
            {
                "number": page.page.number,
                "width": page.page.width,
                "height": page.page.height,
                "rotation": page.page.rotation,
                "source": page.page.source,
                "status": page.page.status.value,
            }
            | ({"problem": _problem(page.page.problem)} if page.page.problem else {})
            for page in pages
        ],
        "documents": [
            {
                "kind": document.kind.value,
                "pages": list(document.pages),
                "fields": _columns(document),
            }
            for document in one.documents
        ],
    } | ({"problem": _problem(problem)} if problem else {})


def _columns(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The fields by name, in order; a form's claims as the columns of claims.csv, with `item`."""
    fields: dict[str, list[dict[str, Any]]] = {}
    for field in document.fields:
        fields.setdefault(field.column, []).append(_field(field))
    return fields


def show(voice: Voice, one: FileRead) -> None:
    """For a person: the file, then a table a document."""
    problem = one.outcome.problem
    said = voice.choose(problem.zh, problem.en) if problem else ""
    voice.say(
        f"{one.name}：{_STATUS_ZH[one.outcome.status.value]} {said}",
        f"{one.name}: {one.outcome.status.value} {said}",
    )
    for document in one.documents:
        grid = Table(title=labels.title(voice, document), title_justify="left")
        for heading in voice.choose("字段 值 页 把握", "Field Value Page Certainty").split():
            grid.add_column(heading)
        for field in document.fields:
            grid.add_row(
                escape(labels.field_label(voice, document.kind, field.name)),
                escape(labels.value(voice, field)),
                str(field.page),
                escape(labels.certainty(voice, field)),
            )
        voice.out.print(grid)


_STATUS_ZH = {
    "read": "已识读",
    "partly_read": "部分识读",
    "unreadable": "无法识读",
    "unsupported": "格式不支持",
    "refused": "拒收",
}


def _take(path: Path, store: ByteStore, limits: Limits) -> Upload:
    # An applicant of that name makes it an ordinary upload: no remark about whose it is.
    file = BatchFile(path.name, "-", Origin.APPLICANT, (path.name,), path.stat().st_size)
    return take(path.absolute().parent, file, store, limits)


def _file_read(name: str, upload: Upload, reading: UploadReading | None) -> FileRead:
    pages = reading.pages if reading else ()
    documents = extract(pages, upload=name, sha256=upload.sha256).documents if pages else ()
    return FileRead(name, outcome(upload, reading), reading, documents)


def _field(field: Field) -> dict[str, Any]:
    told = {
        "value": field.value,
        "raw": field.raw,
        "page": field.page,
        "box": list(field.box) if field.box else None,
        "confidence": round(field.confidence, 4),
        "reader": field.reader,
        "certainty": field.certainty.value,
        "doubt": field.doubt,
        "sources": list(field.sources),
    }
    if field.quad:
        told["quad"] = [list(point) for point in field.quad]
    if field.item is not None:
        told["item"] = field.item
    return told


def _problem(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "zh": problem.zh, "en": problem.en}
