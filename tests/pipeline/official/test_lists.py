"""A printed list is whole where it shows as many patents as its site says it found."""

from __future__ import annotations

import pytest

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.places import Box
from pipeline.official.lists import is_complete


def _result(number, page, total="", of="", certain=True, row=0):
    def field(name, value, sure=True, at=0):
        certainty = Certainty.CERTAIN if sure else Certainty.DOUBTFUL
        box, doubt = Box(0, at, 9, at + 9), None if sure else "the page states different numbers"
        return Field(name, value, value, page, box, 0.99, "rapidocr", certainty, doubt)

    fields = [field("site", "cpquery"), field("patent_number", number)]
    fields += [field("result_count", total, certain, row)] if total else []
    fields += [field("result_page", of)] if of else []
    return Document("a.pdf", "0" * 64, DocumentKind.PATENT_SEARCH_RESULT, (page,), tuple(fields))


CASES = {
    "one of one": ([("1", 1, "1")], True),
    "two of two": ([("1", 1, "2"), ("2", 1, "2")], True),
    "two of three": ([("1", 1, "3"), ("2", 1, "3")], False),
    "the same one twice": ([("1", 1, "2"), ("1", 1, "2")], False),
    "two searches, one result each": ([("1", 1, "1"), ("2", 2, "1")], True),
    "two searches, one of them not whole": ([("1", 1, "2"), ("2", 2, "1")], False),
    "two pages of one list": ([("1", 1, "2", "1/2"), ("2", 2, "2", "2/2")], True),
    "a page is missing": ([("1", 1, "3", "1/2"), ("2", 1, "3", "1/2")], False),
    "nothing says so": ([("1", 1)], None),
    "the total is in doubt": ([("1", 1, "1", "", False)], None),
    "one page does not say": ([("1", 1, "1"), ("2", 2)], None),
    "no list": ([], None),
}


@pytest.mark.parametrize(("shown", "expected"), CASES.values(), ids=CASES)
def test_a_list_is_whole_by_the_total_of_its_site(shown, expected):
    assert expected is is_complete([_result(*one) for one in shown])
