"""patent_lookups.csv: the look-up list for Excel and for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from review.rosters.lookup_list import ListedLookup, own_type_word
from review.rosters.official_sites import CPQUERY, EPUB, PSS, site_forms
from review.rosters.tables_csv import csv_table
from review.rosters.wording import type_word

LOOKUP_COLUMNS = (
    "专利号",
    "专利类型",
    "专利名称",
    "申报编号",
    "原因",
    "审查信息查询输入",
    "审查信息查询网址",
    "公布公告查询输入",
    "公布公告查询网址",
    "专利检索及分析输入",
    "专利检索及分析网址",
    "批次",
    "申报类型",
    "授权公告号",
    "原因（英文）",
)
"""Outside programs read them by name and by place: columns are only ever added at the end."""


def lookups_csv(listed: Iterable[ListedLookup]) -> bytes:
    """The patents that still need an official result, with what to type where, in that order.

    Several 申报编号 or batches are joined by `;`. Source: 附件1 第九条 (only 国家知识产权局官方网站
    counts).
    """
    return csv_table(LOOKUP_COLUMNS, map(_row, listed))


def _row(one: ListedLookup) -> tuple[str, ...]:
    lookup = one.lookup
    forms = site_forms(lookup.patent_number, lookup.grant_number)
    cpquery = _kept_as_text(forms.cpquery) if forms.cpquery else ""
    return (
        lookup.patent_number,
        own_type_word(lookup.patent_number),
        lookup.title,
        ";".join(one.applications),
        lookup.reason,
        cpquery,
        CPQUERY.address,
        forms.grant or cpquery,
        forms.epub_address or EPUB.address,
        forms.pss,
        PSS.address,
        ";".join(one.batches),
        type_word(lookup.patent_type),
        forms.grant,
        lookup.reason_en,
    )


def _kept_as_text(digits: str) -> str:
    # Excel shows 13 digits as 2.02E+12 and copies that; a tab behind them keeps them text,
    # and search boxes drop it.
    return f"{digits}\t"
