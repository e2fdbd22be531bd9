"""S1, S2, W1, E1, A13, P5, P6, P13, A3b: who applies, for what, in time, and what counts once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    award_dossier,
    date,
    decision,
    dossier,
    flagged,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

CHINA = dt.timezone(dt.timedelta(hours=8))


def plain(**changes: object):
    return judged(dossier(application(**changes), skill()))


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("", "attested"),
        ("事业单位工勤人员", "attested"),
        ("机关工人", "attested"),
        ("聘用工作人员", "attested"),
        ("公务员", "mismatch"),
        ("管理岗位", "mismatch"),
        ("专业技术人员", "mismatch"),
        ("退休人员", "mismatch"),
        ("临时工", "mismatch"),
        ("借调工勤人员", "unsure"),
        ("改制企业工人", "unsure"),
        ("劳务派遣", "unsure"),
        ("非工勤人员", "unsure"),
        ("其他", "unsure"),
    ],
)
def test_s1_workers_in_post(category, expected):
    verdict = plain(category=category)
    assert result(verdict, "S1") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


def test_s1_and_s2_say_nothing_where_nothing_is_declared():
    verdict = plain(target_occupation="")
    assert result(verdict, "S1") == result(verdict, "S2") == "not_checked"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ((), "attested"),
        (("河道修防工", "汽车驾驶员"), "match"),
        (("汽车驾驶员",), "unsure"),
    ],
)
def test_s2_the_catalogue_where_the_notice_file_holds_one(listed, expected):
    notice = replace(load_notice("xinxiang-2024-22"), occupations=listed)
    one = dossier(application(), skill())
    findings = verify(one, PatentRegister(), load_authorities(), notice, RECEIVED)
    assert result(decide(one, findings, notice), "S2") == expected


@pytest.mark.parametrize(
    ("retired", "expected"),
    [
        ("2024-03-15", "mismatch"),
        ("2024-03-16", "attested"),
        ("2024-03", "unsure"),
        ("2024-02", "mismatch"),
        ("2024-06", "attested"),
    ],
)
def test_s3_who_had_retired_by_the_notices_date_is_out(retired, expected):
    assert result(plain(retired=date(retired)), "S3") == expected


@pytest.mark.parametrize("change", [{"former_occupation": "锅炉工"}, {"occupation": "汽车驾驶员"}])
def test_w1_another_occupation_is_for_people(change):
    assert flagged(plain(**change)) == {("W1", None)}


def test_w1_does_not_apply_to_the_same_occupation():
    verdict = plain(former_occupation="河道修防工")
    assert "W1" not in {finding.rule for finding in verdict.findings}
    assert verdict.outcome == "pass"


@pytest.mark.parametrize(
    ("category", "rules"),
    [
        ("一线工勤技能人员", {("E1", None)}),
        ("援鄂医疗队工勤人员", {("E1", None)}),
        ("专业技术人才", {("A13", None), ("S1", None)}),
    ],
)
def test_e1_and_a13_are_for_people(category, rules):
    assert flagged(plain(category=category)) == rules


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("新乡市市直", "match"),
        ("市直", "match"),
        ("河南省新乡市红旗区", "match"),
        ("原阳县", "match"),
        ("新乡市原阳县直", "match"),
        ("辉县市", "match"),
        ("省直", "match"),
        ("中央驻新单位", "match"),
        ("开封市", "unsure"),
        ("原阳", "unsure"),
        ("新乡县域", "unsure"),
        ("", "not_checked"),
    ],
)
def test_p5_the_region_says_who_reviews(region, expected):
    assert result(plain(region=region), "P5") == expected


def test_p5_names_the_body_that_reviews_first():
    finding = next(f for f in plain(region="原阳县").findings if f.rule == "P5")
    assert "当地工考管理机构初审后报新乡市工考管理机构审查" in finding.explanation
    finding = next(f for f in plain(region="省直").findings if f.rule == "P5")
    assert "由新乡市机关事业单位工勤技能岗位等级考核办公室审查" in finding.explanation


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        (None, "attested"),
        (dt.datetime(2024, 3, 20, 23, 59), "unsure"),
        (dt.datetime(2024, 3, 21), "attested"),
        (dt.datetime(2024, 4, 5, 23, 59, 59), "attested"),
        (dt.datetime(2024, 4, 6), "attested"),  # 24:00 of the last day
        (dt.datetime(2024, 4, 6, 0, 0, 1), "mismatch"),
        (dt.datetime(2024, 4, 5, 16, 0, 1, tzinfo=dt.UTC), "mismatch"),
        (dt.datetime(2024, 4, 5, 16, 0, tzinfo=dt.UTC), "attested"),
    ],
)
def test_p6_registration_closed_at_midnight_in_china(submitted, expected):
    assert result(plain(submitted=submitted), "P6") == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (dt.datetime(2024, 4, 15, 23, 59, tzinfo=CHINA), "attested"),
        (dt.datetime(2024, 4, 16, 0, 1, tzinfo=CHINA), "unsure"),
        (dt.datetime(2024, 3, 20, 23, 0, tzinfo=CHINA), "unsure"),
        (None, "not_checked"),
    ],
)
def test_p6_the_batch_came_within_the_days_of_review(received, expected):
    app = application(publicity_start=date("2024-03-01"), publicity_end=date("2024-03-15"))
    verdict = judged(dossier(app, skill()), received=received)
    assert result(verdict, "P6") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"document_title": ""}, "表彰文件名称"),
        ({"document_number": ""}, "发文字号"),
        ({"issuers": ()}, "表彰单位"),
        ({"title": ""}, "表彰奖励名称"),
    ],
)
def test_p13_each_detail_of_an_award_must_be_stated(change, column):
    verdict = judged(award_dossier(replace(AWARD_CLAIM, **change)))
    assert result(verdict, "P13", 1) == "not_checked"
    assert verdict.outcome == "on_site"
    finding = next(f for f in verdict.findings if f.rule == "P13")
    assert column in finding.explanation


def test_p13_holds_where_all_four_are_stated():
    assert result(judged(award_dossier()), "P13", 1) == "match"


def contest(no: int, rank: str, **changes: object):
    base = replace(
        AWARD_CLAIM,
        no=no,
        condition=4,
        title="2021年新乡市职业技能竞赛",
        rank=rank,
        document_number="",
    )
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        (("一等奖", "二等奖"), ("match", "unsure")),
        (("三等奖", "二等奖"), ("unsure", "match")),
        (("二等奖", "二等奖"), ("unsure", "unsure")),
        (("二等奖", ""), ("match", "unsure")),
    ],
)
def test_a3b_the_highest_prize_of_a_contest_stands(ranks, expected):
    claims = tuple(contest(no, rank) for no, rank in enumerate(ranks, 1))
    verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
    assert expected == tuple(result(verdict, "A3b", no) for no in (1, 2))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {"date": date("2022-11-18")}, "match"),  # another year's contest
        ({"title": "2021年新乡市职业技能竞赛一等奖"}, {}, "match"),
        ({"title": "全市先进个人"}, {}, "match"),
    ],
)
def test_a3b_projects_are_told_apart_by_name_and_year(first, second, expected):
    claims = (contest(1, "一等奖", **first), contest(2, "二等奖", **second))
    verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
    assert result(verdict, "A3b", 1) == expected


def test_a3b_two_honours_of_one_decision_are_one_project():
    second = replace(AWARD_CLAIM, no=2, title="全市防汛救灾工作标兵")
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, second))
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert result(verdict, "A3b", 1) == result(verdict, "A3b", 2) == "unsure"
