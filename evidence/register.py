"""What the official patent register (国家知识产权局) says, and who brought it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from evidence.codec import encode_stated
from evidence.errors import Problem
from evidence.places import Place


class RecordSource(StrEnum):
    """Who obtained a record. Their order is not a ranking; policy decides."""

    REVIEW_BODY = "review_body"
    """The review body's own import: the batch's cnipa/ folder or `heyan cnipa import`."""
    REVIEWER = "reviewer"
    """A reviewer recorded what the site showed."""
    APPLICANT = "applicant"
    """The applicant's own printout among the uploads."""
    EPO_OPS = "epo_ops"


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """One legal event: `code` as published (CF01), `date` ISO 8601, `label` the Chinese 事务."""

    code: str
    date: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """One patent as one source showed it. Empty means "not shown", never "none".

    `patent_number` is the normal form with check digit; `site` is cpquery,
    epub, pss or export; `applicant` is the 申报编号 whose upload it is, for
    printouts; `as_of` is when the site was asked, where it says so.
    """

    patent_number: str
    source: RecordSource
    site: str
    place: Place
    applicant: str | None = None
    patent_type: str = ""
    title: str = ""
    inventors: tuple[str, ...] = ()
    patentees: tuple[str, ...] = ()
    application_date: str = ""
    grant_date: str = ""
    grant_number: str = ""
    legal_status: str = ""
    case_status: str = ""
    as_of: dt.datetime | None = None
    doubts: tuple[str, ...] = ()
    """Names of fields whose reading is doubtful."""
    inventors_at_filing: tuple[str, ...] = ()
    """申请日时发明人, where the source names them beside the present ones."""
    inventors_latin: tuple[str, ...] = ()
    """The inventors in Latin letters, in order: EPO's pinyin. They support and never prove."""
    events: tuple[LegalEvent, ...] = ()
    """What happened to the patent, oldest first, where the source tells it (事务数据, INPADOC)."""
    brought_by: str = ""
    """Who imported or typed it in: the account; empty for what came with a batch."""
    brought_at: dt.datetime | None = None
    """When it was imported or typed in, with zone; a later record supersedes an earlier one."""

    @property
    def known_at(self) -> dt.datetime | None:
        """When the source said so: the time that the page shows, else when it was brought."""
        return self.as_of or self.brought_at


def record_identity(record: OfficialRecord) -> str:
    """What names a record for good: the SHA-256 of it in lower-case hex.

    Only what the record states goes in, so that a field added to the class later changes
    the identity of no record that was kept before.
    """
    return hashlib.sha256(encode_stated(OfficialRecord, record)).hexdigest()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that was taken back: it is kept, and carries nothing any more.

    `record` is its `record_identity`; `reason` says why, for people; `withdrawn_by` is the
    account; `withdrawn_at` has a zone.
    """

    record: str
    reason: str
    withdrawn_by: str
    withdrawn_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source says when asked for one patent.

    `asked_at` is when the source was asked, with zone, None where nobody knows; `complete`
    tells whether the source showed everything it has on that number, so that only a complete
    answer without records says that the source knows no such patent (a list of which a part
    was printed never does). `problem` is why this one number got no answer; then there are no
    records. That a whole source does not answer is a SourceError instead.
    """

    patent_number: str
    source: RecordSource
    records: tuple[OfficialRecord, ...] = ()
    asked_at: dt.datetime | None = None
    complete: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class PatentLookup:
    """A patent number that still needs an official result (附件1 第九条), and for whom.

    `patent_number` is the normal form; `grant_number` the one read on the
    certificate, empty where unknown; `applications` are the 申报编号 that claim
    it, sorted; `reason` says in Chinese why no record settles it yet, `reason_en` in English
    (empty in lists published before it was told).
    """

    patent_number: str
    applications: tuple[str, ...]
    reason: str
    patent_type: str = ""
    title: str = ""
    grant_number: str = ""
    reason_en: str = ""
