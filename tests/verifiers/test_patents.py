"""Patents: certificate, official record, declaration, QR code, type, rank and count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.register import RecordSource
from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    MODEL_TWO,
    NAME,
    NEEDS_EXCEPTION,
    altered,
    application,
    certificate,
    date,
    dossier,
    doubted,
    flagged,
    judged,
    patent_claim,
    patent_dossier,
    record,
    result,
    skill,
)


def case(paper=None, claim=None, records=None, level_two=None):
    app = application(**NEEDS_EXCEPTION, claims=(claim or patent_claim(),))
    papers = (level_two or skill(), paper or certificate())
    return judged(dossier(app, *papers), *(records if records is not None else [record()]))


def test_a_genuine_invention_carries_who_lacks_schooling_and_distinction():
    verdict = judged(patent_dossier(), record())
    assert verdict.outcome == "pass"
    assert flagged(verdict) == set()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "一种用于城市道路养护车辆的液压提升装置"}, "mismatch"),
        ({"title": None}, "not_checked"),
        ({"patent_type": "utility_model"}, "mismatch"),
        ({"patent_type": None}, "not_checked"),
        ({"application_date": "2020-05-21"}, "mismatch"),
        ({"application_date": None}, "not_checked"),
        ({"grant_date": "2021-11-12"}, "mismatch"),
        ({"grant_date": None}, "not_checked"),
        ({"grant_date": "2020-01-07"}, "mismatch"),
        ({"patentee": "新乡市园林绿化中心"}, "mismatch"),
        ({"patentee": None}, "not_checked"),
        ({"inventor": ["周建民", NAME]}, "mismatch"),
        ({"inventor": [NAME, "周建民", "王海波"]}, "mismatch"),
        ({"grant_number": "CN111472379A"}, "mismatch"),
        ({"grant_number": "CN211472379U"}, "mismatch"),
        ({"grant_number": None, "qr_url": None}, "match"),
        ({"grant_number": "CN111472370B"}, "mismatch"),
        ({"qr_url": "http://epub.cnipa.gov.cn/cred/CN111472370B"}, "mismatch"),
        ({"qr_url": "http://epub.cnipa.gov.cn/cred/CN211472379U"}, "mismatch"),
        ({"qr_url": "http://epub.cnipa.gov.cn.example.org/cred/CN111472379B"}, "unsure"),
        ({"qr_url": None}, "match"),
        ({"certificate_number": "4876124"}, "mismatch"),
        ({"certificate_number": "第4876123号"}, "match"),
        ({"certificate_number": None}, "match"),
        ({"issuer": "中国发明协会"}, "mismatch"),
        ({"issuer": None}, "match"),
        ({"patent_number": MODEL_ONE}, "mismatch"),
        ({"patent_number": [INVENTION, MODEL_ONE]}, "unsure"),
        ({"patent_number": "ZL202010430096.1"}, "mismatch"),
    ],
)
def test_a9_compares_the_certificate_with_declaration_and_record(change, expected):
    verdict = case(certificate(**change))
    assert result(verdict, "A9", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


NEEDED = [
    "patent_number",
    "title",
    "inventor",
    "patentee",
    "application_date",
    "grant_date",
]


@pytest.mark.parametrize("name", NEEDED)
def test_a9_never_rests_on_a_doubtful_field_of_the_certificate(name):
    verdict = case(doubted(certificate(), name))
    assert result(verdict, "A9", 1) == "unsure"
    assert verdict.outcome == "on_site"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "一种液压举升装置"}, "mismatch"),
        ({"title": ""}, "unsure"),
        ({"inventors": ("周建民", "王海波")}, "mismatch"),
        ({"inventors": ()}, "unsure"),
        ({"patentees": ("别的公司",)}, "mismatch"),
        ({"patentees": ()}, "unsure"),
        ({"application_date": "2020-05-19"}, "mismatch"),
        ({"application_date": ""}, "unsure"),
        ({"grant_date": "2021-11-08"}, "mismatch"),
        ({"grant_date": ""}, "unsure"),
        ({"grant_date": "2021"}, "mismatch"),
        ({"grant_number": "CN111472370B"}, "mismatch"),
        ({"grant_number": "CN111472379A"}, "mismatch"),
        ({"grant_number": ""}, "match"),
        ({"patent_type": "utility_model"}, "mismatch"),
        ({"patent_type": "发明专利"}, "match"),
        ({"patent_type": ""}, "match"),
        ({"site": "soopat"}, "unsure"),
        ({"site": ""}, "unsure"),
        ({"site": "epub"}, "match"),
        ({"doubts": ("title",)}, "unsure"),
        ({"doubts": ("patent_number",)}, "unsure"),
        ({"doubts": ("legal_status",)}, "unsure"),
        ({"source": RecordSource.REVIEWER, "site": ""}, "unsure"),
        ({"source": RecordSource.EPO_OPS}, "unsure"),
        ({"source": RecordSource.APPLICANT, "applicant": "XX2024001"}, "unsure"),
        ({"source": RecordSource.APPLICANT, "applicant": "XX2024002"}, "not_checked"),
    ],
)
def test_a9_wants_an_official_record_that_shows_the_same(change, expected):
    verdict = case(records=[record(**change)])
    assert result(verdict, "A9", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "match")


def test_the_number_settles_a_doubtful_print_of_its_type():
    assert result(case(doubted(certificate(), "patent_type")), "A9", 1) == "match"
    other = doubted(certificate(patent_type="utility_model"), "patent_type")
    assert result(case(other), "A9", 1) == "unsure"


@pytest.mark.parametrize(
    ("legal", "status", "expected"),
    [
        ("授权", "专利权维持", "match"),
        ("", "专利权维持", "match"),
        ("--", "等年费滞纳金", "match"),
        ("授权", "", "match"),
        ("", "", "unsure"),
        ("--", "--", "unsure"),
        ("授权", "未缴年费专利权终止，等恢复", "unsure"),
        ("", "届满终止失效", "unsure"),
        ("", "放弃专利权（重复授权）", "unsure"),
        ("", "无效宣告失效", "mismatch"),
        ("专利权全部无效", "", "mismatch"),
        ("专利权部分无效", "专利权维持", "unsure"),
        ("", "等待颁证公告", "mismatch"),
        ("", "驳回失效", "mismatch"),
        ("实质审查的生效", "", "mismatch"),
        ("授权后变更", "", "unsure"),
        ("未授权", "", "unsure"),
    ],
)
def test_a9_wants_the_patent_in_force(legal, status, expected):
    verdict = case(records=[record(legal_status=legal, case_status=status)])
    assert result(verdict, "A9", 1) == expected


def test_a9_is_not_checked_without_any_record():
    assert result(case(records=[]), "A9", 1) == "not_checked"


def test_the_applicants_own_printout_may_contradict():
    own = record(source=RecordSource.APPLICANT, applicant="XX2024001", title="另一种装置")
    assert result(case(records=[record(), own]), "A9", 1) == "mismatch"
    same = record(source=RecordSource.APPLICANT, applicant="XX2024001", site="cpquery")
    assert result(case(records=[record(), same]), "A9", 1) == "match"


def test_official_records_that_contradict_one_another_prove_nothing():
    other = record(site="epub", grant_date="2021-11-12")
    verdict = case(records=[record(), other])
    assert verdict.outcome == "on_site"
    assert result(verdict, "A9", 1) == "mismatch"


def test_a_list_row_and_a_gazette_entry_together_show_everything():
    row = record(site="cpquery", inventors=())
    entry = record(site="epub", legal_status="", case_status="")
    assert result(case(records=[row, entry]), "A9", 1) == "match"
    assert result(case(records=[entry]), "A9", 1) == "unsure"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("ZL202010430096.0", "match"),
        ("202010430096.0", "match"),
        ("2020104300960", "match"),
        ("ZL202010430096", "match"),
        ("ZL202010430096.1", "mismatch"),
        ("ZL202010430097.0", "mismatch"),
        ("专利证书", "not_checked"),
        ("", "not_checked"),
    ],
)
def test_a9_reads_the_declared_number_and_its_check_digit(number, expected):
    assert result(case(claim=patent_claim(patent_number=number)), "A9", 1) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("2021-11-09", "match"),
        ("2021-11", "match"),
        ("2021-11-10", "mismatch"),
        ("2020-05-20", "mismatch"),
    ],
)
def test_the_declared_date_is_the_day_of_grant(declared, expected):
    assert result(case(claim=patent_claim(date=date(declared))), "A9", 1) == expected


@pytest.mark.parametrize(
    ("number", "filed", "expected"),
    [
        ("ZL202010430096.0", "2019-05-20", "unsure"),  # perhaps a divisional application
        ("ZL202010430096.0", "2021-05-20", "mismatch"),
        ("ZL202080041771.9", "2018-07-01", "match"),  # a national phase
        ("ZL202080041771.9", "2015-07-01", "unsure"),
    ],
)
def test_the_year_of_the_number_is_the_year_of_filing(number, filed, expected):
    changes = {"patent_number": number, "application_date": filed}
    verdict = case(
        certificate(**changes),
        patent_claim(patent_number=number),
        [record(**changes)],
        skill(),
    )
    assert result(verdict, "A9", 1) == expected


SEVEN = ["周建民", "王海波", "李强", "赵敏", "孙丽", "钱进", "吴刚"]


@pytest.mark.parametrize(
    ("place", "declared", "expected"),
    [
        (1, 1, "attested"),
        (2, 2, "attested"),
        (5, 5, "attested"),
        (6, 6, "mismatch"),
        (6, 5, "mismatch"),
        (2, 1, "mismatch"),
        (2, None, "unsure"),
        (None, 2, "mismatch"),
    ],
)
def test_h65_reads_the_rank_from_the_certificate(place, declared, expected):
    inventors = list(SEVEN)
    if place:
        inventors.insert(place - 1, NAME)
    verdict = case(
        certificate(inventor=inventors),
        patent_claim(inventor_rank=declared),
        [record(inventors=tuple(inventors))],
    )
    assert result(verdict, "H65", 1) == expected
    assert (verdict.outcome == "pass") == (expected == "attested")


@pytest.mark.parametrize(
    ("at_filing", "expected"),
    [
        (["周建民", NAME, "王海波"], "attested"),
        (["周建民", "王海波"], "unsure"),
        ([NAME, "周建民", "王海波"], "unsure"),
    ],
)
def test_h65_sees_inventors_changed_after_filing(at_filing, expected):
    assert result(case(certificate(inventor_at_filing=at_filing)), "H65", 1) == expected


def test_h65_cannot_tell_namesakes_apart():
    both = [NAME, "周建民", NAME]
    verdict = case(certificate(inventor=both), records=[record(inventors=tuple(both))])
    assert result(verdict, "H65", 1) == "unsure"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"patent_type": "utility_model"}, "mismatch"),
        ({"patent_type": "实用新型"}, "mismatch"),
        ({"patent_type": "发明"}, "attested"),
        ({"patent_type": "invention"}, "attested"),
        ({"patent_type": ""}, "unsure"),
        ({"patent_number": "ZL202030469320.8", "patent_type": "外观设计"}, "mismatch"),
    ],
)
def test_h65_compares_the_declared_type_with_the_number(change, expected):
    assert result(case(claim=patent_claim(**change)), "H65", 1) == expected


def models(*numbers, titles=None):
    """Utility models of these numbers: claims, certificates and official records."""
    claims, papers, records = [], [], []
    for no, number in enumerate(numbers, 1):
        title = (titles or {}).get(no, f"一种修剪机支架{no}")
        year = "2022" if number == MODEL_ONE else "2021"
        dates = {"application_date": f"{year}-10-20", "grant_date": "2023-03-21"}
        grant = f"CN2199999{no}1U"
        claims.append(
            patent_claim(
                no, title=title, patent_number=number, patent_type="实用新型",
                date=date("2023-03-21"), certificate_number="",
            )
        )  # fmt: skip
        papers.append(
            certificate(
                f"实用新型{no}.pdf", title=title, patent_number=number, patent_type="utility_model",
                grant_number=grant, qr_url=None, **dates,
            )
        )  # fmt: skip
        records.append(
            record(
                title=title, patent_number=number, patent_type="utility_model",
                grant_number=grant, **dates,
            )
        )  # fmt: skip
    return claims, papers, records


def test_two_utility_models_are_enough_and_one_is_not():
    claims, papers, records = models(MODEL_ONE, MODEL_TWO)
    both = application(**NEEDS_EXCEPTION, claims=tuple(claims))
    assert judged(dossier(both, skill(), *papers), *records).outcome == "pass"
    one = application(**NEEDS_EXCEPTION, claims=(claims[0],))
    verdict = judged(dossier(one, skill(), papers[0]), records[0])
    assert verdict.outcome == "on_site"
    assert result(verdict, "H65") == "mismatch"


@pytest.mark.parametrize("lacking", [0, 1])
def test_two_utility_models_need_two_proofs(lacking):
    claims, papers, records = models(MODEL_ONE, MODEL_TWO)
    app = application(**NEEDS_EXCEPTION, claims=tuple(claims))
    without_paper = [paper for n, paper in enumerate(papers) if n != lacking]
    without_record = [one for n, one in enumerate(records) if n != lacking]
    assert judged(dossier(app, skill(), *without_paper), *records).outcome == "on_site"
    assert judged(dossier(app, skill(), *papers), *without_record).outcome == "on_site"


def test_one_utility_model_declared_twice_counts_once():
    claims, papers, records = models(MODEL_ONE, MODEL_ONE)
    app = application(**NEEDS_EXCEPTION, claims=tuple(claims))
    verdict = judged(dossier(app, skill(), *papers), *records)
    assert verdict.outcome == "on_site"
    assert result(verdict, "A3b", 1) == result(verdict, "A3b", 2) == "mismatch"


def test_one_invention_filed_twice_is_for_a_person():
    title = patent_claim().title
    claims, papers, records = models(MODEL_ONE, titles={1: title})
    twin = patent_claim(2)
    app = application(**NEEDS_EXCEPTION, claims=(claims[0], twin))
    verdict = judged(dossier(app, skill(), papers[0], certificate()), records[0], record())
    assert result(verdict, "A3b", 1) == result(verdict, "A3b", 2) == "unsure"
    assert verdict.outcome == "on_site"


def test_a_proven_invention_needs_no_proof_of_another_patent():
    claims, _papers, _records = models(MODEL_ONE)
    other = replace(claims[0], no=2)
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(), other))
    verdict = judged(dossier(app, skill(), certificate()), record())
    assert result(verdict, "A9", 2) == "not_checked"
    assert verdict.outcome == "pass"


def test_a_contradiction_in_a_needless_patent_still_bears():
    claims, papers, records = models(MODEL_ONE)
    other = replace(claims[0], no=2, inventor_rank=1)
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(), other))
    verdict = judged(dossier(app, skill(), certificate(), *papers), record(), *records)
    assert flagged(verdict) == {("H65", 2)}


@pytest.mark.parametrize(
    ("level_two", "expected"),
    [
        ("2020-05-19", "match"),
        ("2020-05-20", "unsure"),  # filed the same day
        ("2020-12-28", "unsure"),  # filed before, granted after
        ("2021-11-08", "unsure"),
        ("2021-11-09", "unsure"),
        ("2021-11-10", "mismatch"),
    ],
)
def test_a1_goes_by_the_grant_and_asks_a_person_about_earlier_filings(level_two, expected):
    app = application(
        **NEEDS_EXCEPTION,
        claims=(patent_claim(),),
        certified=date(level_two),
        appointed=date("2022-01"),
    )
    verdict = judged(dossier(app, skill(date=level_two), certificate()), record())
    assert result(verdict, "A1", 1) == expected


def test_another_certificate_of_the_number_is_not_passed_over():
    forged = replace(certificate("伪造.pdf", inventor=[NAME]), sha256="c" * 64)
    forged = altered(forged, title="另一种装置")
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    for papers in ((certificate(), forged), (forged, certificate())):
        verdict = judged(dossier(app, skill(), *papers), record())
        assert result(verdict, "A9", 1) == "mismatch"


def test_no_proof_is_put_together_from_two_certificates():
    half = replace(certificate("上半.pdf", grant_date=None, title="另一种装置"), sha256="c" * 64)
    rest = certificate("下半.pdf", inventor=None)
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    assert judged(dossier(app, skill(), half, rest), record()).outcome == "on_site"


def test_a_certificate_of_another_number_under_the_same_title_contradicts():
    verdict = case(claim=patent_claim(patent_number="ZL202010310978.3"), records=[])
    assert result(verdict, "A9", 1) == "mismatch"
