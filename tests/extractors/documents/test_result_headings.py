"""What counts as a site's own print above and between its results."""

from __future__ import annotations

import time

import pytest

from extractors.documents.passages import passage
from extractors.documents.result_headings import is_furniture
from tests.extractors.documents.conftest import line


def _row(*cells):
    return passage([[line(cell, 100 + 400 * n, 100) for n, cell in enumerate(cells)]])


@pytest.mark.parametrize(
    ("cells", "furniture"),
    [
        (["首页", "专利检索及分析", "退出"], True),
        (["欢迎 王芳", "退出"], True),
        (["上一页", "1", "2", "…", "下一页"], True),
        (["一种检索装置"], False),
        (["2020104300960甲"], False),
    ],
)
def test_names_links_and_page_numbers_are_the_sites_own(cells, furniture):
    assert furniture is is_furniture(_row(*cells))


@pytest.mark.parametrize("text", ["1" * 60 + "甲", "|" * 60 + "甲", "欢迎11111111" * 12 + "甲"])
def test_no_row_takes_exponential_time(text):
    """An applicant's own PDF may hold anything."""
    started = time.process_time()
    assert not is_furniture(_row(text))
    assert time.process_time() - started < 2
