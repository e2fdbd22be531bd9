"""Every mutant of a package.

Left alone, because a fault there is none of behaviour: annotations and type
aliases, docstrings, imports, `__all__`, and how a record or a cache is made.
Text inside the braces of an f-string is left too: Python 3.11 does not say
where it stands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mutants.expressions import expression_edits
from benchmarks.mutants.source import Edit, Mutant, Source
from benchmarks.mutants.statements import statement_edits

_MAKERS = {"dataclass", "cache", "lru_cache", "cached_property"}
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def package_mutants(root: Path, package: str) -> list[Mutant]:
    """The mutants of every module of a package, in order of file and place."""
    found = []
    for path in sorted((root / package).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        found += module_mutants(path.read_bytes(), name)
    return found


def module_mutants(text: bytes, path: str) -> list[Mutant]:
    """The mutants of one module, each another program and each one that compiles."""
    source = Source(text)
    seen = {ast.dump(source.tree)}
    found = []
    for edit, (first, last) in _edits(source, source.tree.body, None):
        mutant = Mutant(path, edit, source.line_at(edit.start), first, last)
        try:
            tree = ast.parse(mutant.source(text))
            compile(tree, path, "exec")
        except SyntaxError:  # brackets around what was taken away
            continue
        meaning = ast.dump(tree)
        if meaning not in seen:
            seen.add(meaning)
            found.append(mutant)
    return sorted(found, key=lambda one: (one.edit.start, one.edit.end, one.edit.new))


Lines = tuple[int, int]


def _edits(
    source: Source, body: list[ast.stmt], returns: ast.expr | None
) -> Iterator[tuple[Edit, Lines]]:
    for node in body:
        if _left_alone(node):
            continue
        lines = _head(node)
        for edit in statement_edits(source, node, returns):
            yield edit, lines
        for expression in _expressions(node):
            for inner in _within(expression):
                for edit in expression_edits(source, inner):
                    yield edit, lines
        inside = node.returns if isinstance(node, _FUNCTION) else returns
        for block in _blocks(node):
            yield from _edits(source, block, inside)


def _left_alone(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Assign) and (
        any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets)
        or _is_type(node.value)
    )


def _is_type(node: ast.expr) -> bool:
    """`Callable[[Case], list[Check]]` or `tuple[int, ...]`, and not `table[key]`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return False
    name = node.value.id
    return name in {"dict", "frozenset", "list", "set", "tuple", "type"} or (
        name[0].isupper() and not name.isupper()
    )


def _head(node: ast.stmt) -> Lines:
    """The lines of a statement without the statements in it."""
    blocks = [one.lineno for block in _blocks(node) for one in block]
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    last = min(blocks) - 1 if blocks else node.end_lineno or node.lineno
    return first, max(first, last)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if block:
            yield block
    for handler in getattr(node, "handlers", ()):
        yield handler.body
    for case in getattr(node, "cases", ()):
        yield case.body


def _expressions(node: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement's head that mean something when it runs."""
    if isinstance(node, _FUNCTION):
        yield from filter(_counts, node.decorator_list)
        yield from node.args.defaults
        yield from (one for one in node.args.kw_defaults if one is not None)
    elif isinstance(node, ast.ClassDef):
        yield from filter(_counts, node.decorator_list)
    elif isinstance(node, ast.AnnAssign):
        if node.value is not None:
            yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield child
            elif isinstance(child, ast.withitem):
                yield child.context_expr


def _counts(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return not (isinstance(called, ast.Name) and called.id in _MAKERS)


def _within(node: ast.expr) -> Iterator[ast.expr]:
    """An expression and those in it, but for types and for what f-strings put in."""
    yield node
    if isinstance(node, ast.JoinedStr) or _is_type(node):
        return
    for child in _children(node):
        yield from _within(child)


def _children(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword | ast.comprehension):
            yield from _children(child)
        elif isinstance(child, ast.arguments):  # a lambda's
            yield from (*child.defaults, *(one for one in child.kw_defaults if one is not None))
