"""What shows only across applicants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    altered,
    application,
    award,
    certificate,
    decision,
    dossier,
    identity,
    patent_claim,
    skill,
)
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide

NOTICE = load_notice("xinxiang-2024-22")


def of(applicant, one):
    """The same dossier as another applicant's, with files of its own."""
    documents = tuple(
        replace(
            paper, upload=paper.upload.replace("XX2024001", applicant), sha256=f"{n:x}{applicant}"
        )
        for n, paper in enumerate(one.documents)
    )
    app = (
        replace(one.application, id=applicant, name=f"张{applicant[-1]}")
        if one.application
        else None
    )
    return replace(one, id=applicant, application=app, documents=documents)


ONE = dossier(application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,)), skill(), award(), decision())


def used_by(first, second):
    return {(f.application, f.rule, f.result) for f in cross_findings([first, second], NOTICE)}


BOTH = {("XX2024001", "X1", "mismatch"), ("XX2024002", "X1", "mismatch")}


def test_one_certificate_file_of_two_applicants_bears_for_both():
    other = of(
        "XX2024002",
        dossier(ONE.application, skill(certificate_number="9"), award(certificate_number="8")),
    )
    same = replace(other.documents[1], sha256=award().sha256)
    other = replace(other, documents=(other.documents[0], same))
    assert used_by(ONE, other) == BOTH
    findings = cross_findings([ONE, other], NOTICE)
    assert all(f.bears and f.claim is None for f in findings)


def test_one_certificate_number_of_two_applicants_bears_for_both():
    other = of("XX2024002", dossier(ONE.application, skill(certificate_number="9"), award()))
    assert used_by(ONE, other) == BOTH
    other = of("XX2024002", dossier(ONE.application, skill(), award(certificate_number="8")))
    assert used_by(ONE, other) == BOTH


def test_equal_numbers_of_different_awards_are_no_reuse():
    other = of(
        "XX2024002",
        dossier(ONE.application, skill(certificate_number="9"), award(honour="劳动模范")),
    )
    assert used_by(ONE, other) == set()


def test_decision_documents_are_shared_by_everyone_they_commend():
    other = of(
        "XX2024002",
        dossier(ONE.application, skill(certificate_number="9"), award(certificate_number="8")),
    )
    shared = replace(decision(), upload="uploads/XX2024002/决定.pdf")
    other = replace(other, documents=(*other.documents, shared))
    assert used_by(ONE, other) == set()


@pytest.mark.parametrize(("rank", "expected"), [(2, BOTH), (1, set())])
def test_co_inventors_may_share_a_patent_and_not_a_rank(rank, expected):
    one = dossier(application(claims=(patent_claim(),)), certificate())
    other = of(
        "XX2024002", dossier(application(claims=(patent_claim(inventor_rank=rank),)), certificate())
    )
    shared = tuple(replace(paper, sha256=certificate().sha256) for paper in other.documents)
    assert used_by(one, replace(other, documents=shared)) == expected


def test_one_applicant_may_upload_a_certificate_twice():
    again = replace(award(), upload="uploads/XX2024001/再传.jpg")
    twice = replace(ONE, documents=(*ONE.documents, again))
    assert cross_findings([twice], NOTICE) == ()


def test_neither_side_sees_the_others_identity_number():
    other = of(identity(), dossier(application(**NEEDS_EXCEPTION), skill(), altered(award())))
    findings = cross_findings([ONE, other], NOTICE)
    mine = next(f for f in findings if f.application == "XX2024001")
    assert identity() not in repr(mine)
    for finding in cross_findings([ONE, of("XX2024002", ONE)], NOTICE):
        assert identity() not in repr(finding)


def test_only_ones_own_places_are_shown():
    for finding in cross_findings([ONE, of("XX2024002", ONE)], NOTICE):
        assert all(finding.application in place.upload for place in finding.where)


def test_the_order_of_applicants_never_matters():
    other = of("XX2024002", ONE)
    assert cross_findings([ONE, other], NOTICE) == cross_findings([other, ONE], NOTICE)


def test_a_cross_finding_ends_a_pass():
    from tests.verifiers.test_verdict_laws import found

    one, findings = found("award")
    cross = [
        f for f in cross_findings([one, of("XX2024002", one)], NOTICE) if f.application == one.id
    ]
    assert decide(one, findings, NOTICE).outcome == "pass"
    assert decide(one, [*findings, *cross], NOTICE).outcome == "on_site"
