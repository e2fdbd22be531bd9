import datetime as dt

from evidence.applications import Claim
from evidence.findings import Basis, ClaimResult, Outcome, Result
from review.rosters.concluded import Concluded, Ruling, Signature
from review.rosters.people import roster_row, rosters_from

WANG = Signature("王审核员", dt.date(2024, 4, 8))
LI = Signature("李复核员", dt.date(2024, 4, 9), "复核")


def accepts(claim, *findings, signed=(WANG,)):
    """An acceptance of a claim (None: of the application)."""
    return Ruling(True, "认可", claim, "已核对原件", signed, findings)


def refuses(claim, word="不予认可", reason="发证单位不在认可范围", **more):
    return Ruling(False, word, claim, reason, (WANG,), **more)


def row(make, run, verdict, conclusion, *claims):
    return roster_row(run, make.dossier("1", "张三", "一院", claims=claims), verdict, conclusion)


AWARD = Claim(1, 1, title="劳动模范")
PATENT = Claim(2, 5, title="装置")


def test_what_a_person_accepted_stands_apart_with_who_signed_and_when(make, run):
    doubt = make.finding("1", "A3a", Result.MISMATCH, claim=1)
    verdict = make.on_site(
        "1",
        make.finding("1", "H2b", Result.MATCH),
        make.finding("1", "H2a", Result.ATTESTED),
        doubt,
        claims=(ClaimResult(1, 1, Result.MISMATCH),),
    )
    passing = Concluded(Outcome.PASS, (accepts(1, doubt, signed=(WANG, LI)),))
    found = row(make, run, verdict, passing, AWARD)
    assert (
        "(四)1至5",
        "第1项 (四)6.(1)表彰：劳动模范",
        "证据证明：二级证书满5年",
        "人工认可：第1项 授予单位级别（王审核员 2024-04-08，复核 李复核员 2024-04-09）",
    ) == found.basis
    assert "工作年限25年" == found.attested
    assert () == found.reasons


def test_an_accepted_claim_replaces_schooling_and_appraisals(make, run):
    doubt = make.finding("1", "A3a", Result.MISMATCH, claim=1)
    verdict = make.on_site(
        "1",
        doubt,
        make.finding("1", "H3", Result.MISMATCH),
        claims=(ClaimResult(1, 1, Result.MISMATCH),),
    )
    passing = Concluded(Outcome.PASS, (accepts(1, doubt),))
    assert "(四)1、2、5，并以(四)6替代3、4" == row(make, run, verdict, passing, AWARD).basis[0]


def test_schooling_that_a_person_accepted_is_met_and_not_replaced(make, run):
    schooling = make.finding("1", "H3", Result.MISMATCH)
    passing = Concluded(Outcome.PASS, (accepts(None, schooling),))
    found = row(make, run, make.on_site("1", schooling), passing)
    assert ("(四)1至5", "人工认可：申报整体 H3（王审核员 2024-04-08）") == found.basis


def test_nothing_of_a_rejected_claim_carries_a_pass(make, run):
    verdict = make.passed(
        "1",
        make.finding("1", "A3a", Result.MATCH, claim=1),
        make.finding("1", "A9", Result.MATCH, claim=2),
        make.finding("1", "A4b", Result.MATCH, claim=2, basis=Basis.DECLARATION),
        make.finding("1", "A12", Result.ATTESTED, claim=2),
        claims=(ClaimResult(1, 1, Result.MATCH), ClaimResult(2, 5, Result.MATCH)),
    )
    passing = Concluded(Outcome.PASS, (refuses(2),))
    found = row(make, run, verdict, passing, AWARD, PATENT)
    assert (
        "(四)1至5",
        "第1项 (四)6.(1)表彰：劳动模范",
        "证据证明：授予单位级别",
    ) == found.basis
    assert "" == found.attested


def test_what_the_notice_does_not_let_the_unit_sign_is_not_told_as_signed_when_accepted(make, run):
    signed = make.finding("1", "H66", Result.ATTESTED)
    verdict = type(make.on_site("1"))("1", Outcome.ON_SITE, False, (), (), (signed,))
    found = row(make, run, verdict, Concluded(Outcome.PASS, (accepts(None, signed),)))
    assert "" == found.attested
    assert "人工认可：申报整体 H66（王审核员 2024-04-08）" in found.basis


def test_reasons_begin_with_what_people_decided_and_why(make, run):
    doubt = make.finding("1", "A3a", Result.MISMATCH, claim=1, explanation="单位不在范围。")
    verdict = make.on_site("1", doubt, claims=(ClaimResult(1, 1, Result.MISMATCH),))
    found = row(make, run, verdict, Concluded(Outcome.ON_SITE, (refuses(1),), (doubt,)), AWARD)
    assert (
        "不予认可　第1项：发证单位不在认可范围（王审核员 2024-04-08）",
        "✕ 不一致　第1项：单位不在范围（见附件1第四条）",
    ) == found.reasons
    assert ("第1项 (四)6.(1)表彰：劳动模范",) == found.basis


def test_a_sample_that_was_not_accepted_sends_a_passed_applicant_to_the_other_roster(make, run):
    ruling = refuses(None, reason="材料真实性存疑", about="抽查")
    conclusion = Concluded(Outcome.ON_SITE, (ruling,))
    found = row(make, run, make.passed("1"), conclusion)
    assert ("不予认可　抽查：材料真实性存疑（王审核员 2024-04-08）",) == found.reasons
    passing, on_site = rosters_from([(conclusion.outcome, found)])
    assert (0, 1) == (passing.people, on_site.people)
