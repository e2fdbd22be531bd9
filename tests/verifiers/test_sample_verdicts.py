"""The sample batch judged from its truth: what perfect reading would find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.errors import Problem
from evidence.register import RecordSource
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.intake.batch import open_batch
from extractors.intake.cnipa_tables import read_cnipa_table
from extractors.intake.declarations import read_declarations
from extractors.intake.limits import Limits
from verifiers.authorities import load_authorities
from verifiers.cnipa.records import record_from_document
from verifiers.cnipa.register import PatentRegister
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "sample"
EXPECTED = {
    one["id"]: one
    for one in json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))["applications"]
}


def document(file, truth):
    fields = tuple(
        Field(name, value, value, truth["pages"][0], None, 0.99, "truth", Certainty.CERTAIN)
        for name, values in truth["fields"].items()
        for value in values
    )
    if truth["kind"] == "skill_certificate":
        # Truth lists the fields of batch-format; the certificate's own name is beside them.
        name = "机关事业单位工人技师资格证书"
        fields += (Field("title", name, name, 1, None, 0.99, "truth", Certainty.CERTAIN),)
    return Document(file, file, DocumentKind(truth["kind"]), tuple(truth["pages"]), fields)


def outcome(line, applicant):
    status = UploadStatus(line["status"])
    problem = None if status is UploadStatus.READ else Problem("E-TEST", "读不出。", "Unreadable.")
    upload = Upload(line["file"], applicant, Origin.APPLICANT, "a" * 64, 1, "", Admission.ACCEPTED)
    return UploadOutcome(upload, status, problem)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = SAMPLE / "xinxiang-2024-001"
    batch = open_batch(folder, tmp_path_factory.mktemp("work"))
    documents, uploads, records = {}, {}, []
    for text in (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        top, *rest = line["file"].split("/")
        applicant = rest[0] if top == "uploads" else None
        source = RecordSource.APPLICANT if applicant else RecordSource.REVIEW_BODY
        if applicant:
            uploads.setdefault(applicant, []).append(outcome(line, applicant))
        elif line["file"].endswith((".csv", ".xlsx")):
            records += read_cnipa_table(folder / line["file"], line["file"], Limits())[0]
        for truth in line["documents"]:
            one = document(line["file"], truth)
            documents.setdefault(applicant, []).append(one)
            records.append(record_from_document(one, source, applicant))
    register = PatentRegister(record for record in records if record)
    notice = load_notice("xinxiang-2024-22")
    dossiers = [
        Dossier(one.id, one, tuple(uploads.get(one.id, ())), tuple(documents.get(one.id, ())))
        for one in read_declarations(batch).applications
    ]
    cross = cross_findings(dossiers, notice)
    return {
        one.id: decide(
            one,
            [
                *verify(one, register, load_authorities(), notice, batch.config.received_at),
                *(finding for finding in cross if finding.application == one.id),
            ],
            notice,
        )
        for one in dossiers
    }


@pytest.mark.parametrize("applicant", sorted(EXPECTED))
def test_each_applicant_of_the_sample_is_judged_as_expected(applicant, verdicts):
    verdict, expected = verdicts[applicant], EXPECTED[applicant]
    assert (verdict.outcome, verdict.provisional) == (expected["outcome"], expected["provisional"])
    flagged = {
        (f.rule, f.claim)
        for f in verdict.findings
        if f.bears and f.result not in {"match", "attested"}
    }
    assert {(one["rule"], one["claim"]) for one in expected["findings"]} <= flagged
