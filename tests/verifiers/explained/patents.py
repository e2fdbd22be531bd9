"""A9 and H65: certificate against declaration, its own codes, and the inventor's rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.patent_numbers import parse_patent_number
from tests.verifiers.builders import (
    APPLICANT,
    MODEL_ONE,
    NAME,
    certificate,
    date,
    doubted,
    patent_claim,
    record,
)
from tests.verifiers.explained.case import Case, patented, under

DESIGN = "ZL202130123456.X"
CERTIFICATE: dict[str, dict[str, str | list[str] | None]] = {
    "证书名称不同": {"title": "一种用于城市道路养护车辆的液压提升装置"},
    "证书无名称": {"title": None},
    "证书类型不同": {"patent_type": "utility_model"},
    "证书无类型": {"patent_type": None},
    "证书无申请日": {"application_date": None},
    "证书无授权公告日": {"grant_date": None},
    "证书授权公告日不同": {"grant_date": "2021-11-12"},
    "授权早于申请": {"grant_date": "2020-01-07"},
    "公告号是公开": {"grant_number": "CN111472379A"},
    "公告号不属当时": {"grant_number": "CN111472379C"},
    "公告号部分无效": {"grant_number": "CN111472379B1"},
    "二维码号不同": {"qr_url": "http://epub.cnipa.gov.cn/cred/CN111472370B"},
    "二维码类型不同": {"qr_url": "http://epub.cnipa.gov.cn/cred/CN211472379U"},
    "二维码不是官网": {"qr_url": "http://epub.cnipa.gov.cn.example.org/cred/CN111472379B"},
    "证书号不同": {"certificate_number": "4876124"},
    "颁证机关不同": {"issuer": "中国发明协会"},
    "证书专利号不同": {"patent_number": MODEL_ONE},
    "证书专利号校验位错": {"patent_number": "ZL202010430096.1"},
    "专利号年份早于申请日": {"application_date": "2021-05-20"},
    "专利号年份晚于申请日": {"application_date": "2019-05-20"},
    "多处不同": {
        "title": "一种液压装置",
        "patentee": "新乡市园林绿化中心",
        "grant_date": "2021-11-12",
    },
}


def cases() -> Iterator[Case]:
    """Each field of the certificate; then type, rank and count."""
    yield patented("一致", "A9 H65")
    yield patented("未填专利号", "A9 H65", claim={"patent_number": ""})
    yield patented("不是专利号", "A9 H65", claim={"patent_number": "4876123"})
    software = {"patent_number": "", "raw": {"专利号": "2017SR562165"}}
    yield patented("软件著作权登记号", "A9 H65", claim=software)
    yield patented("申报校验位错", "A9", claim={"patent_number": "ZL202010430096.1"})
    yield patented("没有专利证书", "A9 H65", missing="certificate")
    for name, values in CERTIFICATE.items():
        yield patented(name, "A9", paper=certificate(**values))
    for field, name in {
        "patent_number": "专利号",
        "title": "名称",
        "grant_date": "授权公告日",
    }.items():
        yield patented(f"证书{name}存疑", "A9", paper=doubted(certificate(), field))
    vague = doubted(certificate(patent_type="utility_model"), "patent_type")
    yield patented("证书类型存疑", "A9", paper=vague)
    yield patented("未申报取得日期", "A9", claim={"date": None})
    yield patented("未申报名称", "A9", claim={"title": ""})
    yield patented("申报日期是申请日", "A9", claim={"date": date("2020-05-20")})
    rival = certificate("另一份.pdf", title="一种液压装置")
    yield patented(
        "另一份同号证书", "A9", other=(replace(rival, upload=f"uploads/{APPLICANT}/另一份.pdf"),)
    )
    design = {"patent_number": DESIGN, "patent_type": "外观设计"}
    yield patented("外观设计", "H65", claim=design, paper=certificate(patent_number=DESIGN))
    yield patented("类型空白", "H65", claim={"patent_type": ""})
    yield patented("类型不同", "H65", claim={"patent_type": "实用新型"})
    yield patented("类型不同且按格式填写", "H65", claim={"patent_type": "utility_model"})
    yield patented("未填名次", "H65", claim={"inventor_rank": None})
    yield patented("未填名次没有证书", "H65", claim={"inventor_rank": None}, missing="certificate")
    yield patented("名次不同", "H65", claim={"inventor_rank": 1})
    yield _invented("证书无发明人", None)
    yield _invented("不是发明人", ["周建民", "王海波"])
    yield _invented("同名", [NAME, "周建民", NAME])
    yield _invented("第6名", ["周建民", "王海波", "李强", "张伟", "刘洋", NAME])
    yield patented("发明人存疑", "H65", paper=doubted(certificate(), "inventor"))
    yield patented(
        "申请日时发明人不同", "H65", paper=certificate(inventor_at_filing=["周建民", "王海波"])
    )
    one = patent_claim(patent_number=MODEL_ONE, patent_type="实用新型")
    yield patented("实用新型一项", "H65", claims=(one,), paper=certificate(patent_number=MODEL_ONE))
    yield _filed("新号早于十月", "ZL200310101234", "2003-05-20")
    yield _filed("旧号晚于九月", "ZL03101234", "2003-10-20")
    yield under(patented("与本工种相关无人确认", "H65"), "H65", also_attested="")


def _invented(name: str, inventors: list[str] | None) -> Case:
    return patented(name, "H65", paper=certificate(inventor=inventors))


def _filed(name: str, number: str, filed: str) -> Case:
    """The form of a number against a filing date of the same year."""
    declared = parse_patent_number(number).completed.normal
    paper = certificate(patent_number=declared, application_date=filed)
    shown = record(patent_number=declared, application_date=filed)
    return patented(name, "A9", claim={"patent_number": declared}, paper=paper, records=(shown,))
