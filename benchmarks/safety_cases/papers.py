"""Documents as extraction would hand them over, and how to change what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.places import Box

SKILL = "技师证书.jpg"
"""File name of the certificate of the present grade."""


def award_paper(no: int) -> str:
    """File name of the award certificate of a claim."""
    return f"荣誉证书{no}.jpg"


def decision_paper(no: int) -> str:
    """File name of the commendation document of a claim."""
    return f"表彰文件{no}.pdf"


def patent_paper(no: int) -> str:
    """File name of the patent certificate of a claim."""
    return f"专利证书{no}.pdf"


def printed(name: str, value: str) -> Field:
    """One field, read with certainty."""
    return Field(
        name,
        value,
        value,
        1,
        Box(10, 10, 400, 40),
        0.99,
        "test",
        Certainty.CERTAIN,
        None,
        ("pixels",),
    )


def paper(
    applicant: str, name: str, kind: DocumentKind, values: Mapping[str, str | list[str] | None]
) -> Document:
    """A document of one page that says `values`; empty values are not printed."""
    path = f"uploads/{applicant}/{name}"
    bare = Document(path, hashlib.sha256(path.encode()).hexdigest(), kind, (1,))
    return altered(bare, values)


def altered(document: Document, values: Mapping[str, str | list[str] | None]) -> Document:
    """The document with fields printed otherwise; None or an empty value takes one away."""
    fields: list[Field] = []
    left = dict(values)
    for old in document.fields:
        if old.name not in values:
            fields.append(old)
        elif old.name in left:
            fields += _fields(old.name, left.pop(old.name))
    for name, value in left.items():
        fields += _fields(name, value)
    return replace(document, fields=tuple(fields))


def doubted(document: Document, *names: str) -> Document:
    """The document with fields that the reader was not sure of."""
    fields = tuple(
        replace(one, certainty=Certainty.DOUBTFUL, doubt="test") if one.name in names else one
        for one in document.fields
    )
    return replace(document, fields=fields)


def _fields(name: str, value: str | list[str] | None) -> list[Field]:
    several = [value] if isinstance(value, str) else value or []
    return [printed(name, one) for one in several if one]
