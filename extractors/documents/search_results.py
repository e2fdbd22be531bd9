"""Fields of printouts of CNIPA's own sites: cpquery, epub and pss.

One document per patent listed. Source: facts.md §3 (labels of each site). A
list row of cpquery has no inventors; they stand on detail pages and in epub.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evidence.documents import Field
from evidence.names import normal_text
from evidence.patent_numbers import PatentType
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import dates_in
from extractors.documents.labels import (
    Labelled,
    LabelTable,
    first_rows,
    labelled,
    values_of,
    wrapped,
)
from extractors.documents.layout import page_passage
from extractors.documents.page_text import PageText
from extractors.documents.passages import CELL, ROW, Passage, joined
from extractors.documents.patent_certificates import number_field, patentees_in, person_fields
from extractors.documents.patent_numbers_on_page import grant_numbers_in, patent_numbers_in
from extractors.documents.people import people_in
from extractors.documents.tables import table_records

_SITES = (
    (
        "cpquery",
        re.compile(r"cpquery|中国及多国专利审查信息查询|中国专利审查信息查询|专利审查信息查询"),
    ),
    ("epub", re.compile(r"epub\.cnipa|中国专利公布公告|专利公布公告")),
    ("pss", re.compile(r"pss-system|专利检索及分析")),
)
_SITES_BY_LABELS = (
    ("cpquery", re.compile(r"(申请号/专利号):.*案件状态:")),
    ("epub", re.compile(r"(申请公布号|授权公告号):.*(?:申请人|专利权人):.*(?:发明人|设计人):")),
    ("pss", re.compile(r"(公开\(公告\)号).*申请\(专利权\)人")),
)
_LABELS = LabelTable(
    {
        "申请号/专利号": "patent_number",
        "专利号/申请号": "patent_number",
        "专利申请号": "patent_number",
        "申请号": "patent_number",
        "专利号": "patent_number",
        "发明名称": "title",
        "专利名称": "title",
        "发明创造名称": "title",
        "实用新型名称": "title",
        "外观设计名称": "title",
        "申请人": "patentee",
        "专利权人": "patentee",
        "申请人/专利权人": "patentee",
        "申请(专利权)人": "patentee",
        "专利类型": "patent_type",
        "申请日": "application_date",
        "申请日期": "application_date",
        "发明专利申请公布号": "",
        "申请公布号": "",
        "申请公布日": "",
        "授权公告号": "grant_number",
        "授权公告日": "grant_date",
        "公开(公告)号": "publication_number",
        "公开(公告)日": "publication_date",
        "法律状态": "legal_status",
        "案件状态": "case_status",
        "当前法律状态": "legal_status",
        "主分类号": "",
        "分类号": "",
        "IPC分类号": "",
        "发明人": "inventor",
        "设计人": "inventor",
        "发明人/设计人": "inventor",
        "发明人姓名": "inventor",
        "查询时间": "query_time",
        "检索时间": "query_time",
        "查询日期": "query_time",
        "检索日期": "query_time",
        "打印时间": "query_time",
        "地址": "",
        "申请人地址": "",
        "专利代理机构": "",
        "代理机构": "",
        "代理人": "",
        "专利代理师": "",
        "优先权号": "",
        "优先权日": "",
        "优先权": "",
        "摘要": "",
        "简要说明": "",
        "国家/省市": "",
        "国籍": "",
        "案件编号": "",
        "证书号": "",
        "事务数据": "",
        "分案提交日": "",
        "颁证日": "",
    },
    re.compile(r"共[0-9]+条|版权所有|主办单位|例如:|京ICP备|https?://"),
)
_EXAMPLE = re.compile(r"例如:?")
_TYPES = (
    (PatentType.INVENTION, re.compile(r"发明专利|发明授权|发明公布|发明")),
    (PatentType.UTILITY_MODEL, re.compile(r"实用新型")),
    (PatentType.DESIGN, re.compile(r"外观设计")),
)
_KIND_AND_TITLE = re.compile(
    rf"(?:^|\n)[\[【(「]?(?P<kind>发明专利|发明授权|发明公布|实用新型|外观设计)[\]】)」]?[{CELL}{ROW}]?(?P<title>[^{CELL}{ROW}:]{{3,80}})"
)
_FURNITURE = re.compile(
    r"国家知识产权局|专利检索|专利公布公告|审查信息查询|著录项目|全文|摘要|法律状态|检索|查询|登录|首页|帮助|退出|欢迎|"
    r"https?:|www\.|cnipa|20[0-9]{2}[-/.年]|^[0-9/]+$|请输入|条$|公布模式|列表|详情|导航|费用|审查"
)
_LONG = frozenset({"title", "inventor", "patentee"})
_NOTHING = re.compile(r"^[-—–/无]*$")
_MOMENT = re.compile(
    r"(?P<y>20\d{2})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?日?"
    r"(?:[\sT]*(?P<h>[01]?\d|2[0-3])[:：时](?P<min>[0-5]\d))?"
)


def search_results(pages: Sequence[PageText], judge: Judge) -> list[list[Field]]:
    """The fields of every patent that a printout shows, one list per patent."""
    texts = [page_passage(page) for page in pages]
    whole = joined(texts)
    shared = [*_site(whole, judge), *_query_time(whole, texts, judge)]
    records = _records(whole) or [
        record for page in pages for record in table_records(page, _LABELS.fields)
    ]
    found = []
    for record, before in _with_heading(records, whole):
        fields = _record([_with_rest_of_cell(one, whole) for one in record], before, judge)
        if any(field.name == "patent_number" for field in fields):
            found.append([*shared, *fields])
    return found or [shared]


def _records(whole: Passage) -> list[list[Labelled]]:
    """Labelled values in runs that each hold one patent number."""
    records: list[list[Labelled]] = []
    waiting: list[Labelled] = []
    for one in labelled(whole, _LABELS):
        if one.field == "query_time" or _EXAMPLE.match(one.value.text):
            continue
        starts = one.field == "patent_number" and patent_numbers_in(first_rows(one.value, 2))
        if starts and not _same_number(records, one):
            records.append([*waiting, one])
            waiting = []
        elif records and not (one.field == "title" and _has(records[-1], "title")):
            records[-1].append(one)
        else:
            waiting.append(one)
    return records


def _has(record: Iterable[Labelled], field: str) -> bool:
    return any(one.field == field for one in record)


def _same_number(records: list[list[Labelled]], one: Labelled) -> bool:
    """Whether a number only repeats the record's own, as detail pages do."""
    if not records:
        return False
    known = patent_numbers_in(values_of(records[-1], "patent_number")[0])
    this = patent_numbers_in(first_rows(one.value, 2))
    return bool(known and this) and known[0].number.digits == this[0].number.digits


def _with_heading(
    records: list[list[Labelled]], whole: Passage
) -> list[tuple[list[Labelled], Passage]]:
    """Each record with the print between the record before it and its first label."""
    headed, end = [], 0
    for record in records:
        start = _start(record[0], whole)
        headed.append((record, whole.cut(min(end, start), start)))
        end = _start(record[-1], whole) + 1
    return headed


def _start(one: Labelled, whole: Passage) -> int:
    """Where a label stands in the whole text."""
    first = next((origin for origin in one.at.origins if origin[0] >= 0), None)
    if first is None or one.at.lines != whole.lines:
        return 0
    return whole.origins.index(first)


def _with_rest_of_cell(one: Labelled, whole: Passage) -> Labelled:
    """The value with the lines that go on below it in its own column.

    Reading order puts them behind the other columns of the row.
    """
    if one.field not in _LONG:
        return one
    value = first_rows(one.value).stripped()
    rows = [value]
    free = [row for row in whole.by_row() if not _labelled_or_furniture(row)]
    for cell in (cell for row in free for cell in row.by_line()):
        if one.at.box is not None and _goes_on(rows[-1], cell, one.at.box.x0):
            rows.append(cell)
    return replace(one, value=joined(rows)) if len(rows) > 1 else one


def _labelled_or_furniture(row: Passage) -> bool:
    return bool(_LABELS.pattern().search(row.text) or _FURNITURE.search(row.text))


def _goes_on(above: Passage, cell: Passage, left: int) -> bool:
    """Whether a cell stands right below a value, in the column that begins at `left`."""
    last, box = above.box, cell.box
    if last is None or box is None or cell.page != above.page:
        return False
    close = -0.5 * last.height < box.y0 - last.y1 < 0.6 * last.height
    below = box.y0 > last.y0 + 0.5 * last.height
    return close and below and left - last.height <= box.x0 < last.x1


def _record(record: list[Labelled], before: Passage, judge: Judge) -> list[Field]:
    number = [
        n for v in values_of(record, "patent_number") for n in patent_numbers_in(first_rows(v, 2))
    ]
    if not number:
        return []
    heading = _heading(before)
    fields = [number_field(number[0].number, number[0].passage, judge)]
    fields += _patent_type(record, heading, judge)
    fields += _title(record, heading, judge)
    for value in values_of(record, "inventor")[:1]:
        fields += person_fields("inventor", people_in(wrapped(value, 0.8).stripped()), judge)
    for value in values_of(record, "patentee")[:1]:
        fields += [
            judge.field("patentee", normal_text(name.text), name, least=thresholds.NAME)
            for name in patentees_in(wrapped(value, 0.8).stripped())
        ]
    fields += _date("application_date", values_of(record, "application_date"), judge)
    fields += _grant(record, judge)
    fields += _status(record, judge)
    return fields


def _heading(before: Passage) -> tuple[Passage, Passage] | None:
    """`[发明授权] title` above the labels, as (kind, title)."""
    matches = list(_KIND_AND_TITLE.finditer(before.text))
    if matches:
        return before.group(matches[-1], "kind"), before.group(matches[-1], "title")
    rows = [row for row in before.by_row() if not _FURNITURE.search(row.flat().text)]
    rows = [row for row in rows if len(row.flat().text) > 3 and len(row.by_line()) == 1]
    return (rows[-1].cut(0, 0), rows[-1]) if rows else None


def _patent_type(
    record: list[Labelled], heading: tuple[Passage, Passage] | None, judge: Judge
) -> list[Field]:
    places = [first_rows(value) for value in values_of(record, "patent_type")]
    if heading:
        places.append(heading[0])
    for place in places:
        for kind, pattern in _TYPES:
            match = pattern.match(place.stripped().text)
            if match:
                at = place.stripped().group(match)
                return [judge.field("patent_type", kind.value, at, least=thresholds.TEXT)]
    return []


def _title(
    record: list[Labelled], heading: tuple[Passage, Passage] | None, judge: Judge
) -> list[Field]:
    places = [wrapped(value, 0.8) for value in values_of(record, "title")]
    if heading:
        places.append(heading[1])
    for place in places:
        title = place.stripped(" \t\n:").flat()
        if len(title.text) > 1:
            cut_off = "the title is cut off" if title.text.endswith(("…", "..")) else None
            value = normal_text(title.text)
            return [judge.field("title", value, title, least=thresholds.TEXT, doubt=cut_off)]
    return []


def _date(name: str, values: Sequence[Passage], judge: Judge) -> list[Field]:
    for value in values:
        for found in dates_in(first_rows(value))[:1]:
            doubt = "the date is cut off" if found.date.day is None else None
            iso = found.date.iso
            return [judge.field(name, iso, found.passage, least=thresholds.DATE, doubt=doubt)]
    return []


def _grant(record: list[Labelled], judge: Judge) -> list[Field]:
    """Grant number and date; a publication (…A) is not a grant."""
    fields: list[Field] = []
    for number_label, date_label in (
        ("grant_number", "grant_date"),
        ("publication_number", "publication_date"),
    ):
        numbers = [
            n for v in values_of(record, number_label) for n in grant_numbers_in(first_rows(v))
        ]
        grants = [n for n in numbers if n.number.is_grant]
        if grants:
            one = grants[0]
            doubt = "the kind letter was not read clearly" if one.mended else None
            value, at = str(one.number), one.passage
            fields.append(
                judge.field("grant_number", value, at, least=thresholds.NUMBER, doubt=doubt)
            )
        if grants or (number_label == "grant_number" and not numbers):
            fields += _date("grant_date", values_of(record, date_label), judge)
        if fields:
            break
    return fields


def _status(record: list[Labelled], judge: Judge) -> list[Field]:
    fields = []
    for name in ("legal_status", "case_status"):
        for value in values_of(record, name)[:1]:
            status = first_rows(value).by_line()[0].stripped()
            if not _NOTHING.match(status.text):
                text = normal_text(status.text)
                fields.append(judge.field(name, text, status, least=thresholds.TEXT))
    return fields


def _site(whole: Passage, judge: Judge) -> list[Field]:
    flat = whole.flat()
    for site, pattern in _SITES:
        match = pattern.search(flat.text)
        if match:
            return [judge.field("site", site, flat.group(match), least=thresholds.TEXT)]
    for site, pattern in _SITES_BY_LABELS:
        match = pattern.search(flat.text)
        if match:
            at, doubt = flat.group(match, 1), "the site is recognised by its labels only"
            return [judge.field("site", site, at, least=thresholds.TEXT, doubt=doubt)]
    return []


def _query_time(whole: Passage, texts: Sequence[Passage], judge: Judge) -> list[Field]:
    """When the site was asked: its own label, else the browser's head or foot line."""
    places = [
        first_rows(one.value) for one in labelled(whole, _LABELS) if one.field == "query_time"
    ]
    for text in texts:
        lines = text.by_line()
        places += [
            line for line in (*lines[:3], *lines[-3:]) if re.match(r"20\d{2}[-/]", line.text)
        ]
    for place in places:
        match = _MOMENT.search(place.raw)
        if match:
            value = f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
            if match["h"]:
                value += f"T{int(match['h']):02d}:{match['min']}"
            return [judge.field("query_time", value, place, least=thresholds.DATE)]
    return []
