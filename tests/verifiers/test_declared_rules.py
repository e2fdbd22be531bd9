"""Rules about the application as a whole, with the boundary on both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from evidence.errors import Problem
from evidence.uploads import UploadStatus
from tests.verifiers.builders import (
    APPLICANT,
    RECEIVED,
    altered,
    application,
    date,
    document,
    dossier,
    doubted,
    flagged,
    identity,
    judged,
    result,
    skill,
    upload_of,
)


def plain(**changes):
    return judged(dossier(application(**changes), skill()))


def test_who_meets_every_condition_passes_without_a_claim():
    verdict = plain()
    assert verdict.outcome == "pass"
    assert flagged(verdict) == set()
    assert not verdict.provisional


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("1994-09", "attested"),
        ("1999-12-31", "attested"),
        ("1999-12", "attested"),
        ("1999", "attested"),
        ("2000-01-01", "unsure"),
        ("2000", "unsure"),
        ("2000-12-31", "unsure"),
        ("2001-01-01", "mismatch"),
        ("2001", "mismatch"),
        ("1984-09", "unsure"),
    ],
)
def test_h2a_counts_25_years_and_leaves_the_year_2000_to_a_person(start, expected):
    verdict = plain(work_start=date(start))
    assert result(verdict, "H2a") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


def test_h2a_is_not_checked_without_a_date():
    assert result(plain(work_start=None), "H2a") == "not_checked"


@pytest.mark.parametrize(
    ("rule", "attribute", "column", "blank"),
    [
        ("H2a", "work_start", "参加工作时间", "参加工作时间未填写"),
        ("H2b", "certified", "现等级证书取得时间", "未申报现等级证书取得时间"),
        ("H2c", "appointed", "现等级聘任时间", "未填写聘任时间"),
        ("P4", "publicity_start", "公示开始", "公示起止日期未填写"),
        ("P4", "publicity_end", "公示结束", "公示起止日期未填写"),
    ],
)
def test_a_date_that_is_not_understood_is_quoted_and_not_called_missing(
    rule, attribute, column, blank
):
    for cell in ("", "无", " — "):
        finding = _finding(plain(**{attribute: None, "raw": {column: cell}}), rule)
        assert finding.result == "not_checked"
        assert blank in finding.explanation
    finding = _finding(plain(**{attribute: None, "raw": {column: "一九九三\n{年}"}}), rule)
    assert finding.result == "not_checked"
    assert f"{column}“一九九三 {{年}}”不能识别" in finding.explanation
    assert "一九九三" in finding.explanation_en
    assert "未填写" not in finding.explanation
    assert finding.declared == "一九九三 {年}"


def _finding(verdict, rule):
    return next(finding for finding in verdict.findings if finding.rule == rule)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2015-12-28", "match"),
        ("2019-03-20", "match"),
        ("2019-03-21", "unsure"),
        ("2019-03", "unsure"),
        ("2019-02", "match"),
        ("2019", "unsure"),
        ("2019-12-31", "unsure"),
        ("2020-01-01", "mismatch"),
        ("2020", "mismatch"),
    ],
)
def test_h2b_goes_by_the_certificates_own_date(printed, expected):
    app = application(certified=date(printed), appointed=date("2023-06"))
    verdict = judged(dossier(app, skill(date=printed)))
    assert result(verdict, "H2b") == expected
    assert (verdict.outcome == "pass") == (expected == "match")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "郑国乎"}, "mismatch"),
        ({"name": None}, "not_checked"),
        ({"grade": "高级工"}, "mismatch"),
        ({"grade": "三级"}, "mismatch"),
        ({"grade": "高级技师"}, "mismatch"),
        ({"grade": "二级（技师）"}, "match"),
        ({"grade": "二级"}, "match"),
        ({"grade": None}, "not_checked"),
        ({"date": None}, "not_checked"),
        ({"date": "2014-12-28"}, "mismatch"),
        ({"date": ["2015-12-28", "2018-12-28"]}, "unsure"),
        ({"title": "国家职业资格证书"}, "mismatch"),
        ({"title": "机关事业单位工人技师资格证书", "issuer": None}, "not_checked"),
        ({"certificate_number": "Y00410400012320"}, "match"),
        ({"certificate_number": "S000041040001232000123"}, "mismatch"),
        ({"issuer": None}, "not_checked"),
        ({"issuer": "新乡市人力资源和社会保障局"}, "unsure"),
        ({"occupation": "保育员"}, "unsure"),
        ({"occupation": None}, "match"),
        ({"date": "1984-05-05"}, "mismatch"),
        ({"title": None}, "unsure"),
        ({"issuer": "新乡市职业技能鉴定协会"}, "unsure"),
        ({"issuer": "河南省人事厅"}, "match"),
    ],
)
def test_h2b_reads_name_grade_date_and_kind_of_the_certificate(change, expected):
    assert result(judged(dossier(application(), skill(**change))), "H2b") == expected


@pytest.mark.parametrize("name", ["name", "grade", "date"])
def test_h2b_never_matches_on_a_doubtful_field(name):
    verdict = judged(dossier(application(), doubted(skill(), name)))
    assert result(verdict, "H2b") == "unsure"
    assert verdict.outcome == "on_site"


def test_h2b_is_not_checked_without_a_certificate_whatever_is_declared():
    verdict = judged(dossier(application()))
    assert result(verdict, "H2b") == "not_checked"
    assert verdict.outcome == "on_site"


def test_h2b_takes_the_certificate_that_proves_most_whatever_the_order():
    level_three = altered(skill(), grade="三级", date="2008-05-06")
    level_three = type(level_three)(
        "uploads/XX2024001/高级工.jpg", "b" * 64, level_three.kind, (1,), level_three.fields
    )
    for papers in ((skill(), level_three), (level_three, skill())):
        assert result(judged(dossier(application(), *papers)), "H2b") == "match"


def test_h2b_another_certificate_of_the_same_grade_and_another_date_is_not_passed_over():
    other = replace(skill(date="2021-12-20"), upload="uploads/XX2024001/b.jpg", sha256="b" * 64)
    verdict = judged(dossier(application(), skill(), other))
    assert result(verdict, "H2b") == "unsure"
    copy = replace(skill(), upload="uploads/XX2024001/b.jpg")
    assert judged(dossier(application(), skill(), copy)).outcome == "pass"


def test_h2b_a_certificate_before_the_start_of_work_is_doubted():
    app = application(certified=date("1984-05-05"), work_start=date("1993-10"))
    assert result(judged(dossier(app, skill(date="1984-05-05"))), "H2b") == "unsure"


def test_h2b_never_mixes_two_certificates():
    other = altered(skill(), grade="三级")
    other = type(other)("uploads/XX2024001/b.jpg", "b" * 64, other.kind, (1,), other.fields)
    verdict = judged(dossier(application(), altered(skill(), date="2020-05-06"), other))
    assert result(verdict, "H2b") == "mismatch"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"grade": "三级"}, "mismatch"),
        ({"grade": ""}, "not_checked"),
        ({"appointed": None}, "not_checked"),
        ({"appointed": date("2015-06")}, "unsure"),
        ({"appointed": date("2015-12")}, "attested"),
        ({"appointed": date("2024-04-12")}, "attested"),
        ({"appointed": date("2024-04-13")}, "mismatch"),
        ({"appointed": date("2024-04")}, "unsure"),
    ],
)
def test_h2c_wants_an_appointment_to_level_two(change, expected):
    assert result(plain(**change), "H2c") == expected


@pytest.mark.parametrize(
    ("education", "expected"),
    [
        ("高中", "attested"),
        ("技工学校", "attested"),
        ("职业高中", "attested"),
        ("大专", "attested"),
        ("初中", "mismatch"),
        ("小学", "mismatch"),
        ("肄业", "unsure"),
        ("", "not_checked"),
    ],
)
def test_h3_wants_high_school_or_a_technical_school(education, expected):
    verdict = plain(education=education)
    assert result(verdict, "H3") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


def test_a_diploma_that_says_less_contradicts_the_declared_schooling():
    diploma = document(DocumentKind.DIPLOMA, "毕业证.jpg", {"name": "郑国平", "result": "初中"})
    verdict = judged(dossier(application(), skill(), diploma))
    assert result(verdict, "H3") == "mismatch"
    assert verdict.outcome == "on_site"


FIVE = {2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "合格"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("合格", "attested"),
        ("优秀", "attested"),
        ("基本合格", "mismatch"),
        ("不合格", "mismatch"),
        ("称职", "unsure"),
        ("不确定等次", "unsure"),
        ("", "not_checked"),
    ],
)
def test_h4a_wants_every_one_of_five_appraisals(given, expected):
    assert result(plain(appraisals={**FIVE, 2021: given}), "H4a") == expected


def test_an_appraisal_record_that_says_otherwise_is_a_mismatch():
    paper = document(
        DocumentKind.APPRAISAL_RECORD,
        "考核.jpg",
        {"name": "郑国平", "date": "2021", "result": "不合格"},
    )
    verdict = judged(dossier(application(), skill(), paper))
    assert result(verdict, "H4a") == "mismatch"


@pytest.mark.parametrize(
    ("excellent", "party", "expected"),
    [
        ((2020, 2022), (), "attested"),
        ((2020,), (2021,), "attested"),
        ((), (2019, 2023), "attested"),
        ((2020,), (2020,), "mismatch"),
        ((2020,), (), "mismatch"),
        ((2020,), (2018,), "unsure"),
        ((), (), "mismatch"),
    ],
)
def test_h4b_counts_a_year_once_however_distinguished(excellent, party, expected):
    appraisals = {year: "优秀" if year in excellent else "合格" for year in FIVE}
    verdict = plain(appraisals=appraisals, party_years=party)
    assert result(verdict, "H4b") == expected


def test_a_promised_appraisal_of_2023_makes_the_pass_provisional():
    verdict = plain(appraisals={**FIVE, 2023: ""}, deferral_promised="是")
    assert verdict.outcome == "pass"
    assert verdict.provisional
    assert result(verdict, "P14") == "attested"


@pytest.mark.parametrize("promise", ["", "否", "无", "未承诺", "不承诺", "/"])
def test_a_missing_appraisal_of_2023_without_promise_is_on_site(promise):
    verdict = plain(appraisals={**FIVE, 2023: ""}, deferral_promised=promise)
    assert verdict.outcome == "on_site"
    assert not verdict.provisional


def test_no_other_year_can_be_promised():
    verdict = plain(appraisals={**FIVE, 2022: "", 2021: "优秀"}, deferral_promised="是")
    assert result(verdict, "H4a") == "not_checked"
    assert verdict.outcome == "on_site"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-22", "2024-03-29", "attested"),  # 5 without the first day
        ("2024-03-25", "2024-03-29", "unsure"),  # 5 only with the first day
        ("2024-03-25", "2024-03-28", "mismatch"),  # 4 with the first day
        ("2024-04-01", "2024-04-09", "attested"),  # 清明 off, Sunday the 7th a working day
        ("2024-04-02", "2024-04-09", "unsure"),  # 4 without the first day
        ("2024-04-02", "2024-04-08", "mismatch"),
        ("2024-03-29", "2024-03-22", "mismatch"),
        ("2024-03", "2024-03-29", "unsure"),
        ("2014-03-03", "2014-03-14", "unsure"),
        ("2024-04-08", "2024-04-19", "unsure"),  # not over when received
    ],
)
def test_p4_counts_working_days_without_the_first(start, end, expected):
    verdict = plain(publicity_start=date(start), publicity_end=date(end))
    assert result(verdict, "P4") == expected


@pytest.mark.parametrize("missing", ["publicity_start", "publicity_end"])
def test_p4_is_not_checked_without_both_dates(missing):
    assert result(plain(**{missing: None}), "P4") == "not_checked"


@pytest.mark.parametrize(
    ("unit", "department", "expected"),
    [
        ("同意", "同意", "attested"),
        ("不同意", "同意", "mismatch"),
        ("同意", "不同意", "mismatch"),
        ("", "同意", "not_checked"),
        ("同意", "", "not_checked"),
        ("", "", "not_checked"),
    ],
)
def test_g1_wants_the_consent_of_both(unit, department, expected):
    verdict = plain(unit_opinion=unit, department_opinion=department)
    assert result(verdict, "G1") == expected
    assert (verdict.outcome == "pass") == (expected == "attested")
    if expected != "attested":
        attested = {f.rule for f in verdict.findings if f.result == "attested"}
        assert attested == set()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("否", "attested"),
        ("无", "attested"),
        ("是", "mismatch"),
        ("", "not_checked"),
        ("?", "unsure"),
    ],
)
def test_a12_wants_a_denial(answer, expected):
    assert result(plain(barred=answer), "A12") == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sex": "女"}, "mismatch"),
        ({"birth": date("1974-04")}, "mismatch"),
        ({"birth": date("1974")}, "attested"),
        ({"birth": None}, "not_checked"),
        ({"id_number": ""}, "not_checked"),
        ({"id_number": identity()[:-1] + ("0" if identity()[-1] != "0" else "1")}, "mismatch"),
        ({"id_number": "410702740312151"}, "unsure"),
        ({"name": ""}, "not_checked"),
        ({"problems": (Problem("E-CELL", "坏格。", "A bad cell."),)}, "unsure"),
    ],
)
def test_p2_compares_name_identity_number_birth_and_sex(change, expected):
    verdict = plain(**change)
    assert result(verdict, "P2") == expected
    if expected != "attested":
        assert verdict.outcome == "on_site"


def test_p2_sees_another_persons_paper():
    stranger = document(DocumentKind.DIPLOMA, "毕业证.jpg", {"name": "李四海", "result": "高中"})
    assert result(judged(dossier(application(), skill(), stranger)), "P2") == "mismatch"


def test_p2_sees_a_form_that_contradicts_the_table_and_shows_no_identity_number():
    form = document(
        DocumentKind.APPLICATION_FORM,
        "申报表.pdf",
        {"姓名": "郑国平", "参加工作时间": "2001-09", "身份证号": "410702197403121999"},
    )
    verdict = judged(dossier(application(), skill(), form))
    assert result(verdict, "P2") == "mismatch"
    said = "".join(f.explanation + f.explanation_en + f.found for f in verdict.findings)
    assert "410702197403121999" not in said
    assert identity() not in said


@pytest.mark.parametrize(
    ("sex", "birth", "expected"),
    [
        ("男", "19640314", "mismatch"),
        ("男", "19640315", "mismatch"),
        ("男", "19640316", "attested"),
        ("女", "19690315", "mismatch"),
        ("女", "19690316", "unsure"),
        ("女", "19740315", "unsure"),
        ("女", "19740316", "attested"),
    ],
)
def test_s3_excludes_who_had_reached_retirement_age(sex, birth, expected):
    number = identity(birth, sex)
    born = date(f"{birth[:4]}-{birth[4:6]}")
    app = application(sex=sex, birth=born, id_number=number, work_start=date("1990-09"))
    assert result(judged(dossier(app, skill())), "S3") == expected


def test_a_grade_that_the_notice_does_not_know_is_not_checked_further():
    for grade in ("", "六级"):
        assert flagged(plain(target_grade=grade)) == {("S0", None)}


def test_without_an_application_there_is_a_finding_of_its_own():
    verdict = judged(dossier(None, skill()))
    assert verdict.outcome == "on_site"
    assert ("P3", None) in flagged(verdict)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (UploadStatus.READ, "match"),
        (UploadStatus.PARTLY_READ, "unsure"),
        (UploadStatus.UNREADABLE, "not_checked"),
        (UploadStatus.UNSUPPORTED, "not_checked"),
        (UploadStatus.REFUSED, "not_checked"),
    ],
)
def test_u1_bears_for_whatever_could_not_be_read(status, expected):
    paper = skill()
    uploads = (upload_of(paper.upload), upload_of(f"uploads/{APPLICANT}/别的.pdf", status))
    verdict = judged(dossier(application(), paper, uploads=uploads))
    assert result(verdict, "U1") == expected
    assert (verdict.outcome == "pass") == (expected == "match")


def test_nothing_depends_on_the_clock():
    late = RECEIVED + dt.timedelta(days=3)
    first = judged(dossier(application(), skill()), received=late)
    assert first.outcome == judged(dossier(application(), skill())).outcome == "pass"
