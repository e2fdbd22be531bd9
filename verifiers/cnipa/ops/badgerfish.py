"""OPS's JSON (BadgerFish): attributes `@x`, text `$`, one element an object and several a list.

Nothing in it is believed to have a shape: whatever is missing or of another kind is nothing.
"""

from __future__ import annotations

import json

from verifiers.cnipa.ops.failures import UnreadableError

_LAST_CONTROL = 0x9F
_FIRST_HIGH_CONTROL = 0x7F
_MISTAKEN = ("latin-1", "cp1252")
"""What UTF-8 is mistaken for on the way."""


def decoded(data: bytes) -> dict[str, object]:
    """The object that an answer is. Raises UnreadableError where it is none, or not in UTF-8.

    The charset of the header is not asked: JSON is UTF-8 (RFC 8259), and what is not is not
    guessed at.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise UnreadableError(type(e).__name__) from e
    if not isinstance(found, dict):
        raise UnreadableError("no object")
    return found


def every(node: object, *path: str) -> list[object]:
    """All elements at the end of a path, however many there are at each step."""
    nodes = [node]
    for key in path:
        found = [one.get(key) for one in nodes if isinstance(one, dict)]
        nodes = [
            element
            for value in found
            if value is not None
            for element in (value if isinstance(value, list) else [value])
        ]
    return nodes


def attribute(node: object, name: str) -> str:
    """An attribute of an element, without padding; empty where it has none."""
    return _text(node.get(f"@{name}")) if isinstance(node, dict) else ""


def text(node: object, *path: str) -> str:
    """The text of the first element at the end of a path, without padding."""
    nodes = every(node, *path)
    if not nodes:
        return ""
    first = nodes[0]
    return _text(first.get("$") if isinstance(first, dict) else first)


def is_legible(value: str) -> bool:
    """Whether a text came through whole: no replacement, no controls, not UTF-8 encoded twice."""
    if "\ufffd" in value or any(
        ord(c) < 0x20 or _FIRST_HIGH_CONTROL <= ord(c) <= _LAST_CONTROL for c in value
    ):
        return False
    return value.isascii() or not any(_was_encoded_twice(value, by) for by in _MISTAKEN)


def _was_encoded_twice(value: str, by: str) -> bool:
    try:
        value.encode(by).decode("utf-8")
    except UnicodeError:
        return False
    return True


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
