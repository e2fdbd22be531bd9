"""Every stored file that the desk's database names, so that somebody may look whether it is there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence import codec
from evidence.inbox import CNIPA_FILES, OFFICIAL, OfficialResult
from evidence.keeping import NamedFile
from review.desk.batches.handing_over import KEPT
from review.desk.case.bringing import BROUGHT
from review.desk.models import CaseFile, Event, IncomingFile, OfficialEntry

_AT_ONCE = 500


def named_files() -> Iterator[NamedFile]:
    """Originals and page images of cases, files handed over, official results brought."""
    yield from _of_cases()
    yield from _handed_over()
    yield from _typed_in()
    yield from _brought()


def _of_cases() -> Iterator[NamedFile]:
    rows = CaseFile.objects.select_related("applicant").defer("data").order_by("pk")
    for row in rows.iterator(_AT_ONCE):
        by = f"{row.applicant.batch_id}/{row.applicant.number}"
        paths = [path for path, _, _ in row.files] + list(row.pages.values())
        yield from (NamedFile(by, path=path) for path in paths if path)


def _handed_over() -> Iterator[NamedFile]:
    rows = (
        IncomingFile.objects.filter(incoming__handed_over_at__isnull=False, refused="")
        .exclude(sha256="")
        .select_related("incoming")
        .order_by("pk")
    )
    for row in rows.iterator(_AT_ONCE):
        batch = row.incoming.batch
        below = row.path if row.incoming.is_zip else f"{batch}/{row.path}"
        yield NamedFile(
            f"{batch}/{row.path}", sha256=row.sha256, waiting=(below, f"{KEPT}/*/{below}")
        )


def _typed_in() -> Iterator[NamedFile]:
    for row in OfficialEntry.objects.order_by("pk").iterator(_AT_ONCE):
        result = codec.decode(OfficialResult, row.content)
        waiting = f"{OFFICIAL}/{row.folder}/{result.screenshot}"
        yield NamedFile(f"official/{row.pk}", sha256=result.sha256, waiting=(waiting,))


def _brought() -> Iterator[NamedFile]:
    for event in Event.objects.filter(action=BROUGHT).order_by("seq").iterator(_AT_ONCE):
        folder = event.subject.partition("/")[2]
        for file in json.loads(event.detail)["files"]:
            waiting = f"{CNIPA_FILES}/{folder}/{file['name']}"
            yield NamedFile(event.subject, sha256=file["sha256"], waiting=(waiting,))
