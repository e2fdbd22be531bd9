"""Uploads and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.errors import Problem


class Origin(StrEnum):
    """Which part of the batch folder a file came from."""

    APPLICANT = "applicant"
    CNIPA = "cnipa"


class Admission(StrEnum):
    """What intake decided about a file before anything was read."""

    ACCEPTED = "accepted"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"


class UploadStatus(StrEnum):
    """The one status in which every upload ends (batch-format)."""

    READ = "read"
    PARTLY_READ = "partly_read"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a batch, as intake took it.

    `path` is relative to the batch folder, with `/`, names in NFC;
    `applicant` is the 申报编号 folder it lies in, None under cnipa/;
    `sha256` is lower-case hex and names the stored bytes, empty only where
    there were no bytes to store (a link, an unreadable file); `size` in bytes;
    `media_type` is found from the content, never from the name.
    """

    path: str
    applicant: str | None
    origin: Origin
    sha256: str
    size: int
    media_type: str
    admission: Admission
    problem: Problem | None = None

    def __post_init__(self) -> None:
        if self.admission is not Admission.ACCEPTED and self.problem is None:
            raise ValueError(f"{self.path}: a file that is not accepted needs a reason")
        if self.admission is Admission.ACCEPTED and not self.sha256:
            raise ValueError(f"{self.path}: accepted without stored bytes")


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """An upload with its final status and the reason for it."""

    upload: Upload
    status: UploadStatus
    problem: Problem | None = None

    def __post_init__(self) -> None:
        if self.status is not UploadStatus.READ and self.problem is None:
            raise ValueError(f"{self.upload.path}: status {self.status} needs a reason")
