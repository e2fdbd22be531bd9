"""A4b: certificate and commendation document against the declaration and each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.builders import APPLICANT, NAME, award, decision, doubted
from tests.verifiers.explained.case import Case, awarded

CERTIFICATE: dict[str, dict[str, str | list[str] | None]] = {
    "证书无名称": {"honour": None},
    "证书名称不同": {"honour": "全市防汛救灾先进工作者"},
    "证书名称只有一半": {"honour": "先进个人"},
    "证书无获奖人": {"recipient": None},
    "证书获奖人不同": {"recipient": "郑国乎"},
    "证书获奖人带单位": {"recipient": "新乡市河道管理处郑国平"},
    "证书无日期": {"date": None},
    "证书日期不同": {"date": "2021-11-19"},
    "证书无编号": {"certificate_number": None},
    "证书编号不同": {"certificate_number": "2021087"},
    "证书引用文号不同": {"document_number": "新政〔2021〕38号"},
    "证书有等次": {"rank": "一等奖"},
    "证书多处不同": {
        "honour": "全市防汛救灾先进工作者",
        "date": "2021-11-19",
        "certificate_number": "2021087",
    },
}
DOCUMENT: dict[str, dict[str, str | list[str] | None]] = {
    "文件无文号": {"document_number": None},
    "文件文号不同": {"document_number": "新政〔2021〕38号"},
    "文件无标题": {"title": None},
    "文件标题不同": {"title": "新乡市人民政府关于表彰2020年度劳动模范的决定"},
    "文件无机关": {"issuer": None, "seal_text": None},
    "文件机关不同": {"issuer": "红旗区人民政府", "seal_text": None},
    "文件另有机关": {"issuer": ["新乡市人民政府", "红旗区人民政府"]},
    "文件机关是简称": {"issuer": "省政府", "seal_text": None},
    "文件印章不同": {"seal_text": "红旗区人民政府"},
    "文件荣誉不同": {"honour": ["全市防汛救灾先进集体"]},
    "文件无名单": {"named_person": None},
    "名单中没有": {"named_person": ["韩玉梅", "宋建华"]},
    "文件无日期": {"date": None},
    "文件日期相差过大": {"date": "2023-11-18", "document_number": "新政〔2021〕37号"},
}


def cases() -> Iterator[Case]:
    """Each field missing, doubtful and different, on either paper."""
    yield awarded("两份材料一致", "A4b")
    yield awarded("没有证书", "A4b", missing="certificate")
    yield awarded("没有文件", "A4b", missing="document")
    yield awarded("两份都没有", "A4b", missing="certificate document")
    yield awarded(
        "没有文件也未填文号",
        "A4b",
        claim={"document_number": "", "document_title": ""},
        missing="document",
    )
    for name, values in CERTIFICATE.items():
        yield awarded(name, "A4b", certificate=award(**values))
    for field, name in {
        "honour": "名称",
        "recipient": "获奖人",
        "document_number": "引用文号",
    }.items():
        yield awarded(f"证书{name}存疑", "A4b", certificate=doubted(award(), field))
    cited = doubted(award(document_number="新政〔2021〕38号"), "document_number")
    yield awarded("证书引用另一文号存疑", "A4b", certificate=cited)
    vague = doubted(award(), "date")
    yield awarded(
        "证书和文件日期均存疑", "A4b", certificate=vague, document=doubted(decision(), "date")
    )
    yield awarded("证书等次不同", "A4b", claim={"rank": "二等奖"}, certificate=award(rank="三等奖"))
    vague = doubted(award(rank="二等奖"), "rank")
    yield awarded("证书等次存疑", "A4b", claim={"rank": "二等奖"}, certificate=vague)
    yield awarded("证书无等次", "A4b", claim={"rank": "二等奖"})
    for name, values in DOCUMENT.items():
        yield awarded(name, "A4b", document=decision(**values))
    for field, name in {
        "document_number": "文号",
        "title": "标题",
        "honour": "荣誉",
        "named_person": "名单",
    }.items():
        yield awarded(f"文件{name}存疑", "A4b", document=doubted(decision(), field))
    yield awarded("文件机关存疑", "A4b", document=doubted(decision(), "issuer", "seal_text"))
    others = doubted(decision(named_person=["韩玉梅", "宋建华"]), "named_person")
    yield awarded("名单存疑又没有", "A4b", document=others)
    yield awarded("未申报日期", "A4b", claim={"date": None})
    yield awarded("未申报日期证书也无", "A4b", claim={"date": None}, certificate=award(date=None))
    yield awarded("未申报文号", "A4b", claim={"document_number": ""})
    yield awarded(
        "文号不规范",
        "A4b",
        claim={"document_number": "新政〔1919〕41号"},
        document=decision(document_number="新政〔1919〕41号"),
    )
    yield awarded(
        "未申报文号文件也无",
        "A4b",
        claim={"document_number": ""},
        document=decision(document_number=None),
    )
    yield awarded("未申报荣誉名称", "A4b", claim={"title": ""})
    code = "豫政〔2021〕37号"
    yield awarded(
        "文号是省政府的",
        "A4b",
        claim={"document_number": code},
        certificate=award(document_number=code),
        document=decision(document_number=code),
    )
    yield awarded("文号年份不对", "A4b", document=decision(date="2020-11-18"))
    yield awarded(
        "多处不同",
        "A4b",
        certificate=award(recipient="郑国乎"),
        document=decision(named_person=["韩玉梅"]),
    )
    for name, paper in (
        ("另一份名单不同", decision(named_person=["韩玉梅", "宋建华"])),
        ("另一张证书名称不同", award(honour="全市文化工作先进个人")),
    ):
        rival = replace(paper, upload=f"uploads/{APPLICANT}/另一份.pdf", sha256="b" * 64)
        yield awarded(name, "A4b", other=(rival,))
    named = decision(named_person=[NAME])
    yield awarded("主管部门未签", "A4b", document=named, department_opinion="")
