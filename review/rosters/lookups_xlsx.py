"""patent_lookups.xlsx: the look-up list to work from on paper or screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from review.rosters.lookup_list import GROUP_WORDS, ListedLookup, group_of
from review.rosters.official_sites import SITES, number_of, site_forms
from review.rosters.workbook import (
    HeldSheet,
    Look,
    Looks,
    lines_needed,
    new_workbook,
    prepare_print,
    workbook_bytes,
)

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
_GRID = "BFBFBF"
_HEAD = Look("黑体", 11, bold=True, across="center", grid=_GRID, ground="EDEDED")
_NUMBER = Look("宋体", 10, down="top", grid=_GRID)
_TEXT = replace(_NUMBER, number_format="@")
_POINTS_PER_LINE = 14.0
_ROW_LIMIT = 405.0
"""Points; Excel's own limit is 409."""


def lookups_workbook(listed: Sequence[ListedLookup], scope: str, created: dt.datetime) -> bytes:
    """The list in its order, and a sheet that says how each site is used.

    `scope` says over which batches it goes and is printed over every page. All numbers and
    addresses are text, and no address is a link. The same list and date give the same bytes.
    """
    heading = f"{LIST} {scope}"
    workbook, looks = new_workbook(heading, created), Looks()
    rows = map(_values, range(1, len(listed) + 1), listed)
    sheet = _sheet(workbook, looks, LIST, heading, LOOKUP_SHEET_COLUMNS, rows)
    last = get_column_letter(len(LOOKUP_SHEET_COLUMNS))
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{last}{len(listed) + 1}"
    _sheet(workbook, looks, GUIDE, heading, _GUIDE_COLUMNS, _guide()).freeze_panes = "A2"
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


def _sheet(
    workbook: Workbook,
    looks: Looks,
    title: str,
    heading: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int]],
) -> Worksheet:
    held = HeldSheet(workbook, title, [width for _, width in columns], looks)
    sheet = held.sheet
    prepare_print(sheet, 1)
    # An ampersand begins a code of Excel's in headers and footers.
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(heading.replace("&", "&&")))
    for number, (head, _) in enumerate(columns, 1):
        held.put(1, number, head, _HEAD)
    sheet.row_dimensions[1].height = 34
    for row, values in enumerate(rows, 2):
        lines = 1
        for number, (value, (_, width)) in enumerate(zip(values, columns, strict=True), 1):
            held.put(row, number, value, _TEXT if isinstance(value, str) else _NUMBER)
            lines = max(lines, lines_needed(str(value), width - 1))
        sheet.row_dimensions[row].height = min(lines * _POINTS_PER_LINE + 4, _ROW_LIMIT)
    return sheet
