"""A9: the official record, who obtained it, what it shows and whether the patent is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from evidence.places import Place
from evidence.register import LegalEvent, OfficialRecord, RecordSource, record_identity
from tests.verifiers.builders import APPLICANT, RECEIVED, certificate, doubted, record
from tests.verifiers.explained.case import Case, limited, patented

RECORD: dict[str, dict[str, object]] = {
    "官方名称不同": {"title": "一种液压举升装置"},
    "官方无名称": {"title": ""},
    "官方发明人缺人": {"inventors": ("周建民", "郑国平")},
    "官方发明人没有申报人": {"inventors": ("周建民", "王海波")},
    "官方发明人多人": {"inventors": ("周建民", "郑国平", "王海波", "李强")},
    "官方发明人前面多人": {"inventors": ("李强", "周建民", "郑国平", "王海波")},
    "官方发明人排序不同": {"inventors": ("郑国平", "周建民", "王海波")},
    "官方发明人一人姓名不同": {"inventors": ("周建民", "郑国平", "王海涛")},
    "官方发明人全然不同": {"inventors": ("李强", "郑国平", "赵敏")},
    "官方申请日时发明人没有申报人": {"inventors_at_filing": ("周建民", "王海波")},
    "官方专利权人不同": {"patentees": ("别的公司",)},
    "官方无专利权人": {"patentees": ()},
    "官方申请日不同": {"application_date": "2020-05-19"},
    "官方公告号不同": {"grant_number": "CN111472370B"},
    "官方公告号是公开": {"grant_number": "CN111472379A"},
    "官方类型不同": {"patent_type": "utility_model"},
    "来自别的网站": {"site": "soopat"},
    "未写来源网站": {"site": ""},
    "来源网站存疑": {"site": "epub", "doubts": ("site",)},
    "官方名称存疑": {"doubts": ("title",)},
    "官方专利号存疑": {"doubts": ("patent_number",)},
    "官方状态存疑": {"doubts": ("legal_status",)},
    "只有欧洲专利局": {"source": RecordSource.EPO_OPS},
    "官方检索已过时": {"as_of": RECEIVED - dt.timedelta(days=93)},
    "官方结果导入已过时": {"as_of": None, "brought_at": RECEIVED - dt.timedelta(days=93)},
    "官方公告事务已终止": {"events": (LegalEvent("CF01", "2023-05-19", "专利权的终止"),)},
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


EPO: dict[str, dict[str, object]] = {
    "欧洲专利局已终止": {
        "legal_status": "未缴年费专利权终止",
        "events": (LegalEvent("CF01", "2023-05-19", "未缴年费专利权终止"),),
    },
    "欧洲专利局法律状态不明": {"doubts": ("events", "legal_status")},
    "欧洲专利局没有授权": {"grant_number": "", "grant_date": ""},
    "欧洲专利局名称不同": {"title": "一种液压举升装置"},
    "欧洲专利局拼音不同": {
        "inventors": (),
        "inventors_latin": ("ZHOU JIANMIN", "ZHANG GUOPING", "WANG HAIBO"),
    },
    "欧洲专利局一致": {
        "inventors": ("周建民", "王海波"),
        "inventors_latin": ("ZHOU JIANMIN", "ZHENG GUOPING", "WANG HAIBO"),
    },
}


def epo(**changes: object) -> OfficialRecord:
    """EPO's data on the patent, which agree but for what is changed."""
    base = {
        "source": RecordSource.EPO_OPS,
        "site": "ops.epo.org",
        "place": Place("ops.epo.org/CN111472379B"),
        "legal_status": "",
        "case_status": "",
        "as_of": RECEIVED,
    }
    return record(**{**base, **changes})


def epo_cases() -> Iterator[Case]:
    """EPO's data beside the official record, and beside a printout that they may confirm."""
    for name, changes in EPO.items():
        yield patented(name, "A9", records=(record(), epo(**changes)))
    own = record(
        source=RecordSource.APPLICANT,
        applicant=APPLICANT,
        site="cpquery",
        place=Place(f"uploads/{APPLICANT}/检索结果.pdf", 1),
        as_of=RECEIVED,
    )
    by_sound = {"inventors": (), "inventors_latin": EPO["欧洲专利局一致"]["inventors_latin"]}
    for name, other in {
        "打印件得到印证": epo(),
        "打印件未得到印证": epo(grant_number="CN111472370B"),
        "打印件只有拼音相符": epo(**by_sound),
        "打印件无从印证": None,
        "打印件只有过时数据印证": epo(as_of=RECEIVED - dt.timedelta(days=93)),
    }.items():
        records = (own,) if other is None else (own, other)
        case = patented(name, "A9", records=records)
        sources = (RecordSource.EPO_OPS,)
        yield replace(case, notice=replace(case.notice, printout_confirmed_by=sources))


def times() -> Iterator[Case]:
    """Records of different days."""
    older = record(as_of=RECEIVED - dt.timedelta(days=20), place=Place("cnipa/三月.png", 1))
    newer = record(as_of=RECEIVED - dt.timedelta(days=2))
    former = replace(older, patentees=("新乡市某建筑公司",))
    yield patented("专利权人已变更", "A9", records=(former, newer))
    awaiting = replace(older, legal_status="", case_status="未缴年费专利权终止，等恢复")
    yield patented("权利已恢复", "A9", records=(awaiting, newer))
    changed = replace(older, inventors=("周建民", "王海波", "郑国平"))
    yield patented("发明人曾变更", "A9", records=(changed, newer))
    undated = replace(former, as_of=None)
    yield patented("无时间的官方结果矛盾", "A9", records=(undated, newer))
    yield patented("官方结果无时间", "A9", records=(record(as_of=None),))
    yield patented("官方结果时间存疑", "A9", records=(record(doubts=("as_of",)),))
    yield replace(patented("收件时间不明", "A9", records=(newer,)), received=None)
    transferred = replace(newer, patentees=("新乡市某建筑公司",))
    yield patented("专利权后来转让", "A9", records=(older, transferred))
    removed = replace(newer, inventors=("周建民", "王海波"))
    yield patented("发明人后来被除名", "A9", records=(older, removed))


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
    yield from epo_cases()
    yield from times()
    at_filing = certificate(inventor_at_filing=["周建民", "郑国平", "王海波"])
    other = record(inventors_at_filing=("郑国平", "周建民", "王海波"))
    yield patented("申请日时发明人不同", "A9", paper=at_filing, records=(other,))
    bare = certificate(grant_number=None)
    coded = record(grant_number="CN111472370B")
    yield patented("二维码与官方公告号不同", "A9", paper=bare, records=(coded,))
    gone = patented("官方结果已撤回", "A9", records=(record(),))
    yield replace(gone, withdrawn=frozenset({record_identity(record())}))
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
