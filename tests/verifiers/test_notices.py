"""The notice file: verbatim citations, complete policies, and errors that say where."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from string import Formatter

import pytest

from evidence.errors import DataError
from tests.verifiers.builders import (
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    dossier,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.data_files import load_checked, read_data
from verifiers.notices import load_notice, notice_from
from verifiers.notices.notice import CarriedBy
from verifiers.rules.registry import ELSEWHERE, application_rules, check_notice, claim_rules
from verifiers.rules.sentences import load_sentences
from verifiers.verdict import decide
from verifiers.verify import verify

ID = "xinxiang-2024-22"
TEXT = read_data("verifiers.notices", f"{ID}.yaml")
NEW_LINE = "\n"


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_every_citation_stands_verbatim_in_the_notice():
    notice = squeezed(read_data("verifiers.notices", f"{ID}.txt"))
    for rule, policy in load_notice(ID).rules.items():
        assert squeezed(policy.citation) in notice, rule


def test_the_newest_notice_is_the_default():
    assert load_notice().id == ID


def test_every_registered_rule_has_its_policy_and_every_policy_its_rule():
    registered = {rule.id for rule in application_rules()} | {rule.id for rule in claim_rules()}
    assert registered | ELSEWHERE == set(load_notice(ID).rules)


@pytest.mark.parametrize(
    ("rule", "carried"),
    [
        *((rule, CarriedBy.EVIDENCE) for rule in ("H2b", "H61", "H62", "H63", "H64", "H65", "A1", "A2b", "A4b", "A9")),
        *((rule, CarriedBy.ATTESTATION) for rule in ("G1", "H0", "H1", "H2a", "H2c", "H3", "H4a", "H4b", "H5", "A2a", "A4a", "A12", "P2", "P4")),
        ("H66", CarriedBy.PERSON),
    ],
)  # fmt: skip
def test_the_policy_is_the_one_that_was_decided(rule, carried):
    assert load_notice(ID).rules[rule].carried_by is carried


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: xinxiang-2024-22", "id: other-2024-1", "E-NOTICE-VALUE"),
        ("issued: 2024-03-15", "issued: gestern", "E-NOTICE-SCHEMA"),
        ("issued: 2024-03-15", "issued: 2024-02-31", "E-NOTICE-YAML"),
        ("target_grades: [五级,", "target_grades: [六级,", "E-NOTICE-SCHEMA"),
        ("excellent_years: 2", "excellent_years: 0", "E-NOTICE-SCHEMA"),
        ("excellent_years: 2", "excellent_jahre: 2", "E-NOTICE-SCHEMA"),
        ("carried_by: person", "carried_by: nobody", "E-NOTICE-SCHEMA"),
        (
            "service_start_possible: 2000-12-31",
            "service_start_possible: 1998-12-31",
            "E-NOTICE-VALUE",
        ),
        ("deferrable_years: [2023]", "deferrable_years: [2017]", "E-NOTICE-VALUE"),
        ("title: 未达退休年龄", "title: [", "E-NOTICE-YAML"),
        ('audience_wide: "', 'audience_wide: "(', "E-NOTICE-VALUE"),
        (
            "official_sources: [review_body, reviewer]",
            "official_sources: [google]",
            "E-NOTICE-SCHEMA",
        ),
    ],
)
def test_a_wrong_notice_is_refused_with_a_code(old, new, code):
    assert old in TEXT
    with pytest.raises(DataError) as error:
        notice_from(TEXT.replace(old, new, 1), ID)
    assert error.value.code == code
    assert ID in error.value.problem.zh


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("issued: 2024-03-15", "issued: 2024-02-31", "不存在的日期"),
        (
            "title: 未达退休年龄",
            "title: [",
            f"第{TEXT.count(NEW_LINE, 0, TEXT.index('title: 未达退休年龄')) + 3}行附近不是合法的YAML",
        ),
        ("issued: 2024-03-15", "issued: 2024年3月", "issued 处不符合规定的结构（“2024年3月”应写作"),
        ("excellent_years: 2", "excellent_years: 二", "thresholds/excellent_years 处不符合"),
        ("excellent_years: 2", "excellent_years: 2\n  excelent: 3", "（多出的项：excelent）"),
        ("issuer: 新乡市人力资源和社会保障局\n", "", "（缺少的项：issuer）"),
        ("carried_by: person", "carried_by: 单位", "evidence、attestation、person"),
        (
            "level_two_certain: 2019-03-20",
            "level_two_certain: 2021-03-20",
            "界限前后颠倒（thresholds/level_two_certain）",
        ),
        ("closes: 2024-04-05", "closes: 2024-03-05", "界限前后颠倒（registration）"),
        ("elsewhere:\n", "elsewhere:\n  5: {}\n", "elsewhere 处不符合规定的结构（值“5”不合要求）"),
        ("places: [省直,", "places: []\n    xs: [省直,", "jurisdictions/0"),
    ],
)
def test_a_wrong_notice_says_in_chinese_where_and_what(old, new, said):
    assert old in TEXT
    with pytest.raises(DataError) as error:
        notice_from(TEXT.replace(old, new, 1), ID)
    assert said in error.value.problem.zh


def test_a_wrong_entry_of_a_list_is_named():
    text = "authorities:\n- {name: 河南省测试厅, level: 省级}\n"
    with pytest.raises(DataError) as error:
        load_checked(text, "verifiers.authorities", "authorities.schema.json", "E-X", "x.yaml")
    assert "（“河南省测试厅”）" in error.value.problem.zh


def test_the_names_of_a_place_are_places_of_its_area_and_of_no_other_place():
    for area in load_notice().jurisdictions:
        names = [name for one in area.same for name in one]
        assert len(names) == len(set(names))
        assert set(names) <= set(area.places)


def test_an_unknown_notice_is_refused():
    with pytest.raises(DataError) as error:
        load_notice("zhengzhou-2031-1")
    assert error.value.code == "E-NOTICE-UNKNOWN"


def test_a_notice_that_forgets_a_rule_is_refused():
    notice = load_notice(ID)
    rules = {rule: policy for rule, policy in notice.rules.items() if rule != "A9"}
    with pytest.raises(DataError) as error:
        check_notice(replace(notice, rules=rules))
    assert error.value.code == "E-NOTICE-RULES"


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        (CarriedBy.ATTESTATION, "attested"),
        (CarriedBy.EVIDENCE, "not_checked"),
        (CarriedBy.PERSON, "unsure"),
    ],
)
def test_another_policy_is_another_file_and_no_other_code(carried, expected):
    notice = load_notice(ID)
    policy = replace(notice.rules["H3"], carried_by=carried)
    other = replace(notice, rules={**notice.rules, "H3": policy})
    one = dossier(application(), skill())
    findings = verify(one, PatentRegister(), load_authorities(), other, RECEIVED)
    verdict = decide(one, findings, other)
    assert result(verdict, "H3") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


def test_another_years_dates_are_data():
    notice = load_notice(ID)
    later = replace(notice.thresholds, excellent_years=3)
    one = dossier(application(), skill())
    other = replace(notice, thresholds=later)
    findings = verify(one, PatentRegister(), load_authorities(), other, RECEIVED)
    assert result(decide(one, findings, other), "H4b") == "mismatch"


def test_every_sentence_speaks_both_languages_of_the_same_values():
    for key, (zh, en) in load_sentences().items():
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (zh, en)]
        translated = {name.removesuffix("_en") for name in names[1]}
        assert translated <= names[0], key


def test_every_sentence_is_used_and_every_used_one_is_there():
    code = "".join(_sources(resources.files("verifiers")))
    used = set(
        re.findall(
            r'"((?:[A-Z]\d+[a-c]?|sign|issuer|rule|skill|lower|history|printout|note)\.[a-z_.]+)"',
            code,
        )
    )
    known = set(load_sentences())
    families = {key for key in used if key not in known}
    for family in families:
        assert any(key.startswith(f"{family}.") for key in known), family
    built = re.compile(
        r"A1\.(later|decided|filed)\.(ok|earlier|unclear|doubtful)|A9\.state_.*|(G1|H0|H1|H5)\.signed"
        r"|U1\.(refused|unreadable|unsupported)|X1\.(bytes|number)(_doubtful)?"
    )
    assert {key for key in known - used if not built.fullmatch(key)} == set()


def _sources(folder):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry.read_text(encoding="utf-8")


def test_a_finding_names_the_values_compared_and_the_article():
    verdict = judged(dossier(application(**NEEDS_EXCEPTION), skill()))
    finding = next(f for f in verdict.findings if f.rule == "H3")
    assert "初中" in finding.explanation
    assert "初中" in finding.explanation_en
    assert finding.citation.startswith("二(四)3“具有技工学校")
    assert finding.where[0].upload == "applications.csv"
