"""One applicant as a value: the declaration, the papers, the official records, the moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.safety_cases.papers import altered, doubted
from evidence.applications import Application, Claim
from evidence.documents import Document
from evidence.dossiers import Dossier
from evidence.errors import Problem
from evidence.register import OfficialRecord
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
Values = dict[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Everything the rules may look at for one applicant.

    `papers` are the documents by file name; `statuses` are uploads that were
    not read, by file name; `traits` say which changes make sense here.
    """

    id: str
    traits: frozenset[str]
    application: Application | None
    papers: dict[str, Document] = field(default_factory=dict)
    records: tuple[OfficialRecord, ...] = ()
    statuses: dict[str, UploadStatus] = field(default_factory=dict)
    received: dt.datetime | None = dt.datetime(2024, 4, 12, 17, 30, tzinfo=SHANGHAI)

    def dossier(self) -> Dossier:
        """The record that the rules take."""
        names = list(dict.fromkeys([*self.papers, *self.statuses]))
        uploads = tuple(self._upload(name) for name in names)
        return Dossier(self.id, self.application, uploads, tuple(self.papers.values()))

    def _upload(self, name: str) -> UploadOutcome:
        status = self.statuses.get(name, UploadStatus.READ)
        problem = (
            None
            if status is UploadStatus.READ
            else Problem("E-SAFETY", "这份文件没有读出来。", "This file was not read.")
        )
        paper = self.papers.get(name)
        path = f"uploads/{self.id}/{name}"
        refused = {
            UploadStatus.UNSUPPORTED: Admission.UNSUPPORTED,
            UploadStatus.REFUSED: Admission.REFUSED,
        }
        admission = refused.get(status, Admission.ACCEPTED)
        upload = Upload(
            path,
            self.id,
            Origin.APPLICANT,
            paper.sha256 if paper else "e" * 64,
            1000,
            "image/jpeg",
            admission,
            problem if admission is not Admission.ACCEPTED else None,
        )
        return UploadOutcome(upload, status, problem)


def declare(candidate: Candidate, **changes: Any) -> Candidate | None:
    """The candidate with another declaration."""
    if candidate.application is None:
        return None
    return replace(candidate, application=replace(candidate.application, **changes))


def claim_of(candidate: Candidate, no: int) -> Claim | None:
    """The claim with this 序号."""
    claims = candidate.application.claims if candidate.application else ()
    return next((one for one in claims if one.no == no), None)


def reclaim(candidate: Candidate, no: int, **changes: Any) -> Candidate | None:
    """The candidate with one claim declared otherwise."""
    if candidate.application is None or claim_of(candidate, no) is None:
        return None
    claims = tuple(
        replace(one, **changes) if one.no == no else one for one in candidate.application.claims
    )
    return declare(candidate, claims=claims)


def repaper(candidate: Candidate, paper: str, **values: str | list[str] | None) -> Candidate | None:
    """The candidate with fields of one paper printed otherwise; None takes a field away."""
    if paper not in candidate.papers:
        return None
    changed = altered(candidate.papers[paper], values)
    return replace(candidate, papers={**candidate.papers, paper: changed})


def doubt(candidate: Candidate, paper: str, *fields: str) -> Candidate | None:
    """The candidate with fields of one paper read doubtfully."""
    if paper not in candidate.papers or not any(
        one.name in fields for one in candidate.papers[paper].fields
    ):
        return None
    changed = doubted(candidate.papers[paper], *fields)
    return replace(candidate, papers={**candidate.papers, paper: changed})


def without(candidate: Candidate, paper: str) -> Candidate | None:
    """The candidate who did not upload one paper."""
    if paper not in candidate.papers:
        return None
    left = {name: one for name, one in candidate.papers.items() if name != paper}
    return replace(candidate, papers=left)


def rerecord(candidate: Candidate, no: int, **changes: Any) -> Candidate | None:
    """The candidate with another official record for the patent of one claim."""
    if not 1 <= no <= len(candidate.records):
        return None
    records = list(candidate.records)
    records[no - 1] = replace(records[no - 1], **changes)
    return replace(candidate, records=tuple(records))
