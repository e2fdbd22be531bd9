"""Dossiers for tests: one patent case and one award case that pass, and how to change them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from evidence.applications import Application, Claim, DeclarationSource
from evidence.dates import PartialDate, parse_date
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.errors import Problem
from evidence.identity_numbers import identity_check_digit
from evidence.places import Box, Place
from evidence.register import OfficialRecord, RecordSource
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

APPLICANT = "XX2024001"
NAME = "郑国平"
RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def date(text: str) -> PartialDate:
    return parse_date(text)


def field(name: str, value: str, *, doubtful: bool = False, page: int = 1) -> Field:
    return Field(
        name=name,
        value=value,
        raw=value,
        page=page,
        box=Box(10, 10, 200, 40),
        confidence=0.99,
        reader="test",
        certainty=Certainty.DOUBTFUL if doubtful else Certainty.CERTAIN,
        doubt="test" if doubtful else None,
        sources=("pixels",),
    )


def document(kind: DocumentKind, upload: str, values: dict[str, str | list[str]]) -> Document:
    fields = []
    for name, value in values.items():
        fields += [field(name, one) for one in ([value] if isinstance(value, str) else value)]
    path = f"uploads/{APPLICANT}/{upload}"
    return Document(path, hashlib.sha256(path.encode()).hexdigest(), kind, (1,), tuple(fields))


def altered(doc: Document, **values: str | list[str] | None) -> Document:
    """The document with fields replaced; None takes a field away."""
    fields = []
    done = set()
    for old in doc.fields:
        if old.name not in values:
            fields.append(old)
        elif old.name not in done:
            done.add(old.name)
            value = values[old.name]
            several = [] if value is None else [value] if isinstance(value, str) else value
            fields += [replace(old, value=one, raw=one) for one in several]
    for name, value in values.items():
        if name not in done and value is not None:
            fields += [field(name, one) for one in ([value] if isinstance(value, str) else value)]
    return replace(doc, fields=tuple(fields))


def doubted(doc: Document, *names: str) -> Document:
    """The document with fields made doubtful."""
    return replace(
        doc,
        fields=tuple(
            replace(one, certainty=Certainty.DOUBTFUL, doubt="test") if one.name in names else one
            for one in doc.fields
        ),
    )


def identity(birth: str = "19740312", sex: str = "男") -> str:
    digits = f"410702{birth}15{'1' if sex == '男' else '2'}"
    return digits + identity_check_digit(digits)


def upload_of(path: str, status: UploadStatus = UploadStatus.READ) -> UploadOutcome:
    problem = (
        None
        if status is UploadStatus.READ
        else Problem("E-TEST", "读不出来。", "It is unreadable.")
    )
    upload = Upload(
        path, APPLICANT, Origin.APPLICANT, "a" * 64, 100, "image/jpeg", Admission.ACCEPTED
    )
    return UploadOutcome(upload, status, problem)


def application(**changes: object) -> Application:
    base = Application(
        id=APPLICANT,
        source=DeclarationSource.TABLE,
        name=NAME,
        sex="男",
        id_number=identity(),
        birth=date("1974-03"),
        education="高中",
        work_start=date("1994-09"),
        employer="新乡市河道管理处",
        department="新乡市水利局",
        region="新乡市市直",
        occupation="河道修防工",
        grade="二级",
        appointed=date("2016-07"),
        certified=date("2015-12-28"),
        target_occupation="河道修防工",
        target_grade="一级",
        appraisals={2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"},
        barred="否",
        unit_opinion="同意",
        department_opinion="同意",
        publicity_start=date("2024-03-22"),
        publicity_end=date("2024-03-29"),
        place=Place("applications.csv"),
    )
    return replace(base, **changes)


NEEDS_EXCEPTION = {
    "education": "初中",
    "appraisals": {2019: "合格", 2020: "合格", 2021: "优秀", 2022: "合格", 2023: "合格"},
}


def skill(**values: str | list[str] | None) -> Document:
    base = document(
        DocumentKind.SKILL_CERTIFICATE,
        "技师证书.jpg",
        {
            "title": "机关事业单位工人技师资格证书",
            "name": NAME,
            "occupation": "河道修防工",
            "grade": "技师",
            "certificate_number": "豫技师2015070218",
            "date": "2015-12-28",
            "issuer": "河南省人力资源和社会保障厅",
        },
    )
    return altered(base, **values)


AWARD_CLAIM = Claim(
    no=1,
    condition=1,
    title="全市防汛救灾先进个人",
    issuers=("新乡市人民政府",),
    document_title="新乡市人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定",
    document_number="新政〔2021〕37号",
    certificate_number="2021086",
    date=date("2021-11-18"),
)


def award(**values: str | list[str] | None) -> Document:
    base = document(
        DocumentKind.AWARD_CERTIFICATE,
        "荣誉证书.jpg",
        {
            "issuer": "新乡市人民政府",
            "recipient": NAME,
            "honour": "全市防汛救灾先进个人",
            "date": "2021-11-18",
            "document_number": "新政〔2021〕37号",
            "certificate_number": "2021086",
            "seal_text": "新乡市人民政府",
        },
    )
    return altered(base, **values)


def decision(**values: str | list[str] | None) -> Document:
    base = document(
        DocumentKind.COMMENDATION_DOCUMENT,
        "表彰决定.pdf",
        {
            "issuer": "新乡市人民政府",
            "title": "新乡市人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定",
            "document_number": "新政〔2021〕37号",
            "addressee": "各县（市、区）人民政府，市人民政府各部门：",
            "date": "2021-11-18",
            "honour": ["全市防汛救灾先进集体", "全市防汛救灾先进个人"],
            "named_person": [NAME, "韩玉梅", "宋建华"],
            "seal_text": "新乡市人民政府",
        },
    )
    return altered(base, **values)


INVENTION = "ZL202010430096.0"
MODEL_ONE = "ZL202220828888.8"
MODEL_TWO = "ZL202123021163.2"


def patent_claim(no: int = 1, **changes: object) -> Claim:
    base = Claim(
        no=no,
        condition=5,
        title="一种用于城市道路养护车辆的液压举升装置",
        issuers=("国家知识产权局",),
        date=date("2021-11-09"),
        certificate_number="4876123",
        patent_number=INVENTION,
        patent_type="发明",
        inventor_rank=2,
    )
    return replace(base, **changes)


def certificate(upload: str = "发明专利证书.pdf", **values: str | list[str] | None) -> Document:
    base = document(
        DocumentKind.PATENT_CERTIFICATE,
        upload,
        {
            "patent_type": "invention",
            "patent_number": INVENTION,
            "certificate_number": "4876123",
            "title": "一种用于城市道路养护车辆的液压举升装置",
            "inventor": ["周建民", NAME, "王海波"],
            "patentee": "新乡市公路事业发展中心",
            "application_date": "2020-05-20",
            "grant_date": "2021-11-09",
            "grant_number": "CN111472379B",
            "qr_url": "http://epub.cnipa.gov.cn/cred/CN111472379B",
            "issuer": "国家知识产权局",
        },
    )
    return altered(base, **values)


def record(**changes: object) -> OfficialRecord:
    base = OfficialRecord(
        patent_number=INVENTION,
        source=RecordSource.REVIEW_BODY,
        site="export",
        place=Place("cnipa/检索结果导出.csv"),
        patent_type="invention",
        title="一种用于城市道路养护车辆的液压举升装置",
        inventors=("周建民", NAME, "王海波"),
        patentees=("新乡市公路事业发展中心",),
        application_date="2020-05-20",
        grant_date="2021-11-09",
        grant_number="CN111472379B",
        legal_status="授权",
        case_status="专利权维持",
        as_of=RECEIVED - dt.timedelta(days=2),
    )
    return replace(base, **changes)


def dossier(app: Application | None, *documents: Document, uploads: tuple = ()) -> Dossier:
    outcomes = uploads or tuple(upload_of(path) for path in sorted({d.upload for d in documents}))
    outcomes = outcomes or (upload_of(f"uploads/{APPLICANT}/其他.jpg"),)
    return Dossier(APPLICANT, app, outcomes, documents)


def award_dossier(claim: Claim = AWARD_CLAIM, **changes: object) -> Dossier:
    app = application(**{**NEEDS_EXCEPTION, "claims": (claim,), **changes})
    return dossier(app, skill(), award(), decision())


def patent_dossier(claim: Claim | None = None, **changes: object) -> Dossier:
    claims = (claim or patent_claim(),)
    app = application(**{**NEEDS_EXCEPTION, "claims": claims, **changes})
    return dossier(app, skill(), certificate())


def as_other(applicant: str, one: Dossier) -> Dossier:
    """The same dossier as another person's: other name and identity number, files of its own."""
    documents = tuple(
        replace(
            paper,
            upload=paper.upload.replace(one.id, applicant),
            sha256=hashlib.sha256(f"{applicant}{n}".encode()).hexdigest(),
        )
        for n, paper in enumerate(one.documents)
    )
    app = one.application
    if app is not None:
        days = 7 * int("".join(c for c in applicant if c.isdigit())[-4:])
        birth = (dt.date(1966, 1, 1) + dt.timedelta(days)).strftime("%Y%m%d")
        app = replace(app, id=applicant, name=f"张{applicant[-1]}", id_number=identity(birth))
    return replace(one, id=applicant, application=app, documents=documents)


def judged(one: Dossier, *records: OfficialRecord, received: dt.datetime | None = RECEIVED):
    """The verdict on a dossier under the notice of 2024."""
    notice = load_notice("xinxiang-2024-22")
    findings = verify(one, PatentRegister(records), load_authorities(), notice, received)
    return decide(one, findings, notice)


def result(verdict, rule: str, claim: int | None = None) -> str:
    """The result of one rule, for the application or one claim."""
    found = [f for f in verdict.findings if (f.rule, f.claim) == (rule, claim)]
    assert len(found) == 1, f"{rule} {claim}: {len(found)} findings"
    return found[0].result.value


def flagged(verdict) -> set[tuple[str, int | None]]:
    """What keeps a dossier from passing."""
    return {
        (f.rule, f.claim)
        for f in verdict.findings
        if f.bears and f.result.value not in {"match", "attested"}
    }
