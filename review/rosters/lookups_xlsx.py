"""patent_lookups.xlsx: the look-up list to work from on paper or screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from review.rosters.lookup_list import GROUP_WORDS, ListedLookup, group_of
from review.rosters.official_sites import SITES, number_of, site_forms
from review.rosters.workbook import lines_needed, new_workbook, prepare_print, put, workbook_bytes

LIST, GUIDE = "待检索清单", "网站与用法"
LOOKUP_SHEET_COLUMNS = (
    ("序号", 5),
    ("类别", 9),
    ("专利号", 21),
    ("专利名称", 26),
    ("审查信息查询\n（cpquery）输入", 18),
    ("公布公告\n（epub）输入", 17),
    ("检索及分析\n（pss）输入", 17),
    ("公布公告直达网址", 30),
    ("批次与申报编号", 30),
    ("原因", 34),
    ("已查", 6),
)
_GUIDE_COLUMNS = (("网站", 30), ("网址", 58), ("用法", 70))
_BACK = (
    (
        "查到以后",
        "",
        "结果页打印为 PDF、截图或导出为表格，在核验台“查询清单”页上传；清单随之缩短。",
    ),
    (
        "依据",
        "",
        "附件1第九条：未经国家知识产权局官方网站检索、验证的专利，不予以认可。第三方网站的结果不能代替。",
    ),
)
_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="EDEDED")
_POINTS_PER_LINE = 14.0
_ROW_LIMIT = 405.0
"""Points; Excel's own limit is 409."""


def lookups_workbook(listed: Sequence[ListedLookup], scope: str, created: dt.datetime) -> bytes:
    """The list in its order, and a sheet that says how each site is used.

    `scope` says over which batches it goes and is printed over every page. All numbers and
    addresses are text, and no address is a link. The same list and date give the same bytes.
    """
    heading = f"{LIST} {scope}"
    workbook = new_workbook(heading, created)
    sheet = workbook.create_sheet(LIST)
    _fill(sheet, LOOKUP_SHEET_COLUMNS, map(_values, range(1, len(listed) + 1), listed), heading)
    last = get_column_letter(len(LOOKUP_SHEET_COLUMNS))
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{last}{len(listed) + 1}"
    guide = workbook.create_sheet(GUIDE)
    _fill(guide, _GUIDE_COLUMNS, _guide(), heading)
    guide.freeze_panes = "A2"
    return workbook_bytes(workbook)


def _values(number: int, one: ListedLookup) -> tuple[str | int, ...]:
    lookup = one.lookup
    forms = site_forms(lookup.patent_number, lookup.grant_number)
    parsed = number_of(lookup.patent_number)
    return (
        number,
        GROUP_WORDS[group_of(lookup.patent_number)][0],
        parsed.printed if parsed else lookup.patent_number,
        lookup.title,
        forms.cpquery,
        forms.epub,
        forms.pss,
        forms.epub_address,
        "\n".join(_claimants(one)),
        "\n".join(filter(None, (lookup.reason, lookup.reason_en))),
        "☐",
    )


def _claimants(one: ListedLookup) -> Iterator[str]:
    """A line a batch: its id, then the 申报编号."""
    for batch in one.batches:
        yield f"{batch}：{'、'.join(number for own, number in one.claims if own == batch)}"


def _guide() -> Iterator[tuple[str, ...]]:
    for site in SITES.values():
        yield (
            f"{site.name}（{site.key}）\n{site.name_en}",
            site.address,
            f"{site.hint}\n{site.hint_en}",
        )
    yield from _BACK


def _fill(
    sheet: Worksheet,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int]],
    heading: str,
) -> None:
    prepare_print(sheet, 1)
    # An ampersand begins a code of Excel's in headers and footers.
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(heading.replace("&", "&&")))
    for number, (head, width) in enumerate(columns, 1):
        cell = put(sheet, 1, number, head)
        cell.font = Font("黑体", size=11, bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[1].height = 34
    for row, values in enumerate(rows, 2):
        lines = 1
        for number, value in enumerate(values, 1):
            cell = put(sheet, row, number, value)
            cell.font = Font("宋体", size=10)
            cell.border = _GRID
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, str):
                cell.number_format = "@"
            lines = max(lines, lines_needed(str(value), columns[number - 1][1] - 1))
        sheet.row_dimensions[row].height = min(lines * _POINTS_PER_LINE + 4, _ROW_LIMIT)
