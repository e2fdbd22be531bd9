"""Faults in expressions: another operator, another constant, one element less."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.mutants.source import Edit, Source, Token

_BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_COMPARISON = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
}
_ARITHMETIC = {
    "+": "-",
    "-": "+",
    "*": "//",
    "//": "*",
    "/": "*",
    "%": "*",
    "**": "*",
    "|": "&",
    "&": "|",
    "^": "&",
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_METHODS = {
    "startswith": "endswith",
    "endswith": "startswith",
    "lower": "upper",
    "upper": "lower",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "fullmatch": "search",
    "search": "fullmatch",
    "split": "rsplit",
    "rsplit": "split",
}
_QUOTE = re.compile(rb"[rRbBuUfF]*(?:\"\"\"|'''|\"|')")
_PLAIN = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.NamedExpr)


def expression_edits(source: Source, node: ast.expr) -> Iterator[Edit]:
    """The faults of one expression, not those of the expressions in it."""
    edits = _EDITS.get(type(node))
    if edits is not None:
        yield from edits(source, node)


def negated(source: Source, test: ast.expr) -> Iterator[Edit]:
    """A condition turned round, where no comparison in it can be."""
    if isinstance(test, _PLAIN):
        yield Edit("negation", source.start(test), source.end(test), f"not ({source.of(test)})")


def _compare(source: Source, node: ast.Compare) -> Iterator[Edit]:
    sides = [node.left, *node.comparators]
    for left, right in itertools.pairwise(sides):
        words = _words(source, left, right, {"<", "<=", ">", ">=", "==", "!=", "is", "in", "not"})
        text = " ".join(one.text for one in words)
        start, end = words[0].start, words[-1].end
        if text in _BOUNDARY:
            yield Edit("boundary", start, end, _BOUNDARY[text])
        yield Edit("comparison", start, end, _COMPARISON[text])


def _bool_op(source: Source, node: ast.BoolOp) -> Iterator[Edit]:
    for left, right in zip(node.values, node.values[1:], strict=False):
        (word,) = _words(source, left, right, {"and", "or"})
        yield Edit("and/or", word.start, word.end, "or" if word.text == "and" else "and")


def _unary_op(source: Source, node: ast.UnaryOp) -> Iterator[Edit]:
    start = source.start(node)
    if isinstance(node.op, ast.Not):
        yield Edit("negation", start, start + len("not"), "")
    elif isinstance(node.op, ast.USub):
        yield Edit("arithmetic", start, start + 1, "+")


def _bin_op(source: Source, node: ast.BinOp) -> Iterator[Edit]:
    for word in _words(source, node.left, node.right, set(_ARITHMETIC)):
        yield Edit("arithmetic", word.start, word.end, _ARITHMETIC[word.text])


def _constant(source: Source, node: ast.Constant) -> Iterator[Edit]:
    start, end, value = source.start(node), source.end(node), node.value
    if isinstance(value, bool):
        yield Edit("True/False", start, end, str(not value))
    elif isinstance(value, int | float):
        yield Edit("number", start, end, str(value + 1))
        yield Edit("number", start, end, str(value - 1))
    elif isinstance(value, str | bytes):
        yield from _string(source, node)


def _string(source: Source, node: ast.Constant | ast.JoinedStr) -> Iterator[Edit]:
    """Any other text, as mutmut makes it: XX at its beginning."""
    quote = _QUOTE.match(source.text, source.start(node))
    if quote:
        yield Edit("string", quote.end(), quote.end(), "XX")


def _name(source: Source, node: ast.Name) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load) and node.id in _NAMES:
        yield Edit("any/all, min/max", source.start(node), source.end(node), _NAMES[node.id])


def _attribute(source: Source, node: ast.Attribute) -> Iterator[Edit]:
    if isinstance(node.ctx, ast.Load) and node.attr in _METHODS:
        end = source.end(node)
        yield Edit("method", end - len(node.attr), end, _METHODS[node.attr])


def _if_exp(source: Source, node: ast.IfExp) -> Iterator[Edit]:
    yield from negated(source, node.test)


def _comprehension(
    source: Source, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
) -> Iterator[Edit]:
    for generator in node.generators:
        for test in generator.ifs:
            yield from negated(source, test)


def _display(source: Source, node: ast.List | ast.Set) -> Iterator[Edit]:
    if isinstance(node, ast.List) and not isinstance(node.ctx, ast.Load):
        return
    if len(node.elts) > 1:
        yield from _one_less(source, [(one, one) for one in node.elts])
    elif isinstance(node, ast.List) and node.elts:
        yield Edit("element", source.start(node), source.end(node), "[]")


def _dict(source: Source, node: ast.Dict) -> Iterator[Edit]:
    pairs = [(k, v) for k, v in zip(node.keys, node.values, strict=True) if k is not None]
    # A pair of `**other` begins before its node does, and stays.
    if len(pairs) == len(node.values) and len(pairs) > 1:
        yield from _one_less(source, pairs)


def _tuple(source: Source, node: ast.Tuple) -> Iterator[Edit]:
    """Tables only: a tuple of other things is a record, which needs every part it has."""
    elements = node.elts
    if len(elements) < 2 or not all(isinstance(e, ast.Constant | ast.Attribute) for e in elements):
        return
    if len(elements) > 2:
        yield from _one_less(source, [(one, one) for one in elements])
        return
    start, end = source.start(elements[0]), source.end(elements[1])
    for kept in elements:
        yield Edit("element", start, end, f"{source.of(kept)},")


def _one_less(source: Source, parts: Sequence[tuple[ast.expr, ast.expr]]) -> Iterator[Edit]:
    """Each part (from a first to a last expression) taken out with the comma beside it."""
    for (first, _), (after, _) in itertools.pairwise(parts):
        yield Edit("element", source.start(first), source.start(after), "")
    yield Edit("element", source.end(parts[-2][1]), source.end(parts[-1][1]), "")


def _words(source: Source, left: ast.expr, right: ast.expr, wanted: set[str]) -> list[Token]:
    found = source.between(source.end(left), source.start(right))
    return [one for one in found if one.text in wanted]


# Any: each takes the kind of node it stands under, which the type of a table cannot say.
_EDITS: dict[type[ast.expr], Callable[[Source, Any], Iterator[Edit]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary_op,
    ast.BinOp: _bin_op,
    ast.Constant: _constant,
    ast.JoinedStr: _string,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.IfExp: _if_exp,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.List: _display,
    ast.Set: _display,
    ast.Dict: _dict,
    ast.Tuple: _tuple,
}
