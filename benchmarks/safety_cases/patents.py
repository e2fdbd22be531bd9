"""Invented patents: number with check digit, certificate, claim and official record.

Source of the check digit: weights 2…9, 2…5 from the left, sum modulo 11, 10
written X (public practice; the form is that of ZC 0006-2003).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from benchmarks.safety_cases.candidates import SHANGHAI, Candidate
from benchmarks.safety_cases.papers import paper, patent_paper
from benchmarks.safety_cases.people import date
from evidence.applications import Claim
from evidence.documents import Document, DocumentKind
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource

KINDS = {"1": "发明", "8": "发明", "2": "实用新型", "9": "实用新型", "3": "外观设计"}
ENGLISH = {"发明": "invention", "实用新型": "utility_model", "外观设计": "design"}
TITLES = (
    "一种用于城市道路养护车辆的液压举升装置", "一种绿篱修剪机的可调支架", "一种河道断面快速测量装置",
    "一种车辆制动系统检测台", "一种管网漏损在线监测装置", "一种大树移植用吊装托架",
    "一种可移动恒湿展柜", "一种厨房油烟净化装置", "一种消毒液自动配比装置", "一种图书分拣输送机构",
)  # fmt: skip
OWNER = "新乡市公路事业发展中心"
ASKED = dt.datetime(2024, 4, 10, 9, 30, tzinfo=SHANGHAI)
"""When the review body asked the official site, two days before the batch arrived."""


def number(year: int, kind: str, serial: int) -> str:
    """A patent number of twelve digits with its right check digit."""
    digits = f"{year}{kind}{serial:07d}"
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return f"ZL{digits}.{'0123456789X'[total % 11]}"


def wrong_check(right: str) -> str:
    """The number with another check digit."""
    return right[:-1] + ("7" if right[-1] != "7" else "3")


@dataclass(frozen=True, slots=True)
class Patent:
    """One patent as certificate, claim and record state it."""

    number: str
    title: str
    inventors: tuple[str, ...]
    filed: str
    granted: str
    grant_number: str
    certificate_number: str

    @property
    def kind(self) -> str:
        """发明, 实用新型 or 外观设计, by the digit after the year."""
        return KINDS[self.number[6]]

    def claim(self, no: int, rank: int) -> Claim:
        """What 附件2 declares."""
        return Claim(
            no=no,
            condition=5,
            title=self.title,
            issuers=("国家知识产权局",),
            date=date(self.granted),
            certificate_number=self.certificate_number,
            patent_number=self.number,
            patent_type=self.kind,
            inventor_rank=rank,
        )

    def certificate(self, applicant: str, no: int) -> Document:
        """What the certificate prints."""
        return paper(
            applicant,
            patent_paper(no),
            DocumentKind.PATENT_CERTIFICATE,
            {
                "patent_type": ENGLISH[self.kind],
                "patent_number": self.number,
                "certificate_number": self.certificate_number,
                "title": self.title,
                "inventor": list(self.inventors),
                "patentee": OWNER,
                "application_date": self.filed,
                "grant_date": self.granted,
                "grant_number": self.grant_number,
                "issuer": "国家知识产权局",
            },
        )

    def record(self, status: str = "专利权维持") -> OfficialRecord:
        """What the review body found on the official site."""
        return OfficialRecord(
            patent_number=self.number,
            source=RecordSource.REVIEW_BODY,
            site="export",
            place=Place("cnipa/检索结果导出.csv"),
            patent_type=ENGLISH[self.kind],
            title=self.title,
            inventors=self.inventors,
            patentees=(OWNER,),
            application_date=self.filed,
            grant_date=self.granted,
            grant_number=self.grant_number,
            legal_status="授权",
            case_status=status,
            as_of=ASKED,
        )


def patent(
    rng: Random, kind: str, inventors: tuple[str, ...], filed_year: int, title: str = ""
) -> Patent:
    """A patent filed in `filed_year` and granted the year after next, on a Tuesday."""
    # 8 and 9 are national phases: the number is given after the international filing date
    number_year = filed_year + (2 if kind in "89" else 0)
    filed = dt.date(filed_year, rng.randrange(1, 13), rng.randrange(1, 29))
    granted = dt.date(number_year + 1, rng.randrange(1, 13), 15)
    granted += dt.timedelta(days=(1 - granted.weekday()) % 7)
    serial = rng.randrange(100000, 900000)
    letter = {"发明": ("1", "B"), "实用新型": ("2", "U"), "外观设计": ("3", "S")}[KINDS[kind]]
    return Patent(
        number(number_year, kind, serial),
        title or rng.choice(TITLES),
        inventors,
        filed.isoformat(),
        granted.isoformat(),
        f"CN{letter[0]}{rng.randrange(10000000, 19999999)}{letter[1]}",
        str(rng.randrange(4000000, 9000000)),
    )


def with_patents(candidate: Candidate, *held: tuple[Patent, int]) -> Candidate:
    """The candidate claiming patents, each with the rank declared, certificates and records."""
    if candidate.application is None:
        raise ValueError("a claim needs a declaration")
    claims = tuple(one.claim(no, rank) for no, (one, rank) in enumerate(held, 1))
    papers = {
        patent_paper(no): one.certificate(candidate.id, no) for no, (one, _) in enumerate(held, 1)
    }
    return replace(
        candidate,
        application=replace(candidate.application, claims=claims),
        papers={**candidate.papers, **papers},
        records=tuple(one.record() for one, _ in held),
    )
