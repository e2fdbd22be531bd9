"""H62, H63, H64, A6, A10: which title, which rank, which audience."""

from __future__ import annotations

from collections.abc import Iterator

from tests.verifiers.builders import AWARD_CLAIM, award, decision, doubted
from tests.verifiers.explained.case import Case, awarded, given_by

CITY_HR = "新乡市人力资源和社会保障局"
PROVINCIAL_HR = "河南省人力资源和社会保障厅"
CONTEST = "新乡市第十届职业技能竞赛"
TRANSPORT = "河南省交通运输厅"


def cases() -> Iterator[Case]:
    """The medal, the title, the rank, the model worker and the departmental commendation."""
    for name, title, issuer in (
        ("省五一劳动奖章", "河南省五一劳动奖章", "河南省总工会"),
        ("市五一劳动奖章", "新乡市五一劳动奖章", "新乡市总工会"),
        ("职工技术能手不是奖章", "河南省职工技术能手", "河南省总工会"),
        ("全国奖章由省总授予", "全国五一劳动奖章", "河南省总工会"),
        ("省政府的奖章", "五一劳动奖章", "河南省人民政府"),
    ):
        yield given_by(name, "H62", issuer, title=title, condition=2)
    for name, title, issuer in (
        ("市技术能手", "新乡市技术能手", CITY_HR),
        ("省技术能手由市局授予", "河南省技术能手", CITY_HR),
        ("职工技术能手", "新乡市职工技术能手", CITY_HR),
        ("岗位能手", "青年岗位能手", PROVINCIAL_HR),
        ("总工会的技术能手", "新乡市技术能手", "新乡市总工会"),
    ):
        yield given_by(name, "H63 A3a", issuer, title=title, condition=3)
    for rank in ("二等奖", "第4名", "优秀奖", "团体一等奖", "记功", ""):
        yield _ranked(f"竞赛{rank or '名次空白'}", rank, rank or None)
    yield _ranked("证书上无名次", "二等奖", None)
    yield _ranked("证书名次更低", "二等奖", "优胜奖")
    yield _ranked("证书第6名", "第2名", "第6名")
    yield _ranked("证书名次存疑", "二等奖", "二等奖", doubtful=True)
    yield given_by("学会主办", "H64", "中国公路学会", title=CONTEST, condition=4, rank="一等奖")
    for name, title, issuers in (
        ("省劳模", "河南省劳动模范", ("中共河南省委", "河南省人民政府")),
        ("省劳模只有省政府", "河南省劳动模范", ("河南省人民政府",)),
        ("省劳模由市政府", "河南省劳动模范", ("新乡市人民政府",)),
        ("全国劳模由省委省政府", "全国劳动模范", ("中共河南省委", "河南省人民政府")),
        ("省劳模未填单位", "河南省劳动模范", ()),
    ):
        yield given_by(name, "A10", *issuers, title=title)
    yield awarded("市政府不是部门", "A6")
    for name, addressee, title in (
        ("面向各省辖市", "各省辖市交通运输局，厅直属各单位：", "关于表彰先进工作者的决定"),
        ("仅面向直属单位", "厅机关各处室、厅直属各单位：", "关于表彰先进工作者的决定"),
        ("主送有关单位", "有关单位：", "关于表彰先进工作者的决定"),
        (
            "主送内部标题全省",
            "厅机关各处室、厅直属各单位：",
            "关于表彰全省交通运输系统先进工作者的决定",
        ),
        ("无主送无标题", None, None),
    ):
        yield given_by(
            name,
            "A6",
            TRANSPORT,
            title="先进工作者",
            document={"addressee": addressee, "title": title},
            document_title=title or "关于表彰先进工作者的决定",
        )
    claim = {"issuers": (TRANSPORT,)}
    yield awarded("部门表彰没有文件", "A6", claim=claim, missing="document")
    yield awarded("未填单位没有文件", "A6", claim={"issuers": ()}, missing="document")


def _ranked(name: str, rank: str, printed: str | None, *, doubtful: bool = False) -> Case:
    papers = {"issuer": CITY_HR, "seal_text": CITY_HR}
    certificate = award(**papers, honour=None, contest=CONTEST, rank=printed)
    return awarded(
        name,
        "H64",
        claim={
            "condition": 4,
            "title": CONTEST,
            "issuers": (CITY_HR,),
            "rank": rank,
            "document_title": AWARD_CLAIM.document_title,
        },
        certificate=doubted(certificate, "rank") if doubtful else certificate,
        document=decision(**papers, honour=None),
    )
