"""Faults in statements: one left out, a branch never taken, an empty answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from benchmarks.mutants.expressions import negated
from benchmarks.mutants.source import Edit, Source

_EMPTY = {
    "list": "[]",
    "Sequence": "[]",
    "Iterable": "()",
    "tuple": "()",
    "dict": "{}",
    "Mapping": "{}",
    "set": "set()",
    "frozenset": "frozenset()",
    "str": '""',
    "int": "0",
}
_AUGMENTED = {"+=": "-=", "-=": "+=", "*=": "//=", "|=": "&=", "&=": "|="}


def statement_edits(source: Source, node: ast.stmt, returns: ast.expr | None) -> Iterator[Edit]:
    """The faults of one statement, not those of what it is made of."""
    start, end = source.start(node), source.end(node)
    if isinstance(node, ast.Expr | ast.Raise | ast.Assert | ast.AugAssign):
        yield Edit("statement", start, end, "pass")
    match node:
        case ast.AugAssign():
            yield from _augmented(source, node)
        case ast.If(test=test) | ast.While(test=test):
            yield Edit("branch", source.start(test), source.end(test), "False")
            yield from negated(source, test)
        case ast.For(iter=over):
            yield Edit("loop", source.start(over), source.end(over), "()")
        case ast.Break():
            yield Edit("break/continue", start, end, "continue")
        case ast.Continue():
            yield Edit("break/continue", start, end, "break")
        case ast.Return(value=ast.expr() as value):
            yield from _answers(source, value, returns)


def _augmented(source: Source, node: ast.AugAssign) -> Iterator[Edit]:
    for word in source.between(source.end(node.target), source.start(node.value)):
        if word.text in _AUGMENTED:
            yield Edit("arithmetic", word.start, word.end, _AUGMENTED[word.text])


def _answers(source: Source, value: ast.expr, returns: ast.expr | None) -> Iterator[Edit]:
    for empty in _empty(returns):
        if empty != source.of(value):
            yield Edit("return", source.start(value), source.end(value), empty)


def _empty(returns: ast.expr | None) -> tuple[str, ...]:
    """What a function may answer instead without breaking its type: mypy finds the rest."""
    if returns is None:
        return ()
    text = ast.unparse(returns)
    if text == "bool":
        return ("True", "False")
    if text.endswith("| None"):
        return ("None",)
    empty = _EMPTY.get(text.partition("[")[0])
    # A tuple of a fixed length has no empty form.
    fixed = text.startswith("tuple[") and not text.endswith("...]")
    return (empty,) if empty is not None and not fixed else ()
