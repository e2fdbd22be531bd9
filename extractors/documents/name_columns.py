"""The column of names in a table of the commended: 序号、姓名、单位、职务."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.places import Box
from extractors.documents.name_cells import is_no_name, people_in_cell
from extractors.documents.passages import Passage
from extractors.documents.people import PersonFound

_NAME = re.compile(
    r"^(?:获奖|受奖|先进|表彰)?(?:者|人|人员|选手|个人|对象)?姓名$|^获奖(?:者|人|人员|选手)$"
)
_OTHER = re.compile(
    r"^(?:序号|编号|号|名次|奖项|等次|性别|民族|年龄|籍贯|学历|职务|职称|岗位|工种|备注|电话|身份证号|政治面貌|"
    r"(?:所在|工作|推荐|报送|选送|参赛|代表)?单位(?:名称)?(?:及?职务)?|(?:单位|工作单位)及职[务称](?:.职[务称])?|"
    r"职务.职称|部门|区域|地区|县.?市.?区.?|荣誉称号|授予称号|称号|参赛队|项目|比赛项目|出生年月|性 别)$"
)
_WORD = re.compile(r"^[\u3400-\u9fff]{2,4}$")


@dataclass(frozen=True, slots=True)
class NameColumns:
    """The heads of a table's columns, and which of them head names."""

    heads: tuple[tuple[Box, bool], ...]

    def holds(self, cell: Passage) -> bool:
        """Whether a cell stands in a column of names or reaches across it."""
        box = cell.box
        if box is None:
            return False
        middle = box.center[0]
        nearest = min(self.heads, key=lambda head: abs(head[0].center[0] - middle))
        return nearest[1] or any(
            named and box.x0 < head.center[0] < box.x1 for head, named in self.heads
        )


def name_columns(cells: Sequence[Passage]) -> NameColumns | None:
    """The columns that a row of heads names; None where the row is not one of heads."""
    heads = [
        (cell.box, _NAME.match(cell.text) is not None)
        for cell in cells
        if cell.box is not None and (_NAME.match(cell.text) or _OTHER.match(cell.text))
    ]
    if len(heads) < 2 or len(heads) < len(cells) - 1 or not any(named for _, named in heads):
        return None
    return NameColumns(tuple(heads))


def people_in_column(cell: Passage) -> list[PersonFound]:
    """The people of a cell in a column of names: also of a surname that few people have."""
    found = people_in_cell(cell)
    word = cell.stripped()
    if found or not _WORD.match(word.text) or is_no_name(word.text):
        return found
    return [PersonFound(word.text, word)]
