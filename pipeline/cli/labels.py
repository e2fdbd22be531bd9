"""What a person reads for the kinds, fields, values and doubts of documents.

Source: the kinds and fields of batch-format, and the doubts that
extractors.documents words. What has no label here is shown as it is.
"""

from __future__ import annotations

import re

from evidence.documents import Certainty, Document, DocumentKind, Field
from pipeline.cli.voice import Voice

KINDS = {
    "award_certificate": ("获奖证书", "award certificate"),
    "commendation_document": ("表彰文件", "commendation document"),
    "patent_certificate": ("专利证书", "patent certificate"),
    "patent_search_result": ("专利查询结果", "patent search result"),
    "skill_certificate": ("技能等级证书", "skill certificate"),
    "application_form": ("申报表", "application form"),
    "appraisal_record": ("年度考核登记表", "appraisal record"),
    "diploma": ("学历证书", "diploma"),
    "publicity_notice": ("公示材料", "publicity notice"),
    "other": ("其他材料", "other"),
}
FIELDS = {
    "addressee": ("主送单位", "addressee"),
    "agency": ("代理机构", "agency"),
    "applicant": ("申请人", "applicant"),
    "application_date": ("申请日", "date of filing"),
    "application_number": ("申请号", "application number"),
    "case_number": ("案件编号", "case number"),
    "case_status": ("案件状态", "case status"),
    "certificate_number": ("证书编号", "certificate number"),
    "contest": ("赛事名称", "contest"),
    "date": ("日期", "date"),
    "dispatch_date": ("发文日", "date of dispatch"),
    "dispatch_number": ("发文序号", "dispatch number"),
    "document_number": ("发文字号", "document number"),
    "grade": ("等级", "grade"),
    "grant_date": ("授权公告日", "date of grant"),
    "grant_number": ("授权公告号", "grant number"),
    "hearing_date": ("口审日期", "date of hearing"),
    "honour": ("表彰奖励名称", "honour"),
    "inventor": ("发明人", "inventor"),
    "inventor_at_filing": ("申请日时发明人", "inventor at filing"),
    "ipc": ("分类号", "classification"),
    "issuer": ("授予单位", "issuer"),
    "legal_event": ("事务", "legal event"),
    "legal_status": ("法律状态", "legal status"),
    "name": ("姓名", "name"),
    "named_person": ("名单中的人员", "named person"),
    "occupation": ("工种", "occupation"),
    "paper": ("文件名称", "what paper it is"),
    "patent_number": ("专利号", "patent number"),
    "patent_type": ("专利类型", "patent type"),
    "patentee": ("专利权人", "patentee"),
    "publication_date": ("申请公布日", "date of publication"),
    "publication_number": ("申请公布号", "publication number"),
    "qr_url": ("二维码网址", "QR code address"),
    "query_time": ("查询时间", "time of query"),
    "rank": ("等次", "rank"),
    "recipient": ("获奖人", "recipient"),
    "result": ("结果", "result"),
    "result_count": ("结果条数", "number of results"),
    "result_page": ("结果页", "page of results"),
    "seal_text": ("印章文字", "seal"),
    "searched_number": ("所查号码", "number searched"),
    "site": ("查询网站", "site"),
    "title": ("名称", "title"),
    "申报编号": ("申报编号", "application id"),
    "姓名": ("姓名", "name"),
    "性别": ("性别", "sex"),
    "身份证号": ("身份证号", "identity number"),
    "出生年月": ("出生年月", "date of birth"),
    "文化程度": ("文化程度", "schooling"),
    "参加工作时间": ("参加工作时间", "start of work"),
    "工作单位": ("工作单位", "employer"),
    "主管部门": ("主管部门", "department"),
    "地区": ("地区", "region"),
    "现岗位工种": ("现岗位工种", "present occupation"),
    "现岗位等级": ("现岗位等级", "present grade"),
    "现等级聘任时间": ("现等级聘任时间", "appointed to present grade"),
    "现等级证书取得时间": ("现等级证书取得时间", "date of present grade's certificate"),
    "申报岗位工种": ("申报岗位工种", "occupation applied for"),
    "申报岗位等级": ("申报岗位等级", "grade applied for"),
    "优秀共产党员年度": ("优秀共产党员年度", "years as outstanding party member"),
    "是否存在禁止申报的情形": ("是否存在禁止申报的情形", "barred from applying"),
    "单位审核意见": ("单位审核意见", "unit's opinion"),
    "主管部门意见": ("主管部门意见", "department's opinion"),
    "公示开始": ("公示开始", "publicity begins"),
    "公示结束": ("公示结束", "publicity ends"),
    "人员类别": ("人员类别", "category of staff"),
    "转正定级时间": ("转正定级时间", "date of first grading"),
    "本等级连续": ("本等级连续", "without a break in this grade"),
    "原工种": ("原工种", "former occupation"),
    "退休时间": ("退休时间", "date of retirement"),
    "容缺承诺": ("容缺承诺", "promise to hand in later"),
    "报名提交时间": ("报名提交时间", "time of submission"),
    "手机": ("手机", "mobile phone"),
    "序号": ("序号", "item"),
    "条件": ("条件", "condition"),
    "名称": ("名称", "title"),
    "授予单位": ("授予单位", "issuer"),
    "文件名称": ("文件名称", "document title"),
    "发文字号": ("发文字号", "document number"),
    "证书编号": ("证书编号", "certificate number"),
    "取得日期": ("取得日期", "date obtained"),
    "等次": ("等次", "rank"),
    "专利号": ("专利号", "patent number"),
    "专利类型": ("专利类型", "patent type"),
    "名次": ("名次", "place among the inventors"),
    "审核人": ("审核人", "reviewer"),
}
# Where the usual label would mislead on a paper of this kind.
_OF_KIND = {
    (DocumentKind.COMMENDATION_DOCUMENT, "issuer"): ("发文单位", "issuer"),
    (DocumentKind.COMMENDATION_DOCUMENT, "title"): ("文件名称", "title"),
    (DocumentKind.PATENT_CERTIFICATE, "issuer"): ("颁发单位", "issuer"),
    (DocumentKind.SKILL_CERTIFICATE, "issuer"): ("发证单位", "issuer"),
    (DocumentKind.APPRAISAL_RECORD, "issuer"): ("单位", "issuer"),
    (DocumentKind.DIPLOMA, "issuer"): ("颁发单位", "issuer"),
    (DocumentKind.PUBLICITY_NOTICE, "issuer"): ("公示单位", "issuer"),
}
_PATENT_TYPES = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
_APPRAISAL = re.compile(r"年度考核(\d{4})")
_DOUBTS = tuple(
    (re.compile(en), zh)
    for en, zh in (
        (r"text layer says “(.*)”", r"文字层为“\1”"),
        (r"second reader says “(.*)”", r"另一识读程序读作“\1”"),
        (r"another reading says “(.*)”", r"另一次识读为“\1”"),
        (r"read with confidence ([\d.]+) only", r"识读置信度仅 \1"),
        (r"stands under a seal and was read only once", "被印章遮盖，仅读到一次"),
        (
            r"stands under a seal, and another reading sees more there: “(.*)”",
            r"被印章遮盖，另一次识读此处字数更多：“\1”",
        ),
        (r"there is room for a character that was not read", "字间有空位，可能漏读一个字"),
        (
            r"the title alone names “(.*)”: the issuers were not all read",
            r"标题中有“\1”而版头和落款未读到，发文单位可能未列全",
        ),
        (r"a seal says “(.*)”, which no line names", r"有印章为“\1”，而文字中没有该单位"),
        (
            r"beside it stands “(.*)”, which is no body's name as it was read",
            r"旁边还有“\1”，读作此形不是单位名称，单位可能未列全",
        ),
        (
            r"the other list of inventors goes on with (.*)",
            r"另一份发明人名单其后还有 \1，本名单可能不完整",
        ),
        (r"not the form of a name", "不像姓名"),
        (r"a unit that no words name as the recipient", "仅有单位名称，未写明其为受表彰对象"),
        (r"two names may have run together", "可能是两个姓名连在一起"),
        (r"may be the name of a place or an office", "可能是地名或部门名称，而非姓名"),
        (
            r"the list says (\d+) people, and (\d+) were read",
            r"名单写明 \1 人，读出 \2 人，名单可能未读全",
        ),
        (
            r"the text says (\d+) people, and (\d+) were read",
            r"正文写明 \1 人，读出 \2 人，名单可能未读全",
        ),
        (r"a row of the list was not understood", "名单中有一行未能读懂，名单可能未读全"),
        (
            r"stands upright on a level page: two rows may have been read as one line",
            "此行字竖立于横排页面，可能把上下两行读成了一行",
        ),
        (r"marked 代章: another body's seal, or a seal for another body", "注明“代章”"),
        (r"not the form of a body's name", "不像单位名称"),
        (r"the seal says “(.*)”", r"印章为“\1”"),
        (
            r"the seal is marked “(.*)”, and no line names who issued",
            r"印章内刻有“\1”，而文字中没有署名单位",
        ),
        (r"another picture of the seal says “(.*)”", r"印章的另一次识读为“\1”"),
        (r"the date is cut off", "日期不完整"),
        (r"another date stands beside it: (.*)", r"旁边另有日期 \1"),
        (r"read from a seal with confidence ([\d.]+) only", r"读自印章，置信度仅 \1"),
        (r"differs in a character or two from the printed “(.*)”", r"与印刷的“\1”差一两个字"),
        (r"the title is cut off", "名称不完整"),
        (r"the number is of (\d+), the date of (\d+)", r"文号年份为 \1，日期年份为 \2"),
        (r"not what belongs into this cell", "不是本栏应填的内容"),
        (r"its first character may have been read twice", "首字可能被读了两遍"),
        (r"the kind letter was not read clearly", "公告号末尾的类型字母未读清"),
        (r"the site is recognised by its labels only", "仅凭栏目名称认出网站"),
        (r"the site is named in the page's text only", "网站名称只见于正文，不在页首或地址栏"),
        (r"the page names another site: (.*)", r"页面另有其他网站字样：\1"),
        (r"the page states different numbers of results", "页面写有不同的结果条数"),
        (r"may belong to the next patent of the list", "可能属于列表中相邻的另一件专利"),
        (r"a line may belong to the row above or below", "有一行可能属于表格的上一行或下一行"),
        (r"read together with the next column", "与相邻一栏连在一起读出"),
        (r"a line of few characters may follow below", "下方可能还有一行少数几个字未读到"),
        (r"more than one change of inventors", "发明人变更不止一次"),
        (r"no check digit is printed", "未印校验位"),
        (r"the check digit is wrong", "校验位不符"),
        (
            r"taken from the date of signature, no 授权公告日 was read",
            "未读到授权公告日，取自落款日期",
        ),
        (r"the QR code says (.*)", r"二维码为 \1"),
        (r"the kind code (.*) is not one of this type of patent", r"类型代码 \1 与专利类型不符"),
    )
)


def title(voice: Voice, document: Document) -> str:
    """The kind and the pages of a document."""
    zh, en = KINDS[document.kind.value]
    pages = [str(page) for page in document.pages]
    return voice.choose(f"{zh}（第{'、'.join(pages)}页）", f"{en} (p. {', '.join(pages)})")


def field_label(voice: Voice, kind: DocumentKind, name: str) -> str:
    """The name of a field on a document of that kind."""
    return voice.choose(*_OF_KIND.get((kind, name)) or _label(name))


def value(voice: Voice, field: Field) -> str:
    """The value of a field; codes in words for a Chinese reader."""
    if field.name != "patent_type":
        return field.value
    return voice.choose(_PATENT_TYPES.get(field.value, field.value), field.value)


def certainty(voice: Voice, field: Field) -> str:
    """Whether the field may be relied on, and why not."""
    if field.certainty is Certainty.CERTAIN:
        return voice.choose("确定", "certain")
    doubt = field.doubt or ""
    return voice.choose(f"存疑：{doubt_zh(doubt)}", f"doubtful: {doubt}")


def doubt_zh(doubt: str) -> str:
    """The Chinese wording of a doubt, or the doubt itself where none is known."""
    for pattern, zh in _DOUBTS:
        match = pattern.fullmatch(doubt)
        if match:
            return match.expand(zh)
    return doubt


def _label(name: str) -> tuple[str, str]:
    year = _APPRAISAL.fullmatch(name)
    return FIELDS.get(name, (name, f"appraisal of {year[1]}" if year else name))
