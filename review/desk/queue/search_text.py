"""Full-text search in names, numbers and issuers, on SQLite (FTS5) and PostgreSQL alike.

Chinese has no spaces, so every CJK character is a word of its own and a search is for a
phrase of them: 张三 finds 张三, not 三张. Latin letters and digits stay together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from evidence.cases import Case
from evidence.names import normal_text

_WORD = re.compile(r"[㐀-鿿豈-﫿𠀀-𲎯]|[^\W_]+")
_APART = re.compile(r"([㐀-鿿豈-﫿𠀀-𲎯])")
_FIELDS = frozenset(
    {"issuer", "recipient", "document_number", "certificate_number", "patent_number", "title",
     "patentee", "inventor", "seal_text"}
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words that a text is searched by."""
    return _WORD.findall(_APART.sub(r" \1 ", normal_text(text).lower()))


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
    return " ".join(word for text in dict.fromkeys(texts) for word in [*words_of(text), "|"])


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


def applicants_with(text: str) -> RawSQL | None:
    """A subquery of the applicants whose text has these words in a row; None without a word."""
    words = words_of(text)
    if not words:
        return None
    if connection.vendor == "sqlite":
        phrase = '"' + " ".join(words) + '"' + ("*" if _unfinished(words) else "")
        return RawSQL("SELECT rowid FROM desk_search WHERE desk_search MATCH %s", (phrase,))
    phrase = " <-> ".join(f"'{word}'" for word in words) + (":*" if _unfinished(words) else "")
    return RawSQL(
        "SELECT applicant_id FROM desk_search WHERE body @@ to_tsquery('simple', %s)", (phrase,)
    )


def _unfinished(words: Iterable[str]) -> bool:
    """Whether the last word is Latin or a number, of which people type the beginning."""
    *_, last = words
    return not _APART.match(last)


SQLITE = ("CREATE VIRTUAL TABLE desk_search USING fts5(body, tokenize='unicode61')",)
POSTGRESQL = (
    "CREATE TABLE desk_search (applicant_id bigint PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE INDEX desk_search_body ON desk_search USING gin (body)",
)
