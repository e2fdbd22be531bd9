import pytest

from evidence.applications import Claim
from evidence.dossiers import Dossier
from evidence.errors import DataError
from evidence.findings import Basis, ClaimResult, Outcome, Result
from review.rosters.people import NO_UNIT, rosters_of


def test_every_applicant_stands_on_exactly_one_roster(run, people):
    passing, on_site = rosters_of(run, *people)
    names = [
        row.application for roster in (passing, on_site) for u in roster.units for row in u.rows
    ]
    assert ["20240001", "20240002", "20240003"] == sorted(names)
    assert (1, 2) == (passing.people, on_site.people)


def test_units_are_listed_apart_and_people_by_application_number(run, make):
    dossiers = [make.dossier(str(n), f"人{n}", unit) for n, unit in enumerate("乙甲乙甲")]
    passing, _ = rosters_of(run, dossiers, [make.passed(one.id) for one in dossiers])
    assert [("乙", ["0", "2"]), ("甲", ["1", "3"])] == [
        (unit.unit, [row.application for row in unit.rows]) for unit in passing.units
    ]


def test_one_unit_in_two_spellings_is_one_list(run, make):
    dossiers = [
        make.dossier("1", "张三", "公路局（东区）"),
        make.dossier("2", "李四", "公路局 (东区)"),
    ]
    passing, _ = rosters_of(run, dossiers, [make.passed("1"), make.passed("2")])
    assert [2] == [len(unit.rows) for unit in passing.units]


def test_people_without_unit_or_application_stand_last_under_a_heading_of_their_own(run, make):
    dossiers = [
        make.dossier("1", "张三", " "),
        Dossier("2", None),
        make.dossier("3", "李四", "一院"),
    ]
    _, on_site = rosters_of(run, dossiers, [make.on_site(one.id) for one in dossiers])
    assert ["一院", NO_UNIT] == [unit.unit for unit in on_site.units]
    assert ["张三", "（未填写姓名）"] == [row.name for row in on_site.units[1].rows]


@pytest.mark.parametrize("judged", [[], ["1", "1"], ["1", "2"]])
def test_an_applicant_without_exactly_one_verdict_stops_the_rosters(run, make, judged):
    with pytest.raises(DataError) as caught:
        rosters_of(run, [make.dossier("1", "张三", "一院")], [make.passed(one) for one in judged])
    assert "E-ROSTER-PEOPLE" == caught.value.code


def test_basis_keeps_what_evidence_proved_apart_from_what_the_unit_signed(run, people):
    row = rosters_of(run, *people)[0].units[0].rows[0]
    assert (
        "(四)1至5",
        "第1项 (四)6.(5)专利：一种公路护栏清洗装置",
        "证据证明：二级证书满5年、专利证书与官方检索、专利数量与名次",
    ) == row.basis
    assert "工作年限25年、无不得申报的情形" == row.attested


def test_basis_calls_nothing_proven_that_only_the_declaration_says(run, make):
    verdict = make.passed(
        "1",
        make.finding("1", "H2b", Result.MATCH),
        make.finding("1", "A3a", Result.MATCH, basis=Basis.DECLARATION),
        make.finding("1", "A9", Result.MATCH, basis=Basis.REGISTER),
    )
    passing, _ = rosters_of(run, [make.dossier("1", "张三", "一院")], [verdict])
    assert (
        "证据证明：二级证书满5年、专利证书与官方检索",
        "申报内容符合：授予单位级别",
    ) == passing.units[0].rows[0].basis[1:]


def test_basis_says_where_the_exception_clause_replaced_two_conditions(run, make):
    verdict = make.passed(
        "1",
        make.finding("1", "H3", Result.MISMATCH, bears=False),
        make.finding("1", "A3a", Result.MATCH, claim=1),
        claims=(ClaimResult(1, 1, Result.MATCH), ClaimResult(2, 5, Result.UNSURE)),
    )
    claims = (Claim(1, 1, title="劳动模范"), Claim(2, 5, title="装置"))
    passing, _ = rosters_of(run, [make.dossier("1", "张三", "一院", claims=claims)], [verdict])
    basis = passing.units[0].rows[0].basis
    assert ("(四)1、2、5，并以(四)6替代3、4", "第1项 (四)6.(1)表彰：劳动模范") == basis[:2]
    assert "装置" not in "".join(basis)


def test_reasons_are_the_bearing_findings_worst_first_with_sign_word_and_article(run, people):
    rows = rosters_of(run, *people)[1].units
    reasons = next(row.reasons for unit in rows for row in unit.rows if row.name == "李四")
    assert (
        "✕ 不一致　第1项：发证单位“新乡市红旗区人民政府”不在附件1认可范围（见附件1第四条）",
        "? 待核　第1项：发文字号读不清，请核对（见附件1第四条）",
    ) == reasons


def test_an_attestation_that_the_notice_does_not_accept_is_a_reason(run, make):
    verdict = make.on_site("1", make.finding("1", "H66", Result.ATTESTED))
    accepted = rosters_of(run, [make.dossier("1", "张三", "一院")], [verdict])[1]
    refused = rosters_of(
        run,
        [make.dossier("1", "张三", "一院")],
        [type(verdict)("1", Outcome.ON_SITE, False, (), (), verdict.findings)],
    )[1]
    assert ("按规定须现场审查确认",) == accepted.units[0].rows[0].reasons
    assert ("○ 单位确认　H66 的说明（见附件1第四条）",) == refused.units[0].rows[0].reasons


def test_a_provisional_pass_says_what_is_still_owed(run, make):
    owed = make.finding("1", "P14", Result.MATCH, explanation="2023年度考核结果容缺后补。")
    passing, _ = rosters_of(
        run, [make.dossier("1", "张三", "一院")], [make.passed("1", owed, provisional=True)]
    )
    assert "容缺：2023年度考核结果容缺后补" == passing.units[0].rows[0].remark
