"""Values of official records in the form in which they are compared."""

from __future__ import annotations

from evidence.dates import parse_date
from evidence.errors import NormalFormError
from evidence.names import normal_text
from evidence.patent_numbers import TYPE_LABELS, PatentType, parse_grant_number
from evidence.register import OfficialRecord
from verifiers.rules.fields import plain_text

_PUNCTUATION = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"、": ","})


def type_of(text: str) -> PatentType | None:
    """The patent type that a text names, in Chinese or in batch-format's words."""
    for label, kind in TYPE_LABELS.items():
        if text.strip() == kind.value or text.strip().startswith(label):
            return kind
    return None


def plain_title(text: str) -> str:
    """The title of a patent as it is compared: without width, spaces, quotation marks and case.

    Dashes are of one shape and 、 is a comma; 一种 and every other character stay.
    """
    return plain_text(text).translate(_PUNCTUATION)


def same_title(one: str, two: str) -> bool:
    """Whether two titles of patents are the same but for print; one without text is like none."""
    return plain_title(one) == plain_title(two) != ""


def comparable(record: OfficialRecord, name: str) -> str:
    """One field of a record as text to compare; empty where it is not shown.

    The order of inventors counts, the order of patentees does not.
    """
    if name == "title":
        return plain_title(record.title)
    if name == "grant_number":
        return _grant_number(record.grant_number)
    if name == "patentees":
        return "\n".join(sorted(normal_text(one).casefold() for one in record.patentees))
    value = getattr(record, name)
    text = value if isinstance(value, str) else "\n".join(value)
    if name.endswith("_date") and text:
        try:
            return parse_date(text).iso
        except NormalFormError:
            return text
    kind = type_of(text) if name == "patent_type" else None
    return kind.value if kind else normal_text(text).casefold()


def _grant_number(text: str) -> str:
    try:
        return str(parse_grant_number(text)).casefold()
    except NormalFormError:
        return normal_text(text).casefold()
