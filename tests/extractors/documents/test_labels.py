"""Labels of fields: ours, ours but for one character, and others that only look like ours."""

from __future__ import annotations

import re

import pytest

from extractors.documents.labels import LabelTable, labelled
from extractors.documents.layout import page_passage
from extractors.documents.page_text import merge
from tests.extractors.documents.conftest import line, page

TABLE = LabelTable(
    {"证书编号": "certificate_number", "证书号": "certificate_number", "申请日": "date"},
    re.compile("$^"),
)


def found(text: str) -> list[tuple[str, str]]:
    passage = page_passage(merge(page([line(text, 200, 300)])))
    return [(one.field, one.value.text) for one in labelled(passage, TABLE)]


def test_a_label_misread_in_one_inner_character_is_known_by_its_colon():
    assert [("certificate_number", "20210001")] == found("证节编号：20210001")


@pytest.mark.parametrize("text", ["证件号：410702197403121512", "证件编号：410702197403121512"])
def test_the_number_of_an_identity_card_is_no_certificate_number(text):
    assert [] == found(text)
