"""Genuine cases: by schooling and appraisals, by an award, by a patent."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from benchmarks.crowd.people import Person, Values
from evidence.applications import Claim
from evidence.dates import parse_date
from evidence.documents import DocumentKind
from evidence.dossiers import Dossier
from evidence.patent_numbers import PatentNumber
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource

_MATTERS = "防汛救灾 安全生产 城市管理 文明创建 脱贫攻坚 河道治理 公路养护 环境保护 污染防治"
_DEVICES = "液压举升装置 沥青摊铺机构 管道清淤机 护栏清洗车 闸门启闭机 绿篱修剪机"
_ASKED = dt.datetime(2024, 4, 10, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
"""When the review body asked the official site, two days before the batch arrived."""
_BY_SCHOOLING = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"}
_BY_EXCEPTION = {2019: "合格", 2020: "合格", 2021: "优秀", 2022: "合格", 2023: "合格"}


@dataclass(frozen=True, slots=True)
class Member:
    """One applicant, the official records about them, and whether they should pass."""

    dossier: Dossier
    records: tuple[OfficialRecord, ...]
    genuine: bool
    kind: str


def by_schooling(person: Person, _chance: random.Random) -> Member:
    """Schooling and appraisals suffice; diploma and a year's appraisal are there too."""
    diploma = {"name": person.name, "result": "高中", "date": f"{person.birth.year + 19}-07-01"}
    appraisals = {"name": person.name, "year": "2022", "result": "优秀"}
    dossier = person.dossier(
        person.application("高中", dict(_BY_SCHOOLING), ()),
        person.skill(),
        person.document(DocumentKind.DIPLOMA, "毕业证.jpg", diploma),
        person.document(DocumentKind.APPRAISAL_RECORD, "年度考核.jpg", appraisals),
    )
    return Member(dossier, (), genuine=True, kind="schooling")


def by_award(person: Person, chance: random.Random) -> Member:
    """Schooling does not suffice; a city's award does, with the decision that made it."""
    issuer, matters = f"{person.city}市人民政府", _MATTERS.split()
    year, running = chance.randrange(2019, 2024), chance.randrange(1, 80)
    matter = matters[running % len(matters)]  # one number is one decision
    honour, day = f"全市{matter}先进个人", dt.date(year, 11, 1 + running % 28).isoformat()
    title = f"{issuer}关于表彰{year}年度全市{matter}先进集体和先进个人的决定"
    code = f"{person.city[0]}政〔{year}〕{running}号"
    claim = Claim(
        no=1,
        condition=1,
        title=honour,
        issuers=(issuer,),
        document_title=title,
        document_number=code,
        certificate_number=f"{year}{person.number:06}",
        date=parse_date(day),
    )
    certificate: Values = {
        "issuer": issuer,
        "recipient": person.name,
        "honour": honour,
        "date": day,
        "document_number": code,
        "certificate_number": claim.certificate_number,
        "seal_text": issuer,
    }
    decision: Values = {
        "issuer": issuer,
        "title": title,
        "document_number": code,
        "addressee": "各县（市、区）人民政府，市人民政府各部门：",
        "date": day,
        "honour": [f"全市{matter}先进集体", honour],
        "named_person": [*(Person.of(n, chance).name for n in range(20)), person.name],
        "seal_text": issuer,
    }
    dossier = person.dossier(
        person.application("初中", dict(_BY_EXCEPTION), (claim,)),
        person.skill(),
        person.document(DocumentKind.AWARD_CERTIFICATE, "荣誉证书.jpg", certificate),
        person.document(DocumentKind.COMMENDATION_DOCUMENT, "表彰决定.pdf", decision),
    )
    return Member(dossier, (), genuine=True, kind="award")


def by_patent(person: Person, chance: random.Random) -> Member:
    """Schooling does not suffice; an invention does, as the review body looked it up."""
    number = PatentNumber(f"20201{person.number:07}").completed.normal
    title = f"一种{person.occupation}用的{chance.choice(_DEVICES.split())}"
    inventors = [Person.of(0, chance).name, person.name, Person.of(1, chance).name]
    grant = f"CN{111000000 + person.number}B"
    claim = Claim(
        no=1,
        condition=5,
        title=title,
        issuers=("国家知识产权局",),
        date=parse_date("2021-11-09"),
        certificate_number=f"{4000000 + person.number}",
        patent_number=number,
        patent_type="发明",
        inventor_rank=2,
    )
    shown: dict[str, str | list[str]] = {
        "patent_type": "invention",
        "patent_number": number,
        "title": title,
        "inventor": inventors,
        "patentee": "新乡市公路事业发展中心",
        "application_date": "2020-05-20",
        "grant_date": "2021-11-09",
        "grant_number": grant,
    }
    certificate: Values = {
        **shown,
        "certificate_number": claim.certificate_number,
        "qr_url": f"http://epub.cnipa.gov.cn/cred/{grant}",
        "issuer": "国家知识产权局",
    }
    printout: Values = {
        **shown,
        "site": "cpquery",
        "legal_status": "授权",
        "case_status": "专利权维持",
    }
    record = OfficialRecord(
        patent_number=number,
        source=RecordSource.REVIEW_BODY,
        site="export",
        place=Place("cnipa/检索结果导出.csv"),
        patent_type="invention",
        title=title,
        inventors=tuple(inventors),
        patentees=("新乡市公路事业发展中心",),
        application_date="2020-05-20",
        grant_date="2021-11-09",
        grant_number=grant,
        legal_status="授权",
        case_status="专利权维持",
        as_of=_ASKED,
    )
    dossier = person.dossier(
        person.application("初中", dict(_BY_EXCEPTION), (claim,)),
        person.skill(),
        person.document(DocumentKind.PATENT_CERTIFICATE, "发明专利证书.pdf", certificate),
        person.document(DocumentKind.PATENT_SEARCH_RESULT, "检索结果.jpg", printout),
    )
    printed = replace(
        record,
        source=RecordSource.APPLICANT,
        site="cpquery",
        applicant=person.id,
        place=dossier.documents[2].place(),
    )
    return Member(dossier, (record, printed), genuine=True, kind="patent")
