"""A case to be explained: a dossier, the rules it is about, and what they say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from evidence.applications import Application, Claim
from evidence.documents import Document
from evidence.dossiers import Dossier
from evidence.findings import Finding, Result, Verdict
from evidence.places import Place
from evidence.register import OfficialRecord
from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    certificate,
    decision,
    dossier,
    patent_claim,
    record,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")
PROVEN = (Result.MATCH, Result.ATTESTED)


@dataclass(frozen=True)
class Case:
    """What `rules` say of a dossier: all their findings where nothing is wrong with any of them.

    `dropped` are rules whose findings get lost between verifying and deciding; `withdrawn` the
    identities of records that were taken back.
    """

    name: str
    rules: tuple[str, ...]
    dossier: Dossier
    records: tuple[OfficialRecord, ...] = ()
    received: dt.datetime | None = RECEIVED
    notice: Notice = NOTICE
    dropped: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()

    def verdict(self) -> Verdict:
        """The verdict with every finding, as `heyan run` reaches it."""
        register = PatentRegister(self.records, self.withdrawn)
        authorities = load_authorities()
        findings = verify(self.dossier, register, authorities, self.notice, self.received)
        kept = [finding for finding in findings if finding.rule not in self.dropped]
        return decide(self.dossier, kept, self.notice)

    def shown(self) -> list[dict[str, Any]]:
        """The findings of its rules, claim by claim: those that fail, or all where none does."""
        found = [one for one in self.verdict().findings if one.rule in self.rules]
        failing = {one.claim for one in found if one.result not in PROVEN}
        kept = [one for one in found if one.result not in PROVEN or one.claim not in failing]
        return [_as_data(one) for one in kept]


def _as_data(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {"rule": finding.rule}
    if finding.claim is not None:
        data["claim"] = finding.claim
    data |= {
        "result": finding.result.value,
        "basis": finding.basis.value,
        "bears": finding.bears,
        "zh": finding.explanation,
        "en": finding.explanation_en,
    }
    for name in ("declared", "found", "required"):
        if value := getattr(finding, name):
            data[name] = value
    if finding.suggestions:
        data["suggestions"] = list(finding.suggestions)
    data["places"] = [_place(place) for place in finding.where]
    return data


def _place(place: Place) -> str:
    """`表彰决定.pdf 第1页 有框`: the file's own name, its page, whether a box is drawn on it."""
    parts = [place.upload.rsplit("/", 1)[-1]]
    if place.page is not None:
        parts.append(f"第{place.page}页")
    if place.box is not None:
        parts.append("有框")
    return " ".join(parts)


def declared(
    name: str, rules: str, /, *papers: Document, app: Application | None = None, **changes: object
) -> Case:
    """A regular applicant with a level-two certificate, `changes` in what is declared."""
    base = app if app is not None else application(**changes)
    return Case(name, tuple(rules.split()), dossier(base, *(papers or (skill(),))))


def awarded(
    name: str,
    rules: str,
    /,
    *,
    claim: dict[str, object] | None = None,
    certificate: Document | None = None,
    document: Document | None = None,
    other: tuple[Document, ...] = (),
    missing: str = "",
    level_two: Document | None = None,
    **changes: object,
) -> Case:
    """An applicant who needs the award of the claim; papers named in `missing` are not there."""
    claims = (replace(AWARD_CLAIM, **(claim or {})),)
    app = application(**{**NEEDS_EXCEPTION, "claims": claims, **changes})
    papers = {
        "skill": level_two or skill(),
        "certificate": certificate or award(),
        "document": document or decision(),
    }
    kept = [paper for key, paper in papers.items() if key not in missing.split()]
    return Case(name, tuple(rules.split()), dossier(app, *kept, *other))


def given_by(
    name: str,
    rules: str,
    /,
    *issuers: str,
    title: str = AWARD_CLAIM.title,
    certificate: dict[str, object] | None = None,
    document: dict[str, object] | None = None,
    **claim: object,
) -> Case:
    """An award that names its issuers and title alike in the declaration and on both papers."""
    names = {"issuer": list(issuers), "seal_text": list(issuers), "honour": title}
    return awarded(
        name,
        rules,
        claim={"issuers": issuers, "title": title, **claim},
        certificate=award(**{**names, **(certificate or {})}),
        document=decision(**{**names, **(document or {})}),
    )


def patented(
    name: str,
    rules: str,
    /,
    *,
    claim: dict[str, object] | None = None,
    paper: Document | None = None,
    other: tuple[Document, ...] = (),
    records: tuple[OfficialRecord, ...] | None = None,
    claims: tuple[Claim, ...] = (),
    missing: str = "",
    level_two: Document | None = None,
) -> Case:
    """An applicant who needs the patent of the claim, with the official record of it."""
    own = claims or (patent_claim(**(claim or {})),)
    app = application(**{**NEEDS_EXCEPTION, "claims": own})
    papers = {"skill": level_two or skill(), "certificate": paper or certificate()}
    kept = [one for key, one in papers.items() if key not in missing.split()]
    found = (record(),) if records is None else records
    return Case(name, tuple(rules.split()), dossier(app, *kept, *other), found)


def under(case: Case, rule: str, **policy: object) -> Case:
    """The case under a notice whose policy for one rule is changed."""
    changed = replace(case.notice.rules[rule], **policy)
    return replace(case, notice=replace(case.notice, rules={**case.notice.rules, rule: changed}))


def limited(case: Case, **limits: object) -> Case:
    """The case under a notice with other thresholds."""
    thresholds = replace(case.notice.thresholds, **limits)
    return replace(case, notice=replace(case.notice, thresholds=thresholds))


def named(cases: Iterator[Case] | list[Case]) -> dict[str, Case]:
    """Cases by name, each name once."""
    found: dict[str, Case] = {}
    for case in cases:
        if case.name in found:
            raise ValueError(f"two cases are named {case.name}")
        found[case.name] = case
    return found
