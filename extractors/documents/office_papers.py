"""Papers of the patent office that prove no patent: what they are, and of which application.

Notices (受理通知书, 授予专利权通知书, 审批通知书 …), register extracts (登记簿副本), the
front page of a publication with its INID codes (WIPO ST.9), lists of hearings (口审公告).
They stay of kind `other`; their fields let a person see at once what was handed in. Their
numbers are `application_number`, never `patent_number`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.documents import Field
from evidence.names import normal_text
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import dates_in
from extractors.documents.english_notices import english_notice
from extractors.documents.labels import Labelled, LabelTable, first_rows, labelled
from extractors.documents.page_text import PageText
from extractors.documents.passages import CELL, ROW, Passage, joined
from extractors.documents.patent_certificates import number_field, patentees_in, person_fields
from extractors.documents.patent_numbers_on_page import (
    grant_number_in_address,
    grant_numbers_in,
    patent_numbers_in,
)
from extractors.documents.people import people_in
from extractors.documents.result_cells import Cells
from extractors.documents.result_headings import heading_in, with_heading
from extractors.documents.result_records import result_records
from extractors.documents.result_sites import in_rows, other_site, site

_TITLE = re.compile(
    r"(?:\(12\))?(?P<paper>.{0,24}(?:通知书|登记簿副本|专利权评价报告|驳回决定|收费收据|缴费(?:收据|凭证))"
    r"|发明专利申请(?:公布说明书)?|(?:发明|实用新型|外观设计)专利(?:说明书)?)"
)
_OFFICE = re.compile(r"国家知识产权局|知识产权局|专利局")
_HEARINGS = re.compile(r"口审(?:公告|日期)|口头审理")
_INID = re.compile(r"\((?P<code>10|12|21|22|43|45|51|54|57|71|72|73|74)\)")
_NOTICE = LabelTable(
    {
        "申请号": "application_number",
        "专利号": "application_number",
        "申请号或专利号": "application_number",
        "申请号/专利号": "application_number",
        "申请日": "application_date",
        "专利申请日": "application_date",
        "申请人": "applicant",
        "申请人或专利权人": "applicant",
        "专利权人": "applicant",
        "发明人": "inventor",
        "设计人": "inventor",
        "发明人或设计人": "inventor",
        "发明创造名称": "title",
        "发明名称": "title",
        "实用新型名称": "title",
        "外观设计名称": "title",
        "使用外观设计的产品名称": "title",
        "发文日": "dispatch_date",
        "发文日期": "dispatch_date",
        "发文序号": "dispatch_number",
        "授权公告日": "grant_date",
        "授权公告号": "grant_number",
        "法律状态": "legal_status",
        "专利代理机构": "",
        "代理机构": "",
        "代理人": "",
        "地址": "",
        "联系人": "",
        "审查员": "",
        "优先权": "",
        "案件编号": "",
    },
    re.compile(
        r"根据专利法|根据《|经核实|提示:|注:|上述专利申请|申请人收到|申请人提出|国家知识产权局(?:确认|收到)|"
        r"[0-9一二三四][.、](?:根据|申请人|该|如)|审\t?查\t?员|联系电话|电话:"
    ),
)
_HEARING = LabelTable(
    {
        "案件编号": "case_number",
        "申请号/专利号": "application_number",
        "申请号": "application_number",
        "专利号": "application_number",
        "发明名称": "title",
        "专利名称": "title",
        "申请人": "",
        "口审日期": "hearing_date",
        "口审时段": "",
        "口审庭": "",
        "审理庭名称": "",
        "案件类型": "",
        "请求人": "",
        "请求人名称": "",
        "申请人名称": "",
    },
    re.compile(r"共[0-9]+条|例如:"),
)
_KINDS = (("发明", "invention"), ("实用新型", "utility_model"), ("外观设计", "design"))
_DISPATCH = re.compile(r"[0-9]{12,20}")
_LABEL_OF_CODE = re.compile(
    r"^(?:申请公布号|授权公告号|公开号|申请号|专利号|申请公布日|公布日|授权公告日|申请日|申请\(专利权\)人|申请人|"
    r"专利权人|发明人|设计人|发明名称|实用新型名称|使用外观设计的产品名称|名称|专利代理机构|代理机构|Int\.?Cl\.?|摘要)[:.]?"
)
_CODED = {
    "21": "application_number",
    "22": "application_date",
    "43": "publication_date",
    "45": "grant_date",
    "54": "title",
    "71": "applicant",
    "72": "inventor",
    "73": "applicant",
    "74": "agency",
}
_CLASS = re.compile(
    r"(?<![0-9A-Z])(?P<subclass>[A-H][0-9]{2}[A-Z])(?P<group>[0-9]{1,4}/[0-9]{2,6})"
)
_FEWEST_CODES = 3
_FEWEST_LABELS = 2


def office_papers(pages: Sequence[PageText], judge: Judge) -> list[tuple[Field, ...]]:
    """The fields of each paper on these pages, one tuple without fields where it is none."""
    whole = joined([in_rows(page) for page in pages])
    flat = whole.flat().text
    if _HEARINGS.search(flat):
        return list(_hearings(whole, pages, judge)) or [()]
    codes = {match["code"] for match in _INID.finditer(flat)}
    barcodes = [code.text for page in pages for code in page.barcodes]
    if len(codes) >= _FEWEST_CODES:
        return [(*_paper(whole, judge), *_publication(whole, barcodes, judge))]
    paper = _paper(whole, judge)
    if paper and _OFFICE.search(flat):
        found = list(labelled(whole, _NOTICE))
        fields = list(_values(found, _cells(whole, _NOTICE), barcodes, judge))
        if len({field.name for field in fields}) >= _FEWEST_LABELS:
            return [(*paper, *fields, *_issuer(whole, judge))]
        return [()]
    english = english_notice(whole, barcodes, judge)
    return [english or tuple(other_site(whole, judge))]


def _paper(whole: Passage, judge: Judge) -> list[Field]:
    """The title that says which paper it is."""
    for row in whole.by_row():
        for line in (row, *row.by_line()):
            match = _TITLE.fullmatch(line.flat().text)
            if match:
                at = line.flat().group(match, "paper")
                return [judge.field("paper", normal_text(at.text), at, least=thresholds.TEXT)]
    return []


def _issuer(whole: Passage, judge: Judge) -> list[Field]:
    for row in whole.by_row():
        for line in row.by_line():
            if line.flat().text.strip("()0123456789") == "国家知识产权局":
                return [judge.field("issuer", "国家知识产权局", line, least=thresholds.NAME)]
    return []


def _cells(whole: Passage, table: LabelTable) -> Cells:
    pattern = table.pattern()
    return Cells(
        whole, lambda row: bool(pattern.search(row.text + ROW) or table.stops.search(row.text))
    )


def _values(
    found: Sequence[Labelled], cells: Cells, barcodes: Sequence[str], judge: Judge
) -> Iterator[Field]:
    """What labels introduce, each field from the first of its labels that has a value."""
    told: set[str] = set()
    for one in found:
        if one.field in told:
            continue
        fields = list(_value(one, cells, barcodes, judge))
        told |= {field.name for field in fields}
        yield from fields


def _value(one: Labelled, cells: Cells, barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    value = one.value
    match one.field:
        case name if name.endswith("_number"):
            yield from _numbers(name, value, barcodes, judge)
        case name if name.endswith("_date"):
            for date in dates_in(first_rows(value, 3))[:1]:
                iso, at = date.date.iso, date.passage
                yield judge.field(name, iso, at, least=thresholds.DATE)
        case "inventor":
            yield from person_fields(
                "inventor", people_in(cells.whole_value(one).stripped()), judge
            )
        case "applicant":
            for body in patentees_in(cells.whole_value(one).stripped()):
                text = normal_text(body.text)
                yield judge.field("applicant", text, body, least=thresholds.NAME)
        case "agency":
            named = first_rows(value).stripped().flat()
            if named.text:
                yield judge.field("agency", normal_text(named.text), named, least=thresholds.TEXT)
        case name:
            at = cells.whole_value(one).stripped(" \t\n:").flat()
            if at.text:
                yield judge.field(name, normal_text(at.text), at, least=thresholds.TEXT)


def _numbers(name: str, value: Passage, barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    if name == "application_number":
        yield from _number(first_rows(value, 2), barcodes, judge)
    elif name == "dispatch_number":
        yield from _dispatch_number(first_rows(value, 2).flat(), barcodes, judge)
    else:
        yield from _publication_number(first_rows(value), barcodes, judge)


def _number(value: Passage, barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    for found in patent_numbers_in(value)[:1]:
        field = number_field(found.number, found.passage, judge, barcodes)
        yield replace(field, name="application_number", value=field.value.removeprefix("ZL"))


def _dispatch_number(value: Passage, barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    match = _DISPATCH.search(value.text)
    if match:
        agreed = ["barcode"] if match[0] in barcodes else []
        at = value.group(match)
        yield judge.field("dispatch_number", match[0], at, least=thresholds.NUMBER, agreed=agreed)


def _publication_number(value: Passage, barcodes: Sequence[str], judge: Judge) -> Iterator[Field]:
    coded = [number for code in barcodes if (number := grant_number_in_address(code))]
    for found in grant_numbers_in(value)[:1]:
        name = "grant_number" if found.number.is_grant else "publication_number"
        agreed = ["qr_code"] if found.number in coded else []
        doubt = "the kind letter was not read clearly" if found.mended and not agreed else None
        printed, at = str(found.number), found.passage
        yield judge.field(name, printed, at, least=thresholds.NUMBER, agreed=agreed, doubt=doubt)


def _publication(whole: Passage, barcodes: Sequence[str], judge: Judge) -> list[Field]:
    """The front page of a published application or patent, by its INID codes."""
    coded = re.compile(rf"{_INID.pattern}|(?:^|(?<=[{ROW}{CELL}]))(?:地址|专利代理师|代理人)")
    cells = Cells(whole, lambda row: coded.search(row.text) is not None)
    matches = list(coded.finditer(whole.text))
    fields: list[Field] = []
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(whole.text)
        code, value = match["code"], whole.cut(match.end(), end)
        label = _LABEL_OF_CODE.match(value.text)
        value = value.cut(label.end()) if label else value
        names = {field.name for field in fields}
        if code == "10":
            numbers = _publication_number(first_rows(value), barcodes, judge)
            fields += [field for field in numbers if field.name not in names]
        elif code == "51":
            fields += _classes(value, judge)
        elif code in _CODED and _CODED[code] not in names:
            at = whole.cut(match.start(), match.end() + (label.end() if label else 0))
            one = Labelled(match[0], _CODED[code], value, at)
            fields += _value(one, cells, barcodes, judge)
    return [*fields, *_issuer(whole, judge)]


def _classes(value: Passage, judge: Judge) -> Iterator[Field]:
    """The symbols of the international classification, `B66F 3/24`."""
    for row in value.by_row():
        flat = row.flat()
        for match in _CLASS.finditer(flat.text):
            at, text = flat.group(match), f"{match['subclass']} {match['group']}"
            yield judge.field("ipc", text, at, least=thresholds.TEXT)


def _hearings(
    whole: Passage, pages: Sequence[PageText], judge: Judge
) -> Iterator[tuple[Field, ...]]:
    """Each case of a list of hearings (口审公告), whose patents are under attack."""
    found = labelled(whole, _HEARING)
    shared = site(whole, pages, judge)
    records = result_records(
        found,
        "application_number",
        lambda one: next((n.number.digits for n in patent_numbers_in(first_rows(one.value))), ""),
    )
    for record, before in with_heading(records, whole):
        fields = list(shared)
        title_line = heading_in(before)
        if title_line is not None and record.key:
            kind, title = title_line
            patent_type = next((name for word, name in _KINDS if word in kind.text), None)
            if patent_type:
                fields.append(judge.field("patent_type", patent_type, kind, least=thresholds.TEXT))
            text = title.stripped().flat()
            if text.text:
                value = normal_text(text.text)
                fields.append(judge.field("title", value, text, least=thresholds.TEXT))
        for one in record.labels:
            first = first_rows(one.value).stripped(" \t\n:|")
            if one.field == "application_number":
                fields += _number(first, (), judge)
            elif one.field == "hearing_date":
                fields += [
                    judge.field(one.field, date.date.iso, date.passage, least=thresholds.DATE)
                    for date in dates_in(first)[:1]
                ]
            elif one.field == "case_number" and (
                code := re.match(r"[0-9][A-Z][0-9]{5,7}", first.text)
            ):
                at = first.group(code)
                fields.append(judge.field(one.field, code[0], at, least=thresholds.NUMBER))
        if record.key:
            yield tuple(fields)
