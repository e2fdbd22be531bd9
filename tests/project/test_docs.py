import re
from pathlib import Path

import pytest

from review.desk.flow.reasons import REASONS
from review.desk.item.choices_shown import KEYS

ROOT = Path(__file__).parents[2]
PACKAGES = ("evidence", "extractors", "verifiers", "review", "pipeline")
CODE = re.compile(r'"(E-[A-Z]+(?:-[A-Z]+)*)"')
NAMED = re.compile(r"`(E-[A-Z-]+…?)`")


@pytest.mark.parametrize("handbook", ["operating.md", "operating.zh-CN.md"])
def test_the_handbook_names_every_code_that_can_be_met(handbook):
    """A code in the program that the operator cannot look up is a dead end."""
    text = (ROOT / "docs" / handbook).read_text(encoding="utf-8")
    named = NAMED.findall(text)
    whole = {name for name in named if not name.endswith("…")}
    families = tuple(name[:-1] for name in named if name.endswith("…"))
    used = {
        code
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert set() == {code for code in used if code not in whole and not code.startswith(families)}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/operating.md"])
def test_every_link_leads_somewhere(page):
    """A newcomer who follows a link finds the file."""
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert links
    assert [] == [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize(("heading", "folder"), [("### 队列", "queue"), ("### 事项", "item")])
def test_the_keys_that_the_reviewers_handbook_names_exist(heading, folder):
    """A key in the handbook that does nothing costs the trust in the others."""
    text = (ROOT / "docs/reviewers.zh-CN.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", text.split(heading + "\n")[1].split("\n#")[0], re.M)
    named = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    pages = (ROOT / "review/desk/templates/desk" / folder).glob("*.html")
    marked = {
        key
        for page in pages
        for keys in re.findall(r'data-key(?:-only)?="([^"{]+)"', page.read_text(encoding="utf-8"))
        for key in keys.split("|")
    }
    if folder == "item":
        marked |= {key for key, _, _ in KEYS.values()}
        most = max(map(len, REASONS.values()))
        marked |= {str(digit) for digit in range(1, most + 1)}
    assert named
    assert set() == named - marked
