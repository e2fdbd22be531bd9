"""Texts as both databases can keep them, whatever stood on a scan or in a table.

PostgreSQL refuses a NUL in a text and one character more than its column has, and would
refuse the whole batch with it. What is cut here is for lists only: the case keeps it whole.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import CharField, Model

_NUL = "\x00"
_SHOWN = "\ufffd"


def storable(text: str) -> str:
    """The text without NUL."""
    return text.replace(_NUL, _SHOWN)


def fitting(model: type[Model], **values: Any) -> dict[str, Any]:
    """The values of a row, texts cut to their columns (what is left out shows as …)."""
    return {name: _in_column(model, name, value) for name, value in values.items()}


def fitting_key(text: str, length: int) -> str:
    """A text that must stay unique in so many characters: a cut ends in a hash of the whole."""
    if len(text) <= length and _NUL not in text:
        return text
    mark = "…" + hashlib.sha256(text.encode()).hexdigest()[:16]
    return storable(text)[: length - len(mark)] + mark


def _in_column(model: type[Model], name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = storable(value)
    field = model._meta.get_field(name)  # noqa: SLF001  Django's public API, whatever its name
    length = field.max_length if isinstance(field, CharField) else None
    return text if length is None or len(text) <= length else text[: length - 1] + "…"
