"""Full-text search in names, numbers and issuers, on SQLite (FTS5) and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from evidence.cases import Case
from review.desk.queue.words import is_unfinished, phrases_of, words_of

_FIELDS = frozenset(
    {"issuer", "recipient", "document_number", "certificate_number", "patent_number", "title",
     "patentee", "inventor", "seal_text"}
)  # fmt: skip
_END = "endoffield"
"""A word between two texts, so that no phrase runs from one into the next."""


def search_text(case: Case) -> str:
    """The words of a case: who, which unit, which numbers, which issuers."""
    application = case.dossier.application
    texts = [case.dossier.id]
    if application:
        texts += [application.name, application.employer, application.department]
        for claim in application.claims:
            texts += [claim.title, *claim.issuers, claim.document_number, claim.document_title]
            texts += [claim.certificate_number, claim.patent_number]
    texts += [
        field.value
        for document in case.dossier.documents
        for field in document.fields
        if field.name in _FIELDS
    ]
    return f" {_END} ".join(
        dict.fromkeys(" ".join(words) for text in texts if (words := words_of(text)))
    )


def keep_search_texts(rows: Sequence[tuple[int, str]]) -> None:
    """Replace the texts of these applicants (id, text)."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM desk_search WHERE rowid = %s"
            if connection.vendor == "sqlite"
            else "DELETE FROM desk_search WHERE applicant_id = %s",
            [(number,) for number, _ in rows],
        )
        cursor.executemany(
            "INSERT INTO desk_search (rowid, body) VALUES (%s, %s)"
            if connection.vendor == "sqlite"
            else "INSERT INTO desk_search (applicant_id, body) "
            "VALUES (%s, to_tsvector('simple', %s))",
            list(rows),
        )


def applicants_with(search: str) -> RawSQL | None:
    """A subquery of the applicants whose texts have all that was typed; None without a word."""
    phrases = phrases_of(search)
    if not phrases:
        return None
    if connection.vendor == "sqlite":
        wanted = " AND ".join(
            '"' + " ".join(words) + '"' + "*" * is_unfinished(words) for words in phrases
        )
        return RawSQL("SELECT rowid FROM desk_search WHERE desk_search MATCH %s", (wanted,))
    wanted = " & ".join(
        " <-> ".join(f"'{word}'" for word in words) + ":*" * is_unfinished(words)
        for words in phrases
    )
    return RawSQL(
        "SELECT applicant_id FROM desk_search WHERE body @@ to_tsquery('simple', %s) OFFSET 0",
        (wanted,),
    )


SQLITE = ("CREATE VIRTUAL TABLE desk_search USING fts5(body, tokenize='unicode61')",)
POSTGRESQL = (
    "CREATE TABLE desk_search (applicant_id bigint PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE INDEX desk_search_body ON desk_search USING gin (body)",
)
