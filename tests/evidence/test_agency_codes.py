"""The register of agency codes is checked before it is believed."""

from __future__ import annotations

import pytest

from evidence.agency_codes import agency_codes, parse_agency_codes
from evidence.errors import DataError

ONE = "{code: 新政, of: [新乡市人民政府], confidence: medium}"


def test_every_code_says_whose_it_is_and_how_surely():
    codes = agency_codes()
    assert {"豫人社", "豫人社办", "新政", "新政文"} <= set(codes)
    assert ("新乡市人民政府", "新蔡县人民政府") == codes["新政"].of
    assert ("high", "medium") == (codes["豫政"].confidence, codes["新政"].confidence)


@pytest.mark.parametrize(
    "broken",
    [
        "codes: [{code: 新政, confidence: high}]",
        "codes: [{code: 新政, of: [], confidence: high}]",
        "codes: [{code: 新政, of: [新乡市人民政府], confidence: sure}]",
        f"codes: [{ONE}, {ONE}]",
        "- [",
        "x: 1",
    ],
)
def test_a_broken_register_is_refused_with_a_code(broken):
    with pytest.raises(DataError) as error:
        parse_agency_codes(broken)
    assert "E-DATA-CODES" == error.value.code
