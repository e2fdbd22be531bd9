"""Which faults are put into code, and whether it is told apart who notices them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutants.generate import module_mutants

ROOT = Path(__file__).parents[2]


def changed(text):
    """Every mutant of a module of one line, by operator."""
    source = text.encode()
    return {
        (one.edit.operator, one.source(source).decode()) for one in module_mutants(source, "m.py")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", {("boundary", "a <= b"), ("comparison", "a >= b")}),
        ("a == b", {("comparison", "a != b")}),
        ("a not in b", {("comparison", "a in b")}),
        ("(a) is not (b)", {("comparison", "(a) is (b)")}),
        ("a or (b and c)", {("and/or", "a and (b and c)"), ("and/or", "a or (b or c)")}),
        ("x = not a", {("negation", "x =  a")}),
        ("a + b", {("arithmetic", "a - b")}),
        ("x = True", {("True/False", "x = False")}),
        ("x = 5", {("number", "x = 6"), ("number", "x = 4")}),
        ("x = '零' + y", {("string", "x = 'XX零' + y"), ("arithmetic", "x = '零' - y")}),
        ("x = f'{a}'", {("string", "x = f'XX{a}'")}),
        ("x = any(y)", {("any/all, min/max", "x = all(y)")}),
        ("x = y.startswith", {("method", "x = y.endswith")}),
        ("x = [a, b]", {("element", "x = [b]"), ("element", "x = [a]")}),
        ("x = (a.b, a.c)", {("element", "x = (a.b,)"), ("element", "x = (a.c,)")}),
        ("x = [a]", {("element", "x = []")}),
        ("x = a if b else c", {("negation", "x = a if not (b) else c")}),
        ("x = [a for a in b if a]", {("negation", "x = [a for a in b if not (a)]")}),
    ],
)
def test_an_expression_is_changed_by_each_operator_it_has(text, expected):
    """Bytes are counted, not characters: names and sentences are Chinese."""
    assert expected == {one for one in changed(text) if one[0] != "statement"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.append(b)", {("statement", "pass")}),
        ("raise a", {("statement", "pass")}),
        ("if a:\n    b = c", {("branch", "if False:\n    b = c"), ("negation", "if not (a):\n    b = c")}),
        ("for a in b:\n    continue", {
            ("loop", "for a in ():\n    continue"),
            ("break/continue", "for a in b:\n    break"),
        }),
        ("def f() -> bool:\n    return a", {
            ("return", "def f() -> bool:\n    return True"),
            ("return", "def f() -> bool:\n    return False"),
        }),
        ("def f() -> int | None:\n    return a", {("return", "def f() -> int | None:\n    return None")}),
        ("def f() -> list[int]:\n    return a", {("return", "def f() -> list[int]:\n    return []")}),
        ("def f() -> Check:\n    return a", set()),
    ],
)  # fmt: skip
def test_a_statement_is_left_out_or_answers_nothing(text, expected):
    """An answer of another type is mypy's to notice."""
    assert expected == changed(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "x: Literal['a']",
        "Judge = Callable[[A], list[B]]",
        "from a import b",
        "__all__ = ['a']",
        "@dataclass(frozen=True)\nclass A:\n    '''Says.'''",
        "def f(a: tuple[int, str]) -> Literal[1]: ...",
    ],
)
def test_what_is_no_behaviour_is_left_alone(text):
    """Such faults would all survive, and say nothing of the tests."""
    assert set() == changed(text)


PACKAGE = '''"""Ages."""


def adult(age: int) -> bool:
    """Whether somebody is of age."""
    return age >= 18


def label(age: int) -> str:
    """What to write."""
    if age < 0:
        return "unborn"
    return "adult" if adult(age) else "child"


def endless(count: int) -> int:
    """Counts down."""
    while count > 0:
        count -= 1
    return count
'''
TESTS = """from tiny.ages import adult, endless, label


def test_boundary():
    assert adult(18)
    assert not adult(17)


def test_label():
    assert label(30) != label(3)


def test_end():
    assert endless(3) == 0
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A tiny package all of whose mutants were tried: exit status, output, survivors."""
    root = tmp_path_factory.mktemp("tiny")
    (root / "tiny").mkdir()
    (root / "tiny" / "__init__.py").write_text("")
    (root / "tiny" / "ages.py").write_text(PACKAGE)
    (root / "tests").mkdir()
    (root / "tests" / "test_ages.py").write_text(TESTS)
    command = [sys.executable, "-m", "benchmarks.mutation", "--root", str(root)]
    command += ["--package", "tiny", "--tests", "tests", "--limit", "1"]
    command += ["--survivors", str(root / "survivors.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (root / "survivors.json").exists(), done.stdout + done.stderr
    survivors = json.loads((root / "survivors.json").read_text())
    return done, {(one["operator"], *one["difference"]): one["fate"] for one in survivors}


def test_a_fault_that_a_test_notices_is_killed(tiny):
    """Both sides of the boundary are tested, so no fault of that line survives."""
    _, survivors = tiny
    assert [] == [one for one in survivors if "age >= 18" in one[1]]


def test_a_fault_that_no_test_notices_survives_with_its_line(tiny):
    """The label is compared with another label, never with what it says."""
    _, survivors = tiny
    line = '    return "adult" if adult(age) else "child"'
    changed = '    return "XXadult" if adult(age) else "child"'
    assert "survived" == survivors["string", f"-{line}", f"+{changed}"]


def test_a_fault_on_a_line_that_no_test_runs_is_told_apart(tiny):
    """It needs no trial to survive."""
    _, survivors = tiny
    fault = ("string", '-        return "unborn"', '+        return "XXunborn"')
    assert "survived, no test runs the line" == survivors[fault]


def test_a_fault_that_never_ends_is_noticed_and_counted_apart(tiny):
    """The limit is one second of the processor."""
    done, survivors = tiny
    assert [] == [one for one in survivors if "count -= 1" in one[1]]
    heads, row = (
        next(line for line in done.stdout.splitlines() if line.startswith(start))
        for start in ("operator", "statement")
    )
    assert "timed out" in heads
    assert ["1", "1"] == [row.split()[1], row.split()[5]]


def test_too_many_survivors_fail_the_run(tiny):
    """Below nine in ten the exit status says so."""
    done, survivors = tiny
    assert (1, "") == (done.returncode, done.stderr)
    assert f"killed {27 - len(survivors)}/27" in done.stdout
