"""Cases in doubt, judged by the real rules, as the pipeline publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.crowd.cases import Member
from benchmarks.crowd.members import RECEIVED, crowd
from evidence.cases import Case, PageImage, PublishedBatch, ReviewArea, RuleText, StoredUpload
from evidence.findings import Outcome, Verdict
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = "xinxiang-2024-22"
_PAGE = "readings/images/00/page.jpg"
_SIZE = (1654, 2339)
_UNITS = 40
_REGIONS = ("市直", "红旗区", "辉县市", "卫辉市", "新乡县", "原阳县")


def doubtful_cases(count: int, seed: int) -> list[Case]:
    """So many on-site cases of applicants with something wrong."""
    return list(islice(_cases(seed, count * 10), count))


def _cases(seed: int, members: int) -> Iterator[Case]:
    notice, authorities = load_notice(NOTICE), load_authorities()
    wrong = (member for member in crowd(members, seed) if not member.genuine)
    for number, member in enumerate(wrong):
        dossier = member.dossier
        findings = verify(dossier, PatentRegister(member.records), authorities, notice, RECEIVED)
        verdict = decide(dossier, list(findings), notice)
        if verdict.outcome is Outcome.ON_SITE:
            yield _published(member, number, verdict)


def _published(member: Member, number: int, verdict: Verdict) -> Case:
    dossier = member.dossier
    application = dossier.application and replace(
        dossier.application,
        employer=f"新乡市第{number % _UNITS + 1}公路管理处",
        region=_REGIONS[number % len(_REGIONS)],
    )
    return Case(
        replace(dossier, application=application),
        verdict,
        tuple(StoredUpload(one, "store/00/upload") for one in dossier.uploads),
        tuple(PageImage(one.upload.path, 1, *_SIZE, _PAGE, "read") for one in dossier.uploads),
        member.records,
    )


def published_batch(key: str) -> PublishedBatch:
    """The batch that such cases are published in."""
    notice = load_notice(NOTICE)
    return PublishedBatch(
        id=key,
        notice_id=notice.id,
        notice_title=notice.title,
        notice_number=notice.document_number,
        review_body="新乡市工考管理机构",
        rules_version="benchmark",
        received_at=RECEIVED,
        run="",
        rules=tuple(
            RuleText(rule, one.title, one.article, one.citation, one.carried_by.value, one.title_en)
            for rule, one in notice.rules.items()
        ),
        areas=tuple(
            ReviewArea(one.places, one.reviewed_by, one.first_by, one.same)
            for one in notice.jurisdictions
        ),
    )


def lay_bytes(state: Path) -> None:
    """One page image and one upload, which every case points at."""
    image = Image.effect_noise(_SIZE, 24).convert("RGB")
    draw = ImageDraw.Draw(image)
    for line in range(40):
        draw.text(
            (120, 120 + line * 52), "Certificate of honour, printed and sealed. " * 3, "black"
        )
    for path in (_PAGE, "store/00/upload"):
        target = state / path
        target.parent.mkdir(parents=True, exist_ok=True)
        image.save(target, "JPEG", quality=80)
