import re
from pathlib import Path

import pytest

from review.desk.flow.reasons import REASONS
from review.desk.item.choices_shown import KEYS

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("heading", "folder"), [("### 队列", "queue"), ("### 事项", "item")])
def test_the_keys_that_the_reviewers_handbook_names_exist(heading, folder):
    """A key in the handbook that does nothing costs the trust in the others."""
    text = (ROOT / "docs/reviewers.zh-CN.md").read_text(encoding="utf-8")
    part = text.split(heading + "\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
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
        marked |= {str(digit) for digit in range(1, 1 + max(map(len, REASONS.values())))}
    assert named
    assert set() == named - marked
