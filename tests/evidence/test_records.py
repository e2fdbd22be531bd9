"""Names, records and their JSON lines: what a constructor refuses, what survives."""

from __future__ import annotations

import pytest

from evidence.codec import decode_lines, encode, encode_lines
from evidence.documents import Certainty, Field
from evidence.errors import DataError, NormalFormError, Problem
from evidence.findings import Basis, Finding, Result
from evidence.names import body_name, normal_text, person_name
from evidence.places import Box, Place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张 三 同志", "张三"), ("欧阳建国", "欧阳建国"), ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("李四：", "李四"), ("王五先生", "王五"), ("John  Smith", "John Smith"),
    ],
)  # fmt: skip
def test_names_of_people(text, name):
    assert person_name(text) == name


@pytest.mark.parametrize("text", ["", "张", "12345", "张三2", "同志"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(NormalFormError) as error:
        person_name(text)
    assert error.value.code == "E-NAME"


def test_names_of_bodies_lose_spaces_and_no_character():
    assert body_name(" 中共 新乡市 委员会：") == "中共新乡市委员会"
    assert normal_text("（ＡＢ） c") == "(AB)c"


def test_a_doubtful_field_says_why_and_a_certain_one_has_no_doubt():
    for certainty, doubt in ((Certainty.DOUBTFUL, None), (Certainty.CERTAIN, "why")):
        with pytest.raises(ValueError, match="doubt"):
            Field("title", "a", "a", 1, None, 1.0, "test", certainty, doubt)


def finding(**changes):
    values = {
        "application": "A1", "rule": "H3", "claim": None, "result": Result.MATCH, "bears": True,
        "basis": Basis.DECLARATION, "citation": "第一条", "explanation": "一致。", "explanation_en": "Same.",
        "where": (Place("a.pdf", 1, Box(1, 2, 3, 4)),), **changes,
    }  # fmt: skip
    return Finding(**values)


@pytest.mark.parametrize(
    "change",
    [
        {"citation": ""}, {"explanation": ""}, {"explanation_en": ""}, {"result": Result.ATTESTED},
        {"basis": Basis.ATTESTATION},
    ],
)  # fmt: skip
def test_a_finding_cites_explains_and_tells_attested_from_match(change):
    with pytest.raises(ValueError, match="H3"):
        finding(**change)


def test_results_stand_in_the_order_of_the_notice():
    assert sorted(Result, key=lambda one: one.order) == [
        "mismatch", "not_checked", "unsure", "attested", "match",
    ]  # fmt: skip


def test_records_survive_json_lines_byte_for_byte():
    findings = [finding(), finding(rule="H4a", declared="甲\n乙")]
    data = encode_lines(Finding, findings)
    assert decode_lines(Finding, data) == findings
    assert encode_lines(Finding, decode_lines(Finding, data)) == data
    assert b"\n" not in encode(Finding, findings[1])


def test_a_damaged_line_is_told_with_a_code():
    with pytest.raises(DataError) as error:
        decode_lines(Finding, b'{"rule": 1}\n')
    assert error.value.code == "E-RECORD"


def test_a_problem_speaks_both_languages():
    with pytest.raises(ValueError, match="both languages"):
        Problem("E-X", "坏了。", "")
