"""H6, H66, A2a, A3b, A4a, P13: claims as they are declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.builders import (
    AWARD_CLAIM,
    MODEL_ONE,
    MODEL_TWO,
    NEEDS_EXCEPTION,
    application,
    award,
    certificate,
    decision,
    dossier,
    patent_claim,
    skill,
)
from tests.verifiers.explained.case import Case, awarded


def cases() -> Iterator[Case]:
    """Claims without an item, claims that overlap, claims that leave something out."""
    yield awarded("未写第几项", "H6", claim={"condition": None})
    yield awarded("未写第几项也未写名称", "H6", claim={"condition": None, "title": ""})
    yield awarded("第7项", "H6", claim={"condition": 7})
    yield awarded("特殊人才", "H66", claim={"condition": 6, "title": "无人机巡堤绝活"})
    yield _claims("序号重复", "H6", AWARD_CLAIM, AWARD_CLAIM)
    yield awarded("业绩经推荐公示", "A2a A4a")
    yield awarded("未公示", "A2a", publicity_start=None, publicity_end=None)
    yield awarded("主管部门未签", "A2a A4a A4b", department_opinion="")
    yield awarded("表彰信息齐全", "P13 A3b")
    yield awarded("未填文号", "P13", claim={"document_number": ""})
    yield awarded("未填名称", "P13 A3b A2a A4a", claim={"title": ""})
    yield awarded(
        "什么都未填",
        "P13",
        claim={"title": "", "issuers": (), "document_title": "", "document_number": ""},
    )
    yield _claims("同一竞赛两个奖项", "A3b", _contest(1, "一等奖"), _contest(2, "三等奖"))
    yield _claims("同一竞赛两个二等奖", "A3b", _contest(1, "二等奖"), _contest(2, "二等奖"))
    second = replace(AWARD_CLAIM, no=2, title="全市防汛救灾工作标兵")
    yield _claims("同一决定两项荣誉", "A3b", AWARD_CLAIM, second)
    yield _claims("同一专利申报两次", "A3b", patent_claim(1), patent_claim(2))
    twin = patent_claim(2, patent_number=MODEL_ONE, patent_type="实用新型")
    yield _claims("同日双申", "A3b", patent_claim(1), twin)
    both = (twin, patent_claim(3, patent_number=MODEL_TWO, patent_type="实用新型"))
    yield _claims("两项实用新型同名", "A3b", *both)
    yield _patents("同日双申名称相近", title="用于城市道路养护车辆的液压举升装置")
    yield _patents("两证同一公告号", title="一种绿篱修剪机", application_date="2022-10-20",
                   grant_number="CN111472379B")  # fmt: skip


def _patents(name: str, *, title: str, **printed: str) -> Case:
    """An invention, and a utility model of that title and of the same day unless printed otherwise."""
    twin = patent_claim(2, title=title, patent_number=MODEL_ONE, patent_type="实用新型")
    base = {"patent_type": "utility_model", "grant_number": "CN214411247U", "qr_url": None}
    paper = certificate(
        "实用新型.pdf", **{**base, "title": title, "patent_number": MODEL_ONE, **printed}
    )
    app = application(**{**NEEDS_EXCEPTION, "claims": (patent_claim(1), twin)})
    return Case(name, ("A3b",), dossier(app, skill(), certificate(), paper))


def _contest(no: int, rank: str):
    title = "2021年新乡市职业技能竞赛"
    return replace(AWARD_CLAIM, no=no, condition=4, title=title, rank=rank, document_number="")


def _claims(name: str, rules: str, *claims) -> Case:
    app = application(**{**NEEDS_EXCEPTION, "claims": claims})
    return Case(name, tuple(rules.split()), dossier(app, skill(), award(), decision()))
