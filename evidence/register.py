"""What the official patent register (国家知识产权局) says, and who brought it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class PatentLookup:
    """A patent number that still needs an official result (附件1 第九条), and for whom.

    `patent_number` is the normal form; `grant_number` the one read on the
    certificate, empty where unknown; `applications` are the 申报编号 that claim
    it, sorted; `reason` says in one Chinese sentence why no record settles it yet.
    """

    patent_number: str
    applications: tuple[str, ...]
    reason: str
    patent_type: str = ""
    title: str = ""
    grant_number: str = ""
