"""What the item page calls the sources of values and what is compared, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from evidence.documents import DocumentKind
from evidence.register import RecordSource
from review.desk.case.names import field_name


class Label(NamedTuple):
    """One name, Chinese first."""

    zh: str
    en: str


SOURCES = {
    DocumentKind.AWARD_CERTIFICATE: Label("证书", "Certificate"),
    DocumentKind.COMMENDATION_DOCUMENT: Label("文件", "Document"),
    DocumentKind.PATENT_CERTIFICATE: Label("证书", "Certificate"),
    DocumentKind.PATENT_SEARCH_RESULT: Label("检索件", "Printout"),
    DocumentKind.SKILL_CERTIFICATE: Label("等级证", "Skill cert."),
    DocumentKind.APPLICATION_FORM: Label("申报表", "Form"),
    DocumentKind.APPRAISAL_RECORD: Label("考核表", "Appraisal"),
    DocumentKind.DIPLOMA: Label("学历证", "Diploma"),
    DocumentKind.PUBLICITY_NOTICE: Label("公示", "Publicity"),
    DocumentKind.OTHER: Label("材料", "Paper"),
}
"""Where a value was read, in a word."""

DECLARED = Label("申报", "Declared")
SEAL = Label("印章", "Seal")
FOUND = Label("得出", "Found")
REQUIRED = Label("规定", "Required")

RECORD_SOURCES = {
    RecordSource.REVIEW_BODY: Label("官方", "Official"),
    RecordSource.REVIEWER: Label("官方录入", "Official (typed in)"),
    RecordSource.APPLICANT: Label("检索件", "Printout"),
    RecordSource.EPO_OPS: Label("EPO OPS", "EPO OPS"),
}

_ASPECTS = {
    "issuer": Label("授予单位", "Issuer"),
    "document_title": Label("文件名称", "Document title"),
    "date": Label("取得日期", "Date"),
    "inventor_rank": Label("名次", "Rank among inventors"),
    "patent_issuer": Label("发证机关", "Issuer"),
    "grade": Label("现岗位等级", "Grade held"),
    "certified": Label("等级证书日期", "Skill certificate date"),
    "skill_number": Label("等级证书编号", "Skill certificate number"),
    "skill_issuer": Label("等级证书发证单位", "Skill certificate issuer"),
    "skill_title": Label("证书种类", "Kind of certificate"),
    "paper_date": Label("日期", "Date"),
    "paper_issuer": Label("出具单位", "Issuer"),
}
"""What is compared, where it is not called as the field is."""


def aspect_label(aspect: str) -> Label:
    """The label of what is compared; a column of the form stands for itself.

    Empty where it is not known what a finding's values are.
    """
    return _ASPECTS.get(aspect) or Label(*field_name(aspect))
