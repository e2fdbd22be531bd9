"""What the item page calls the sources of values and what is compared, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from evidence.documents import DocumentKind
from evidence.register import RecordSource
from evidence.uploads import UploadStatus


class Label(NamedTuple):
    """One name, Chinese first."""

    zh: str
    en: str


STATUSES = {
    UploadStatus.READ: Label("已读取", "read"),
    UploadStatus.PARTLY_READ: Label("部分读取", "partly read"),
    UploadStatus.UNREADABLE: Label("无法读取", "unreadable"),
    UploadStatus.UNSUPPORTED: Label("不支持的格式", "unsupported"),
    UploadStatus.REFUSED: Label("拒收", "refused"),
}

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
    RecordSource.REVIEWER: Label("官方（录入）", "Official (typed in)"),
    RecordSource.APPLICANT: Label("检索件", "Printout"),
    RecordSource.EPO_OPS: Label("EPO OPS", "EPO OPS"),
}

ASPECTS = {
    "name": Label("姓名", "Name"),
    "issuer": Label("授予单位", "Issuer"),
    "title": Label("名称", "Title"),
    "document_title": Label("文件名称", "Document title"),
    "document_number": Label("发文字号", "Document number"),
    "certificate_number": Label("证书编号", "Certificate number"),
    "date": Label("取得日期", "Date"),
    "rank": Label("等次", "Rank"),
    "contest": Label("竞赛", "Contest"),
    "addressee": Label("主送", "Addressee"),
    "patent_number": Label("专利号", "Patent number"),
    "patent_type": Label("专利类型", "Patent type"),
    "inventor": Label("发明人", "Inventors"),
    "inventor_rank": Label("名次", "Rank among inventors"),
    "inventor_at_filing": Label("申请时发明人", "Inventors at filing"),
    "patentee": Label("专利权人", "Patentee"),
    "application_date": Label("申请日", "Filed"),
    "grant_number": Label("授权公告号", "Grant number"),
    "legal_status": Label("法律状态", "Legal status"),
    "case_status": Label("案件状态", "Case status"),
    "query_time": Label("检索时间", "Asked at"),
    "site": Label("检索网站", "Site"),
    "qr_url": Label("二维码", "QR code"),
    "occupation": Label("工种", "Occupation"),
    "grade": Label("现岗位等级", "Grade held"),
    "certified": Label("等级证书日期", "Skill certificate date"),
    "skill_number": Label("等级证书编号", "Skill certificate number"),
    "skill_issuer": Label("等级证书发证单位", "Skill certificate issuer"),
    "skill_title": Label("证书种类", "Kind of certificate"),
    "result": Label("结果", "Result"),
}
"""What is compared. A column of the application form is its own name."""


def aspect_label(aspect: str) -> Label:
    """The label of an aspect; a column of the form, in Chinese already, stands for itself.

    Empty where it is not known what a finding's values are.
    """
    return ASPECTS.get(aspect, Label(aspect, aspect))
