"""What shows across the applicants of a batch: one certificate for two, one person twice."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

import pytest

from evidence.documents import Document
from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    altered,
    application,
    as_other,
    award,
    certificate,
    decision,
    dossier,
    doubted,
    identity,
    patent_claim,
    skill,
)
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.verdict import decide

NOTICE = load_notice("xinxiang-2024-22")
ONE = dossier(application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,)), skill(), award(), decision())
FIRST, SECOND, THIRD = "XX2024001", "XX2024002", "XX2024003"


def found(*dossiers):
    return {(f.application, f.rule, f.result.value) for f in cross_findings(dossiers, NOTICE)}


def both(rule, result="mismatch"):
    return {(FIRST, rule, result), (SECOND, rule, result)}


def second(*documents: Document):
    return as_other(SECOND, dossier(ONE.application, *documents))


def test_one_certificate_file_of_two_applicants_bears_for_both():
    other = second(skill(certificate_number="9"), award(certificate_number="8"))
    same = replace(other.documents[1], sha256=award().sha256)
    other = replace(other, documents=(other.documents[0], same))
    assert found(ONE, other) == both("X1")
    findings = cross_findings([ONE, other], NOTICE)
    assert all(f.bears and f.claim is None for f in findings)
    assert [f.declared for f in findings] == ["荣誉证书.jpg", "荣誉证书.jpg"]
    assert findings[0].where == (award().place(),)


@pytest.mark.parametrize(
    "papers",
    [(skill(certificate_number="9"), award()), (skill(), award(certificate_number="8"))],
    ids=["award", "skill certificate"],
)
def test_one_certificate_number_of_two_applicants_bears_for_both(papers):
    assert found(ONE, second(*papers)) == both("X1")


@pytest.mark.parametrize("doubtful", [0, 1])
def test_a_number_in_doubt_on_either_side_is_no_mismatch_and_no_pass(doubtful):
    papers = [award(), award()]
    papers[doubtful] = doubted(papers[doubtful], "certificate_number")
    one = replace(ONE, documents=(papers[0],))
    assert found(one, second(papers[1])) == both("X1", "unsure")


def test_equal_numbers_of_different_awards_are_no_reuse():
    other = second(skill(certificate_number="9"), award(honour="劳动模范"))
    assert found(ONE, other) == set()


def test_without_a_honour_the_issuer_stands_beside_the_number():
    one = replace(ONE, documents=(award(honour=None),))
    assert found(one, second(award(honour=None))) == both("X1")
    assert found(one, second(award(honour=None, issuer="河南省总工会"))) == set()


def test_decision_documents_are_shared_by_everyone_they_commend():
    other = second(skill(certificate_number="9"), award(certificate_number="8"))
    shared = replace(decision(), upload="uploads/XX2024002/决定.pdf")
    assert found(ONE, replace(other, documents=(*other.documents, shared))) == set()


def test_co_inventors_may_share_a_patent_certificate():
    one = dossier(application(claims=(patent_claim(),)), certificate())
    other = as_other(
        SECOND, dossier(application(claims=(patent_claim(inventor_rank=1),)), certificate())
    )
    shared = tuple(replace(paper, sha256=certificate().sha256) for paper in other.documents)
    assert found(one, replace(other, documents=shared)) == set()


def test_one_applicant_may_upload_a_certificate_twice():
    again = replace(award(), upload="uploads/XX2024001/再传.jpg")
    assert found(replace(ONE, documents=(*ONE.documents, again))) == set()


def test_one_person_in_two_applications_is_told_to_both():
    other = second(skill(certificate_number="9"))
    twice = replace(other.application, id_number=ONE.application.id_number)
    assert found(ONE, replace(other, application=twice)) == both("X2")
    findings = cross_findings([ONE, replace(other, application=twice)], NOTICE)
    assert [FIRST, SECOND] == [f.application for f in findings]
    assert [SECOND, FIRST] == [f.found for f in findings]
    assert all("三(二)“实名注册" in f.citation for f in findings)


@pytest.mark.parametrize(
    "written", ["410702 19740312 1517", "４１０７０２１９７４０３１２１５１７"]
)
def test_an_identity_number_is_the_same_however_it_is_spaced(written):
    number = identity()
    assert number[:-1] == "41070219740312151"
    other = second(skill(certificate_number="9"))
    written = written[:-1] + number[-1]
    twice = replace(other.application, id_number=written)
    assert found(ONE, replace(other, application=twice)) == both("X2")


@pytest.mark.parametrize("number", ["", "无", "410702197403121512"])
def test_what_is_no_identity_number_is_nobodys(number):
    """The rules about identity tell of it; here it would make one person of many."""
    other = second(skill(certificate_number="9"))
    one = replace(ONE, application=replace(ONE.application, id_number=number))
    nobody = replace(other.application, id_number=number)
    assert found(one, replace(other, application=nobody)) == set()


def test_an_applicant_who_declared_nothing_is_compared_too():
    other = replace(second(award()), application=None)
    assert found(replace(ONE, documents=(award(),)), other) == both("X1")


def test_neither_side_sees_the_others_identity_number():
    number = identity("19740313")
    other = as_other(f"X{number}", dossier(application(**NEEDS_EXCEPTION), skill(), award()))
    findings = cross_findings([ONE, other], NOTICE)
    mine = next(f for f in findings if f.application == FIRST)
    assert number not in repr(mine)
    assert "X（编号略）" in mine.explanation
    for finding in cross_findings([ONE, as_other(SECOND, ONE)], NOTICE):
        assert not re.search(r"\d{17}", repr(finding))


def test_only_ones_own_places_and_files_are_shown():
    other = as_other(SECOND, ONE)
    theirs = replace(other.documents[1], sha256=award().sha256, upload="uploads/XX2024002/李四.jpg")
    other = replace(other, documents=(theirs,))
    for finding in cross_findings([ONE, other], NOTICE):
        assert finding.where
        assert all(finding.application in place.upload for place in finding.where)
        assert ("李四" in repr(finding)) == (finding.application == SECOND)


def test_many_others_are_counted():
    others = [as_other(f"XX202400{n}", replace(ONE, documents=(award(),))) for n in range(2, 8)]
    finding = cross_findings([ONE, *others], NOTICE)[0]
    assert "XX2024002、XX2024003、XX2024004等6人" in finding.explanation
    assert "XX2024002, XX2024003, XX2024004 and 3 more" in finding.explanation_en


def test_the_order_of_applicants_and_documents_never_matters():
    dossiers = [ONE, as_other(SECOND, ONE), as_other(THIRD, altered_titles())]
    expected = cross_findings(dossiers, NOTICE)
    assert {f.rule for f in expected} == {"X1", "X3"}
    for order in permutations(dossiers):
        turned = [replace(one, documents=one.documents[::-1]) for one in order]
        results = cross_findings(turned, NOTICE)
        assert [(f.application, f.rule, f.result) for f in results] == [
            (f.application, f.rule, f.result) for f in expected
        ]
        assert cross_findings(order, NOTICE) == expected


def altered_titles():
    return replace(ONE, documents=(altered(decision(), title="关于表彰劳动模范的决定"),))


def test_a_cross_finding_ends_a_pass():
    from tests.verifiers.test_verdict_laws import found as found_of

    one, findings = found_of("award")
    cross = [
        f for f in cross_findings([one, as_other(SECOND, one)], NOTICE) if f.application == one.id
    ]
    assert decide(one, findings, NOTICE).outcome == "pass"
    assert decide(one, [*findings, *cross], NOTICE).outcome == "on_site"
