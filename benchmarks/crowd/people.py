"""Who the applicants are, and what every record of one of them says alike."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass

from evidence.applications import Application, Claim, DeclarationSource
from evidence.dates import parse_date
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.identity_numbers import identity_check_digit
from evidence.places import Box, Place
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "国平建军玉梅海波志强丽华春生明亮秀英永红文斌卫东新民金玲广胜红霞"
_CITIES = "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳"
_OCCUPATIONS = "河道修防工 公路养护工 汽车驾驶员 园林绿化工 计算机信息处理员"

Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Person:
    """One applicant, and how their records are made."""

    id: str
    number: int
    name: str
    sex: str
    birth: dt.date
    city: str
    occupation: str
    certified: dt.date

    @classmethod
    def of(cls, number: int, chance: random.Random) -> Person:
        """Somebody by chance; `number` makes them another than all others."""
        return cls(
            id=f"XX2024{number:06}",
            number=number,
            name=chance.choice(_SURNAMES) + given(chance),
            sex=chance.choice("男女"),
            # Women of fifty are for a person to judge, and who began after 1998 is too young.
            birth=dt.date(1975, 1, 1) + dt.timedelta(days=chance.randrange(4 * 365)),
            city=city(chance),
            occupation=chance.choice(_OCCUPATIONS.split()),
            certified=dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(8 * 365)),
        )

    @property
    def id_number(self) -> str:
        """公民身份号码, another for each of the first 70,000."""
        rest, serial = divmod(self.number, 90)
        province, county = divmod(rest, 90)
        area = f"4{province + 1}07{county + 10}"
        digits = f"{area}{self.birth:%Y%m%d}{serial + 10}{1 if self.sex == '男' else 2}"
        return digits + identity_check_digit(digits)

    def application(
        self, education: str, appraisals: dict[int, str], claims: tuple[Claim, ...]
    ) -> Application:
        """What the registration site's table says."""
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
        """One document, read with certainty."""
        fields = tuple(
            _field(name, one)
            for name, value in values.items()
            for one in ([value] if isinstance(value, str) else value)
        )
        path = f"uploads/{self.id}/{file}"
        return Document(path, hashlib.sha256(path.encode()).hexdigest(), kind, (1,), fields)

    def skill(self) -> Document:
        """The certificate of level two."""
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
        """Declaration and documents, each a file of its own."""
        uploads = tuple(_read(document, self.id) for document in documents)
        return Dossier(self.id, application, uploads, documents)


def given(chance: random.Random) -> str:
    """Two characters of a given name."""
    return "".join(chance.sample(_GIVEN, 2))


def city(chance: random.Random) -> str:
    """A city of 河南, without 市."""
    return chance.choice(_CITIES.split())


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
