"""S1, S3, E1, W1, G1, A12: ages, categories of staff, occupations, and who signs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    RECEIVED,
    application,
    date,
    dossier,
    result,
    skill,
)
from tests.verifiers.test_days_and_places import plain
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.notices.notice import CarriedBy
from verifiers.rules.scope import reached
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")


@pytest.mark.parametrize(
    ("birth", "on", "reached_it"),
    [
        ("1964-03-15", (2024, 3, 15), True),
        ("1964-03-16", (2024, 3, 15), False),
        ("1964-03", (2024, 3, 15), None),
        ("1964-02", (2024, 3, 15), True),
        ("1964", (2024, 3, 15), None),
        ("1963", (2024, 3, 15), True),
        ("1964-02-28", (2024, 2, 29), True),
        ("1963-02-28", (2023, 2, 28), True),
        ("1964-02-29", (2024, 2, 29), True),
        ("1964-03-01", (2024, 2, 29), False),
    ],
)
def test_an_age_is_reached_on_the_birthday(birth, on, reached_it):
    assert reached_it is reached(date(birth), 60, dt.date(*on))


def test_an_age_on_29_february_is_that_of_the_day_before_in_other_years():
    assert reached(date("1979-02-28"), 45, dt.date(2024, 2, 29)) is True
    assert reached(date("1979-03-01"), 45, dt.date(2024, 2, 29)) is False


@pytest.mark.parametrize(
    ("sex", "birth", "retired", "expected"),
    [
        ("", "1974-03", None, "not_checked"),
        ("男", None, None, "not_checked"),
        ("男", "1964-03", None, "unsure"),
        ("男", "1964-04", None, "attested"),
        ("男", "1964-02", None, "mismatch"),
        ("女", "1969-03", None, "unsure"),
        ("女", "1974-03", None, "unsure"),
        ("女", "1974-04", None, "attested"),
        ("男", "1974-04", "2024-03-15", "mismatch"),
        ("男", "1974-04", "2024-03", "unsure"),
        ("男", "1974-04", "2024-03-16", "attested"),
        ("男", "1964-02", "2024-04-01", "mismatch"),  # later retirement is no bar, the age is
    ],
)
def test_s3_by_the_declared_birth_where_there_is_no_identity_number(sex, birth, retired, expected):
    changes = {
        "birth": date(birth) if birth else None,
        "retired": date(retired) if retired else None,
    }
    assert expected == result(plain(sex=sex, id_number="", **changes), "S3")


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("参照公务员法管理", "mismatch"), ("参公人员", "mismatch"), ("管理人员", "mismatch"),
        ("专技岗位", "mismatch"), ("离职人员", "mismatch"), ("机关干部", "mismatch"),
        ("技能岗", "attested"), ("聘用制", "attested"), ("工勤（借用）", "unsure"), ("转企工人", "unsure"),
        ("内退工人", "unsure"), ("离岗工人", "unsure"), ("待岗工人", "unsure"), ("病休工人", "unsure"),
        ("停薪留职工人", "unsure"), ("编外聘用", "unsure"), ("退休工人", "mismatch"),
    ],
)  # fmt: skip
def test_s1_reads_the_category_of_staff(category, expected):
    assert expected == result(plain(category=category), "S1")


@pytest.mark.parametrize(
    ("category", "asked"),
    [("一线工人", True), ("援鄂工人", True), ("抗疫工人", True), ("抗击疫情工人", True),
     ("疫情防控工人", True), ("工人", False), ("", False)],
)  # fmt: skip
def test_e1_is_asked_of_frontline_workers(category, asked):
    assert asked == ("E1" in {one.rule for one in plain(category=category).findings})


@pytest.mark.parametrize(
    ("now", "former", "wanted", "asked"),
    [
        ("锅炉工", "", "锅炉工", False),
        ("锅炉工", "锅炉工", "锅炉工", False),
        (" 锅 炉 工 ", "", "锅炉工", False),
        ("锅炉工", "电工", "锅炉工", True),
        ("电工", "锅炉工", "锅炉工", True),
        ("电工", "", "锅炉工", True),
        ("", "", "锅炉工", False),
        ("电工", "", "", False),
    ],
)
def test_w1_is_asked_of_whoever_held_another_occupation(now, former, wanted, asked):
    verdict = plain(occupation=now, former_occupation=former, target_occupation=wanted)
    assert asked == ("W1" in {one.rule for one in verdict.findings})


@pytest.mark.parametrize(
    ("unit", "department", "g1", "h1"),
    [
        ("同意", "同意", "attested", "attested"),
        (" 同意 ", "同意", "attested", "attested"),
        ("不同意", "", "mismatch", "not_checked"),
        ("缓报", "同意", "mismatch", "not_checked"),
        ("", "同意", "not_checked", "not_checked"),
        (" ", "同意", "not_checked", "not_checked"),
    ],
)
def test_a_refusal_contradicts_where_consent_is_asked_for_and_elsewhere_nobody_signed(
    unit, department, g1, h1
):
    verdict = plain(unit_opinion=unit, department_opinion=department)
    assert g1 == result(verdict, "G1") == result(verdict, "H0")
    assert h1 == result(verdict, "H1") == result(verdict, "H5") == result(verdict, "S1")
    swapped = plain(unit_opinion=department, department_opinion=unit)
    assert g1 == result(swapped, "G1")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("有", "mismatch"),
        ("存在", "mismatch"),
        (" 否 ", "attested"),
        ("不详", "unsure"),
        (" ", "not_checked"),
    ],
)
def test_a12_a_bar_is_denied_in_so_many_words(answer, expected):
    assert expected == result(plain(barred=answer), "A12")


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        (CarriedBy.PERSON, "unsure"),
        (CarriedBy.EVIDENCE, "not_checked"),
        (CarriedBy.ATTESTATION, "attested"),
    ],
)
@pytest.mark.parametrize(
    "rule",
    [
        "G1",
        "H0",
        "H1",
        "H5",
        "A12",
        "S1",
        "S2",
        "S3",
        "P2",
        "P4",
        "P6",
        "H2a",
        "H2c",
        "H3",
        "H4a",
        "H4b",
    ],
)
def test_what_a_signature_carries_is_the_notices_to_say(rule, carried, expected):
    policy = replace(NOTICE.rules[rule], carried_by=carried)
    notice = replace(NOTICE, rules={**NOTICE.rules, rule: policy})
    one = dossier(application(), skill())
    findings = verify(one, PatentRegister(), load_authorities(), notice, RECEIVED)
    assert expected == result(decide(one, findings, notice), rule)
