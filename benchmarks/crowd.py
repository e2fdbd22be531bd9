"""Any number of applicants as records, three documents each, without any page being read.

Of ten, eight are genuine: three lean on schooling and appraisals alone, three on an
award (certificate, decision, skill certificate), two on a patent (certificate,
printout, skill certificate, and the review body's record). The others are
such with one thing wrong; among those are pairs who use one certificate, which
stand in one ten: whole tens only can be told apart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from evidence.applications import Application, Claim, DeclarationSource
from evidence.dates import PartialDate, parse_date
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.identity_numbers import identity_check_digit
from evidence.patent_numbers import PatentNumber
from evidence.places import Box, Place
from evidence.register import OfficialRecord, RecordSource
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus

RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "国平建军玉梅海波志强丽华春生明亮秀英永红文斌卫东新民金玲广胜红霞"
_CITIES = (
    "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店"
)
_MATTERS = "防汛救灾 安全生产 城市管理 文明创建 脱贫攻坚 河道治理 公路养护 环境保护 污染防治"
_DEVICES = "液压举升装置 沥青摊铺机构 管道清淤机 护栏清洗车 闸门启闭机 绿篱修剪机"
_OCCUPATIONS = "河道修防工 公路养护工 汽车驾驶员 园林绿化工 计算机信息处理员"
_BY_SCHOOLING = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"}
_BY_EXCEPTION = {2019: "合格", 2020: "合格", 2021: "优秀", 2022: "合格", 2023: "合格"}

Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Member:
    """One applicant, the official records about them, and whether they should pass."""

    dossier: Dossier
    records: tuple[OfficialRecord, ...]
    genuine: bool
    kind: str


def crowd(count: int, seed: int) -> Iterator[Member]:
    """So many applicants, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  a generator of cases
    before: Dossier | None = None
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        member = kind(_Person.of(number, chance), chance)
        fault = _FAULTS[number // 10 % len(_FAULTS)] if number % 10 > 7 else None
        if fault is not None:
            broken = fault(member.dossier, before, chance)
            name = f"{member.kind}, {fault.__name__.strip('_').replace('_', ' ')}"
            member = replace(member, dossier=broken, genuine=False, kind=name)
        elif number % 10 == 7 and number // 10 % len(_FAULTS) == _FAULTS.index(_reused):
            # The next one will use this one's certificate: neither may pass.
            member = replace(member, genuine=False, kind=f"{member.kind}, used by another")
        before = member.dossier
        yield member


@dataclass(frozen=True, slots=True)
class _Person:
    """What every record of one applicant says alike."""

    id: str
    number: int
    name: str
    sex: str
    birth: dt.date
    city: str
    occupation: str
    certified: dt.date

    @classmethod
    def of(cls, number: int, chance: random.Random) -> _Person:
        return cls(
            id=f"XX2024{number:06}",
            number=number,
            name=chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2)),
            sex=chance.choice("男女"),
            # Women of fifty are for a person to judge, and who began after 1998 is too young.
            birth=dt.date(1975, 1, 1) + dt.timedelta(days=chance.randrange(4 * 365)),
            city=chance.choice(_CITIES.split()),
            occupation=chance.choice(_OCCUPATIONS.split()),
            certified=dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(8 * 365)),
        )

    @property
    def id_number(self) -> str:
        serial = f"{self.number % 90 + 10}{1 if self.sex == '男' else 2}"
        digits = f"410702{self.birth:%Y%m%d}{serial}"
        return digits + identity_check_digit(digits)

    def application(
        self, education: str, appraisals: dict[int, str], claims: tuple[Claim, ...]
    ) -> Application:
        appointed = self.certified + dt.timedelta(days=200)
        return Application(
            id=self.id,
            source=DeclarationSource.TABLE,
            name=self.name,
            sex=self.sex,
            id_number=self.id_number,
            birth=parse_date(f"{self.birth:%Y-%m}"),
            education=education,
            work_start=parse_date(f"{self.birth.year + 20}-09"),
            employer=f"新乡市第{self.number}河道管理处",
            department="新乡市水利局",
            region="新乡市市直",
            occupation=self.occupation,
            grade="二级",
            appointed=parse_date(f"{appointed:%Y-%m}"),
            certified=parse_date(self.certified.isoformat()),
            target_occupation=self.occupation,
            target_grade="一级",
            appraisals=appraisals,
            barred="否",
            unit_opinion="同意",
            department_opinion="同意",
            publicity_start=parse_date("2024-03-22"),
            publicity_end=parse_date("2024-03-29"),
            claims=claims,
            place=Place("applications.csv"),
        )

    def document(self, kind: DocumentKind, file: str, values: Values) -> Document:
        fields = tuple(
            _field(name, one)
            for name, value in values.items()
            for one in ([value] if isinstance(value, str) else value)
        )
        path = f"uploads/{self.id}/{file}"
        return Document(path, hashlib.sha256(path.encode()).hexdigest(), kind, (1,), fields)

    def skill(self) -> Document:
        return self.document(
            DocumentKind.SKILL_CERTIFICATE,
            "技师证书.jpg",
            {
                "title": "机关事业单位工人技师资格证书",
                "name": self.name,
                "occupation": self.occupation,
                "grade": "技师",
                "certificate_number": f"豫技师{self.certified.year}{self.number:06}",
                "date": self.certified.isoformat(),
                "issuer": "河南省人力资源和社会保障厅",
            },
        )

    def dossier(self, application: Application, *documents: Document) -> Dossier:
        uploads = tuple(_read(document, self.id) for document in documents)
        return Dossier(self.id, application, uploads, documents)


def _by_schooling(person: _Person, _chance: random.Random) -> Member:
    diploma = {"name": person.name, "result": "高中", "date": f"{person.birth.year + 19}-07-01"}
    appraisals = {"name": person.name, "year": "2022", "result": "优秀"}
    dossier = person.dossier(
        person.application("高中", dict(_BY_SCHOOLING), ()),
        person.skill(),
        person.document(DocumentKind.DIPLOMA, "毕业证.jpg", diploma),
        person.document(DocumentKind.APPRAISAL_RECORD, "年度考核.jpg", appraisals),
    )
    return Member(dossier, (), genuine=True, kind="schooling")


def _by_award(person: _Person, chance: random.Random) -> Member:
    issuer, matter = f"{person.city}市人民政府", chance.choice(_MATTERS.split())
    year, running = chance.randrange(2019, 2024), chance.randrange(1, 80)
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
        date=_day(day),
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
        "named_person": [*(_Person.of(n, chance).name for n in range(20)), person.name],
        "seal_text": issuer,
    }
    dossier = person.dossier(
        person.application("初中", dict(_BY_EXCEPTION), (claim,)),
        person.skill(),
        person.document(DocumentKind.AWARD_CERTIFICATE, "荣誉证书.jpg", certificate),
        person.document(DocumentKind.COMMENDATION_DOCUMENT, "表彰决定.pdf", decision),
    )
    return Member(dossier, (), genuine=True, kind="award")


def _by_patent(person: _Person, chance: random.Random) -> Member:
    number = PatentNumber(f"20201{person.number:07}").completed.normal
    title = f"一种{person.occupation}用的{chance.choice(_DEVICES.split())}"
    inventors = [_Person.of(0, chance).name, person.name, _Person.of(1, chance).name]
    grant = f"CN{111000000 + person.number}B"
    claim = Claim(
        no=1,
        condition=5,
        title=title,
        issuers=("国家知识产权局",),
        date=_day("2021-11-09"),
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


_KINDS = (
    _by_schooling, _by_award, _by_patent, _by_schooling, _by_award,
    _by_patent, _by_schooling, _by_award, _by_award, _by_patent,
)  # fmt: skip
"""By the last digit of the number; 8 and 9 are those with something wrong."""

Fault = Callable[[Dossier, Dossier | None, random.Random], Dossier]


def _unlisted_issuer(dossier: Dossier, _before: Dossier | None, chance: random.Random) -> Dossier:
    """A body of its own name each time, so that no search for near names has an answer ready."""
    issuer = f"{chance.choice(_CITIES.split())}市{''.join(chance.sample(_GIVEN, 2))}区人民政府"
    return _everywhere(dossier, issuer=issuer, seal_text=issuer)


def _other_person(dossier: Dossier, _before: Dossier | None, chance: random.Random) -> Dossier:
    name = "欧阳" + "".join(chance.sample(_GIVEN, 2))
    return _everywhere(dossier, name=name, recipient=name, inventor=name)


def _doubtful(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    documents = tuple(
        replace(
            document,
            fields=tuple(
                replace(field, certainty=Certainty.DOUBTFUL, doubt="one reader of two")
                for field in document.fields
            ),
        )
        for document in dossier.documents
    )
    return replace(dossier, documents=documents)


def _late_level_two(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    """The skill certificate is the first document of all kinds."""
    skill, *others = dossier.documents
    return replace(dossier, documents=(_with(skill, date="2023-06-01"), *others))


def _identity_number(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    application = dossier.application
    if application is None:
        return dossier
    wrong = application.id_number[:-1] + ("0" if application.id_number[-1] != "0" else "1")
    return replace(dossier, application=replace(application, id_number=wrong))


def _refused(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    application = dossier.application
    if application is None:
        return dossier
    return replace(dossier, application=replace(application, unit_opinion="不同意"))


def _reused(dossier: Dossier, before: Dossier | None, _chance: random.Random) -> Dossier:
    """The skill certificate of the applicant before, with one's own name on it."""
    if before is None:
        return dossier
    skill, *others = dossier.documents
    number = before.documents[0].all("certificate_number")[0].value
    return replace(dossier, documents=(_with(skill, certificate_number=number), *others))


_FAULTS: tuple[Fault, ...] = (
    _unlisted_issuer,
    _other_person,
    _doubtful,
    _late_level_two,
    _identity_number,
    _refused,
    _reused,
)


def _everywhere(dossier: Dossier, **values: str) -> Dossier:
    return replace(
        dossier, documents=tuple(_with(document, **values) for document in dossier.documents)
    )


def _with(document: Document, **values: str) -> Document:
    """The document with other values of the fields it has."""
    return replace(
        document,
        fields=tuple(
            replace(one, value=values[one.name], raw=values[one.name])
            if one.name in values
            else one
            for one in document.fields
        ),
    )


def _field(name: str, value: str) -> Field:
    box = Box(10, 10, 200, 40)
    return Field(name, value, value, 1, box, 0.99, "record", Certainty.CERTAIN, sources=("pixels",))


def _read(document: Document, applicant: str) -> UploadOutcome:
    upload = Upload(
        document.upload,
        applicant,
        Origin.APPLICANT,
        document.sha256,
        100_000,
        "image/jpeg",
        Admission.ACCEPTED,
    )
    return UploadOutcome(upload, UploadStatus.READ)


def _day(text: str) -> PartialDate:
    return parse_date(text)
