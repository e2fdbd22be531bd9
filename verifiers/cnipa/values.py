"""Values of official records in the form in which they are compared."""

from __future__ import annotations

from evidence.dates import parse_date
from evidence.errors import NormalFormError
from evidence.names import normal_text
from evidence.patent_numbers import TYPE_LABELS, PatentType
from evidence.register import OfficialRecord


def type_of(text: str) -> PatentType | None:
    """The patent type that a text names, in Chinese or in batch-format's words."""
    for label, kind in TYPE_LABELS.items():
        if text.strip() == kind.value or text.strip().startswith(label):
            return kind
    return None


def comparable(record: OfficialRecord, name: str) -> str:
    """One field of a record as text to compare; empty where it is not shown."""
    value = getattr(record, name)
    text = value if isinstance(value, str) else "\n".join(value)
    if name.endswith("_date") and text:
        try:
            return parse_date(text).iso
        except NormalFormError:
            return text
    kind = type_of(text) if name == "patent_type" else None
    return kind.value if kind else normal_text(text).casefold()
