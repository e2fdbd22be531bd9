"""H2b, L2b: what a grade's certificate must show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.builders import application, date, dossier, doubted, skill
from tests.verifiers.explained.case import Case, declared
from tests.verifiers.explained.lower_grades import paper, second


def cases() -> Iterator[Case]:
    """Each field missing, doubtful and different; each boundary of five years."""
    yield declared("二级证书满5年", "H2b")
    yield _dated("满5年取决于截止日", "2019-09-30")
    yield _dated("不满5年", "2020-01-01")
    yield Case("没有证书", ("H2b",), dossier(application()))
    for column, values in {
        "日期": {"date": None},
        "等级": {"grade": None},
        "姓名": {"name": None},
        "名称": {"title": None},
        "名称和机关": {"title": None, "issuer": None},
    }.items():
        yield declared(f"证书无{column}", "H2b", skill(**values))
    for column, name in {"日期": "date", "等级": "grade", "姓名": "name", "名称": "title"}.items():
        yield declared(f"证书{column}存疑", "H2b", doubted(skill(), name))
    yield declared("证书是高级技师", "H2b", skill(grade="高级技师"))
    yield declared("证书是别人的", "H2b", skill(name="郑国乎"))
    yield declared("证书日期不同", "H2b", skill(date="2016-12-28"))
    yield declared("取得时间空白", "H2b", certified=None)
    yield declared(
        "取得时间不能识别", "H2b", certified=None, raw={"现等级证书取得时间": "一五年底"}
    )
    yield declared("职业资格证书", "H2b", skill(title="中华人民共和国职业资格证书"))
    yield declared("职业技能等级编号", "H2b", skill(certificate_number="S000041070020203000123"))
    yield declared("没有发证机关", "H2b", skill(issuer=None))
    yield declared("发证机关存疑", "H2b", doubted(skill(), "issuer"))
    yield declared("发证机关是市人社局", "H2b", skill(issuer="新乡市人力资源和社会保障局"))
    yield declared("证书工种不同", "H2b", skill(occupation="保育员"))
    yield declared(
        "证书早于参加工作", "H2b", skill(date="1984-05-05"), certified=date("1984-05-05")
    )
    rival = replace(skill(date="2016-12-20"), upload="uploads/XX2024001/又一份.jpg")
    yield Case("两份证书日期不同", ("H2b",), dossier(application(), skill(), rival))
    yield declared("机关不是人社部门", "H2b", skill(issuer="新乡市总工会"))
    yield declared("多处不符", "H2b", skill(name="郑国乎", grade="高级工", date="2020-01-01"))
    yield Case("三级证书满5年", ("L2b",), dossier(second(), paper("高级工", "2018-06-29")))
    for name, values in (
        ("三级证书无工种", {"occupation": None}),
        ("三级证书工种不同", {"occupation": "渠道维护工"}),
    ):
        yield Case(name, ("L2b",), dossier(second(), paper("高级工", "2018-06-29", **values)))
    unsure = doubted(paper("高级工", "2018-06-29"), "occupation")
    yield Case("三级证书工种存疑", ("L2b",), dossier(second(), unsure))
    yield Case("没有三级证书", ("L2b",), dossier(second()))
    for answer in ("", "否"):
        one = dossier(second(continuous=answer), paper("高级工", "2018-06-29"))
        yield Case(f"本等级连续{answer or '空白'}", ("L2b",), one)


def _dated(name: str, on: str) -> Case:
    return declared(name, "H2b", skill(date=on), certified=date(on), appointed=date("2020-06"))
