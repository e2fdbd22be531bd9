"""What documents and their fields are called on screen."""

from __future__ import annotations

from evidence.documents import DocumentKind

KIND_NAMES: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.AWARD_CERTIFICATE: ("荣誉证书", "Award certificate"),
    DocumentKind.COMMENDATION_DOCUMENT: ("表彰文件", "Commendation document"),
    DocumentKind.PATENT_CERTIFICATE: ("专利证书", "Patent certificate"),
    DocumentKind.PATENT_SEARCH_RESULT: ("专利检索结果", "Patent search result"),
    DocumentKind.SKILL_CERTIFICATE: ("等级证书", "Skill certificate"),
    DocumentKind.APPLICATION_FORM: ("附件2申报表", "Application form (附件2)"),
    DocumentKind.APPRAISAL_RECORD: ("年度考核登记表", "Appraisal record"),
    DocumentKind.DIPLOMA: ("学历证书", "Diploma"),
    DocumentKind.PUBLICITY_NOTICE: ("公示证明", "Publicity notice"),
    DocumentKind.OTHER: ("其他材料", "Other"),
}

FIELD_NAMES: dict[str, tuple[str, str]] = {
    "issuer": ("发证单位", "Issuer"),
    "seal_text": ("印章", "Seal"),
    "recipient": ("获奖人", "Recipient"),
    "honour": ("荣誉名称", "Honour"),
    "contest": ("竞赛名称", "Contest"),
    "rank": ("等次", "Rank"),
    "date": ("日期", "Date"),
    "certificate_number": ("证书编号", "Certificate number"),
    "document_number": ("发文字号", "Document number"),
    "title": ("名称", "Title"),
    "addressee": ("主送机关", "Addressees"),
    "named_person": ("名单中的人", "Person named"),
    "patent_number": ("专利号", "Patent number"),
    "patent_type": ("专利类型", "Patent type"),
    "application_date": ("申请日", "Application date"),
    "grant_date": ("授权公告日", "Grant date"),
    "grant_number": ("授权公告号", "Grant number"),
    "inventor": ("发明人", "Inventor"),
    "inventor_at_filing": ("申请日时发明人", "Inventor at filing"),
    "patentee": ("专利权人", "Patentee"),
    "qr_url": ("二维码内容", "QR code"),
    "site": ("检索网站", "Site"),
    "legal_status": ("法律状态", "Legal status"),
    "case_status": ("案件状态", "Case status"),
    "query_time": ("查询时间", "Time of query"),
    "result_count": ("结果条数", "Number of results"),
    "result_page": ("结果页", "Page of results"),
    "searched_number": ("所查号码", "Number searched"),
    "legal_event": ("事务", "Legal event"),
    "publication_number": ("申请公布号", "Publication number"),
    "publication_date": ("申请公布日", "Date of publication"),
    "paper": ("文件名称", "Paper"),
    "application_number": ("申请号", "Application number"),
    "applicant": ("申请人", "Applicant"),
    "agency": ("代理机构", "Agency"),
    "ipc": ("分类号", "Classification"),
    "case_number": ("案件编号", "Case number"),
    "hearing_date": ("口审日期", "Date of hearing"),
    "dispatch_date": ("发文日", "Date of dispatch"),
    "dispatch_number": ("发文序号", "Dispatch number"),
    "name": ("姓名", "Name"),
    "grade": ("等级", "Grade"),
    "occupation": ("工种", "Occupation"),
    "result": ("结果", "Result"),
}

FIELDS_OF_KIND: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.AWARD_CERTIFICATE: (
        "issuer", "seal_text", "recipient", "honour", "contest", "rank", "date",
        "certificate_number", "document_number",
    ),
    DocumentKind.COMMENDATION_DOCUMENT: (
        "issuer", "seal_text", "title", "document_number", "date", "honour", "addressee",
        "named_person",
    ),
    DocumentKind.PATENT_CERTIFICATE: (
        "patent_number", "title", "patent_type", "inventor", "patentee", "application_date",
        "grant_date", "grant_number", "certificate_number",
    ),
    DocumentKind.PATENT_SEARCH_RESULT: (
        "patent_number", "title", "patent_type", "inventor", "patentee", "application_date",
        "grant_date", "grant_number", "legal_status", "case_status", "site", "query_time",
    ),
    DocumentKind.SKILL_CERTIFICATE: (
        "name", "occupation", "grade", "certificate_number", "date", "issuer", "seal_text",
        "title",
    ),
    DocumentKind.APPRAISAL_RECORD: ("name", "result", "date", "issuer"),
    DocumentKind.DIPLOMA: ("name", "result", "date", "issuer"),
    DocumentKind.PUBLICITY_NOTICE: ("name", "result", "date", "issuer"),
}  # fmt: skip
"""What such a document usually says, so that a person can add what was not read at all."""


def field_name(name: str) -> tuple[str, str]:
    """Chinese and English name of a field; a form's fields are called as the form calls them."""
    start, _, rest = name.partition(".")
    if start == "claims" and "." in rest:
        item, _, column = rest.partition(".")
        return f"第{item}项 {column}", f"Item {item}: {column}"
    return FIELD_NAMES.get(name, (name, name))
