"""Applications (申报) and the claims (其它主要申报资格条件) they make."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from evidence.dates import PartialDate
from evidence.errors import Problem
from evidence.names import normal_text
from evidence.places import Place

NOTHING = frozenset({"", "无", "没有", "/", "\\", "-", "--", "—", "——", "N/A", "n/a", "空"})
"""What people write in a cell that they leave blank, in normal width."""


class DeclarationSource(StrEnum):
    """Where a declaration was taken from."""

    TABLE = "table"
    """The registration site's record: applications.csv and claims.csv."""
    FORM = "form"
    """The applicant's own 附件2 among the uploads."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One item of 附件2's table 其它主要申报资格条件, as declared.

    `no` is 序号 as a number from 1; `condition` is n of (四)6.(n), None where
    it was not stated; `inventor_rank` is 名次. `raw` keeps the cells as they
    were given, by column name.
    """

    no: int
    condition: int | None
    title: str = ""
    issuers: tuple[str, ...] = ()
    document_title: str = ""
    document_number: str = ""
    certificate_number: str = ""
    date: PartialDate | None = None
    rank: str = ""
    patent_number: str = ""
    patent_type: str = ""
    inventor_rank: int | None = None
    reviewer: str = ""
    raw: dict[str, str] = field(default_factory=dict)

    def written(self, column: str) -> str:
        """What the cell of a column says, understood or not; empty where it says nothing."""
        return _written(self.raw, column)


@dataclass(frozen=True, slots=True)
class Application:
    """One applicant's declaration: what 附件2 states, in normal forms.

    Grades are written 一级 … 五级. Empty strings and None mean "not stated".
    `appraisals` maps the year assessed to its result; `party_years` are the
    years of 优秀共产党员. `unit_opinion` and `department_opinion` are 同意,
    不同意 or empty; on a form they count only where its seal was found, which
    intake has decided by then. `category` is 人员类别, `confirmed` 转正定级时间,
    `continuous` whether 本等级 was held without a break (是, 否), `retired` the
    day of retirement, `submitted` when the registration was handed in; without
    zone it is the review body's own clock. `problems` are cells that could not be understood.
    """

    id: str
    source: DeclarationSource
    name: str = ""
    sex: str = ""
    id_number: str = ""
    birth: PartialDate | None = None
    education: str = ""
    work_start: PartialDate | None = None
    employer: str = ""
    department: str = ""
    region: str = ""
    occupation: str = ""
    grade: str = ""
    appointed: PartialDate | None = None
    certified: PartialDate | None = None
    target_occupation: str = ""
    target_grade: str = ""
    appraisals: dict[int, str] = field(default_factory=dict)
    party_years: tuple[int, ...] = ()
    barred: str = ""
    unit_opinion: str = ""
    department_opinion: str = ""
    publicity_start: PartialDate | None = None
    publicity_end: PartialDate | None = None
    deferral_promised: str = ""
    category: str = ""
    confirmed: PartialDate | None = None
    continuous: str = ""
    former_occupation: str = ""
    retired: PartialDate | None = None
    submitted: dt.datetime | None = None
    claims: tuple[Claim, ...] = ()
    place: Place | None = None
    problems: tuple[Problem, ...] = ()
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> tuple[Place, ...]:
        """Where it was declared, as findings name places."""
        return (self.place,) if self.place else ()

    def written(self, column: str) -> str:
        """What the cell of a column says, understood or not; empty where it says nothing."""
        return _written(self.raw, column)


def _written(raw: dict[str, str], column: str) -> str:
    text = " ".join(raw.get(column, "").split())
    return "" if normal_text(text) in NOTHING else text
