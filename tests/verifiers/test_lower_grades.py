"""五级 to 二级 (二(二), 二（二）): each boundary on both sides, each way to a grade, each policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import Document
from tests.verifiers.builders import (
    AWARD_CLAIM,
    RECEIVED,
    altered,
    application,
    date,
    dossier,
    doubted,
    flagged,
    identity,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.notices.notice import CarriedBy
from verifiers.verdict import decide
from verifiers.verify import verify


def paper(grade: str, on: str, **values: str | list[str] | None) -> Document:
    return skill(title="机关事业单位工人技术等级证书", grade=grade, date=on, **values)


def lower(target: str, grade: str, certified: str | None = None, **changes: object):
    base = {
        "target_grade": target,
        "grade": grade,
        "certified": date(certified) if certified else None,
        "appointed": None,
        "work_start": date("2016-09"),
        "birth": date("1990-05"),
        "id_number": identity("19900512"),
    }
    return application(**{**base, **changes})


def judge(app, *papers):
    return judged(dossier(app, *papers))


@pytest.mark.parametrize(
    ("confirmed", "expected"),
    [
        ("2024-09-30", "attested"),
        ("2024-10-01", "mismatch"),
        ("2024-09", "attested"),
        ("2024-10", "mismatch"),
        ("2024", "unsure"),
        ("2023", "attested"),
        (None, "not_checked"),
    ],
)
def test_l5_confirmed_by_the_end_of_september(confirmed, expected):
    app = lower("五级", "", confirmed=date(confirmed) if confirmed else None)
    verdict = judge(app, skill())
    assert result(verdict, "L5") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


@pytest.mark.parametrize(
    ("target", "below", "title", "working_by", "too_late"),
    [
        ("四级", "五级", "初级工", "2015-12-31", "2016-01-01"),
        ("三级", "四级", "中级工", "2007-12-31", "2008-01-01"),
    ],
)
class TestEitherWay:
    def test_the_certificate_by_its_last_day_proves(
        self, target, below, title, working_by, too_late
    ):
        app = lower(target, below, "2019-09-30")
        verdict = judge(app, paper(title, "2019-09-30"))
        assert result(verdict, f"L{_number(target)}") == "attested"
        assert verdict.outcome == "pass"

    def test_a_day_later_it_does_not(self, target, below, title, working_by, too_late):
        app = lower(target, below, "2019-10-01")
        verdict = judge(app, paper(title, "2019-10-01"))
        assert result(verdict, f"L{_number(target)}") == "mismatch"
        assert verdict.outcome == "on_site"

    def test_the_years_of_service_do_instead(self, target, below, title, working_by, too_late):
        served = lower(target, below, "2021-06-30", work_start=date(working_by))
        late = replace(served, work_start=date(too_late))
        certificate = paper(title, "2021-06-30")
        assert judge(served, certificate).outcome == "pass"
        assert result(judge(served, certificate), f"L{_number(target)}") == "attested"
        assert result(judge(late, certificate), f"L{_number(target)}") == "mismatch"

    def test_a_year_alone_is_the_interval_that_it_is(
        self, target, below, title, working_by, too_late
    ):
        rule = f"L{_number(target)}"
        inside = lower(target, below, "2021-06-30", work_start=date(working_by[:4]))
        beyond = lower(target, below, "2021-06-30", work_start=date(too_late[:4]))
        certificate = paper(title, "2021-06-30")
        assert result(judge(inside, certificate), rule) == "attested"
        assert result(judge(beyond, certificate), rule) == "mismatch"
        vague = paper(title, "2019")
        assert result(judge(replace(beyond, certified=date("2019")), vague), rule) == "unsure"

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"name": "韩玉梅"}, "mismatch"),
            ({"grade": "高级技师"}, "mismatch"),
            ({"occupation": "汽车驾驶员"}, "unsure"),
            ({"occupation": None}, "not_checked"),
            ({"date": None}, "not_checked"),
            ({"title": "职业技能等级证书"}, "mismatch"),
            ({"title": None}, "unsure"),
            ({"issuer": "新乡市总工会"}, "unsure"),
        ],
    )
    def test_the_certificate_must_be_the_applicants_own_of_that_grade_and_occupation(
        self, target, below, title, working_by, too_late, values, expected
    ):
        rule = f"L{_number(target)}"
        app = lower(target, below, "2018-06-29")
        wrong = altered(paper(title, "2018-06-29"), **values)
        verdict = judge(app, wrong)
        assert verdict.outcome == "on_site"
        # Service too short is a mismatch, so the certificate's way speaks where it is better.
        assert result(verdict, rule) == expected

    def test_a_doubtful_reading_is_no_proof(self, target, below, title, working_by, too_late):
        app = lower(target, below, "2018-06-29")
        for name in ("date", "grade", "name", "occupation"):
            verdict = judge(app, doubted(paper(title, "2018-06-29"), name))
            assert result(verdict, f"L{_number(target)}") == "unsure", name

    def test_without_papers_and_years_nothing_is_proven(
        self, target, below, title, working_by, too_late
    ):
        verdict = judge(lower(target, below))
        assert result(verdict, f"L{_number(target)}") == "not_checked"
        assert verdict.outcome == "on_site"


def _number(target: str) -> int:
    return {"四级": 4, "三级": 3}[target]


def second(**changes: object):
    return lower("二级", "三级", "2018-06-29", **{"continuous": "是", **changes})


def attesting_notice():
    """The notice with 品行与技艺 left to the unit: only then can a 二级 pass online."""
    notice = load_notice("xinxiang-2024-22")
    policy = replace(notice.rules["L2a"], carried_by=CarriedBy.ATTESTATION)
    return replace(notice, rules={**notice.rules, "L2a": policy})


def judge_second(app, *papers):
    notice, one = attesting_notice(), dossier(app, *papers)
    return decide(one, verify(one, PatentRegister(), load_authorities(), notice, RECEIVED), notice)


def test_l2a_is_for_people_under_this_notice_and_all_else_may_hold():
    verdict = judge(second(), paper("高级工", "2018-06-29"))
    assert flagged(verdict) == {("L2a", None)}
    assert judge_second(second(), paper("高级工", "2018-06-29")).outcome == "pass"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2019-03-20", "attested"),
        ("2019-03-21", "unsure"),
        ("2019-03", "unsure"),
        ("2019-12-31", "unsure"),
        ("2020-01-01", "mismatch"),
    ],
)
def test_l2b_three_boundaries_of_five_years(on, expected):
    app = replace(second(), certified=date(on))
    verdict = judge_second(app, paper("三级", on))
    assert result(verdict, "L2b") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


@pytest.mark.parametrize(
    ("answer", "expected"), [("是", "attested"), ("否", "mismatch"), ("", "not_checked")]
)
def test_l2b_without_a_break(answer, expected):
    verdict = judge_second(second(continuous=answer), paper("高级工", "2018-06-29"))
    assert result(verdict, "L2b") == expected


@pytest.mark.parametrize(
    ("education", "birth", "sex", "expected"),
    [
        ("高中", "19900512", "男", "attested"),
        ("技工学校", "19900512", "男", "attested"),
        ("初中", "19741231", "男", "unsure"),
        ("初中", "19750101", "男", "mismatch"),
        ("初中", "19791231", "女", "unsure"),
        ("初中", "19800101", "女", "mismatch"),
        ("小学", "19700101", "男", "mismatch"),
        ("肄业", "19700101", "男", "unsure"),
        ("", "19700101", "男", "not_checked"),
    ],
)
def test_l2c_schooling_and_the_exception_for_older_people(education, birth, sex, expected):
    app = second(
        education=education,
        sex=sex,
        id_number=identity(birth, sex),
        birth=date(f"{birth[:4]}-{birth[4:6]}"),
    )
    verdict = judge_second(app, paper("高级工", "2018-06-29"))
    assert result(verdict, "L2c") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


@pytest.mark.parametrize(
    ("target", "grade", "papers"),
    [
        ("五级", "", ()),
        ("四级", "五级", (paper("初级工", "2018-06-29"),)),
        ("三级", "四级", (paper("中级工", "2018-06-29"),)),
        ("二级", "三级", (paper("高级工", "2018-06-29"),)),
    ],
)
def test_rules_of_one_grade_are_asked_of_that_grade_only(target, grade, papers):
    app = lower(
        target, grade, "2018-06-29", confirmed=date("2017-09"), continuous="是",
        claims=(AWARD_CLAIM,), publicity_start=None, publicity_end=None,
    )  # fmt: skip
    rules = {finding.rule for finding in judge(app, *papers).findings}
    everyone = {"S0", "U1", "S1", "S2", "S3", "G1", "A12", "P2", "P5", "P6"}
    own = {"五级": {"L5"}, "四级": {"L4"}, "三级": {"L3"}, "二级": {"L2a", "L2b", "L2c"}}
    assert rules == everyone | own[target]
