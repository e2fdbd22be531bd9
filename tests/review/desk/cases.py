"""Small published batches for tests: real records, few of them."""

import datetime as dt
import io

from PIL import Image

from evidence.applications import Application, Claim, DeclarationSource
from evidence.cases import (
    Case,
    PageImage,
    PublishedBatch,
    ReviewArea,
    RuleText,
    StoredUpload,
)
from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.findings import Basis, ClaimResult, Finding, Outcome, Result, Verdict
from evidence.places import Box, Place
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus

ISSUER_BOX = Box(100, 400, 460, 440)
AREAS = (
    ReviewArea(("市直", "新乡市", "红旗区"), "新乡市工考管理机构", "同级工考管理机构"),
    ReviewArea(
        ("辉县市", "新乡县", "高新区", "高新技术产业开发区"),
        "新乡市工考管理机构",
        "当地工考管理机构",
        (("高新区", "高新技术产业开发区"),),
    ),
)
RULES = (
    RuleText(
        "A3a",
        "发证单位在认可范围",
        "附件1第三条",
        "附件1第三条“以附件1为准”",
        "evidence",
        "Issuer in scope",
    ),
    RuleText("A4b", "证书与文件一致", "附件1第四条", "附件1第四条“原件”", "evidence"),
    RuleText("H3", "文化程度", "二(四)3", "二(四)3“高中”", "attestation"),
)


def finding(number, rule="A3a", claim=1, result=Result.MISMATCH, **values):
    """A finding that bears, of the applicant with that 申报编号."""
    basis = Basis.ATTESTATION if result is Result.ATTESTED else Basis.EVIDENCE
    return Finding(
        **{
            "application": number,
            "rule": rule,
            "claim": claim,
            "result": result,
            "bears": True,
            "basis": basis,
            "citation": "附件1第四条“省辖市党委、政府授予的为准”",
            "explanation": "发证单位不在附件1认可范围。",
            "explanation_en": "the issuer is not one that Annex 1 lists.",
            "declared": "新乡市人民政府",
            "found": "新乡市红旗区人民政府",
            "suggestions": ("新乡市人民政府",),
            "where": (Place(f"uploads/{number}/奖状.jpg", 1, ISSUER_BOX),),
            **values,
        }
    )


def case(
    number="XX001",
    findings=None,
    *,
    outcome=Outcome.ON_SITE,
    name="张三",
    unit="市公路管理局",
    region="市直",
    grade="一级",
    sha="a" * 64,
    claims=((1, Result.MISMATCH),),
    verdict=None,
):
    """A case with one award and one page; `verdict` takes the place of the usual one."""
    path = f"uploads/{number}/奖状.jpg"
    upload = Upload(path, number, Origin.APPLICANT, sha, 1000, "image/jpeg", Admission.ACCEPTED)
    done = UploadOutcome(upload, UploadStatus.READ)
    issuer = Field(
        "issuer",
        "新乡市红旗区人民政府",
        "新乡市红旗区人民政府",
        1,
        ISSUER_BOX,
        0.98,
        "rapidocr",
        Certainty.CERTAIN,
        sources=("pixels", "seal"),
    )
    recipient = Field(
        "recipient", name, name, 1, Box(100, 200, 260, 240), 0.99, "rapidocr", Certainty.CERTAIN
    )
    document = Document(path, sha, DocumentKind.AWARD_CERTIFICATE, (1,), (issuer, recipient))
    application = Application(
        id=number,
        source=DeclarationSource.TABLE,
        name=name,
        sex="男",
        id_number="410702197801011234",
        employer=unit,
        department="市交通运输局",
        region=region,
        occupation="汽车维修工",
        target_occupation="汽车维修工",
        target_grade=grade,
        education="初中",
        claims=(Claim(no=1, condition=1, title="先进工作者", issuers=("新乡市人民政府",)),),
        raw={"手机": "13803731234"},
    )
    found = (finding(number),) if findings is None else tuple(findings)
    verdict = verdict or Verdict(
        number,
        outcome,
        False,
        (),
        tuple(ClaimResult(no, 1, result) for no, result in claims),
        found,
    )
    page = PageImage(path, 1, 600, 800, f"readings/images/{sha[:2]}/{sha}.jpg", "read")
    return Case(
        Dossier(number, application, (done,), (document,)),
        verdict,
        (StoredUpload(done, f"store/{sha[:2]}/{sha}"),),
        (page,),
    )


def passed(number, **values):
    """A case that the machine passed."""
    found = [
        finding(number, result=Result.MATCH, declared="新乡市人民政府", found="新乡市人民政府")
    ]
    return case(number, found, outcome=Outcome.PASS, claims=((1, Result.MATCH),), **values)


def batch(key="xinxiang-2024-001"):
    """The batch of such cases."""
    return PublishedBatch(
        id=key,
        notice_id="xinxiang-2024-22",
        notice_title="关于2024年工考的通知",
        notice_number="新人社办〔2024〕22号",
        review_body="新乡市工考管理机构",
        rules_version="r1",
        received_at=dt.datetime(2024, 4, 5, 18, tzinfo=dt.UTC),
        run="run-1",
        rules=RULES,
        areas=AREAS,
    )


def keep_bytes(state, *cases):
    """Lay the uploads and page images of cases where the desk looks for them."""
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "JPEG")
    for one in cases:
        paths = [upload.path for upload in one.uploads] + [page.path for page in one.pages]
        for path in paths:
            target = state / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(picture.getvalue())
