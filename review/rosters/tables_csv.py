"""uploads.csv and patent_lookups.csv: lists for Excel and for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from evidence.errors import NormalFormError
from evidence.patent_numbers import PatentNumber, parse_grant_number, parse_patent_number
from evidence.register import PatentLookup
from evidence.uploads import UploadOutcome
from review.rosters.cells import csv_cell
from review.rosters.wording import PATENT_TYPE_WORDS

UPLOAD_COLUMNS = (
    "path",
    "applicant",
    "sha256",
    "size",
    "type",
    "status",
    "reason_code",
    "reason",
)
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
)
_CPQUERY = "https://cpquery.cponline.cnipa.gov.cn/chinesepatent/index"
_EPUB = "http://epub.cnipa.gov.cn"
_PSS = "https://pss-system.cponline.cnipa.gov.cn/conventionalSearch"


def uploads_csv(outcomes: Iterable[UploadOutcome]) -> bytes:
    """Every file that came in, with its one status and the reason for it, by path."""
    return csv_table(
        UPLOAD_COLUMNS,
        (
            (
                one.upload.path,
                one.upload.applicant or "",
                one.upload.sha256,
                str(one.upload.size),
                one.upload.media_type,
                one.status.value,
                one.problem.code if one.problem else "",
                one.problem.zh if one.problem else "",
            )
            for one in sorted(outcomes, key=lambda one: one.upload.path)
        ),
    )


def patent_lookups_csv(lookups: Iterable[PatentLookup]) -> bytes:
    """The patent numbers that still need an official result, with what to type where.

    Source: 附件1 第九条 (only 国家知识产权局官方网站 counts).
    """
    return csv_table(
        LOOKUP_COLUMNS,
        (_lookup_row(one) for one in sorted(lookups, key=lambda one: one.patent_number)),
    )


def _lookup_row(lookup: PatentLookup) -> tuple[str, ...]:
    grant = _grant(lookup.grant_number)
    kind, cpquery, pss = _typed(lookup.patent_number)
    return (
        lookup.patent_number,
        kind,
        lookup.title,
        ";".join(lookup.applications),
        lookup.reason,
        cpquery,
        _CPQUERY,
        grant or cpquery,
        f"{_EPUB}/patent/{grant}" if grant else _EPUB,
        pss,
        _PSS,
    )


def _typed(patent_number: str) -> tuple[str, str, str]:
    """专利类型 and what to type; a number of no known form stands as it was declared."""
    try:
        number = parse_patent_number(patent_number).completed
    except NormalFormError:
        return "", patent_number, patent_number
    return PATENT_TYPE_WORDS[number.type], _kept_as_text(cpquery_form(number)), pss_form(number)


def _grant(text: str) -> str:
    """The grant number, empty where it has no such form: it goes into an address."""
    try:
        return str(parse_grant_number(text))
    except NormalFormError:
        return ""


def cpquery_form(number: PatentNumber) -> str:
    """The number as the box of 中国及多国专利审查信息查询 takes it: `2010101995057`.

    13 characters (9 before 2003-10) without ZL and without the dot.
    """
    return f"{number.digits}{number.check}"


def pss_form(number: PatentNumber) -> str:
    """The number as 专利检索及分析系统 takes it: country and serial, no check digit."""
    return f"CN{number.digits}"


def _kept_as_text(digits: str) -> str:
    # Excel shows 13 digits as 2.02E+12 and copies that; a tab behind them keeps them text,
    # and search boxes drop it.
    return f"{digits}\t"


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows that it is UTF-8; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
