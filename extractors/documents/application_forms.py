"""Fields of 附件2 《高级技师考评申报表》, named as the columns of the two tables are.

Source: the form printed with 新人社办〔2024〕22号. Consent is what the opinion's
cell says; whether its seal stands there is for intake to judge (`seal_text`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from evidence.dates import parse_date
from evidence.documents import Field
from evidence.errors import NormalFormError
from evidence.names import normal_text, person_name
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.form_cells import LabelCell, label_cells, text_of, value_beside
from extractors.documents.form_claims import claim_cells
from extractors.documents.layout import rows
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage
from extractors.documents.seal_text import seal_fields

_COLUMNS: Mapping[str, str] = {
    "姓名": "姓名",
    "性别": "性别",
    "民族": "",
    "出生年月": "出生年月",
    "文化程度": "文化程度",
    "政治面貌": "",
    "参加工作时间": "参加工作时间",
    "现岗位工种": "现岗位工种",
    "现岗位等级": "现岗位等级",
    "现等级聘任时间": "现等级聘任时间",
    "现等级证书取得时间": "现等级证书取得时间",
    "申报岗位工种": "申报岗位工种",
    "申报岗位等级": "申报岗位等级",
    "身份证号码": "身份证号",
    "身份证号": "身份证号",
    "是否存在禁止申报的情形": "是否存在禁止申报的情形",
    "联系电话(座机)": "",
    "手机": "手机",
    "单位": "工作单位",
    "工作单位": "工作单位",
    "主管部门": "主管部门",
    "地区": "地区",
    "电话": "",
    "审核人": "",
    "人员类别": "人员类别",
    "转正定级时间": "转正定级时间",
}
_DATES = frozenset(
    {"出生年月", "参加工作时间", "现等级聘任时间", "现等级证书取得时间", "转正定级时间"}
)
_OTHER_CELL = "not what belongs into this cell"
_GRADE = re.compile(r"[一二三四五]级(?:\(.{2,5}\))?|(?:高级)?技师|[高中初]级工|普通工")
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_FORMS: Mapping[str, re.Pattern[str]] = {
    "性别": re.compile("[男女]"),
    "身份证号": re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}"),
    "手机": re.compile(r"\+?[0-9-]{7,20}"),
    "是否存在禁止申报的情形": re.compile("[是否有无]|不存在|存在"),
    "现岗位等级": _GRADE,
    "申报岗位等级": _GRADE,
    **dict.fromkeys(_DATES, _DAY),
}
"""The form of what belongs into a cell; on crooked copies a neighbour's content stands there."""
_OPINIONS: Mapping[str, str] = {
    "申报人承诺": "",
    "单位审核意见": "单位审核意见",
    "主管单位人事部门意见": "主管部门意见",
    "备注": "",
}
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?(?:度)?")
_RESULT = re.compile(
    r"优秀|基本合格|不合格|合格|基本称职|不称职|称职|不确定等次|未参加考核|不进行考核|暂未备案|未备案"
)
_NO = re.compile(r"^(?:否|无|不是|[-—–/\\×xX]*)$")
_AGREED = re.compile(r"不同意|同意")
_CLAIMS_HEAD = "获得表彰、奖励、业绩成果情况"
_BEGINS = re.compile(r"符合.{0,12}条?款?.{0,4}第?.{1,3}项")
"""How an item begins. Source: 附件2 注意事项5, 符合申报资格条件第（六）款规定的."""


def application_form(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one application form; where a value stands twice, the table's own cell."""
    fields: dict[str, list[Field]] = {}
    for page in pages:
        for field in (*_particulars(page, judge), *_years(page, judge), *_opinions(page, judge)):
            # The cover repeats name and unit; the table on the next page is the form itself.
            fields[field.name] = [field]
        for field in _claims(page, judge):
            fields.setdefault(field.name, []).append(field)
    return [field for group in fields.values() for field in group] + seal_fields(pages)


def _particulars(page: PageText, judge: Judge) -> list[Field]:
    head = _claims_head(page)
    # What is written into a claim (表彰单位：…) is no cell of the particulars.
    own = [line for line in page.lines if head is None or line.box.center[1] < head.box.y0]
    cells = label_cells(own, _COLUMNS)
    fields = []
    for cell in sorted(cells, key=lambda cell: (cell.box.y0, cell.box.x0)):
        name = _COLUMNS[cell.label]
        value = value_beside(cell, cells, own).stripped()
        if name and value.text:
            text = _normal(name, value)
            form = _FORMS.get(name)
            doubt = None if form is None or form.fullmatch(text) else _OTHER_CELL
            fields.append(judge.field(name, text, value, least=_least(name), doubt=doubt))
    return fields


def _normal(name: str, value: Passage) -> str:
    try:
        if name in _DATES:
            return parse_date(value.text).iso
        if name == "姓名":
            return person_name(value.text)
    except NormalFormError:
        pass
    return normal_text(value.text)


def _least(name: str) -> float:
    # A grade or an answer is one character that decides.
    return thresholds.DATE if name in _DATES else thresholds.NAME


def _years(page: PageText, judge: Judge) -> list[Field]:
    """The two tables with one column a year: appraisals and 优秀共产党员."""
    fields: list[Field] = []
    grid = rows(page.lines)
    about = ""
    for n, row in enumerate(grid):
        years = [(line, match[1]) for line in row if (match := _YEAR.fullmatch(text_of(line)))]
        if len(years) < 2:
            text = "".join(text_of(line) for line in row)
            about = "party" if "党员" in text else "appraisal" if "考核" in text else about
            continue
        below = grid[n + 1] if n + 1 < len(grid) else []
        if about == "party":
            fields += _party_years(years, below, judge)
        elif about == "appraisal":
            fields += _appraisals(years, below, judge)
    return fields


def _appraisals(
    years: Sequence[tuple[TextLine, str]], below: Sequence[TextLine], judge: Judge
) -> list[Field]:
    fields = []
    for line in below:
        at = passage([[line]])
        match = _RESULT.search(at.text)
        year = _nearest(line, years)
        if match and year:
            name, place = f"年度考核{year}", at.group(match)
            fields.append(judge.field(name, match[0], place, least=thresholds.NUMBER))
    return fields


def _party_years(
    years: Sequence[tuple[TextLine, str]], below: Sequence[TextLine], judge: Judge
) -> list[Field]:
    marked = [
        (year, line)
        for line in below
        if not _NO.match(text_of(line)) and (year := _nearest(line, years))
    ]
    if not marked:
        return []
    value = ";".join(year for year, _ in marked)
    place = passage([[line for _, line in marked]])
    return [judge.field("优秀共产党员年度", value, place, least=thresholds.NUMBER)]


def _nearest(line: TextLine, years: Sequence[tuple[TextLine, str]]) -> str | None:
    """The year in whose column a line stands."""
    head, year = min(years, key=lambda one: abs(one[0].box.center[0] - line.box.center[0]))
    apart = abs(head.box.center[0] - line.box.center[0])
    return year if apart < 1.2 * max(head.box.width, line.box.width) else None


def _opinions(page: PageText, judge: Judge) -> list[Field]:
    cells = sorted(label_cells(page.lines, _OPINIONS), key=lambda cell: cell.box.y0)
    fields = []
    for n, cell in enumerate(cells):
        name = _OPINIONS[cell.label]
        if not name:
            continue
        top = _between(cells[n - 1], cell) if n else 0
        bottom = _between(cell, cells[n + 1]) if n + 1 < len(cells) else page.page.height
        for line in page.lines:
            at = passage([[line]])
            match = _AGREED.search(at.text)
            if match and top <= line.box.center[1] < bottom and line.box.x0 >= cell.box.x0:
                value = "不同意" if match[0] == "不同意" else "同意"
                fields.append(judge.field(name, value, at, least=thresholds.TEXT))
                break
    return fields


def _between(one: LabelCell, two: LabelCell) -> float:
    return (one.box.center[1] + two.box.center[1]) / 2


def _claims_head(page: PageText) -> TextLine | None:
    return next((line for line in page.lines if text_of(line) == _CLAIMS_HEAD), None)


def _claims(page: PageText, judge: Judge) -> list[Field]:
    head = _claims_head(page)
    if head is None:
        return []
    ends = [
        cell.box.y0
        for cell in label_cells(page.lines, ("申报人承诺",))
        if cell.box.y0 > head.box.y1
    ]
    bottom = min(ends, default=page.page.height)
    below = [line for line in page.lines if head.box.y1 - 4 <= line.box.center[1] < bottom]
    numbers = [
        line for line in below if re.fullmatch("[1-9]", text_of(line)) and line.box.x1 < head.box.x0
    ]
    reviewer = min(
        (
            line.box.x0
            for line in page.lines
            if text_of(line) == "审核人" and line.box.x0 > head.box.x1
        ),
        default=page.page.width,
    )
    text = [
        line
        for line in below
        if line not in numbers and line.box.center[0] < reviewer and len(text_of(line)) > 1
    ]
    fields = []
    for number, lines in _items(numbers, text):
        cells = claim_cells(passage(rows(lines)))
        beside = [passage([[line]]) for line in numbers if text_of(line) == number]
        cells = [*(("序号", number, at) for at in beside[:1] if cells), *cells]
        for column, value, at in cells:
            name = f"claims.{number}.{column}"
            fields.append(judge.field(name, value, at, least=thresholds.NUMBER))
    return fields


def _items(
    numbers: Sequence[TextLine], text: Sequence[TextLine]
) -> list[tuple[str, list[TextLine]]]:
    """The text's lines by the number of their item, each number beside the middle of its item."""
    lines = rows(text)
    begins = [n for n, row in enumerate(lines) if _BEGINS.match(text_of(row[0]))]
    if len(begins) > len(numbers):
        # A number too few was read: items are numbered as they follow each other.
        marks, names = begins, [str(n) for n in range(1, len(begins) + 1)]
    else:
        beside = sorted(numbers, key=lambda line: line.box.center[1])
        marks = [0, *(_parting(lines, begins, *pair) for pair in pairwise(beside))]
        names = [text_of(line) for line in beside]
    ends = [*marks[1:], len(lines)]
    items: dict[str, list[TextLine]] = {}
    for name, start, end in zip(names, marks, ends, strict=False):
        items.setdefault(name, []).extend(line for row in lines[start:end] for line in row)
    return sorted((name, found) for name, found in items.items() if found)


def _parting(
    lines: Sequence[Sequence[TextLine]], begins: Sequence[int], one: TextLine, two: TextLine
) -> int:
    """The first row of the second of two items: where one is seen to begin, else after most room."""
    middles = [row[0].box.center[1] for row in lines]
    first = sum(middle <= one.box.center[1] for middle in middles)
    last = sum(middle < two.box.center[1] for middle in middles)
    around = two.box.center[1] - two.box.height / 2, two.box.center[1] + 3 * two.box.height
    if not any(around[0] <= middle <= around[1] for middle in middles):
        return last  # nothing stands beside the number: an item that was left empty
    seen = [n for n in begins if first <= n <= last]
    between = range(max(first, 1), min(last + 1, len(lines)))
    return (
        seen[-1] if seen else max(between, key=lambda n: middles[n] - middles[n - 1], default=first)
    )
