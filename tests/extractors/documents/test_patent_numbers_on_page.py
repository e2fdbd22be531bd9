"""Numbers on pages that look like patent numbers, and those that are."""

from __future__ import annotations

import pytest

from extractors.documents.layout import page_passage
from extractors.documents.page_text import merge
from extractors.documents.patent_numbers_on_page import grant_numbers_in, patent_numbers_in
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CN319456207S", [("CN319456207S", False)]),
        ("CN3194562075", [("CN319456207S", True)]),  # of designs alone: series 3
        ("CN1294723795", []),
        ("CN1294723798", [("CN129472379B", True)]),
    ],
)
def test_a_kind_letter_read_as_a_digit_is_mended_and_in_doubt(text, expected):
    passage = page_passage(merge(page([line(text, 200, 300)])))
    found = grant_numbers_in(passage.flat())
    assert expected == [(str(one.number), one.mended) for one in found]
