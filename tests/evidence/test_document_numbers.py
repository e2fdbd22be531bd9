"""Document numbers in all brackets and with the confusions that scans show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.document_numbers import (
    DocumentNumber,
    ending_with,
    find_document_numbers,
    parse_document_number,
)
from evidence.errors import NormalFormError


@pytest.mark.parametrize(
    "text",
    [
        "豫人社〔2010〕88号", "豫人社[2010]88号", "豫人社［2010］88号", "豫人社(2010)88号", "豫人社（2010）88号",
        "豫人社【2010】88号", "豫人社﹝2010﹞88号", "豫人社〖2010〗88号", "豫人社„2010‟88号", "豫人社{2010}88号",
        "豫人社「2010」88号", "豫 人 社 〔 2010 〕 88 号", "豫人社〔2010〕第88号", "豫人社〔2010年〕88号",
        "豫人社〔2010〕088号", "豫人社〔2O1O〕88号", "豫人社〔20l0〕88号", "豫人社〔2010〕88號", "豫人社〔2010〕八十八号",
    ],
)  # fmt: skip
def test_one_number_in_many_brackets(text):
    assert str(parse_document_number(text)) == "豫人社〔2010〕88号"


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("新政〔2021〕十号", 10),
        ("新政〔2021〕二十一号", 21),
        ("新政〔2021〕一百零三号", 103),
        ("新政〔2021〕1号", 1),
    ],
)
def test_running_numbers_in_characters(text, serial):
    assert parse_document_number(text).serial == serial


@pytest.mark.parametrize(
    "text",
    ["", "豫人社2010 88号", "豫人社〔1010〕88号", "豫人社〔2010〕0号", "〔2010〕88号", "88号"],
)
def test_what_is_no_document_number_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        parse_document_number(text)
    assert error.value.code == "E-DOCNUM"


def test_two_numbers_are_not_one():
    with pytest.raises(NormalFormError):
        parse_document_number("豫办〔2023〕4号和豫办〔2010〕3号")


def test_numbers_in_prose_are_cut_to_a_known_code():
    (number,) = find_document_numbers("根据豫人社办〔2022〕93号文件")
    known = frozenset({"人社办", "豫人社办", "豫办"})
    assert ending_with(number, known) == DocumentNumber("豫人社办", 2022, 93)
    assert ending_with(number, frozenset({"新政"})) == number


@given(
    st.text("豫新政人社办发工文洛", min_size=1, max_size=6),
    st.integers(1949, 2100),
    st.integers(1, 2000),
    st.sampled_from(["〔〕", "[]", "()", "（）", "【】", "［］"]),
)
def test_every_number_survives_every_bracket(code, year, serial, brackets):
    text = f"{code}{brackets[0]}{year}{brackets[1]}{serial}号"
    assert parse_document_number(text) == DocumentNumber(code, year, serial)
    assert parse_document_number(str(parse_document_number(text))) == DocumentNumber(
        code, year, serial
    )
