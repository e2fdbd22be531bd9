"""Reason codes of decisions: what a person says in one key press."""

from __future__ import annotations

from dataclasses import dataclass

from review.desk.models.decisions import Choice

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason under a stable code; `needs_text` where the code alone says nothing."""

    code: str
    zh: str
    en: str
    needs_text: bool = False


_OTHER = Reason(OTHER, "其他（请写明）", "Other (say what)", needs_text=True)

REASONS: dict[Choice, tuple[Reason, ...]] = {
    Choice.ACCEPT: (
        Reason("seen", "已对照原图，内容一致", "Compared with the scan; it agrees"),
        Reason("misread", "机器识读有误，原件无误", "The machine misread; the paper is right"),
        Reason("original", "已核对原件", "Compared with the original paper"),
        Reason("official", "已在官方网站核实", "Confirmed on the official site"),
        Reason("confirmed", "已与发证机关核实", "Confirmed by the issuing body"),
        Reason(
            "clerical", "申报笔误，不影响认定", "A slip in the declaration that changes nothing"
        ),
        _OTHER,
    ),
    Choice.REJECT: (
        Reason("issuer", "发证单位不在认可范围", "The issuer is not one that counts"),
        Reason(
            "collective", "集体奖项或等次、名次不符", "A collective award, or its rank is short"
        ),
        Reason("paper", "缺证书或缺表彰文件", "Certificate or commendation is missing"),
        Reason("not_own", "不是本人的材料", "The paper is not the applicant's own"),
        Reason("date", "取得时间不符", "The date does not fit"),
        Reason("patent", "专利不符合规定", "The patent does not meet the notice"),
        Reason("doubtful", "材料真实性存疑", "The paper may not be genuine"),
        _OTHER,
    ),
    Choice.SUPPLEMENT: (
        Reason("unreadable", "扫描件不清，请重新上传", "The scan cannot be read; upload it again"),
        Reason("document", "补表彰文件", "The commendation document is missing"),
        Reason("certificate", "补证书", "The certificate is missing"),
        Reason("search", "补专利检索结果", "The patent search result is missing"),
        Reason("form", "补单位或主管部门意见", "The unit's or department's opinion is missing"),
        _OTHER,
    ),
    Choice.ON_SITE: (
        Reason("compare", "须现场核对原件", "The original must be seen"),
        Reason("ask", "须当面询问", "The applicant must be asked in person"),
        Reason("experts", "须专家评审", "Experts must judge"),
        _OTHER,
    ),
    Choice.RETURN: (
        Reason("unit", "退回单位重新审核", "Back to the unit, to be reviewed again"),
        Reason("withdrawn", "申报人撤回", "The applicant withdrew"),
        Reason("twice", "重复申报", "Applied twice"),
        _OTHER,
    ),
}
"""The reasons for each decision, in the order of their keys 1 to 9."""


def reason_of(choice: Choice, code: str) -> Reason | None:
    """The reason of that code; None where the decision knows none such."""
    return next((reason for reason in REASONS[choice] if reason.code == code), None)


def beyond_reason(choice: Choice, code: str, supplement: str) -> str:
    """What is to be brought, where it says more than the reason that it was filled in with."""
    reason = reason_of(choice, code)
    said = supplement.strip()
    return "" if reason is not None and said in (reason.zh, reason.en) else said
