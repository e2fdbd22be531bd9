"""What a roster shows on paper, the same in XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evidence.findings import Outcome
from review.rosters.heading import BatchRun
from review.rosters.people import RosterRow, UnitList

EMPTY_ROSTER = "本名册无人员。"
SIGNATURES = ("审核人（签字）：", "单位人事部门（公章）：", "日期：　　　　年　　月　　日")
"""五(三): the unit's personnel department stamps; 六(四): who reviews signs."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width in Latin characters, and the text of a row."""

    head: str
    width: float
    text: Callable[[int, RosterRow], str]
    narrow: bool = False
    is_number: bool = False


_NUMBER = Column("序号", 6, lambda number, _: str(number), narrow=True, is_number=True)
_ID = Column("申报编号", 12, lambda _, row: row.application, narrow=True)
_NAME = Column("姓名", 13, lambda _, row: row.name, narrow=True)
_UNIT = Column("单位", 16, lambda _, row: row.unit)
_OCCUPATION = Column("工种", 12, lambda _, row: row.occupation, narrow=True)
_GRADE = Column("等级", 11, lambda _, row: row.grade, narrow=True)

_PASS_COLUMNS = (
    _NUMBER,
    _ID,
    _NAME,
    _UNIT,
    _OCCUPATION,
    _GRADE,
    Column("依据", 40, lambda _, row: "\n".join(row.basis)),
    Column("单位确认", 30, lambda _, row: row.attested),
    Column("备注", 11, lambda _, row: row.remark),
)
_ON_SITE_COLUMNS = (
    _NUMBER,
    _ID,
    _NAME,
    _UNIT,
    _OCCUPATION,
    _GRADE,
    Column("依据", 20, lambda _, row: "\n".join(row.basis)),
    Column("原因", 56, lambda _, row: "\n".join((*row.reasons, *filter(None, (row.remark,))))),
)


def columns_of(outcome: Outcome) -> tuple[Column, ...]:
    """The columns of a roster, from left to right."""
    return _PASS_COLUMNS if outcome is Outcome.PASS else _ON_SITE_COLUMNS


def unit_line(run: BatchRun, unit: UnitList) -> str:
    """The line above the table: unit, number of people, review body, batch."""
    parts = (
        f"单位：{unit.unit}",
        f"人数：{len(unit.rows)}人",
        f"审查机构：{run.review_body}",
        f"批次：{run.batch}",
        *((f"范围：仅{run.scope}",) if run.scope else ()),
    )
    return "　　".join(parts)


def details_of(*, decided: bool) -> str:
    """Where everything about a person stands that a roster has no room for."""
    return "《申报人情况说明》" if decided else " flagged_items.xlsx"


def foot_note(outcome: Outcome, *, decided: bool) -> str:
    """What the words on this roster mean, for the person who signs it.

    `decided` says that it rests on people's decisions beside the machine's.
    """
    if outcome is Outcome.PASS:
        accepted = "“人工认可”由列明的审查人员核对材料后认可并负责；" if decided else ""
        return (
            "注：“证据证明”由上传材料或官方检索结果证实；“申报内容符合”仅按申报内容判断；"
            f"{accepted}“单位确认”由所在单位和主管部门审核同意，未经材料证实。"
            "本表经审核人签字、单位人事部门盖章后生效。"
        )
    come = "署名和日期为审查人员的决定；除退回的以外，" if decided else "列入本表不是不通过："
    return (
        f"注：✕ 不一致　? 待核　– 未核查　○ 单位确认。{come}"
        f"请携带有关文件、证书原件到现场审查确认。明细见{details_of(decided=decided)}。"
    )
