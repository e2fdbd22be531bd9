"""Exports of the official patent sites that the review body obtained.

Labels of cpquery, epub and pss-system rows; what a site does not show stays
empty. A row is a record only where its number holds: a number with a wrong
check digit names no patent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from evidence.dates import PartialDate, parse_date
from evidence.errors import NormalFormError, Problem, UploadError
from evidence.names import normal_text, person_name
from evidence.patent_numbers import TYPE_LABELS, parse_grant_number, parse_patent_number
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from extractors.intake.limits import Limits
from extractors.intake.tables import Row, located, read_table

NUMBER = "申请号"
_SYNONYMS = {
    name: ours
    for ours, names in {
        NUMBER: "申请号/专利号 专利号/申请号 专利号 专利申请号 申请(专利)号 专利(申请)号",
        "名称": "发明名称 专利名称 发明创造名称 实用新型名称 外观设计名称 标题 发明/设计名称",
        "专利权人": "申请人/专利权人 专利权人/申请人 申请(专利权)人 申请人 当前专利权人 当前申请(专利权)人",
        "发明人": "发明人/设计人 设计人 发明(设计)人 设计人/发明人",
        "专利类型": "类型 申请类型 专利类别 发明类型",
        "申请日": "专利申请日 申请日期",
        "授权公告日": "授权日 授权公告日期 授权日期",
        "公告号": "公开(公告)号 公布(公告)号 申请公布号/授权公告号 授权公告号/申请公布号",
        "公告日": "公开(公告)日 公布(公告)日 申请公布日/授权公告日 授权公告日/申请公布日",
        "法律状态": "当前法律状态 法律状态信息 专利法律状态",
        "案件状态": "案件业务状态 当前案件状态",
        "查询时间": "检索时间 导出时间 下载时间 查询日期 检索日期",
    }.items()
    for name in names.split()
}
_TYPES = {
    **TYPE_LABELS,
    "发明授权": TYPE_LABELS["发明"],
    "授权发明": TYPE_LABELS["发明"],
    "发明公布": TYPE_LABELS["发明"],
    "中国发明": TYPE_LABELS["发明"],
    "中国实用新型": TYPE_LABELS["实用新型"],
    "中国外观设计": TYPE_LABELS["外观设计"],
}
_UNPUBLISHED = frozenset({"", "-", "--", "—", "——", "/", "无"})
_NAME_BREAKS = re.compile(r"[;；,，、\n\r]+")
_CHINA = dt.timezone(dt.timedelta(hours=8))


def read_cnipa_table(
    path: Path, upload_path: str, limits: Limits | None = None
) -> tuple[list[OfficialRecord], list[Problem]]:
    """The official records of an export file, and what could not be used of it.

    `path` is where its bytes are, `upload_path` what the batch calls it.
    """
    name = upload_path.rsplit("/", 1)[-1]
    try:
        table = read_table(
            path, limits or Limits(), key_columns=[NUMBER], synonyms=_SYNONYMS, name=name
        )
    except UploadError as e:
        return [], [e.problem]
    records: list[OfficialRecord] = []
    problems = list(table.problems)
    for row in table.rows:
        record = _record(row, upload_path, problems)
        if record is not None:
            records.append(record)
    if not table.rows:
        problems.append(_no_rows(name))
    return records, problems


def _record(row: Row, upload_path: str, problems: list[Problem]) -> OfficialRecord | None:
    number = _number(row, problems)
    if number is None:
        return None
    doubts: list[str] = []

    def take(column: str, field: str, parse: Callable[[str], str]) -> str:
        text = row.cells.get(column, "")
        if column not in row.troubles:
            if normal_text(text) in _UNPUBLISHED:
                return ""
            try:
                return parse(text)
            except NormalFormError as e:
                problems.append(located(e.problem, row, column))
        else:
            problems.append(located(row.troubles[column], row, column))
        doubts.append(field)
        return ""

    def listed(column: str, field: str) -> tuple[str, ...]:
        if column in row.troubles:
            problems.append(located(row.troubles[column], row, column))
            doubts.append(field)
        return _names(row.cells.get(column, ""), field if field == "inventors" else "", doubts)

    grant_number = take("授权公告号", "grant_number", _grant_number)
    grant_date = take("授权公告日", "grant_date", _date)
    published = take("公告号", "grant_number", _grant_number)
    if published and not grant_number:
        # Only beside the number of a grant is the date of publication one of grant.
        grant_number = published
        grant_date = grant_date or take("公告日", "grant_date", _date)
    as_of = take("查询时间", "as_of", lambda text: _moment(text).isoformat())
    return OfficialRecord(
        patent_number=number,
        source=RecordSource.REVIEW_BODY,
        site="export",
        place=Place(upload_path),
        patent_type=take("专利类型", "patent_type", _type),
        title=take("名称", "title", normal_text),
        inventors=listed("发明人", "inventors"),
        patentees=listed("专利权人", "patentees"),
        application_date=take("申请日", "application_date", _date),
        grant_date=grant_date,
        grant_number=grant_number,
        legal_status=take("法律状态", "legal_status", normal_text),
        case_status=take("案件状态", "case_status", normal_text),
        as_of=dt.datetime.fromisoformat(as_of) if as_of else None,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _number(row: Row, problems: list[Problem]) -> str | None:
    trouble = row.troubles.get(NUMBER)
    if trouble is not None:
        problems.append(located(trouble, row, NUMBER))
        return None
    text = row.cells.get(NUMBER, "")
    try:
        number = parse_patent_number(text)
    except NormalFormError as e:
        problems.append(located(e.problem, row, NUMBER))
        return None
    if number.check_holds is False:
        problems.append(located(_wrong_check(text), row, NUMBER))
        return None
    return number.completed.normal


def _grant_number(text: str) -> str:
    """The number of a grant; empty for an unexamined publication."""
    number = parse_grant_number(text)
    return str(number) if number.is_grant else ""


def _date(text: str) -> str:
    return parse_date(text.strip().split(" ")[0]).iso


def _type(text: str) -> str:
    found = _TYPES.get(normal_text(text).removesuffix("专利"))
    if found is None:
        raise NormalFormError(
            "E-CELL-PATENT-TYPE",
            f"“{text[:50]}”不是专利类型；应为发明、实用新型或外观设计。",
            f"“{text[:50]}” is no patent type; it should be 发明, 实用新型 or 外观设计.",
        )
    return found.value


def _names(text: str, field: str, doubts: list[str]) -> tuple[str, ...]:
    """Names in the order given: the order is the rank, so none is left out."""
    names = []
    for part in _NAME_BREAKS.split(text):
        name = normal_text(part)
        if name in _UNPUBLISHED:
            continue
        if field:
            try:
                name = person_name(part)
            except NormalFormError:
                doubts.append(field)
        names.append(name)
    return tuple(names)


def _moment(text: str) -> dt.datetime:
    """When the site was asked. A day without a time is that day's first moment."""
    plain = text.strip().replace("/", "-")
    try:
        moment = dt.datetime.fromisoformat(plain)
    except ValueError:
        date: PartialDate = parse_date(plain.split(" ")[0])
        moment = dt.datetime.combine(date.first, dt.time(0))
    return moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)


def _wrong_check(text: str) -> Problem:
    return Problem(
        "E-CNIPA-CHECK",
        f"“{text[:50]}”的校验位不符，该行未计入；请回到官方网站重新导出。",
        f"The check digit of “{text[:50]}” is wrong, so the row was left out; "
        "export it again from the official site.",
    )


def _no_rows(name: str) -> Problem:
    return Problem(
        "E-CNIPA-EMPTY",
        f"{name} 只有表头，没有检索结果；请重新导出。",
        f"{name} has a header and no results; export it again.",
    )
