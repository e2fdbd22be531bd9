"""A9: the official record, who obtained it, what it shows and whether the patent is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.places import Place
from evidence.register import RecordSource
from tests.verifiers.builders import APPLICANT, certificate, doubted, record
from tests.verifiers.explained.case import Case, limited, patented

RECORD: dict[str, dict[str, object]] = {
    "官方名称不同": {"title": "一种液压举升装置"},
    "官方无名称": {"title": ""},
    "官方发明人不同": {"inventors": ("周建民", "王海波")},
    "官方专利权人不同": {"patentees": ("别的公司",)},
    "官方无专利权人": {"patentees": ()},
    "官方申请日不同": {"application_date": "2020-05-19"},
    "官方公告号不同": {"grant_number": "CN111472370B"},
    "官方公告号是公开": {"grant_number": "CN111472379A"},
    "官方类型不同": {"patent_type": "utility_model"},
    "来自别的网站": {"site": "soopat"},
    "未写来源网站": {"site": ""},
    "官方名称存疑": {"doubts": ("title",)},
    "官方专利号存疑": {"doubts": ("patent_number",)},
    "官方状态存疑": {"doubts": ("legal_status",)},
    "只有欧洲专利局": {"source": RecordSource.EPO_OPS},
    "别人的打印件": {"source": RecordSource.APPLICANT, "applicant": "XX2024002"},
}
STATES = {
    "状态未显示": ("", ""),
    "已终止": ("授权", "未缴年费专利权终止，等恢复"),
    "已无效": ("专利权全部无效", ""),
    "部分无效": ("专利权部分无效", "专利权维持"),
    "尚未授权": ("", "等待颁证公告"),
    "状态看不懂": ("授权后变更", ""),
}


def cases() -> Iterator[Case]:
    """Each field of the record, each source, each state."""
    yield patented("没有官方结果", "A9", records=())
    yield patented("没有证书只有官方结果", "A9", missing="certificate")
    for name, changes in RECORD.items():
        yield patented(name, "A9", records=(record(**changes),))
    own = record(
        source=RecordSource.APPLICANT,
        applicant=APPLICANT,
        place=Place(f"uploads/{APPLICANT}/检索结果.pdf", 1),
    )
    yield patented("只有申报人打印件", "A9", records=(own,))
    yield patented("申报人打印件矛盾", "A9", records=(record(), replace(own, title="一种液压装置")))
    ended = replace(own, legal_status="", case_status="未缴年费终止失效")
    yield patented("申报人打印件已终止", "A9", records=(record(), ended))
    old = record(application_date="2004-04-12")
    yield patented("期限已满", "A9", records=(old,))
    later = record(grant_date="2021-11-08", place=Place("cnipa/另一份.csv"))
    yield patented("官方结果矛盾", "A9", records=(record(), later))
    for name, (legal, status) in STATES.items():
        yield patented(name, "A9", records=(record(legal_status=legal, case_status=status),))
    shown = patented("不要求显示状态", "A9", records=(record(legal_status="", case_status=""),))
    yield limited(shown, patent_status_required=False)
    yield patented("证书无专利权人", "A9", paper=certificate(patentee=None))
    yield patented("证书发明人存疑", "A9", paper=doubted(certificate(), "inventor"))
