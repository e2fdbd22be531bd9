"""What the pipeline publishes to the review desk: a batch, and each applicant's whole case.

A case is everything a person needs to decide, with where each stored thing lies below
the state folder: the desk neither reads documents nor applies rules.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import OfficialRecord, PatentLookup, Withdrawal
from evidence.uploads import UploadOutcome


@dataclass(frozen=True, slots=True)
class PageImage:
    """An upright page as Heyan rendered it; the only picture of an upload a browser is shown.

    `path` is the JPEG's place below the state folder, with `/`, empty where none was kept;
    `width` and `height` are the pixels in which boxes count; `status` is a PageStatus,
    `problem_zh` and `problem_en` say why a page is not read.
    """

    upload: str
    number: int
    width: int
    height: int
    path: str
    status: str
    problem_zh: str = ""
    problem_en: str = ""


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """What became of an upload, and where its bytes lie below the state folder.

    `path` is empty only where there were no bytes to store.
    """

    outcome: UploadOutcome
    path: str


@dataclass(frozen=True, slots=True)
class WithdrawnRecord:
    """An official record that was taken back, with who did so and why."""

    record: OfficialRecord
    withdrawal: Withdrawal


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant: declaration, uploads, documents, official records, pages, verdict.

    `records` are the official records of the patents that the applicant claims, `withdrawn`
    those that were taken back. `uploads` are the applicant's own files, and those files under
    cnipa/ that findings or records name.
    """

    dossier: Dossier
    verdict: Verdict
    uploads: tuple[StoredUpload, ...] = ()
    pages: tuple[PageImage, ...] = ()
    records: tuple[OfficialRecord, ...] = ()
    withdrawn: tuple[WithdrawnRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as a reviewer meets it: its short name, its article, the notice's words.

    `carried_by` is evidence, attestation or person. `title_en` is empty in what was published
    before there was one.
    """

    id: str
    title: str
    article: str
    citation: str
    carried_by: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class ReviewArea:
    """Places (地区) whose applicants one body reviews; `first_by` names who does the 初审.

    `same` are the places that have several names: those of each, the usual one first.
    """

    places: tuple[str, ...]
    reviewed_by: str
    first_by: str = ""
    same: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of each place, the usual one first; every place is in one of them."""
        of = {name: names for names in self.same for name in names}
        return tuple(dict.fromkeys(of.get(place, (place,)) for place in self.places))


@dataclass(frozen=True, slots=True)
class PublishedBatch:
    """A batch as the desk shows it; its cases are published beside it.

    `run` is the id of the Dagster run that published it; `uploads` every file of the
    batch with its status; `problems` are (code, zh, en) of the batch as a whole.
    """

    id: str
    notice_id: str
    notice_title: str
    notice_number: str
    review_body: str
    rules_version: str
    received_at: dt.datetime | None
    run: str
    rules: tuple[RuleText, ...]
    areas: tuple[ReviewArea, ...] = ()
    uploads: tuple[UploadOutcome, ...] = ()
    lookups: tuple[PatentLookup, ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
