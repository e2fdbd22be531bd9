"""Declared values in normal form, each cell judged by itself.

A cell that cannot be understood gives the empty value and a problem that says
where it stands; its text stays in the record's `raw`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from evidence.applications import NOTHING
from evidence.dates import PartialDate, parse_date
from evidence.document_numbers import parse_document_number
from evidence.errors import NormalFormError, Problem
from evidence.names import body_name, normal_text, person_name
from evidence.patent_numbers import TYPE_LABELS, PatentType, parse_patent_number

Value = TypeVar("Value")

_YES = frozenset({"是", "有", "存在", "Y", "y"})
_NO = frozenset({"否", "无", "没有", "不存在", "N", "n"})
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_GRADES = {
    **{f"{c}级": f"{c}级" for c in "一二三四五"},
    **{f"{n}级": f"{c}级" for n, c in enumerate("一二三四五", start=1)},
    "高级技师": "一级",
    "技师": "二级",
    "高级工": "三级",
    "中级工": "四级",
    "初级工": "五级",
}
_GRADE = "|".join(sorted(_GRADES, key=len, reverse=True))
_GRADE_FORM = re.compile(rf"(?P<a>{_GRADE})(?:[(/、]?(?P<b>{_GRADE})\)?)?(?:工勤技能岗位)?")
_CONDITION_FORM = re.compile(
    r"(?:二?\(四\)第?6[条项.、]?|\(六\)款?|第)?\(?(?P<n>[1-6一二三四五六])\)?[条项款种.、]?"
)
_ORDINAL_FORM = re.compile(
    r"第?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:名|位|发明人|设计人)?[.、]?"
)
_RANK_PLACE = re.compile(r"第(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})名")
_RANK_PRIZE = re.compile(r"(?P<n>[特一二三四五1-5])等(?:奖|功)?")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")
_MOMENT = re.compile(
    r"(?P<day>\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)"
    r"(?:[T\s]*(?P<h>\d{1,2})[:时](?P<m>\d{1,2})(?:[:分](?P<s>\d{1,2})(?:\.\d+)?秒?|分)?)?"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
"""2024-04-05 18:00, 2024/4/5 24:00:00, 2024年4月5日18时00分, 2024-04-05T18:00:00+08:00."""
_DATE_CHARACTERS = re.compile(r"[\d\s年月日号./\-〇○零一二三四五六七八九十廿卅元]+")
_SHORT_MONTH = re.compile(r"(?P<y>(?:19|20)\d{2})\.1")
_YEARS = re.compile(r"(?:19|20)\d{2}")
_YEARS_ONLY = re.compile(r"(?:(?:19|20)\d{2}(?:年度|年)?(?:优秀共产党员)?[;,、.和及\s]*)+")
_ISSUER_BREAKS = re.compile(r"[;；、\n\r]+")
_AGREED = re.compile(
    r"(?:经?(?:审核|审查|核实)?、?(?:公示)?[,、]?(?:以上)?(?:情况|材料|内容)?(?:真实|属实)?[,。;]?)?"
    r"同意(?:其)?(?:申报|推荐|上报|报名|参加考评|报考)?[。.!]?"
)
_DISAGREED = re.compile(r"不同意(?:其)?(?:申报|推荐|上报|报名|参加考评|报考)?[。.!]?")


@dataclass(slots=True)
class CellValues:
    """The cells of one declaration by column name, and the problems met so far.

    `where` and `where_en` come before each problem's sentence; `troubles` are
    cells that their table already found unreliable.
    """

    cells: Mapping[str, str]
    troubles: Mapping[str, Problem]
    where: str
    where_en: str
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Text in normal width without white space."""
        return self._value(column, normal_text, "")

    def body(self, column: str) -> str:
        """The name of a body."""
        return self._value(column, body_name, "")

    def person(self, column: str) -> str:
        """A person's name."""
        return self._value(column, person_name, "")

    def code(self, column: str) -> str:
        """A number with letters, such as an ID number: normal width, capitals, no spaces."""
        return self._value(column, lambda text: normal_text(text).upper(), "")

    def date(self, column: str) -> PartialDate | None:
        """A date at the precision stated."""
        return self._value(column, self._date, None)

    def moment(self, column: str) -> dt.datetime | None:
        """A day with or without a time of day; a day alone is its beginning."""
        return self._value(column, _moment, None)

    def grade(self, column: str) -> str:
        """A grade as 一级 … 五级."""
        return self._value(column, _grade, "")

    def yes_or_no(self, column: str) -> str:
        """是 or 否."""
        text = normal_text(self.cells.get(column, ""))
        if text in _NO and column not in self.troubles:
            return "否"
        return self._value(column, _yes, "")

    def opinion(self, column: str) -> str:
        """同意 or 不同意; anything in between is neither."""
        return self._value(column, _opinion, "")

    def sex(self, column: str) -> str:
        """男 or 女."""
        return self._value(column, _sex, "")

    def years(self, column: str) -> tuple[int, ...]:
        """Years, joined in any usual way."""
        return self._value(column, _years, ())

    def condition(self, column: str) -> int | None:
        """The n of (四)6.(n), however the clause is written."""
        return self._value(column, _condition, None)

    def ordinal(self, column: str) -> int | None:
        """A place in an order, from 1."""
        return self._value(column, _ordinal, None)

    def rank(self, column: str) -> str:
        """The rank of an award, as 一等奖, 第2名 or 金奖."""
        return self._value(column, _rank, "")

    def bodies(self, column: str) -> tuple[str, ...]:
        """Names of bodies, several joined by `;`, `；` or `、`."""
        return self._value(column, _bodies, ())

    def document_number(self, column: str) -> str:
        """A document number: 豫人社〔2010〕88号."""
        return self._value(column, lambda text: str(parse_document_number(text)), "")

    def patent_number(self, column: str) -> str:
        """A patent number: ZL202010430096.0."""
        return self._value(column, lambda text: parse_patent_number(text).normal, "")

    def patent_type(self, column: str) -> str:
        """invention, utility_model or design."""
        return self._value(column, _patent_type, "")

    def report(self, column: str, problem: Problem) -> None:
        """Adds a problem of a column, with its place in front."""
        self.problems.append(
            Problem(
                problem.code,
                f"{self.where}“{column}”：{problem.zh}",
                f"{self.where_en}, {column}: {problem.en}",
            )
        )

    def _value(self, column: str, parse: Callable[[str], Value], empty: Value) -> Value:
        trouble = self.troubles.get(column)
        if trouble is not None:
            self.report(column, trouble)
            return empty
        text = self.cells.get(column, "")
        if normal_text(text) in NOTHING:
            return empty
        try:
            return parse(text)
        except NormalFormError as e:
            self.report(column, e.problem)
            return empty

    def _date(self, text: str) -> PartialDate:
        plain = _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text).strip())
        if not _DATE_CHARACTERS.fullmatch(plain):
            raise _unclear("E-CELL-DATE", text, "日期", "a date", "2019-03-20")
        return parse_date(plain)


def _moment(text: str) -> dt.datetime:
    match = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        moment = _start_of_day(match["day"]) if match else None
    except (ValueError, NormalFormError):
        moment = None
    hours, minutes, seconds = (int(match[n] or 0) if match else 0 for n in ("h", "m", "s"))
    whole = hours * 3600 + minutes * 60 + seconds
    if match is None or moment is None or max(minutes, seconds) > 59 or whole > 24 * 3600:
        raise _unclear("E-CELL-MOMENT", text, "时间", "a time", "2024-04-05 18:00")
    return moment.replace(tzinfo=_zone(match["zone"])) + dt.timedelta(seconds=whole)


def _start_of_day(text: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(parse_date(text).iso), dt.time())


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return dt.timezone((1 if text[0] == "+" else -1) * dt.timedelta(hours=hours, minutes=minutes))


def short_month(text: str) -> PartialDate | None:
    """The year of `2019.1`, which is January or an October that lost its zero."""
    match = _SHORT_MONTH.fullmatch(normal_text(text))
    return PartialDate(int(match["y"])) if match else None


def _grade(text: str) -> str:
    match = _GRADE_FORM.fullmatch(normal_text(text))
    if match:
        stated = {_GRADES[token] for token in match.groups() if token}
        if len(stated) == 1:
            return stated.pop()
    raise _unclear("E-CELL-GRADE", text, "岗位等级", "a grade", "二级")


def _yes(text: str) -> str:
    if normal_text(text) in _YES:
        return "是"
    raise _unclear("E-CELL-YESNO", text, "是或否", "yes (是) or no (否)", "否")


def _opinion(text: str) -> str:
    squeezed = normal_text(text)
    if _DISAGREED.fullmatch(squeezed):
        return "不同意"
    if _AGREED.fullmatch(squeezed):
        return "同意"
    raise _unclear("E-CELL-OPINION", text, "同意或不同意", "同意 or 不同意", "同意")


def _sex(text: str) -> str:
    sex = normal_text(text).removesuffix("性")
    if sex in ("男", "女"):
        return sex
    raise _unclear("E-CELL-SEX", text, "性别", "a sex", "男")


def _years(text: str) -> tuple[int, ...]:
    squeezed = unicodedata.normalize("NFKC", text).strip()
    if _YEARS_ONLY.fullmatch(squeezed):
        return tuple(sorted({int(year) for year in _YEARS.findall(squeezed)}))
    raise _unclear("E-CELL-YEARS", text, "年度", "years", "2019;2021")


def _condition(text: str) -> int:
    match = _CONDITION_FORM.fullmatch(normal_text(text))
    if match:
        return _DIGITS.get(match["n"]) or int(match["n"])
    raise _unclear("E-CELL-CONDITION", text, "条件序号（1–6）", "a condition from 1 to 6", "5")


def _ordinal(text: str) -> int:
    match = _ORDINAL_FORM.fullmatch(normal_text(text))
    number = _number(match["n"]) if match else 0
    if number:
        return number
    raise _unclear("E-CELL-ORDINAL", text, "名次或序号", "a place or number", "2")


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _rank(text: str) -> str:
    squeezed = normal_text(text)
    place = _RANK_PLACE.fullmatch(squeezed)
    if place:
        return f"第{_number(place['n'])}名"
    prize = _RANK_PRIZE.fullmatch(squeezed)
    if prize:
        level = "零一二三四五"[int(prize["n"])] if prize["n"].isdigit() else prize["n"]
        return f"{level}等{'功' if squeezed.endswith('功') else '奖'}"
    return squeezed


def _bodies(text: str) -> tuple[str, ...]:
    names = (body_name(part) for part in _ISSUER_BREAKS.split(text))
    return tuple(name for name in names if name)


def _patent_type(text: str) -> str:
    squeezed = normal_text(text)
    found = TYPE_LABELS.get(squeezed.removesuffix("专利"))
    if found is None and squeezed in set(PatentType):
        found = PatentType(squeezed)
    if found is None:
        raise _unclear("E-CELL-PATENT-TYPE", text, "专利类型", "a patent type", "实用新型")
    return found.value


def _unclear(code: str, text: str, zh: str, en: str, example: str) -> NormalFormError:
    return NormalFormError(
        code,
        f"“{text[:50]}”无法识别为{zh}；请按“{example}”的形式填写。",
        f"“{text[:50]}” is not {en}; write it like “{example}”.",
    )
