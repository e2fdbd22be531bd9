"""P4, A2a, P5, P6: working days, the review body's clock, and who reviews which region."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    date,
    dossier,
    judged,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.rules.days import in_china, working_days
from verifiers.rules.process import jurisdiction_of
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")
CHINA = dt.timezone(dt.timedelta(hours=8))


def plain(*papers, received=RECEIVED, **changes):
    return judged(dossier(application(**changes), skill(), *papers), received=received)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2024, 3, 22), (2024, 3, 29), (5, 6)),
        ((2024, 3, 23), (2024, 3, 29), (5, 5)),  # begun on a Saturday
        ((2024, 3, 25), (2024, 3, 25), (0, 1)),
        ((2024, 3, 24), (2024, 3, 24), (0, 0)),
        ((2024, 4, 3), (2024, 4, 8), (2, 3)),  # 清明 4 to 6, Sunday the 7th worked
        ((2024, 4, 7), (2024, 4, 7), (0, 1)),
        ((2024, 2, 9), (2024, 2, 19), (2, 3)),  # 春节 10 to 17; the 18th, a Sunday, worked
    ],
)
def test_working_days_are_the_state_councils(start, end, days):
    assert days == working_days(dt.date(*start), dt.date(*end))


def test_a_year_whose_holidays_are_not_set_has_no_working_days():
    assert working_days(dt.date(2099, 3, 1), dt.date(2099, 3, 9)) is None


def test_the_clock_is_chinas():
    assert dt.datetime(2024, 4, 6, 0, 30) == in_china(dt.datetime(2024, 4, 6, 0, 30))
    utc = dt.datetime(2024, 4, 5, 16, 30, tzinfo=dt.UTC)
    assert dt.datetime(2024, 4, 6, 0, 30) == in_china(utc)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-25", "2024-03-25", "mismatch"),  # one day is no week
        ("2024-03-25", "2024-03-22", "mismatch"),
        ("2023-03-15", "2024-03-15", "attested"),  # 366 days
        ("2023-03-15", "2024-03-16", "mismatch"),
        ("2023-03-14", "2023-03-24", "unsure"),  # 367 days before the notice
        ("2023-03-15", "2023-03-24", "unsure"),
        ("2025-03-16", "2025-03-24", "unsure"),  # 366 days after, and not over
        ("2024-03-15", "2024-03", "unsure"),
    ],
)
def test_p4_dates_that_cannot_be_meant(start, end, expected):
    assert expected == result(plain(publicity_start=date(start), publicity_end=date(end)), "P4")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (dt.datetime(2024, 3, 29, 0, 0, tzinfo=CHINA), "attested"),
        (dt.datetime(2024, 3, 28, 23, 59, tzinfo=CHINA), "unsure"),
        (dt.datetime(2024, 3, 28, 16, 0, tzinfo=dt.UTC), "attested"),  # the 29th in China
        (dt.datetime(2024, 3, 28, 15, 59, tzinfo=dt.UTC), "unsure"),
        (None, "unsure"),
    ],
)
def test_p4_the_publicity_was_over_when_the_batch_came(received, expected):
    """未经公示的材料、证件等一律不得上报."""
    dates = {"publicity_start": date("2024-03-22"), "publicity_end": date("2024-03-29")}
    assert expected == result(plain(received=received, **dates), "P4")


def test_p4_in_a_year_without_calendar_is_for_a_person():
    notice = replace(NOTICE, issued=dt.date(2099, 3, 1))
    app = application(publicity_start=date("2099-03-03"), publicity_end=date("2099-03-20"))
    one = dossier(app, skill())
    received = dt.datetime(2099, 4, 1)
    findings = verify(one, PatentRegister(), load_authorities(), notice, received)
    (finding,) = [one for one in findings if one.rule == "P4"]
    assert "unsure" == finding.result
    assert finding.explanation.count("2099") == 2


@pytest.mark.parametrize(("days", "expected"), [(6, "unsure"), (7, "mismatch"), (4, "attested")])
def test_p4_how_many_days_is_the_notices_to_say(days, expected):
    notice = replace(NOTICE, thresholds=replace(NOTICE.thresholds, publicity_working_days=days))
    one = dossier(application(), skill())
    findings = verify(one, PatentRegister(), load_authorities(), notice, RECEIVED)
    assert expected == result(decide(one, findings, notice), "P4")


@pytest.mark.parametrize("missing", ["publicity_start", "publicity_end"])
def test_a2a_an_award_that_was_not_published_is_not_counted(missing):
    app = {**NEEDS_EXCEPTION, "claims": (AWARD_CLAIM,)}
    assert "attested" == result(plain(**app), "A2a", 1)
    assert "not_checked" == result(plain(**app, **{missing: None}), "A2a", 1)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (dt.datetime(2024, 3, 21, 0, 0, tzinfo=CHINA), "attested"),
        (dt.datetime(2024, 3, 20, 23, 59, 59, tzinfo=CHINA), "unsure"),
        (dt.datetime(2024, 3, 20, 16, 0, tzinfo=dt.UTC), "attested"),
        (dt.datetime(2024, 4, 16, 0, 0, tzinfo=CHINA), "attested"),  # 24:00 of the 15th
        (dt.datetime(2024, 4, 16, 0, 0, 1, tzinfo=CHINA), "unsure"),
    ],
)
def test_p6_a_batch_is_received_from_the_first_day_to_the_end_of_the_last(received, expected):
    assert expected == result(plain(received=received), "P6")


def test_p6_late_and_received_late_are_both_told():
    late = dt.datetime(2024, 4, 20, 9, 0)
    verdict = plain(submitted=late, received=late)
    (finding,) = [one for one in verdict.findings if one.rule == "P6"]
    assert "mismatch" == finding.result
    assert "；" in finding.explanation


@pytest.mark.parametrize(
    ("region", "first", "by"),
    [
        *((place, "", "新乡市机关事业单位工勤技能岗位等级考核办公室")
          for place in ("省直", "省直单位", "中央驻新", "中央驻新单位", "省直驻新")),
        *((place, "同级工考管理机构", "新乡市工考管理机构")
          for place in ("市直", "市直单位", "新乡市", "红旗区", "卫滨区", "牧野区", "凤泉区")),
        *((place, "当地工考管理机构", "新乡市工考管理机构")
          for place in ("卫辉市", "辉县市", "长垣市", "新乡县", "获嘉县", "原阳县", "延津县", "封丘县",
                        "高新区", "经开区", "平原示范区")),
        ("河南省新乡市红旗区", "同级工考管理机构", "新乡市工考管理机构"),
        ("河南省红旗区", "同级工考管理机构", "新乡市工考管理机构"),
        ("新乡市", "同级工考管理机构", "新乡市工考管理机构"),
        ("原阳县直", "当地工考管理机构", "新乡市工考管理机构"),
        ("原阳县直属", "当地工考管理机构", "新乡市工考管理机构"),
        ("新乡市原阳县直单位", "当地工考管理机构", "新乡市工考管理机构"),
        ("红旗区直", "同级工考管理机构", "新乡市工考管理机构"),
        ("辉县市直", "当地工考管理机构", "新乡市工考管理机构"),
    ],
)  # fmt: skip
def test_p5_each_place_is_reviewed_by_one_body_after_a_first_review(region, first, by):
    """三(四), 四(三): 市直 and the four districts 同级, counties 初审, 省直 the city's office."""
    found = jurisdiction_of(region, NOTICE)
    assert found is not None
    assert (first, by) == (found.first_by, found.reviewed_by)


@pytest.mark.parametrize("region", ["河南省", "原阳县直辖", "原阳县城关镇", "郑州市", "直"])
def test_p5_other_places_are_nobodys_here(region):
    assert jurisdiction_of(region, NOTICE) is None
