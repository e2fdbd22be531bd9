"""Numbers on pages that look like patent numbers, and those that are."""

from __future__ import annotations

import pytest

from extractors.documents.layout import page_passage
from extractors.documents.page_text import merge
from extractors.documents.patent_numbers_on_page import patent_numbers_in
from tests.extractors.documents.conftest import line, page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZL 2020 1 0430096.0", ["ZL202010430096.0"]),
        ("€N202010430096.0", ["ZL202010430096.0"]),  # a misread C, and a check digit that holds
        ("HN202010430096", []),
        ("证书编号 SN202010430096", []),
    ],
)
def test_a_certificates_own_number_is_no_patent(text, expected):
    passage = page_passage(merge(page([line(text, 200, 300)])))
    assert expected == [found.number.normal for found in patent_numbers_in(passage.flat())]
