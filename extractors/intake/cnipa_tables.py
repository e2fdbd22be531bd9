"""Exports of the official patent sites that the review body obtained, and clerks' own tables.

Labels of cpquery, epub and pss-system rows; what a site does not show stays
empty. A row is a record only where its number holds: a number with a wrong
check digit names no patent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.dates import PartialDate, parse_date
from evidence.errors import NormalFormError, Problem, UploadError
from evidence.names import normal_text
from evidence.patent_numbers import (
    TYPE_LABELS,
    PatentNumber,
    PatentType,
    parse_grant_number,
    parse_patent_number,
)
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from extractors.intake.cnipa_footers import Footers, footers, is_footer
from extractors.intake.limits import Limits
from extractors.intake.listed_names import listed_names
from extractors.intake.tables import Row, column_name, located, read_table
from extractors.patent_sites import OFFICIAL_SITES, site_named

NUMBER = "申请号"
_SYNONYMS = {
    name: ours
    for ours, names in {
        NUMBER: "申请号/专利号 专利号/申请号 专利号 专利申请号 申请(专利)号 专利(申请)号 申请号(专利号) 专利号(申请号) 专利号码 "
        "专利编号",
        "名称": "发明名称 专利名称 发明创造名称 实用新型名称 外观设计名称 标题 发明/设计名称 标题(中文) 专利标题 名称(中文) "
        "发明(设计)名称 产品名称",
        "专利权人": "申请人/专利权人 专利权人/申请人 申请(专利权)人 专利(申请)权人 申请人 当前专利权人 当前申请(专利权)人 "
        "申请人(专利权人) 专利权人(申请人) 权利人 当前权利人",
        "发明人": "发明人/设计人 设计人 发明(设计)人 设计人/发明人 发明人(设计人) 发明设计人 全部发明人 当前发明人",
        "申请日时发明人": "申请日时设计人 申请时发明人 原发明人",
        "专利类型": "类型 申请类型 专利类别 发明类型 专利种类 类型代码 专利类型代码",
        "申请日": "专利申请日 申请日期 申请时间",
        "授权公告日": "授权日 授权公告日期 授权日期 授权时间",
        "授权公告号": "授权号 授权公告号码",
        "公告号": "公开(公告)号 公布(公告)号 申请公布号/授权公告号 授权公告号/申请公布号 公开/公告号 公开号",
        "公告日": "公开(公告)日 公布(公告)日 申请公布日/授权公告日 授权公告日/申请公布日 公开/公告日 公开日 公告日期",
        "法律状态": "当前法律状态 法律状态信息 专利法律状态 最新法律状态 状态",
        "案件状态": "案件业务状态 当前案件状态",
        "查询时间": "检索时间 导出时间 下载时间 查询日期 检索日期 检索结果时间",
        "网站": "site 来源 数据来源 来源网站 检索网站 查询网站 检索来源 查询来源 官方网站 网站来源",
    }.items()
    for name in names.split()
}
_NAMES = {
    ours: (ours, *(name for name, other in _SYNONYMS.items() if other == ours))
    for ours in dict.fromkeys(_SYNONYMS.values())
}
"""Every name of each of our columns. A table may have several: what differs in them is in doubt."""
_MADE = frozenset({"导出时间", "下载时间"})
"""Times of a file, which come after that of the search."""
_EXPORT = "export"
_OFFICIAL = frozenset({_EXPORT, *(name for name, _ in OFFICIAL_SITES)})
_TYPES = {
    **TYPE_LABELS,
    "发明授权": PatentType.INVENTION,
    "授权发明": PatentType.INVENTION,
    "发明公布": PatentType.INVENTION,
    "发明公开": PatentType.INVENTION,
    "发明申请": PatentType.INVENTION,
    "中国发明": PatentType.INVENTION,
    "中国发明授权": PatentType.INVENTION,
    "中国实用新型": PatentType.UTILITY_MODEL,
    "新型": PatentType.UTILITY_MODEL,
    "中国外观设计": PatentType.DESIGN,
    "外观": PatentType.DESIGN,
}
_TYPE_CODES = {
    **dict.fromkeys(("1", "8", "B", "C", "FM", "FMSQ"), PatentType.INVENTION),
    **dict.fromkeys(("2", "9", "U", "Y", "XX", "SYXX"), PatentType.UTILITY_MODEL),
    **dict.fromkeys(("3", "S", "D", "WG", "WGSJ"), PatentType.DESIGN),
}
"""Type digits of ZC 0006-2003, kinds of grants of ZC 0008-2012, and the offices' short forms."""
_UNPUBLISHED = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无"})
_CHINA = dt.timezone(dt.timedelta(hours=8))
_SERIAL = re.compile(r"(?P<day>[2-5]\d{4})(?P<part>\.\d+)?")
_SERIAL_ZERO = dt.datetime(1899, 12, 30, tzinfo=_CHINA)
"""Day 0 of a spreadsheet's serial dates (ECMA-376, 1900 date system)."""
_OFFICE = re.compile(r"国家知识产权局|cnipa", re.IGNORECASE)
_MINUTE = dt.timedelta(minutes=1)
_STATUS = frozenset({"legal_status", "case_status"})


def read_cnipa_table(
    path: Path, upload_path: str, limits: Limits | None = None
) -> tuple[list[OfficialRecord], list[Problem]]:
    """The official records of an export file, and what could not be used of it.

    `path` is where its bytes are, `upload_path` what the batch calls it. A record's `site` is
    the one that its row, its sheet, the file's name or the lines around the table say, and
    `export` where none does. What several columns or lines say differently is in doubt.
    Where the file says how many results the site has, and holds fewer, a problem says so
    (`E-CNIPA-PARTIAL`).
    """
    name = upload_path.rsplit("/", 1)[-1]
    try:
        table = read_table(
            path, limits or Limits(), key_columns=[NUMBER], synonyms=_SYNONYMS, name=name
        )
    except UploadError as e:
        return [], [e.problem]
    problems = list(table.problems)
    rows = [row for row in table.rows if not is_footer(row) and not _is_heading(row)]
    told = footers(
        [*table.above, *(t for row in table.rows if is_footer(row) for t in _texts(row))],
        [text for row in rows if not _is_result(row) for text in _texts(row)],
    )
    source = _Source(upload_path, _sites(name, *table.above, *told.texts), told)
    records = []
    for row in rows:
        record = _Reading(row, source, problems).record()
        if record is not None:
            records.append(record)
    if not rows:
        problems.append(_no_rows(name))
    elif told.total is not None and told.total > len(rows):
        problems.append(_partial(name, told.total, len(rows)))
    return records, problems


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file says for all of its rows."""

    upload: str
    sites: tuple[str, ...]
    told: Footers


def _texts(row: Row) -> list[str]:
    return [text for text in row.cells.values() if text]


def _is_result(row: Row) -> bool:
    """Whether a row says which patent it is of, however well."""
    return any(map(_is_number, (row.cells.get(column, "") for column in _NAMES[NUMBER])))


def _is_number(text: str) -> bool:
    try:
        parse_patent_number(text)
    except NormalFormError:
        return False
    return True


def _is_heading(row: Row) -> bool:
    """Whether a row repeats a part of the header, as the second of its rows does on each page."""
    number = column_name(row.cells.get(NUMBER, ""))
    return number == NUMBER or number in _SYNONYMS


def _sites(*texts: str) -> tuple[str, ...]:
    """The sites that texts name, in their order."""
    return tuple(dict.fromkeys(site for text in texts if (site := site_named(text))))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row on its way to a record; what does not hold goes to `problems`."""

    row: Row
    source: _Source
    problems: list[Problem]

    def record(self) -> OfficialRecord | None:
        """The record of the row, or None where its number does not hold."""
        number = self._number()
        if number is None:
            return None
        doubts: list[str] = []
        grant_number, grant_date = self._grant(doubts)
        return OfficialRecord(
            patent_number=number.completed.normal,
            source=RecordSource.REVIEW_BODY,
            site=self._site(doubts),
            place=Place(self.source.upload),
            patent_type=self._take("专利类型", "patent_type", _type, doubts),
            title=self._take("名称", "title", normal_text, doubts),
            inventors=self._names("发明人", "inventors", doubts),
            patentees=self._names("专利权人", "patentees", doubts),
            application_date=self._take("申请日", "application_date", _date, doubts),
            grant_date=grant_date,
            grant_number=grant_number,
            legal_status=self._take("法律状态", "legal_status", normal_text, doubts),
            case_status=self._take("案件状态", "case_status", normal_text, doubts),
            as_of=self._asked(doubts),
            inventors_at_filing=self._names("申请日时发明人", "inventors_at_filing", doubts),
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _number(self) -> PatentNumber | None:
        """The row's number; None, with the reason, where it does not hold or two differ."""
        numbers: dict[str, PatentNumber] = {}
        for column in _NAMES[NUMBER]:
            text = self.row.cells.get(column, "")
            trouble = self.row.troubles.get(column)
            if trouble is not None:
                self._tell(trouble, column)
                return None
            if normal_text(text) in _UNPUBLISHED:
                continue
            try:
                number = parse_patent_number(text)
            except NormalFormError as e:
                self._tell(e.problem, column)
                return None
            if number.check_holds is False:
                self._tell(_wrong_check(text), column)
                return None
            numbers[number.digits] = number
        if not numbers:
            self._tell(_no_number(), NUMBER)
        elif len(numbers) > 1:
            self._tell(_two_numbers(), NUMBER)
        return next(iter(numbers.values())) if len(numbers) == 1 else None

    def _grant(self, doubts: list[str]) -> tuple[str, str]:
        """Number and date of the grant.

        What stands as the number of a grant is kept whatever its kind. Only beside the number
        of a grant is the date of a publication one of grant.
        """
        numbers = self._values(_NAMES["授权公告号"], "grant_number", _publication, doubts)
        dates = self._values(_NAMES["授权公告日"], "grant_date", _date, doubts)
        for column in _NAMES["公告号"]:
            granted = self._values((column,), "grant_number", _grant_number, doubts)
            if granted:
                numbers += granted
                day = column.replace("号", "日")
                columns = (day,) if day in self.row.cells else _NAMES["公告日"]
                dates += self._values(columns, "grant_date", _date, doubts)
        return (
            self._one(numbers, "授权公告号", "grant_number", doubts),
            self._one(dates, "授权公告日", "grant_date", doubts),
        )

    def _take(self, column: str, field: str, parse: Callable[[str], str], doubts: list[str]) -> str:
        values = self._values(_NAMES[column], field, parse, doubts)
        return self._one(values, column, field, doubts)

    def _values(
        self, columns: Iterable[str], field: str, parse: Callable[[str], str], doubts: list[str]
    ) -> list[str]:
        """What these columns show; a doubt about the field where one of them does not hold."""
        values = []
        for column in columns:
            if column in self.row.troubles:
                self._tell(self.row.troubles[column], column)
                doubts.append(field)
                continue
            text = self.row.cells.get(column, "")
            if normal_text(text) in _UNPUBLISHED:
                continue
            try:
                values.append(parse(text))
            except NormalFormError as e:
                self._tell(e.problem, column)
                doubts.append(field)
        return [value for value in values if value]

    def _one(self, values: Sequence[str], column: str, field: str, doubts: list[str]) -> str:
        """The value of a field; different ones are in doubt, and every status is shown."""
        distinct = list(dict.fromkeys(values))
        if len(distinct) > 1:
            self._tell(_differing(distinct), column)
            doubts.append(field)
            return "；".join(distinct) if field in _STATUS else distinct[0]
        return distinct[0] if distinct else ""

    def _names(self, column: str, field: str, doubts: list[str]) -> tuple[str, ...]:
        """Names in the order given: the order is the rank, so none is left out."""
        lists: dict[tuple[str, ...], None] = {}
        for name in _NAMES[column]:
            if name in self.row.troubles:
                self._tell(self.row.troubles[name], name)
                doubts.append(field)
            text = self.row.cells.get(name, "")
            if normal_text(text) in _UNPUBLISHED:
                continue
            found, sure = listed_names(text, people=field != "patentees")
            names = tuple(one for one in found if one not in _UNPUBLISHED)
            if not sure:
                doubts.append(field)
            if names:
                lists[names] = None
        if len({names if field != "patentees" else tuple(sorted(names)) for names in lists}) > 1:
            self._tell(_differing("、".join(names) for names in lists), column)
            doubts.append(field)
        return next(iter(lists), ())

    def _site(self, doubts: list[str]) -> str:
        """The site of the row: its own columns', its sheet's name, or the file's.

        Where one of several is not the office's own, whose row it is is in doubt.
        """
        own = [_named(text) for text in self._shown("网站")]
        told = tuple(dict.fromkeys((*own, *_sites(self.row.where), *self.source.sites)))
        unclear = any(name in self.row.troubles for name in _NAMES["网站"])
        if unclear or (len(told) > 1 and not _OFFICIAL.issuperset(told)):
            doubts.append("site")
        return next((site for site in told if site != _EXPORT), _EXPORT)

    def _asked(self, doubts: list[str]) -> dt.datetime | None:
        """When the site was asked, by the row's columns or the lines around the table.

        In doubt where no time that is stated can be read, where days differ, or where a file is
        older than the search that it holds.
        """
        own: dict[bool, list[dt.datetime]] = {True: [], False: []}
        for name in _NAMES["查询时间"]:
            texts = self._values((name,), "as_of", _moment_text, doubts)
            own[name in _MADE] += map(dt.datetime.fromisoformat, texts)
        told = self.source.told
        around, exported = _moments(told.asked), _moments(told.made)
        if not any(own.values()) and None in (around or exported):
            doubts.append("as_of")
        searched = own[False] or _known(around)
        made = [*own[True], *_known(exported)]
        if not searched:
            return min(made, default=None)
        days = {one.date() for one in searched}
        if len(days) > 1 or any(one.date() < min(days) for one in (*_known(around), *made)):
            doubts.append("as_of")
        return min(searched)

    def _shown(self, column: str) -> Iterator[str]:
        for name in _NAMES[column]:
            text = self.row.cells.get(name, "")
            if normal_text(text) not in _UNPUBLISHED:
                yield text

    def _tell(self, problem: Problem, column: str) -> None:
        self.problems.append(located(problem, self.row, column))


def _named(text: str) -> str:
    """The site that a cell says; what it says where that is none that is known."""
    return site_named(text) or (_EXPORT if _OFFICE.search(text) else normal_text(text)[:40])


def _moments(texts: Sequence[str]) -> list[dt.datetime | None]:
    """The time that each of these texts says; None for one that says none."""
    found: list[dt.datetime | None] = []
    for text in texts:
        try:
            found.append(_moment(text))
        except NormalFormError:
            found.append(None)
    return found


def _known(moments: Iterable[dt.datetime | None]) -> list[dt.datetime]:
    return [moment for moment in moments if moment is not None]


def _moment_text(text: str) -> str:
    return _moment(text).isoformat()


def _publication(text: str) -> str:
    return str(parse_grant_number(text))


def _grant_number(text: str) -> str:
    """The number of a grant; empty for an unexamined publication."""
    number = parse_grant_number(text)
    return str(number) if number.is_grant else ""


def _date(text: str) -> str:
    serial = _serial(text)
    return serial.date().isoformat() if serial else parse_date(text.strip().split(" ")[0]).iso


def _serial(text: str) -> dt.datetime | None:
    """The moment that a spreadsheet's serial number is, typed into a cell without date format."""
    match = _SERIAL.fullmatch(text.strip())
    if match is None:
        return None
    exact = _SERIAL_ZERO + dt.timedelta(days=float(text))
    return exact + _MINUTE / 2 - (exact + _MINUTE / 2 - _SERIAL_ZERO) % _MINUTE


def _type(text: str) -> str:
    squeezed = re.sub(r"[\s()_-]", "", normal_text(text))
    found = _TYPES.get(squeezed.replace("专利", "")) or _TYPE_CODES.get(
        squeezed.lstrip("0").upper()
    )
    if found is None:
        raise NormalFormError(
            "E-CELL-PATENT-TYPE",
            f"“{text[:50]}”不是专利类型；应为发明、实用新型或外观设计。",
            f"“{text[:50]}” is no patent type; it should be 发明, 实用新型 or 外观设计.",
        )
    return found.value


def _moment(text: str) -> dt.datetime:
    """When the site was asked. A day without a time is that day's first moment."""
    serial = _serial(text)
    if serial:
        return serial
    plain = text.strip().replace("/", "-")
    try:
        moment = dt.datetime.fromisoformat(plain)
        return moment.astimezone(_CHINA) if moment.tzinfo else moment.replace(tzinfo=_CHINA)
    except (ValueError, OverflowError):
        date: PartialDate = parse_date(plain.split(" ")[0])
        return dt.datetime.combine(date.first, dt.time(0), _CHINA)


def _wrong_check(text: str) -> Problem:
    return Problem(
        "E-CNIPA-CHECK",
        f"“{text[:50]}”的校验位不符，该行未计入；请回到官方网站重新导出。",
        f"The check digit of “{text[:50]}” is wrong, so the row was left out; "
        "export it again from the official site.",
    )


def _differing(values: Iterable[str]) -> Problem:
    shown = "；".join(value[:100] for value in values)
    return Problem(
        "E-CELL-TWICE",
        f"同一内容的几列各不相同（{shown}）；请核对，只保留正确的一列。",
        f"columns for the same thing differ ({shown}); keep the right one.",
    )


def _no_number() -> Problem:
    return Problem(
        "E-CNIPA-NUMBER",
        "该行没有专利号，未计入；请补上专利号后重新导入。",
        "the row has no patent number and was left out; add it and import the file again.",
    )


def _two_numbers() -> Problem:
    return Problem(
        "E-CNIPA-NUMBER",
        "该行申请号与专利号不是同一件专利，未计入；请核对后重新导入。",
        "the row's application and patent numbers are of two patents, so it was left out; "
        "correct it and import the file again.",
    )


def _partial(name: str, total: int, rows: int) -> Problem:
    return Problem(
        "E-CNIPA-PARTIAL",
        f"{name} 写明共 {total} 条，只有 {rows} 行；未列出的专利不能视为查无结果，需要时请导出其余部分。",
        f"{name} says that there are {total} results and holds {rows}; what is missing was not "
        "looked up. Export the rest where it is needed.",
    )


def _no_rows(name: str) -> Problem:
    return Problem(
        "E-CNIPA-EMPTY",
        f"{name} 只有表头，没有检索结果；请重新导出。",
        f"{name} has a header and no results; export it again.",
    )
