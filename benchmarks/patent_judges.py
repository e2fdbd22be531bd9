"""Two ways from a set of patent cases to verdicts: its truth as records, or its files read.

Both end in the same `Judged`, so that one table serves both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.applications import Application
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.places import Box
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.intake.batch import open_batch
from extractors.intake.declarations import read_declarations
from fixtures.generator.batch import write_batch, write_tables
from fixtures.generator.files import Part
from fixtures.generator.files import Upload as DrawnUpload
from fixtures.generator.patent_set.cases import PatentCase
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
_ROOT = Path(__file__).resolve().parent.parent
_BATCH = "patents"


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: its rule, the claim that it is about, its result, and its Chinese sentence."""

    rule: str
    claim: int | None
    result: str
    bears: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one applicant."""

    outcome: str
    findings: tuple[Said, ...]


def judged_by_records(cases: Sequence[PatentCase]) -> dict[str, Judged]:
    """Verdicts by 申报编号 where every paper is read as it was printed, with certainty."""
    applications = _applications(cases)
    files = [one for case in cases for one in _files(case)]
    uploads = [upload for upload, _ in files]
    documents = [document for _, papers in files for document in papers]
    register = PatentRegister(printed_records(uploads, documents))
    dossiers = [_dossier(case, applications[case.case.applicant.id], files) for case in cases]
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
        folder = Path(temporary) / _BATCH
        (folder / "uploads").mkdir(parents=True)
        write_tables(folder, [case.case for case in cases])
        declared = read_declarations(open_batch(folder, Path(temporary)))
    return {one.id: one for one in declared.applications}


def _files(case: PatentCase) -> list[tuple[Upload, list[Document]]]:
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
    papers = [_document(path, sha256, page, part) for page, part in enumerate(drawn.parts, 1)]
    return upload, papers


def _document(path: str, sha256: str, page: int, part: Part) -> Document:
    box = Box(10, 10, 400, 40)
    fields = tuple(
        Field(name, value, value, page, box, 0.99, "truth", Certainty.CERTAIN, None, ("pixels",))
        for name, values in part.record.fields().items()
        for value in values
    )
    return Document(path, sha256, DocumentKind(part.record.kind), (page,), fields)


def _dossier(
    case: PatentCase, application: Application, files: Sequence[tuple[Upload, list[Document]]]
) -> Dossier:
    mine = [one for one in files if one[0].applicant == case.case.applicant.id]
    return Dossier(
        case.case.applicant.id,
        application,
        tuple(UploadOutcome(upload, UploadStatus.READ) for upload, _ in mine),
        tuple(document for _, papers in mine for document in papers),
    )


def judged_by_pipeline(
    cases: Sequence[PatentCase], seed: int, work: Path, workers: int
) -> dict[str, Judged]:
    """Verdicts by 申报编号 from `heyan run` over the drawn files.

    `work` keeps files and readings: what was drawn or read there before is not drawn or read again.
    """
    batch, home, out = work / _BATCH, work / "home", work / "out"
    if not (work / "drawn").is_file():
        official = [upload for case in cases for upload in case.official]
        write_batch(batch, [case.case for case in cases], seed=("patents", seed), cnipa=official)
        (work / "drawn").touch()
    home.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", str(batch), "--out", str(out)],
        check=True,
        cwd=_ROOT,
        env=os.environ | {"HEYAN_HOME": str(home), "HEYAN_WORKERS": str(workers)},
    )
    told = json.loads((out / "verdicts.json").read_text())
    return {
        one["id"]: Judged(
            one["outcome"],
            tuple(
                Said(f["rule"], f["claim"], f["result"], f["bears"], f["explanation"])
                for f in one["findings"]
            ),
        )
        for one in told["applications"]
    }
