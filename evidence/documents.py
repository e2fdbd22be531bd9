"""Documents found in uploads, and their fields with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from evidence.places import Box, Place, Quad
from evidence.readings import Want


class DocumentKind(StrEnum):
    """The kinds of batch-format."""

    AWARD_CERTIFICATE = "award_certificate"
    COMMENDATION_DOCUMENT = "commendation_document"
    PATENT_CERTIFICATE = "patent_certificate"
    PATENT_SEARCH_RESULT = "patent_search_result"
    SKILL_CERTIFICATE = "skill_certificate"
    APPLICATION_FORM = "application_form"
    APPRAISAL_RECORD = "appraisal_record"
    DIPLOMA = "diploma"
    PUBLICITY_NOTICE = "publicity_notice"
    OTHER = "other"


class Certainty(StrEnum):
    """Whether a field may be relied on."""

    CERTAIN = "certain"
    DOUBTFUL = "doubtful"


_OF_ITEM = re.compile(r"claims\.(?P<no>[1-9]\d?)\.(?=.)")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of one field.

    `value` is the normal form of batch-format, `raw` the characters as read;
    `box` and `quad` are in upright page pixels; `confidence` is the reader's,
    0 to 1; `sources` names what agreed on the value, of: pixels, text_layer,
    check_digit, qr_code, barcode, seal, second_reader, repeated.
    """

    name: str
    value: str
    raw: str
    page: int
    box: Box | None
    confidence: float
    reader: str
    certainty: Certainty
    doubt: str | None = None
    sources: tuple[str, ...] = ()
    quad: Quad | None = None

    def __post_init__(self) -> None:
        if (self.certainty is Certainty.DOUBTFUL) != (self.doubt is not None):
            raise ValueError(f"{self.name}: a doubtful field says why, a certain one has no doubt")

    @property
    def item(self) -> int | None:
        """The number of the form's item that the field belongs to (`claims.2.名称` → 2)."""
        match = _OF_ITEM.match(self.name)
        return int(match["no"]) if match else None

    @property
    def column(self) -> str:
        """The name without the item's number, as the contract and claims.csv have it."""
        return _OF_ITEM.sub("", self.name)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one kind on one or several pages of an upload.

    `looks` has the look of each of its pages (`PageReading.look`), empty where a
    page has none; two papers on one page have the same.
    """

    upload: str
    sha256: str
    kind: DocumentKind
    pages: tuple[int, ...]
    fields: tuple[Field, ...] = ()
    looks: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[Field, ...]:
        """Every value of a field, in printed order."""
        return tuple(field for field in self.fields if field.name == name)

    def first(self, name: str) -> Field | None:
        """The first value of a field, or None."""
        return next(iter(self.all(name)), None)

    def place(self, field: Field | None = None) -> Place:
        """Where a field, or the document itself, stands."""
        if field is None:
            return Place(self.upload, self.pages[0] if self.pages else None)
        return Place(self.upload, field.page, field.box)

    def names(self) -> Iterator[str]:
        """The names of the fields it has, each once, in printed order."""
        return iter(dict.fromkeys(field.name for field in self.fields))


@dataclass(frozen=True, slots=True)
class Extraction:
    """The documents found in one upload, and what extraction would look at again."""

    documents: tuple[Document, ...]
    wants: tuple[Want, ...] = ()
