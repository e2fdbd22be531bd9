"""People named in the lists of a decision, never the units listed beside them.

Source: facts.md §4: the applicant's name must stand in the 先进个人 list, not
in a list of 先进集体 or 先进单位.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.documents.bodies import is_body
from extractors.documents.passages import Passage, joined
from extractors.documents.people import PersonFound, people_in
from extractors.documents.surnames import COMMON, is_plausible_name

_PEOPLE = re.compile(
    r"个人|获奖|受奖|工作者|劳动模范|劳模|标兵|能手|同志|人员|选手|奖章|之星|楷模|好人|卫士|工匠|记.{0,2}[一二三]等功|嘉奖|优秀.{1,10}[员者师手兵]"
)
_UNITS = re.compile(
    r"集体|团体|单位|班组|先锋号|奖状|企业|组织|团队|科室|支部|窗口|家庭|(?:优秀|示范|重点)项目|部门|站所|乡镇|村|社区|机构|队伍"
)
_HEADING = re.compile(
    r"^(?:附件?[0-9一二三四五六七八九十]{0,2}[:.、]?)?(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.])?"
    r"[^。,;:]{0,60}?(?:名单|个人|工作者|模范|标兵|能手|集体|团体|单位|班组|先锋号|奖状|奖章|企业|组织|人员|等功|嘉奖|[员者师手兵])"
    r"(?:名单)?(?:\(.{1,20}\))?:?$"
)
_IN_TEXT = re.compile(
    r"(?:授予|给予|表彰|追授|对)(?P<n>[\u3400-\u9fff、,·]{2,80}?)(?:等[0-9一二三四五六七八九十百]+[名位]?(?:个人)?)?同志"
)
_NOT_NAMES = frozenset(
    [
        "高级工",
        "高级技师",
        "高级教师",
        "管理员",
        "党员",
        "党委书记",
        "车间主任",
        "班长",
        "安全员",
        "司机",
        "水电工",
        "花卉工",
        "农艺工",
        "计划员",
        "单位",
        "于",
        "和",
        "成员",
        "司炉工",
        "高工",
        "金牌",
        "银牌",
        "温馨",
        "高中",
        "关于",
        "项目",
        "项目经理",
        "钟点工",
        "任务",
        "连队",
        "时间",
        "车队长",
        "车队",
        "荣誉称号",
        "曾用名",
        "印发",
        "附件",
        "全市",
        "全省",
        "全国",
        "和平",
        "明细",
        "安排",
        "农民",
        "农民工",
        "工人",
        "教师",
        "宣传员",
        "检验员",
        "华中",
        "卫生院",
    ]
)
_NAME_FIRST = re.compile(r"(?P<n>[\u3400-\u9fff·]{2,4})\(")
_OFFICE = re.compile(r"[厅局段站委队处科所]$")
"""Ends of offices' names, of which a seal or a broken line leaves pieces that look like names."""
_DOT = re.compile(r"[·.]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def named_people(main: Iterable[Passage], lists: Iterable[Passage]) -> list[PersonFound]:
    """The people that the text honours and the people listed, each place once, in order."""
    found: list[PersonFound] = []
    personal: bool | None = None
    above = ""
    for row in lists:
        turned = _heading(row, above)
        if turned is not None:
            personal = turned
        elif personal:
            found += _in_row(row)
        above = row.text if len(row.by_line()) == 1 else ""
    found += _in_text(joined(list(main)).flat())
    seen: dict[str, PersonFound] = {}
    for person in found:
        seen.setdefault(person.name, person)
    return list(seen.values())


def _heading(row: Passage, above: str) -> bool | None:
    """True where a row heads a list of people, False for units or both, None for no heading.

    `above` is the row before it where that is a single line: a long heading breaks.
    """
    text = row.flat().text
    if not _HEADING.match(text) or (len(row.by_line()) > 2 and "名单" not in text):
        return None
    if "名单" in text and not (_PEOPLE.search(text) or _UNITS.search(text)):
        text = above + text
    people, units = _PEOPLE.search(text), _UNITS.search(text)
    if people and units:
        # `优秀组织者名单` is of people; `先进集体和先进个人名单` heads both.
        return people.end() > units.end() and not re.search(r"[和、及与暨]", text)
    if people:
        return True
    return False if units else None


def _in_text(flat: Passage) -> list[PersonFound]:
    found = []
    for match in _IN_TEXT.finditer(flat.text):
        found += [p for p in people_in(flat.group(match, "n")) if is_plausible_name(p.name)]
    return found


def _in_row(row: Passage) -> list[PersonFound]:
    found: list[PersonFound] = []
    for cell in _cells(row):
        found += _in_cell(cell)
    return found


def _cells(row: Passage) -> list[Passage]:
    """The cells of a row; single characters side by side are one letter-spaced name."""
    cells: list[Passage] = []
    for cell in row.by_line():
        single = len(cell.text) == 1 and _HAN.match(cell.text)
        if single and cells and len(cells[-1].text) == 1 and _HAN.match(cells[-1].text):
            cells[-1] = joined([cells[-1], cell]).flat()
        else:
            cells.append(cell)
    return cells


def _in_cell(cell: Passage) -> list[PersonFound]:
    apart = _apart(cell)
    if apart:
        return apart
    found = []
    first = _NAME_FIRST.match(cell.text)
    if first and _is_name(first["n"]):
        return [PersonFound(first["n"], cell.group(first, "n"))]
    for person in people_in(cell.stripped()):
        if _is_name(person.name):
            found.append(person)
        else:
            beside = _beside_unit(person.passage)
            if beside is not None:
                found.append(beside)
    return found


def _apart(cell: Passage) -> list[PersonFound]:
    """Two names of neighbouring columns between which a speck was read as a dot; else nothing.

    A dotted name (买买提·艾力) has no second part that begins with a common surname after a
    first that is a name of its own.
    """
    parts = [part.flat().stripped() for part in cell.parts(_DOT)]
    names = all(2 <= len(part.text) <= 3 and part.text[0] in COMMON for part in parts)
    return [PersonFound(part.text, part) for part in parts] if names and len(parts) > 1 else []


def _beside_unit(text: Passage) -> PersonFound | None:
    """A name set right before or after its unit, the blank between them unread."""
    flat = text.flat()
    for length in (3, 2, 4):
        head, tail = flat.text[:length], flat.text[-length:]
        if _is_name(tail) and is_body(flat.text[:-length]):
            return PersonFound(tail, flat.cut(len(flat.text) - length))
        if _is_name(head) and _begins_body(flat.text[length:]):
            return PersonFound(head, flat.cut(0, length))
    return None


def _begins_body(text: str) -> bool:
    return is_body(text) and re.match(r"[^省市县区]{2,3}[省市县区]", text) is not None


def _is_name(text: str) -> bool:
    return is_plausible_name(text) and text not in _NOT_NAMES and not _OFFICE.search(text)
