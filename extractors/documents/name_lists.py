"""People named in the lists of a decision, never the units listed beside them.

Source: facts.md §4: the applicant's name must stand in the 先进个人 list, not
in a list of 先进集体 or 先进单位.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.documents.lines_apart import UPRIGHT, stands_upright
from extractors.documents.list_counts import (
    Count,
    NameList,
    announced,
    count_in,
    counts_units,
    short_of,
    with_doubt,
)
from extractors.documents.list_rows import logical_rows
from extractors.documents.name_cells import is_name, odd, people_in_cell, without_lone
from extractors.documents.name_columns import NameColumns, name_columns, people_in_column
from extractors.documents.passages import Passage, joined
from extractors.documents.people import LONGEST, PersonFound
from extractors.documents.surnames import COMMON

_PEOPLE = re.compile(
    r"个人|获奖|受奖|工作者|劳动模范|劳模|标兵|能手|同志|人员|选手|奖章|之星|楷模|好人|卫士|工匠|记.{0,2}[一二三]等功|嘉奖|优秀.{1,10}[员者师手兵]"
)
_UNITS = re.compile(
    r"集体|团体|单位|班组|先锋号|奖状|企业|组织|团队|科室|支部|窗口|家庭|(?:优秀|示范|重点)项目|部门|站所|乡镇|村|社区|机构|队伍"
)
_HEADING = re.compile(
    r"^(?:附件?[0-9一二三四五六七八九十]{0,2}[:.、]?)?(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.])?"
    r"[^。,;:]{0,60}?(?:名单|个人|工作者|模范|标兵|能手|集体|团体|单位|班组|先锋号|奖状|奖章|企业|组织|人员|等功|嘉奖|"
    r"窗口|家庭|科室|团队|支部|队伍|[员者师手兵])"
    r"(?:名单)?(?:\(.{1,20}\)?)?:?$"
)
_TITLED = re.compile(r"(?<!姓)名单")
"""The heads 姓名 and 单位 of a table side by side are no 名单."""
_BROKEN = 3
"""Characters of the longest end of a heading that is told by the row before it."""
_BEHIND = re.compile(r"(?:\([^()]{1,20}\)?)?:?$")
_UNITS_END = re.compile(rf"(?:{_UNITS.pattern})(?:名单)?$")
_END = re.compile(r"^(?:抄送|抄报|主题词|\(此件|印发范围|联系人)|[0-9]{1,2}日印发?$")
_SERIAL = re.compile(r"^\(?([0-9]{1,3})(?:[).、]|$)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_GIVES = "授予|给予|表彰|追授"
_IN_TEXT = re.compile(
    rf"(?:{_GIVES}|对)(?P<n>(?:(?!{_GIVES})[^。;:“”\"]){{2,400}}?)"
    r"(?:等[0-9一二三四五六七八九十百]+[名位]?(?:个人)?)?同志"
)


def named_people(
    main: Iterable[Passage], lists: Iterable[Passage], announced_lists: Iterable[Passage] = ()
) -> list[PersonFound]:
    """The people that the text honours and the people listed, each name once, in order.

    People of a list that is seen not to be whole are doubtful. `announced_lists` is what the
    text calls its attachments, which says what a list is whose own heading was not read.
    """
    text = joined(list(main)).flat()
    rows = logical_rows(lists)
    headless = NameList() if _only_of_people(announced_lists) else None
    listed: list[PersonFound] = []
    doubt: str | None = None
    for one in _lists(rows) or _lists(rows, headless):
        people, lost = one.doubted()
        listed += people
        doubt = doubt or lost
    names = {person.name for person in listed}
    found = [*listed, *(one for one in _in_text(text) if one.name not in names)]
    doubt = doubt or short_of(announced(text.text), len(found))
    seen: dict[str, PersonFound] = {}
    for person in with_doubt(found, doubt):
        upright = any(stands_upright(line) for line in person.passage.used)
        seen.setdefault(person.name, replace(person, doubt=UPRIGHT) if upright else person)
    return list(seen.values())


def _only_of_people(announced_lists: Iterable[Passage]) -> bool:
    """Whether the text announces lists of people and no others."""
    said = [_heading(row, _cells(row), "") for row in announced_lists]
    return True in said and False not in said


def _lists(rows: Sequence[Passage], reading: NameList | None = None) -> list[NameList]:
    """The lists of people among the rows; `reading` is one that the first row goes on with."""
    found = [reading] if reading else []
    columns: NameColumns | None = None
    above = ""
    for row in rows:
        cells = _cells(row)
        text = row.flat().text
        people = _heading(row, cells, above)
        count = count_in(text)
        if people and reading is not None and _is_within(reading, text, count):
            reading.begin_group(count.people if count else None)
        elif people is not None:
            reading = NameList(count.people if count else None) if people else None
            found += [reading] if reading else []
            columns = None
        elif _END.search(text) or (above and counts_units(text) and text.startswith("(")):
            reading = None if _END.search(text) or not _PEOPLE.search(above) else reading
        elif reading is not None:
            columns = name_columns(cells) or columns
            _read_row(row, cells, reading, columns)
        above = row.text if len(row.by_line()) == 1 else ""
    return found


def _is_within(reading: NameList, text: str, count: Count | None) -> bool:
    """Whether a heading is of a class within a list that says more people than were read yet."""
    lacking = (reading.says or 0) - reading.found
    return not _TITLED.search(text) and lacking >= (count.people if count else 1)


def _read_row(
    row: Passage, cells: list[Passage], reading: NameList, columns: NameColumns | None
) -> None:
    """Take a row's people, or what it says of their number."""
    text = row.flat().text
    count = count_in(text)
    if count is not None and len(cells) == 1:
        if count.start == 0 and not any(group.people for group in reading.groups):
            reading.says = count.people
            return
        reading.begin_group(count.people)
        cells = [cells[0].cut(0, count.start), cells[0].cut(count.end)]
        reading.add(people_in_cell(cells[1]))
        return
    if name_columns(cells) is not None:
        return
    numbered = False
    for cell in cells:
        serial = _SERIAL.match(cell.text)
        if serial:
            numbered = True
            reading.count_serial(int(serial[1]))
    found: list[PersonFound] = []
    for cell in cells:
        if columns is None:
            found += people_in_cell(cell) or odd(cell.stripped())
        elif columns.holds(cell):
            found += people_in_column(cell)
    reading.not_understood |= columns is not None and numbered and len(cells) > 1 and not found
    reading.add(without_lone(found))


def _heading(row: Passage, cells: Sequence[Passage], above: str) -> bool | None:
    """True where a row heads a list of people, False for units or both, None for no heading.

    `above` is the row before it where that is a single line: a long heading breaks.
    """
    text = row.flat().text
    if len(text) <= _BROKEN and _TITLED.search(above[-_BROKEN:] + text):
        text = above + text
    titled = _TITLED.search(text) is not None
    if not _HEADING.match(text) or (len(row.by_line()) > 2 and not titled):
        return None
    if name_columns(cells) is not None or (not titled and _begins_with_name(cells)):
        return None
    if titled and not (_PEOPLE.search(text) or _UNITS.search(text)):
        text = above + text
    people, units = _PEOPLE.search(text), _UNITS.search(text)
    if people and units:
        # `优秀组织者名单` is of people; `先进集体和先进个人名单` heads both.
        return people.end() > units.end() and not re.search(r"[和、及与暨]", text)
    if people:
        return True
    # `王芳 洪门社区网格员` is a row of a list, whatever its unit is called.
    return False if units and (titled or _UNITS_END.search(_BEHIND.sub("", text))) else None


def _begins_with_name(cells: Sequence[Passage]) -> bool:
    """Whether a row begins with a person's name, a blank or another cell behind it."""
    first = cells[0].stripped()
    for at in (2, 3):
        ends = len(first.text) == at and len(cells) > 1
        if ends or (len(first.text) > at and first.blank_before(at)):
            name = first.text[:at]
            return is_name(name) and name[0] in COMMON
    return False


def _in_text(flat: Passage) -> list[PersonFound]:
    return [
        person
        for match in _IN_TEXT.finditer(flat.text)
        for person in people_in_cell(flat.group(match, "n"))
        if person.name[0] in COMMON or len(match["n"]) <= LONGEST
    ]


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
