from pathlib import Path

from review.desk.access.roles import ACTION_NAMES, Action
from review.desk.access.roles_page import roles_page

DOCS = Path(__file__).parents[4] / "docs"


def test_the_handbooks_page_is_the_one_that_the_table_gives():
    assert roles_page() == (DOCS / "desk-roles.md").read_text(encoding="utf-8"), (
        "run: python -m review.desk.access.roles_page > docs/desk-roles.md"
    )


def test_every_action_has_a_name_in_both_languages():
    assert set(Action) == set(ACTION_NAMES)
    assert all(zh and en for zh, en in ACTION_NAMES.values())
