"""What the applicants of a shard declare: by the tables, else by their own 附件2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence.applications import Application
from evidence.documents import Document, DocumentKind
from evidence.uploads import Upload
from extractors.intake.declarations import Declarations, read_declarations
from extractors.intake.forms import application_from_form
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
    tables = read_declarations(open_again(home, entry))
    owner = {upload.path: upload.applicant for upload in uploads}
    forms: dict[str | None, Application] = {}
    for document in documents:
        applicant = owner[document.upload]
        if document.kind is DocumentKind.APPLICATION_FORM and applicant:
            forms.setdefault(applicant, application_from_form(applicant, document))
    found = [declared(name, tables, forms.get(name)) for name in entry.shards[shard].applicants]
    return [application for application in found if application is not None]


def declared(applicant: str, tables: Declarations, form: Application | None) -> Application | None:
    """The registration site's record where there is one; what it lacks, from the form."""
    if not tables.has_applications_table:
        if form is None or not tables.has_claims_table:
            return form
        return replace(form, claims=tables.claims.get(applicant, ()))
    row = tables.application(applicant)
    if row is None or tables.has_claims_table or form is None:
        return row
    return replace(row, claims=form.claims)
