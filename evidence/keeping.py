"""What the desk tells those who keep its data: which files it names, and whole cases to archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.cases import Case


@dataclass(frozen=True, slots=True)
class NamedFile:
    """Bytes that the desk's database names.

    Either `path`, their place below the state folder, or `sha256`: then they are in the store,
    or still as one of `waiting`, paths below the inbox with `*` for any folder. `by` says what
    names them.
    """

    by: str
    path: str = ""
    sha256: str = ""
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event of the desk's record as it is hashed; `detail` is the JSON text itself.

    `link` is the HMAC-SHA256, in hex, of `[seq, at, actor, action, subject, batch, detail,
    before]` as JSON without spaces in UTF-8, with the key of the installation.
    """

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    batch: str
    detail: str
    before: str
    link: str


@dataclass(frozen=True, slots=True)
class ArchivedCase:
    """An applicant of a batch as the desk has them: the case, what people did, the record of it.

    `subject` is what the record calls them, `standing` is pass, on_site, returned or undecided.
    `work` holds, as plain data, the items with every decision, the corrections and the official
    results that were typed in.
    """

    batch: str
    number: str
    subject: str
    standing: str
    review_body: str
    notice: str
    case: Case
    work: Mapping[str, Any]
    events: tuple[RecordedEvent, ...]
