"""Which papers a claim is judged by: the ones most like it, and of those the one that proves most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    application,
    award,
    certificate,
    date,
    decision,
    document,
    dossier,
    doubted,
    judged,
    patent_claim,
    record,
    result,
    skill,
)
from verifiers.rules.choosing import candidates, certificate_likeness, document_likeness

CONTEST = replace(AWARD_CLAIM, condition=4, title="新乡市第十届职业技能竞赛", rank="二等奖")


def paper(upload="一.jpg", **values):
    return document(DocumentKind.AWARD_CERTIFICATE, upload, values)


def commendation(upload="一.pdf", **values):
    return document(DocumentKind.COMMENDATION_DOCUMENT, upload, values)


@pytest.mark.parametrize(
    ("claim", "values", "likeness"),
    [
        (AWARD_CLAIM, {"certificate_number": "2021086"}, 4),
        (AWARD_CLAIM, {"certificate_number": "2021087"}, 0),
        (AWARD_CLAIM, {"honour": "“全市防汛救灾先进个人”荣誉称号"}, 4),
        (AWARD_CLAIM, {"contest": "全市防汛救灾先进个人"}, 4),
        (AWARD_CLAIM, {"honour": "先进个人"}, 2),
        (AWARD_CLAIM, {"honour": "先进集体"}, 0),
        (AWARD_CLAIM, {"issuer": "新乡市人民政府"}, 2),
        (AWARD_CLAIM, {"seal_text": "新乡市人民政府"}, 2),
        (AWARD_CLAIM, {"issuer": "新乡县人民政府"}, 0),
        (AWARD_CLAIM, {"date": "2021-11-18"}, 2),
        (AWARD_CLAIM, {"date": "2021-11"}, 2),
        (AWARD_CLAIM, {"date": "2021-12"}, 0),
        (replace(AWARD_CLAIM, date=None), {"date": "2021-11-18"}, 0),
        (CONTEST, {"rank": "二等奖"}, 1),
        (CONTEST, {"rank": "三等奖"}, 0),
        (replace(AWARD_CLAIM, title=""), {"honour": "先进个人"}, 0),
    ],
)
def test_a_certificate_is_like_a_claim_by_what_it_shares_with_it(claim, values, likeness):
    assert likeness == certificate_likeness(claim, paper(**values))


@pytest.mark.parametrize(
    ("values", "likeness"),
    [
        ({"document_number": "新政〔2021〕37号"}, 6),
        ({"document_number": "新政〔2021〕38号"}, 0),
        ({"title": AWARD_CLAIM.document_title}, 4),
        ({"title": "新乡市人民政府关于表彰的决定"}, 0),
        ({"honour": ["先进集体", "全市防汛救灾先进个人"]}, 2),
        ({"honour": "先进个人"}, 0),
        ({"issuer": "新乡市人民政府"}, 1),
        ({"date": "2021-11-18"}, 1),
        ({"issuer": "新乡市人民政府", "date": "2021-11-18"}, 2),
    ],
)
def test_a_document_is_like_a_claim_by_what_it_shares_with_it(values, likeness):
    assert likeness == document_likeness(AWARD_CLAIM, commendation(**values))


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        ({"issuer": "新乡市人民政府"}, True),
        ({"rank": "二等奖"}, False),
        ({"honour": "别的"}, False),
    ],
)
def test_what_shares_nothing_but_a_rank_is_no_paper_of_the_claim(values, taken):
    found = candidates(CONTEST, [CONTEST], [paper(**values)], certificate_likeness)
    assert taken == bool(found)


def test_the_most_alike_come_first_then_by_file_and_page():
    most = paper("三.jpg", certificate_number="2021086", honour="先进个人")
    less = paper("二.jpg", certificate_number="2021086")
    also = paper("一.jpg", honour="全市防汛救灾先进个人")
    last = replace(less, pages=(2,))
    found = candidates(AWARD_CLAIM, [AWARD_CLAIM], [last, less, most, also], certificate_likeness)
    assert [most, also, less, last] == found


def test_a_paper_more_like_another_claim_is_that_claims():
    other = replace(AWARD_CLAIM, no=2, title="新乡市劳动模范", certificate_number="77")
    papers = [paper(certificate_number="77", issuer="新乡市人民政府")]
    claims = [AWARD_CLAIM, other]
    assert [] == candidates(AWARD_CLAIM, claims, papers, certificate_likeness)
    assert papers == candidates(other, claims, papers, certificate_likeness)


def with_papers(*papers, claims=(AWARD_CLAIM,)):
    return judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill(), *papers))


def another(paper, upload):
    return replace(paper, upload=f"uploads/XX2024001/{upload}", sha256="d" * 64)


@pytest.mark.parametrize("upload", ["00.jpg", "荣誉证书二.jpg"])
@pytest.mark.parametrize(
    "worse",
    [
        award(recipient="韩玉梅", certificate_number="5"),
        award(honour="先进个人", certificate_number=None),
        doubted(award(certificate_number=None), "recipient", "honour"),
    ],
)
def test_the_certificate_that_proves_most_is_taken_wherever_it_lies(upload, worse):
    verdict = with_papers(award(), decision(), another(worse, upload))
    assert "attested" == result(verdict, "A4b", 1)


@pytest.mark.parametrize("upload", ["00.pdf", "表彰决定二.pdf"])
@pytest.mark.parametrize(
    "worse",
    [
        decision(named_person=["韩玉梅"], document_number="新政〔2021〕1号"),
        doubted(decision(document_number=None), "named_person"),
    ],
)
def test_the_document_that_proves_most_is_taken_wherever_it_lies(upload, worse):
    verdict = with_papers(award(), decision(), another(worse, upload))
    assert "attested" == result(verdict, "A4b", 1)


@pytest.mark.parametrize("upload", ["00.pdf", "表彰决定二.pdf"])
@pytest.mark.parametrize(
    "less",
    [decision(honour=None), decision(seal_text=None, issuer=None), decision(named_person=None)],
)
def test_of_two_documents_the_one_that_shows_more_is_taken(upload, less):
    verdict = with_papers(award(), decision(), another(less, upload))
    assert "attested" == result(verdict, "A4b", 1)
    (finding,) = [one for one in verdict.findings if (one.rule, one.claim) == ("A4b", 1)]
    shown = {place.upload for place in finding.where}
    assert {award().upload, decision().upload} == shown


@pytest.mark.parametrize("upload", ["00.jpg", "荣誉证书二.jpg"])
def test_a_missing_reading_is_worse_than_several_doubts(upload):
    """By the worst of its checks, before all of them together."""
    silent = another(award(certificate_number=None, recipient=None), upload)
    blurred = doubted(award(), "honour", "date", "issuer", "certificate_number")
    verdict = with_papers(blurred, decision(), silent)
    assert "match" == result(verdict, "A2b", 1)
    unnamed = another(decision(document_number=None), upload)
    faint = doubted(decision(), "title", "named_person", "honour", "document_number")
    assert "unsure" == result(with_papers(award(), faint, unnamed), "A4b", 1)


@pytest.mark.parametrize("upload", ["00.jpg", "荣誉证书二.jpg"])
def test_a_doubt_is_better_than_a_contradiction_and_one_doubt_than_two(upload):
    """By the worst of its checks first, then by all of them together."""
    one = doubted(award(certificate_number=None), "honour")
    contradicted = another(award(certificate_number=None, recipient="韩玉梅"), upload)
    assert "unsure" == result(with_papers(one, decision(), contradicted), "A4b", 1)
    two = another(doubted(award(certificate_number=None), "honour", "recipient"), upload)
    findings = with_papers(one, decision(), two).findings
    where = next(f.where for f in findings if (f.rule, f.claim) == ("A4b", 1))
    assert one.upload in {place.upload for place in where}
    assert two.upload not in {place.upload for place in where}


@pytest.mark.parametrize(
    ("rival", "expected"),
    [
        (award(recipient="韩玉梅"), "unsure"),
        (award(honour="新乡市劳动模范"), "unsure"),
        (award(recipient="韩玉梅", certificate_number="９９"), "attested"),
        (award(recipient="韩玉梅", certificate_number=None), "attested"),
        (doubted(award(recipient="韩玉梅"), "recipient"), "attested"),
    ],
)
def test_another_certificate_of_the_number_that_says_otherwise_is_not_passed_over(rival, expected):
    verdict = with_papers(award(), decision(), another(rival, "伪造.jpg"))
    assert expected == result(verdict, "A4b", 1)


@pytest.mark.parametrize(
    ("rival", "expected"),
    [
        (decision(named_person=["韩玉梅", "宋建华"]), "unsure"),
        (decision(issuer="红旗区人民政府", seal_text=None), "unsure"),
        (
            decision(
                named_person=["韩玉梅"], document_number=["新政〔2021〕37号", "新政〔2021〕38号"]
            ),
            "unsure",
        ),
        (decision(named_person=["韩玉梅"], document_number="新政〔2021〕38号"), "attested"),
        (doubted(decision(named_person=["韩玉梅"]), "named_person"), "attested"),
    ],
)
def test_another_document_of_the_number_that_says_otherwise_is_not_passed_over(rival, expected):
    verdict = with_papers(award(), decision(), another(rival, "另一份.pdf"))
    assert expected == result(verdict, "A4b", 1)


def test_a_claim_of_a_patent_never_takes_an_awards_paper_away():
    """Only claims of awards compete for certificates and commendation documents."""
    patent = patent_claim(
        2,
        title=AWARD_CLAIM.title,
        issuers=AWARD_CLAIM.issuers,
        date=AWARD_CLAIM.date,
        certificate_number=AWARD_CLAIM.certificate_number,
        rank="一等奖",
    )
    claim = replace(AWARD_CLAIM, certificate_number="")
    verdict = with_papers(award(), decision(), claims=(claim, patent))
    assert "attested" == result(verdict, "A4b", 1)


def patents(*papers, level_two=None):
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    return judged(dossier(app, level_two or skill(), *papers), record())


@pytest.mark.parametrize("upload", ["00.pdf", "发明专利证书二.pdf"])
def test_the_patent_certificate_that_proves_most_is_taken(upload):
    """A doubtful scan of the same certificate takes nothing away."""
    blurred = another(doubted(certificate(), "title", "inventor", "grant_date"), upload)
    verdict = patents(certificate(), blurred)
    assert "match" == result(verdict, "A9", 1)
    assert "attested" == result(verdict, "H65", 1)
    assert "pass" == verdict.outcome
    both = patents(doubted(certificate(), "title"), blurred)
    assert "match" == result(both, "A1", 1)


@pytest.mark.parametrize("upload", ["00.jpg", "技师证书二.jpg"])
@pytest.mark.parametrize(
    "worse",
    [
        doubted(skill(), "date"),
        skill(grade="三级", date="2008-05-06"),
        skill(name="韩玉梅"),
        skill(date=None),
    ],
)
def test_the_level_two_certificate_that_proves_most_is_taken(upload, worse):
    verdict = judged(dossier(application(), skill(), another(worse, upload)))
    assert "match" == result(verdict, "H2b")


@pytest.mark.parametrize("upload", ["00.jpg", "技师证书二.jpg"])
def test_of_two_level_two_certificates_the_less_doubtful_is_taken(upload):
    """Awards are dated against that one."""
    clear = doubted(skill(), "name")
    blurred = another(doubted(skill(date="2015-12"), "name", "date", "grade"), upload)
    app = application(**NEEDS_EXCEPTION, claims=(replace(AWARD_CLAIM, date=date("2021-11-18")),))
    verdict = judged(dossier(app, clear, blurred, award(), decision()))
    assert "match" == result(verdict, "A1", 1)
