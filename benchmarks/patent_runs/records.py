"""Verdicts on the truth of a set: every paper read as it is printed, with certainty."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.patent_runs.judged import Judged, Said
from evidence.applications import Application
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.places import Box
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.intake.batch import open_batch
from extractors.intake.declarations import read_declarations
from fixtures.generator.batch import write_tables
from fixtures.generator.files import Part
from fixtures.generator.files import Upload as DrawnUpload
from fixtures.generator.patent_set.applicant_cases import PatentCase
from fixtures.generator.records import Fields, PatentResultPage
from pipeline.stages.register import printed_records
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = "xinxiang-2024-22"
RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
"""As the batch.toml of the set says."""
_NO_ENDS = frozenset({"授权", "著录事项变更"})
"""Events of the set after which a patent is in force."""


def judged_by_records(cases: Sequence[PatentCase]) -> dict[str, Judged]:
    """Verdicts by 申报编号 where every paper is read as it was printed, with certainty."""
    applications = _applications(cases)
    taken = [one for case in cases for one in _taken(case)]
    uploads = [upload for upload, _ in taken]
    documents = [document for _, papers in taken for document in papers]
    register = PatentRegister(printed_records(uploads, documents))
    dossiers = [_dossier(case, applications[case.case.applicant.id], taken) for case in cases]
    notice, authorities = load_notice(NOTICE), load_authorities()
    across = cross_findings(dossiers, notice)
    verdicts = {}
    for dossier in dossiers:
        found = verify(dossier, register, authorities, notice, RECEIVED)
        mine = [one for one in across if one.application == dossier.id]
        verdicts[dossier.id] = _judged(decide(dossier, [*found, *mine], notice))
    return verdicts


def _judged(verdict: Verdict) -> Judged:
    return Judged(
        verdict.outcome.value,
        tuple(
            Said(one.rule, one.claim, one.result.value, one.bears, one.explanation)
            for one in verdict.findings
        ),
    )


def _applications(cases: Sequence[PatentCase]) -> dict[str, Application]:
    """The declarations as intake takes them from the two tables."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "patents"
        (folder / "uploads").mkdir(parents=True)
        write_tables(folder, [case.case for case in cases])
        declared = read_declarations(open_batch(folder, Path(temporary)))
    return {one.id: one for one in declared.applications}


def _taken(case: PatentCase) -> list[tuple[Upload, list[Document]]]:
    applicant = case.case.applicant.id
    own = [
        _file(f"uploads/{applicant}/{one.path}", applicant, Origin.APPLICANT, one)
        for one in case.case.uploads
    ]
    return [*own, *(_file(f"cnipa/{one.path}", None, Origin.CNIPA, one) for one in case.official)]


def _file(
    path: str, applicant: str | None, origin: Origin, drawn: DrawnUpload
) -> tuple[Upload, list[Document]]:
    sha256 = hashlib.sha256(path.encode()).hexdigest()
    upload = Upload(path, applicant, origin, sha256, 1000, "application/pdf", Admission.ACCEPTED)
    papers = [
        Document(path, sha256, DocumentKind(part.record.kind), (page,), _read(page, fields))
        for page, part in enumerate(drawn.parts, 1)
        for fields in _said(part)
    ]
    return upload, papers


def _said(part: Part) -> tuple[Fields, ...]:
    """The fields of each document of a part: a page that lists patents holds one for each."""
    record = part.record
    if not isinstance(record, PatentResultPage):
        return (record.fields(),)
    # Of a page of events, which prints no status, extraction tells an end as the status.
    ends = [kind for _, kind in record.events if kind not in _NO_ENDS]
    status = {"legal_status": ends[-1:]} if ends else {}
    return tuple({**fields, **status} for fields in record.documents())


def _read(page: int, fields: Fields) -> tuple[Field, ...]:
    box = Box(10, 10, 400, 40)
    return tuple(
        Field(name, value, value, page, box, 0.99, "truth", Certainty.CERTAIN, None, ("pixels",))
        for name, values in fields.items()
        for value in values
    )


def _dossier(
    case: PatentCase, application: Application, taken: Sequence[tuple[Upload, list[Document]]]
) -> Dossier:
    mine = [one for one in taken if one[0].applicant == case.case.applicant.id]
    return Dossier(
        case.case.applicant.id,
        application,
        tuple(UploadOutcome(upload, UploadStatus.READ) for upload, _ in mine),
        tuple(document for _, papers in mine for document in papers),
    )
