"""What the machine read on an applicant's documents, value by value, as people correct it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evidence.cases import Case
from evidence.documents import Certainty, Document, DocumentKind
from review.desk.case.names import FIELDS_OF_KIND
from review.desk.models import Correction

_KEY_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one field of one document; `value` is empty where none was read.

    `upload` is the path in the batch, `number` its place among the applicant's files.
    `corrections` are what people read instead, latest first.
    """

    upload: str
    number: int | None
    page: int | None
    kind: DocumentKind
    field: str
    value: str
    doubtful: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def key(self) -> str:
        """Names the value in a form; another value, or another reading of it, has another key."""
        return reading_key(self.upload, self.page, self.kind.value, self.field, self.value)


def reading_key(upload: str, page: int | None, kind: str, field: str, value: str) -> str:
    """The key of a reading, from what a correction of it keeps."""
    text = "\x1f".join((upload, str(page or ""), kind, field, value))
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_CHARACTERS]


def readings_of(case: Case, corrections: Iterable[Correction] = ()) -> list[Reading]:
    """Every value read, in the order of documents and print; then what was not read of each.

    A correction stands with the reading that it is about. Where the machine has since read
    something else there, it stands with nothing here: see `without_reading`.
    """
    by_key: dict[str, list[Correction]] = {}
    for one in corrections:
        by_key.setdefault(_key_of(one), []).insert(0, one)
    numbers = {one.outcome.upload.path: number for number, one in enumerate(case.uploads)}
    # The same value may stand twice on a page (a name in two lists): one row says it.
    found: dict[str, Reading] = {}
    for document in case.dossier.documents:
        number = numbers.get(document.upload)
        for reading in (*_read(document, number), *_unread(document, number)):
            found.setdefault(reading.key, reading)
    return [replace(one, corrections=tuple(by_key.get(key, ()))) for key, one in found.items()]


def without_reading(
    readings: Iterable[Reading], corrections: Iterable[Correction]
) -> list[Correction]:
    """Corrections of what the machine reads otherwise by now, or no longer reads."""
    keys = {reading.key for reading in readings}
    return [one for one in corrections if _key_of(one) not in keys]


def _key_of(correction: Correction) -> str:
    return reading_key(
        correction.upload,
        correction.page,
        correction.kind,
        correction.field,
        correction.read_value,
    )


def _read(document: Document, number: int | None) -> Iterator[Reading]:
    for field in document.fields:
        doubtful = field.certainty is Certainty.DOUBTFUL
        yield Reading(
            document.upload, number, field.page, document.kind, field.name, field.value, doubtful
        )


def _unread(document: Document, number: int | None) -> Iterator[Reading]:
    """The fields that such a document usually has and of which nothing was read."""
    page = document.pages[0] if document.pages else None
    read = set(document.names())
    for name in FIELDS_OF_KIND.get(document.kind, ()):
        if name not in read:
            yield Reading(document.upload, number, page, document.kind, name, "")
