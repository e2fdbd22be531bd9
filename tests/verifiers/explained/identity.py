"""P2: whether one and the same person stands in the declaration and on every paper."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.documents import DocumentKind
from evidence.errors import Problem
from tests.verifiers.builders import NAME, application, date, document, doubted, identity, skill
from tests.verifiers.builders import dossier as of
from tests.verifiers.explained.case import Case, declared

OTHER_DIGIT = identity()[:-1] + ("0" if identity()[-1] != "0" else "1")


def cases() -> Iterator[Case]:
    """Identity number, birth, sex, names on papers, the form against the table."""
    yield declared("一致", "P2")
    yield declared("身份证号空白", "P2", id_number="")
    yield declared("身份证号校验位错", "P2", id_number=OTHER_DIGIT)
    yield declared("身份证号15位", "P2", id_number="410702740312151")
    yield declared("身份证号无此日期", "P2", id_number="410702197402301519")
    yield declared("出生年月空白", "P2", birth=None)
    yield declared("出生年月不符", "P2", birth=date("1974-04"))
    yield declared("性别空白", "P2", sex="")
    yield declared("性别看不懂", "P2", sex="未知")
    yield declared("性别不符", "P2", sex="女")
    yield declared("出生年月和性别都不符", "P2", birth=date("1974-04"), sex="女")
    yield declared("姓名空白", "P2", name="")
    yield declared("工作单位空白", "P2", employer="")
    bad = tuple(
        Problem(
            "E-CELL",
            f"“{column}”的内容“{text}”不能识别。",
            f"{column}: “{text}” is not understood.",
        )
        for column, text in (("取得日期", "二〇二X"), ("名次", "前列"))
    )
    yield declared("格子不能识别", "P2", problems=bad)
    yield declared("没有写姓名的材料", "P2", skill(name=None))
    yield declared("姓名读取存疑", "P2", doubted(skill(), "name"))
    yield declared("等级证书是别人的", "P2", skill(name="李四海"))
    for kind, name in (
        (DocumentKind.DIPLOMA, "name"),
        (DocumentKind.APPRAISAL_RECORD, "name"),
        (DocumentKind.AWARD_CERTIFICATE, "recipient"),
        (DocumentKind.APPLICATION_FORM, "姓名"),
    ):
        stranger = document(kind, "别人的.jpg", {name: "李四海"})
        yield declared(f"别人的{kind.value}", "P2", skill(), stranger)
    for column, value in (
        ("参加工作时间", "2001-09"),
        ("出生年月", "1975-03"),
        ("现等级聘任时间", "2018-01-05"),
        ("现等级证书取得时间", "2016-12"),
        ("性别", "女"),
        ("身份证号", "410702197403121999"),
        ("单位审核意见", "不同意"),
        ("是否存在禁止申报的情形", "是"),
        ("年度考核2021", "不合格"),
    ):
        form = document(DocumentKind.APPLICATION_FORM, "申报表.pdf", {"姓名": NAME, column: value})
        yield Case(f"申报表上{column}不同", ("P2",), of(application(), skill(), form))
    vague = document(DocumentKind.APPLICATION_FORM, "申报表.pdf", {"姓名": NAME, "性别": "女"})
    yield declared("申报表上性别存疑", "P2", skill(), doubted(vague, "性别"))
