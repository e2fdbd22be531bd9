"""A module's source as bytes, tree and tokens, and mutants as edits of its bytes."""

from __future__ import annotations

import ast
import difflib
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` to `end` replaced by `new`; `operator` says what kind of fault it is."""

    operator: str
    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault in one module.

    `path` is relative to the root, `line` where the edit begins; `first` and
    `last` are the lines of the statement's head, of which any counts as executed.
    """

    path: str
    edit: Edit
    line: int
    first: int
    last: int

    @property
    def module(self) -> str:
        """The dotted name by which the module is imported."""
        parts = Path(self.path).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def source(self, original: bytes) -> bytes:
        """The module with the fault in it."""
        new = self.edit.new.encode()
        return original[: self.edit.start] + new + original[self.edit.end :]

    def difference(self, original: bytes) -> tuple[str, ...]:
        """The lines that the fault changes, `-` before and `+` after."""
        before = original.decode().splitlines()
        after = self.source(original).decode().splitlines()
        lines = difflib.unified_diff(before, after, n=0, lineterm="")
        return tuple(one for one in lines if not one.startswith(("---", "+++", "@@")))


@dataclass(frozen=True, slots=True)
class Token:
    """One token with the bytes it takes."""

    text: str
    start: int
    end: int


class Source:
    """One module, to find in it where edits go. The tree counts in bytes, tokens in characters."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]

    def start(self, node: ast.expr | ast.stmt) -> int:
        """The byte a node begins at."""
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """The byte after a node's last."""
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError("the parser gives every node its end")
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node."""
        return self.text[self.start(node) : self.end(node)].decode()

    def line_at(self, byte: int) -> int:
        """The line, from 1, on which a byte stands."""
        return self.text.count(b"\n", 0, byte) + 1

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that lie wholly between two bytes."""
        return [one for one in self._tokens if start <= one.start and one.end <= end]

    @cached_property
    def _tokens(self) -> list[Token]:
        found = []
        for one in tokenize.generate_tokens(io.StringIO(self.text.decode()).readline):
            if one.type in (tokenize.OP, tokenize.NAME):
                start, end = (
                    self._starts[row - 1] + len(self._lines[row - 1].decode()[:column].encode())
                    for row, column in (one.start, one.end)
                )
                found.append(Token(one.string, start, end))
        return found
