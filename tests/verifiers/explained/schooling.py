"""H3, H4a, H4b, P14: schooling, appraisals, distinction and the deferral."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.documents import DocumentKind
from tests.verifiers.builders import NAME, award_dossier, document, doubted, skill
from tests.verifiers.explained.case import Case, declared

PLAIN = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"}


def cases() -> Iterator[Case]:
    """Every answer that a cell may hold, and papers that say otherwise."""
    yield declared("高中", "H3")
    yield declared("初中", "H3", education="初中")
    yield declared("文化程度看不懂", "H3", education="肄业")
    yield declared("文化程度空白", "H3", education="")
    yield Case("初中而有表彰", ("H3", "H4a", "H4b"), award_dossier())
    diploma = document(DocumentKind.DIPLOMA, "毕业证.jpg", {"name": NAME, "result": "初中"})
    yield declared("毕业证是初中", "H3", skill(), diploma)
    yield declared("毕业证读作初中存疑", "H3", skill(), doubted(diploma, "result"))
    yield declared("毕业证是初中未申报", "H3", skill(), diploma, education="")
    yield declared("考核均合格", "H4a H4b")
    yield _appraised("一年不合格", "H4a", {2021: "不合格"})
    yield _appraised("一年不定等次", "H4a", {2021: "不定等次"})
    yield _appraised("一年空白", "H4a", {2021: ""})
    yield _appraised("三年各有问题", "H4a", {2019: "", 2020: "不合格", 2021: "嘉奖"})
    yield declared("考核登记表不同", "H4a", skill(), _record("2021", "基本合格"))
    yield declared("考核登记表存疑", "H4a", skill(), doubted(_record("2021", "基本合格"), "result"))
    yield declared("考核登记表年度不明", "H4a", skill(), _record("2023-01-12", "不合格"))
    yield _appraised("一年优秀", "H4b", {2022: "合格"})
    yield _appraised("没有优秀", "H4b", {2020: "合格", 2022: "合格"})
    yield _appraised("优秀党员在5年之外", "H4b", {2022: "合格"}, party_years=(2017,))
    yield _appraised("优秀与优秀党员", "H4b", {2022: "合格"}, party_years=(2021,))
    yield _appraised("容缺已承诺", "P14 H4a", {2023: ""}, deferral_promised="是")
    yield _appraised("容缺未承诺", "P14 H4a", {2023: ""})
    yield _appraised("容缺写作否", "P14", {2023: ""}, deferral_promised="否")


def _appraised(name: str, rules: str, changes: dict[int, str], **others: object) -> Case:
    return declared(name, rules, appraisals={**PLAIN, **changes}, **others)


def _record(year: str, result: str):
    values = {"name": NAME, "date": year, "result": result}
    return document(DocumentKind.APPRAISAL_RECORD, f"{year}考核登记表.jpg", values)
