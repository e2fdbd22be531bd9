"""One applicant's evidence, registers and notice → findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from evidence.applications import Application
from evidence.dossiers import Dossier
from evidence.findings import Basis, Finding, Result
from verifiers.authorities import Authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices.notice import Notice
from verifiers.rules.award_papers import AWARD_ITEMS, choose_papers
from verifiers.rules.case import Case
from verifiers.rules.checks import Check, conclude
from verifiers.rules.patent_papers import choose_certificate
from verifiers.rules.registry import (
    OUTSIDE_SCOPE,
    application_rules,
    check_notice,
    claim_rules,
    claims_of,
    in_scope,
)
from verifiers.rules.scope import upload_checks
from verifiers.rules.service import level_two
from verifiers.rules.skill_certificates import choose
from verifiers.verdict import completed, with_bearing


def verify(
    dossier: Dossier,
    register: PatentRegister,
    authorities: Authorities,
    notice: Notice,
    received_at: dt.datetime | None,
) -> tuple[Finding, ...]:
    """Every finding about one applicant, `bears` set. Pure: equal input gives equal findings."""
    check_notice(notice)
    dossier = in_order(dossier)
    application = dossier.application
    if application is None:
        return _without_application(dossier, notice)
    case = with_papers(Case(dossier, application, register, authorities, notice, received_at))
    scoped = in_scope(application, notice)
    findings = [
        conclude(dossier.id, rule.id, None, case.policy(rule.id), rule.judge(case), rule.basis)
        for rule in application_rules()
        if (scoped or rule.id in OUTSIDE_SCOPE) and rule.applies(application, notice)
    ]
    for claim in claims_of(application, notice):
        findings += [
            conclude(
                dossier.id,
                rule.id,
                claim.no,
                case.policy(rule.id),
                rule.judge(case, claim),
                rule.basis,
            )
            for rule in claim_rules()
            if rule.applies(claim, notice)
        ]
    findings = [_placed(finding, application) for finding in findings]
    findings = completed(application, findings, notice)
    return tuple(with_bearing(application, findings, notice))


def _placed(finding: Finding, application: Application) -> Finding:
    """The finding with the declaration as its place where no paper shows what it is about."""
    return finding if finding.where else replace(finding, where=application.where)


def in_order(dossier: Dossier) -> Dossier:
    """The dossier with uploads and documents in an order of their own: none may decide by place."""
    documents = sorted(
        dossier.documents,
        key=lambda one: (one.upload, one.pages, one.kind, repr(one.fields)),
    )
    uploads = sorted(dossier.uploads, key=lambda one: one.upload.path)
    return replace(dossier, documents=tuple(documents), uploads=tuple(uploads))


def with_papers(case: Case) -> Case:
    """The case with the papers chosen by which its claims are judged."""
    chosen = replace(case, skill=choose(case, level_two(case.notice)))
    awards = {
        claim.no: choose_papers(chosen, claim)
        for claim in case.application.claims
        if claim.condition in AWARD_ITEMS
    }
    patents = {
        claim.no: certificate
        for claim in case.application.claims
        if claim.condition == 5 and (certificate := choose_certificate(chosen, claim)) is not None
    }
    return replace(chosen, awards=awards, patents=patents)


def _without_application(dossier: Dossier, notice: Notice) -> tuple[Finding, ...]:
    """Nothing was declared: only what was uploaded can be told."""
    nothing = [Check(Result.NOT_CHECKED, "P3.missing")]
    return (
        conclude(dossier.id, "P3", None, notice.rules["P3"], nothing, Basis.DECLARATION),
        conclude(
            dossier.id, "U1", None, notice.rules["U1"], upload_checks(dossier), Basis.EVIDENCE
        ),
    )
