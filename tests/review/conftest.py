import datetime as dt
from types import SimpleNamespace

import pytest

from evidence.applications import Application, Claim, DeclarationSource
from evidence.dossiers import Dossier
from evidence.findings import Basis, ClaimResult, Finding, Outcome, Result, Verdict
from evidence.places import Box, Place
from review.rosters.heading import BatchRun

BASES = {Result.ATTESTED: Basis.ATTESTATION}


def finding(application, rule, result, *, claim=None, bears=True, **more):
    """A finding with citation and explanation, of which a test names what it is about."""
    fields = {
        "basis": BASES.get(result, Basis.EVIDENCE),
        "citation": "附件1第四条：“……省辖市党委、政府，省级工作部门授予的为准。”",
        "explanation": f"{rule} 的说明。",
        "explanation_en": f"About {rule}.",
    } | more
    return Finding(application, rule, claim, result, bears, **fields)


def dossier(number, name, unit, *, claims=(), occupation="汽车驾驶员", grade="一级"):
    """An applicant who declared this much."""
    application = Application(
        number,
        DeclarationSource.TABLE,
        name=name,
        employer=unit,
        target_occupation=occupation,
        target_grade=grade,
        claims=claims,
    )
    return Dossier(number, application)


def passed(number, *findings, claims=(), provisional=False):
    """A verdict that passes, with what the unit signed for taken from the findings."""
    attested = tuple(dict.fromkeys(one.rule for one in findings if one.result is Result.ATTESTED))
    return Verdict(number, Outcome.PASS, provisional, attested, claims, findings)


def on_site(number, *findings, claims=()):
    """A verdict that sends the applicant to on-site review."""
    attested = tuple(dict.fromkeys(one.rule for one in findings if one.result is Result.ATTESTED))
    return Verdict(number, Outcome.ON_SITE, False, attested, claims, findings)


@pytest.fixture
def make():
    """The makers above, for tests that need records of their own."""
    return SimpleNamespace(finding=finding, dossier=dossier, passed=passed, on_site=on_site)


@pytest.fixture
def run():
    return BatchRun(
        batch="xinxiang-2024-001",
        notice_id="xinxiang-2024-22",
        notice_title="关于做好2024年全市机关事业单位工勤技能岗位等级考核考务工作的通知",
        notice_number="新人社办〔2024〕22号",
        review_body="新乡市工考管理机构",
        rules_version="sha256:1234",
        rule_titles={
            "A3a": "授予单位级别",
            "A9": "专利证书与官方检索",
            "A12": "无不得申报的情形",
            "H2a": "工作年限25年",
            "H2b": "二级证书满5年",
            "H65": "专利数量与名次",
        },
        received_at=dt.datetime(2024, 4, 5, 18, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    )


@pytest.fixture
def people():
    """Two units, three people: one passes on a patent, two must come in person."""
    patent = Claim(1, 5, title="一种公路护栏清洗装置", patent_number="ZL202022432527.5")
    award = Claim(1, 1, title="新乡市劳动模范", issuers=("新乡市人民政府",))
    dossiers = [
        dossier("20240003", "王丽", "新乡市第一人民医院", claims=(award,)),
        dossier("20240001", "张三", "新乡市公路事业发展中心", claims=(patent,)),
        dossier("20240002", "李四", "新乡市公路事业发展中心", claims=(award,)),
    ]
    verdicts = [
        passed(
            "20240001",
            finding("20240001", "H2a", Result.ATTESTED),
            finding("20240001", "A12", Result.ATTESTED),
            finding("20240001", "H2b", Result.MATCH),
            finding("20240001", "A9", Result.MATCH, claim=1),
            finding("20240001", "H65", Result.MATCH, claim=1),
            claims=(ClaimResult(1, 5, Result.MATCH),),
        ),
        on_site(
            "20240002",
            finding(
                "20240002", "A4b", Result.UNSURE, claim=1, explanation="发文字号读不清，请核对。"
            ),
            finding(
                "20240002",
                "A3a",
                Result.MISMATCH,
                claim=1,
                explanation="发证单位“新乡市红旗区人民政府”不在附件1认可范围。",
                declared="新乡市人民政府",
                found="新乡市红旗区人民政府",
                suggestions=("新乡市人民政府",),
                where=(Place("uploads/20240002/证书.jpg", 1, Box(10, 20, 300, 60)),),
            ),
            finding("20240002", "H2b", Result.MATCH),
            finding("20240002", "H3", Result.MISMATCH, bears=False),
            claims=(ClaimResult(1, 1, Result.MISMATCH),),
        ),
        on_site("20240003", finding("20240003", "A4b", Result.NOT_CHECKED, claim=1)),
    ]
    return dossiers, verdicts
