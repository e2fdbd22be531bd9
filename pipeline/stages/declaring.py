"""What the applicants of a shard declare: by the tables, else by their own 附件2."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.applications import Application
from evidence.documents import Document, DocumentKind
from evidence.uploads import Upload
from extractors.intake.declarations import read_declarations
from extractors.intake.forms import application_from_form, declared_application, one_form
from pipeline.batches import BatchEntry, open_again
from pipeline.home import Home


def applications_of(
    home: Home,
    entry: BatchEntry,
    shard: str,
    uploads: Sequence[Upload],
    documents: Sequence[Document],
) -> list[Application]:
    """One application for each applicant of the shard who declared something."""
    applicants = entry.shards[shard].applicants
    tables = read_declarations(open_again(home, entry), only=frozenset(applicants))
    owner = {upload.path: upload.applicant for upload in uploads}
    forms: dict[str | None, list[Application]] = {}
    for document in documents:
        applicant = owner[document.upload]
        if document.kind is DocumentKind.APPLICATION_FORM and applicant:
            forms.setdefault(applicant, []).append(application_from_form(applicant, document))
    found = [
        declared_application(name, tables, one_form(forms.get(name, ()))) for name in applicants
    ]
    return [application for application in found if application is not None]
