"""Fields of printouts of CNIPA's own sites: cpquery, epub and pss.

One document per patent listed. Source: facts.md §3 (labels of each site). A
list row of cpquery has no inventors; they stand on detail pages and in epub.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.documents import Certainty, Field
from evidence.names import normal_text
from evidence.patent_numbers import PatentType
from evidence.places import Box
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import dates_in
from extractors.documents.labels import Labelled, LabelTable, first_rows, labelled
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage, joined
from extractors.documents.patent_certificates import number_field, patentees_in, person_fields
from extractors.documents.patent_numbers_on_page import (
    PatentNumberFound,
    grant_numbers_in,
    patent_numbers_in,
)
from extractors.documents.people import people_in
from extractors.documents.result_cells import LINE_BELOW, Cells, begins_at, last_line_is_full
from extractors.documents.result_events import events
from extractors.documents.result_headings import heading_in, is_furniture, with_heading
from extractors.documents.result_records import ResultRecord, result_records
from extractors.documents.result_sites import in_rows, query_time, site, totals
from extractors.documents.tables import table_rows

LABELS = LabelTable(
    {
        "申请号/专利号": "patent_number",
        "专利号/申请号": "patent_number",
        "申请(专利)号": "patent_number",
        "专利申请号": "patent_number",
        "申请号": "patent_number",
        "专利号": "patent_number",
        "发明名称": "title",
        "专利名称": "title",
        "发明创造名称": "title",
        "实用新型名称": "title",
        "外观设计名称": "title",
        "申请人": "patentee",
        "申请人姓名或名称": "patentee",
        "姓名或名称": "patentee",
        "专利权人": "patentee",
        "申请人/专利权人": "patentee",
        "专利权人/申请人": "patentee",
        "申请(专利权)人": "patentee",
        "当前专利权人": "patentee",
        "专利类型": "patent_type",
        "申请日": "application_date",
        "申请日期": "application_date",
        "发明专利申请公布号": "published_number",
        "申请公布号": "published_number",
        "申请公布日": "published_date",
        "发明专利申请公布日": "published_date",
        "授权公告号": "grant_number",
        "授权公告日": "grant_date",
        "公开(公告)号": "publication_number",
        "公布(公告)号": "publication_number",
        "公开(公告)日": "publication_date",
        "公布(公告)日": "publication_date",
        "法律状态": "legal_status",
        "当前法律状态": "legal_status",
        "案件状态": "case_status",
        "案件业务状态": "case_status",
        "主分类号": "",
        "分类号": "",
        "IPC分类号": "",
        "IPC主分类号": "",
        "洛迦诺分类号": "",
        "发明人": "inventor",
        "设计人": "inventor",
        "发明人/设计人": "inventor",
        "发明(设计)人": "inventor",
        "发明人姓名": "inventor",
        "申请日时发明人": "inventor_at_filing",
        "申请日时设计人": "inventor_at_filing",
        "申请日时申请人": "",
        "发明人/设计人信息": "",
        "发明人变更": "",
        "申请人信息": "",
        "专利权人变更": "",
        "查询时间": "query_time",
        "检索时间": "query_time",
        "查询日期": "query_time",
        "检索日期": "query_time",
        "打印时间": "query_time",
        "地址": "",
        "申请人地址": "",
        "申请人国别": "",
        "申请人邮编": "",
        "专利代理机构": "",
        "代理机构": "",
        "代理人": "",
        "代理师": "",
        "专利代理师": "",
        "联系人": "",
        "优先权号": "",
        "优先权日": "",
        "优先权": "",
        "国际申请号": "",
        "国际申请日": "",
        "国际公布号": "",
        "国际公布日": "",
        "原申请号": "",
        "原申请日": "",
        "分案原申请号": "",
        "分案原申请日": "",
        "分案原申请": "",
        "摘要": "",
        "简要说明": "",
        "国家/省市": "",
        "国籍": "",
        "案件编号": "",
        "证书号": "",
        "事务数据": "",
        "分案提交日": "",
        "分案申请提交日": "",
        "颁证日": "",
    },
    re.compile(r"共[0-9]+[条页]|版权所有|主办单位|例如:|京ICP备|https?://|变更前|变更后|变更事项"),
)
_TYPES = (
    (PatentType.INVENTION, re.compile(r"发明专利|发明授权|发明公布|发明")),
    (PatentType.UTILITY_MODEL, re.compile(r"实用新型")),
    (PatentType.DESIGN, re.compile(r"外观设计")),
)
_LONG = frozenset(
    {"title", "inventor", "patentee", "inventor_at_filing", "legal_status", "case_status"}
)
_NOTHING = re.compile(r"^[-—–/无]*$")
_SHOWN = frozenset(
    {
        "application_date",
        "grant_number",
        "grant_date",
        "case_status",
        "legal_status",
        "legal_event",
        "inventor",
    }
)
"""Fields of results that search forms have no box for, or none that is filled in by hand."""
_LOOKED = 0.8
"""Share of the place below a line that a larger look at it covers."""
_STATE = re.compile(
    r"授权|维持|有效|无效|失效|终止|届满|放弃|撤回|驳回|恢复|中止|质押|审中|审查|公开|公布|未缴|期限|避重"
)
_TAIL = re.compile(
    "(?:"
    + "|".join(re.escape(name[at:]) for name in LABELS.fields for at in range(1, len(name) - 1))
    + "):"
)
"""What is left of a label whose first characters were not read (明名称:)."""
_PROMPT = re.compile(r"请输入|例如")
_CUT_OFF = re.compile(r"(?:…|\.{2,}|⋯)$")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One patent of a printout: its fields, and the pages on which it stands."""

    fields: tuple[Field, ...]
    pages: tuple[int, ...]


def search_results(pages: Sequence[PageText], judge: Judge) -> list[SearchResult]:
    """Every patent that a printout shows, in printed order, each page in at least one.

    `result_count` is the site's own total where the page states it; `result_page` which page
    of how many it is. A page that says the site has no result gives that alone.
    """
    texts = [in_rows(page) for page in pages]
    whole = joined(texts)
    told = totals(whole, judge)
    found = labelled(whole, LABELS)
    shared = [*site(whole, pages, judge), *query_time(found, pages, judge)]
    numbers = tuple(page.number for page in pages)
    records = [record for page in pages for record in _table(page)]
    if not records:
        labels = [one for one in found if one.field != "query_time"]
        records = result_records(labels, "patent_number", _digits)
    labels_in = LABELS.pattern().search
    cells = Cells(whole, lambda row: is_furniture(row) or labels_in(row.text) is not None)
    by_number = {page.number: page for page in pages}
    told_of = [
        _record(_Values(record, cells, by_number), before, judge)
        for record, before in with_heading(records, whole)
    ]
    results = [fields for fields in told_of if {one.name for one in fields} - {"patent_number"}]
    if not results and told.count != 0:
        # A page that goes on with a patent's may show nothing but its state.
        states = tuple(one for one in found if one.field in ("legal_status", "case_status"))
        alone = _status(_Values(ResultRecord(states, "", {}), cells, by_number), judge)
        results = [[*next(iter(told_of), []), *alone]] if alone else []
    if len(_numbers_of(told_of)) > 1:
        _add_events_by_page(results, {text.page: text for text in texts if text.text}, judge)
    else:
        _add_events(results, told_of, whole, judge)
    if told.count == 0 and not any(_SHOWN & {field.name for field in one} for one in results):
        return [SearchResult((*shared, *told.fields, *_searched(found, judge)), numbers)]
    # A patent's page may have parts that are empty; only a count that is none contradicts it.
    shared += [field for field in told.fields if field.value != "0"]
    return _on_pages(results, shared, numbers) or [SearchResult(tuple(shared), numbers)]


def _add_events(
    results: list[list[Field]], told_of: Sequence[list[Field]], whole: Passage, judge: Judge
) -> None:
    """The events of a print of one patent; it may tell nothing but them, with its number or not."""
    if results:
        results[0] += events(whole, judge, results[0])
        return
    found = events(whole, judge, ())
    if found:
        results.append([*next(iter(told_of), []), *found])


def _add_events_by_page(
    results: list[list[Field]], texts: Mapping[int, Passage], judge: Judge
) -> None:
    """The events of each page that is one patent's alone, or follows one; of a list nothing tells."""
    owners: dict[int, list[Passage]] = {}
    last: int | None = None
    for number, text in texts.items():
        here = [at for at, one in enumerate(results) if any(f.page == number for f in one)]
        last = here[-1] if here else last
        if last is not None and len(here) < 2:
            owners.setdefault(last, []).append(text)
    for at, parts in owners.items():
        results[at] += events(joined(parts), judge, results[at])


def _numbers_of(told_of: Iterable[Sequence[Field]]) -> set[str]:
    return {one.value for fields in told_of for one in fields if one.name == "patent_number"}


def _on_pages(
    results: Sequence[Sequence[Field]], shared: Sequence[Field], numbers: tuple[int, ...]
) -> list[SearchResult]:
    """Each result with its pages; a page on which none begins goes with the one before it."""
    starts = [min((field.page for field in fields), default=numbers[0]) for fields in results]
    found = []
    for at, fields in enumerate(results):
        first = numbers[0] if at == 0 else starts[at]
        last = starts[at + 1] if at + 1 < len(results) else numbers[-1] + 1
        held = {field.page for field in fields} | {n for n in numbers if first <= n < last}
        found.append(SearchResult((*shared, *fields), tuple(sorted(held))))
    return found


def _searched(found: Sequence[Labelled], judge: Judge) -> list[Field]:
    """The number that was asked for, where the site has nothing for it."""
    for one in found:
        if one.field == "patent_number":
            for number in _numbers(one.value)[:1]:
                asked = number_field(number.number, number.passage, judge)
                return [replace(asked, name="searched_number")]
    return []


def _digits(one: Labelled) -> str:
    numbers = _numbers(one.value)
    return numbers[0].number.digits if numbers else ""


def _numbers(value: Passage) -> list[PatentNumberFound]:
    """The patent numbers of a value of one row or two; the second may be another print's."""
    first = patent_numbers_in(first_rows(value))
    if first and first[0].number.check_holds:
        return first
    return patent_numbers_in(first_rows(value, 2)) or first


def _table(page: PageText) -> list[ResultRecord]:
    """The rows of a page's table of results, where it has one."""
    found = []
    for row in table_rows(page, LABELS.fields, "patent_number"):
        cells = tuple(cell for cell in row.cells if cell.field)
        key = next((_digits(cell) for cell in cells if cell.field == "patent_number"), "")
        unsure = [
            cell.field
            for cell in cells
            if row.several or (len(cell.value.by_row()) > 1 and not row.apart)
        ]
        doubts = dict.fromkeys(unsure, "a line may belong to the row above or below")
        together = [cell.field for cell in cells if cell.label in row.run_together]
        doubts |= dict.fromkeys(together, "read together with the next column")
        found.append(ResultRecord(cells, key, doubts))
    return found


@dataclass(frozen=True, slots=True)
class _Values:
    """What a record's labels introduce, and what makes it doubtful."""

    record: ResultRecord
    cells: Cells
    pages: Mapping[int, PageText]

    def of(self, field: str) -> list[Passage]:
        """The values of a field's labels, blank ones left out."""
        found = []
        for one in self.record.labels:
            if one.field == field and begins_at(one):
                value = self.cells.whole_value(one) if field in _LONG else one.value
                if value.stripped().text:
                    found.append(value)
        return found

    def doubt(self, field: str) -> str | None:
        return self.record.doubts.get(field)

    def end_doubt(self, value: Passage) -> str | None:
        """Whether a line of few characters may follow below, where nobody looked closely."""
        last = value.by_row()[-1].box if value.text else None
        if last is None or not last_line_is_full(value):
            return None
        below = Box(last.x0, last.y1, last.x0 + 2 * last.height, last.y1 + last.height)
        looked = (
            reading.box is not None
            and reading.scale > 1.0
            and reading.box.overlap(below) >= _LOOKED * below.area
            for reading in self.pages[value.page].readings
        )
        return None if any(looked) else LINE_BELOW


def _record(values: _Values, before: Passage, judge: Judge) -> list[Field]:
    number = [n for v in values.of("patent_number") for n in _numbers(v)]
    title_line = heading_in(before)
    fields = []
    if number:
        fields.append(number_field(number[0].number, number[0].passage, judge))
    fields += _patent_type(values, title_line, judge)
    fields += _title(values, title_line, judge)
    for name in ("inventor", "inventor_at_filing"):
        fields += _first_list([_people(name, one, values, judge) for one in values.of(name)])
    fields += _first_list([_patentees(one, values, judge) for one in values.of("patentee")])
    fields += _date("application_date", "application_date", values, judge)
    fields += _publications(values, judge)
    fields += _status(values, judge)
    return fields


def _people(name: str, value: Passage, values: _Values, judge: Judge) -> list[Field]:
    doubt = values.doubt(name)
    named = [replace(one, doubt=one.doubt or doubt) for one in people_in(value.stripped())]
    named[-1:] = [replace(one, doubt=one.doubt or values.end_doubt(value)) for one in named[-1:]]
    return person_fields(name, named, judge)


def _patentees(value: Passage, values: _Values, judge: Judge) -> list[Field]:
    names = patentees_in(value.stripped())
    fields = []
    for place, at in enumerate(names, start=1):
        doubt = values.doubt("patentee")
        doubt = doubt or (values.end_doubt(value) if place == len(names) else None)
        body = normal_text(at.text)
        fields.append(judge.field("patentee", body, at, least=thresholds.NAME, doubt=doubt))
    return fields


def _first_list(lists: Sequence[list[Field]]) -> list[Field]:
    """The first list of names that a page prints, in doubt where it prints another as well."""
    told = [one for one in lists if one]
    if not told:
        return []
    if len({tuple(field.value for field in one) for one in told}) == 1:
        return told[0]
    doubt = "the page shows another list as well"
    return [replace(one, certainty=Certainty.DOUBTFUL, doubt=one.doubt or doubt) for one in told[0]]


def _each_once(fields: Sequence[Field]) -> list[Field]:
    """What the page says of one field, each value once: two of them are a doubt to whoever asks."""
    kept: dict[str, Field] = {}
    for field in fields:
        kept.setdefault(field.value, field)
    return list(kept.values())


def _patent_type(
    values: _Values, heading: tuple[Passage, Passage] | None, judge: Judge
) -> list[Field]:
    places = [
        (first_rows(value), values.doubt("patent_type")) for value in values.of("patent_type")
    ]
    return _kinds(places, judge) or _kinds([(heading[0], None)] if heading else [], judge)


def _kinds(places: Sequence[tuple[Passage, str | None]], judge: Judge) -> list[Field]:
    found = []
    for place, doubt in places:
        told = place.stripped()
        matches = ((kind, pattern.match(told.text)) for kind, pattern in _TYPES)
        for value, at in [(kind.value, told.group(match)) for kind, match in matches if match][:1]:
            found.append(judge.field("patent_type", value, at, least=thresholds.TEXT, doubt=doubt))
    return _each_once(found)


def _title(values: _Values, heading: tuple[Passage, Passage] | None, judge: Judge) -> list[Field]:
    places = [
        (value, values.doubt("title") or values.end_doubt(value)) for value in values.of("title")
    ]
    return _titles(places, judge) or _titles([(heading[1], None)] if heading else [], judge)


def _titles(places: Sequence[tuple[Passage, str | None]], judge: Judge) -> list[Field]:
    """The titles that are told, one cut off only where none is whole."""
    found: list[Field] = []
    for place, doubt in places:
        title = place.stripped(" \t\n:").flat()
        value = normal_text(title.text)
        if len(title.text) < 2 or _PROMPT.match(title.text):
            continue
        cut_off = "the title is cut off" if _CUT_OFF.search(title.text) else doubt
        if _TAIL.match(title.text):
            cut_off = "it begins with the rest of a label"
        if any(_same_but_for_the_end(value, other.value) for other in found):
            continue
        found.append(judge.field("title", value, title, least=thresholds.TEXT, doubt=cut_off))
    return _each_once(found)


def _same_but_for_the_end(one: str, other: str) -> bool:
    """Whether a title is another one cut off (…)."""
    pairs = ((one, other), (other, one))
    return any(_CUT_OFF.search(a) and b.startswith(_CUT_OFF.sub("", a)) for a, b in pairs)


def _date(name: str, label: str, values: _Values, judge: Judge) -> list[Field]:
    found = []
    for value in values.of(label):
        for date in dates_in(first_rows(value))[:1]:
            partial = "the date is cut off" if date.date.day is None else None
            doubt = partial or values.doubt(label)
            iso = date.date.iso
            found.append(judge.field(name, iso, date.passage, least=thresholds.DATE, doubt=doubt))
    return _each_once(found)


def _publications(values: _Values, judge: Judge) -> list[Field]:
    """Grant number and date; a publication (…A) is none, and told as what it is."""
    fields: list[Field] = []
    names: set[str] = set()
    for number_label, date_label in (
        ("grant_number", "grant_date"),
        ("publication_number", "publication_date"),
        ("published_number", "published_date"),
    ):
        places = values.of(number_label)
        numbers = [n for v in places for n in grant_numbers_in(first_rows(v))]
        granted = [n for n in numbers if n.number.is_grant]
        if number_label == "published_number" and "grant_number" in names:
            break
        kind = "grant" if granted or number_label == "grant_number" else "publication"
        if number_label == "grant_number" and numbers and not granted:
            continue
        for one in granted or numbers[:1]:
            mended = "the kind letter was not read clearly" if one.mended else None
            doubt = mended or values.doubt(number_label)
            name, value = f"{kind}_number", str(one.number)
            fields.append(
                judge.field(name, value, one.passage, least=thresholds.NUMBER, doubt=doubt)
            )
        if numbers or number_label == "grant_number":
            fields += _date(f"{kind}_date", date_label, values, judge)
        names |= {field.name for field in fields}
    told = ("grant_number", "grant_date", "publication_number", "publication_date")
    return [
        field for name in told for field in _each_once([one for one in fields if one.name == name])
    ]


def _status(values: _Values, judge: Judge) -> list[Field]:
    fields: list[Field] = []
    for name in ("legal_status", "case_status"):
        found: list[Field] = []
        for value in values.of(name):
            status = value.stripped().flat()
            # After a status, the label may be a link's; what says nothing of a state is its neighbour.
            if _NOTHING.match(status.text) or (found and not _STATE.search(status.text)):
                continue
            text, doubt = normal_text(status.text), values.doubt(name)
            doubt = doubt or values.end_doubt(value)
            found.append(judge.field(name, text, status, least=thresholds.TEXT, doubt=doubt))
        fields += _each_once(found)
    return fields
