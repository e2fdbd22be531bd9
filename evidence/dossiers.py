"""Everything of one applicant that the rules look at."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.applications import Application
from evidence.documents import Document, DocumentKind
from evidence.uploads import UploadOutcome


@dataclass(frozen=True, slots=True)
class Dossier:
    """One applicant: the declaration, what became of each upload, the documents in them.

    `id` is the 申报编号; `application` is None where neither a table row nor a
    usable 附件2 declares anything for it.
    """

    id: str
    application: Application | None
    uploads: tuple[UploadOutcome, ...] = ()
    documents: tuple[Document, ...] = ()

    def of_kind(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """The documents of these kinds, in upload and page order."""
        return tuple(document for document in self.documents if document.kind in kinds)
