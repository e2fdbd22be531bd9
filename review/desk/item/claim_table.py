"""What an item is about: the claim, or the application, as it was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.applications import Application, Claim
from evidence.cases import RuleText
from review.desk.item.comparison import Mask
from review.desk.item.declared import patent_type_word
from review.desk.item.labels import Label, aspect_label
from review.desk.item.printed import as_printed
from review.rosters.wording import CONDITIONS, grade_label

_CLAIM_COLUMNS = (
    ("名称", "title"),
    ("授予单位", "issuer"),
    ("文件名称", "document_title"),
    ("发文字号", "document_number"),
    ("证书编号", "certificate_number"),
    ("取得日期", "date"),
    ("等次", "rank"),
    ("专利号", "patent_number"),
    ("专利类型", "patent_type"),
    ("名次", "inventor_rank"),
    ("审核人", "reviewer"),
)
_APPLICATION_COLUMNS = (
    Label("申报岗位工种", "Occupation applied for"),
    Label("申报岗位等级", "Grade applied for"),
    Label("现岗位工种", "Present occupation"),
    Label("现岗位等级", "Present grade"),
    Label("现等级聘任时间", "Appointed"),
    Label("现等级证书取得时间", "Certified"),
    Label("参加工作时间", "Started work"),
    Label("文化程度", "Education"),
    Label("出生年月", "Born"),
    Label("人员类别", "Category"),
    Label("优秀共产党员年度", "Party distinctions"),
    Label("公示开始", "Published from"),
    Label("公示结束", "Published to"),
    Label("单位审核意见", "Unit's opinion"),
    Label("主管部门意见", "Department's opinion"),
    Label("是否存在禁止申报的情形", "Barred"),
    Label("容缺承诺", "Promise of what is missing"),
)
_APPRAISAL = "年度考核"


@dataclass(frozen=True, slots=True)
class Declared:
    """What is claimed under which article, and the cells that were filled in.

    `basis` is `(四)6.(1) 表彰`, `words` the notice's own, `patent` the claimed number.
    """

    basis: Label
    words: str
    cells: tuple[tuple[Label, str], ...]
    patent: str = ""


def claim_declared(claim: Claim, rules: Mapping[str, RuleText], mask: Mask) -> Declared:
    """A claim: the item of (四)6 that it rests on, and its cells as they were given."""
    values = {
        "title": claim.title,
        "issuer": "；".join(claim.issuers),
        "document_title": claim.document_title,
        "document_number": claim.document_number,
        "certificate_number": claim.certificate_number,
        "date": claim.date.iso if claim.date else "",
        "rank": claim.rank,
        "patent_number": claim.patent_number,
        "patent_type": patent_type_word(claim.patent_type),
        "inventor_rank": str(claim.inventor_rank or ""),
        "reviewer": claim.reviewer,
    }
    stated = ((column, name, values[name] or claim.raw.get(column, "")) for column, name in _CLAIM_COLUMNS)
    cells = tuple(
        (_claim_label(column, name), as_printed(mask(column, text)))
        for column, name, text in stated
        if text.strip()
    )
    rule = rules.get(f"H6{claim.condition}")
    return Declared(_basis(claim.condition), rule.citation if rule else "", cells, claim.patent_number)


def application_declared(application: Application | None, mask: Mask) -> Declared:
    """An application as a whole."""
    basis = Label("申报整体", "The application as a whole")
    if application is None:
        return Declared(basis, "", ())
    stated = [(label, application.written(label.zh)) for label in _APPLICATION_COLUMNS]
    stated += [
        (Label(column, column.replace(_APPRAISAL, "Appraisal ")), application.written(column))
        for column in sorted(application.raw)
        if column.startswith(_APPRAISAL)
    ]
    return Declared(
        basis, "", tuple((label, mask(label.zh, text)) for label, text in stated if text)
    )


def grade_words(grade: str) -> str:
    """`一级` → `一级（高级技师）`."""
    name, _, called = grade_label(grade).partition("\n")
    return f"{name}（{called}）" if called else name


def _basis(condition: int | None) -> Label:
    if condition is None:
        return Label("(四)6 未填条件", "(四)6, condition not stated")
    word = CONDITIONS.get(condition, "")
    return Label(f"(四)6.({condition}) {word}", f"(四)6.({condition}) {word}")


def _claim_label(column: str, name: str) -> Label:
    if name == "reviewer":
        return Label(column, "Checked by")
    return Label(column, aspect_label(name).en)
