"""A9, H65, A1 for patents: the official record beside the certificate, and which patents count."""

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
    RECEIVED,
    application,
    certificate,
    dossier,
    doubted,
    judged,
    patent_claim,
    record,
    result,
    skill,
)
from tests.verifiers.test_patent_papers import a9, case, read
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")


@pytest.mark.parametrize(
    ("name", "readings", "expected"),
    [
        ("inventor", ("周建民", NAME, "?王海波"), "unsure"),  # of a list every name must be sure
        ("patentee", ("新乡市公路事业发展中心", "?新乡市公路管理局"), "unsure"),
        ("title", ("一种用于城市道路养护车辆的液压举升装置", "?一种用于城市道路养护车辆的液压举升装置"), "match"),
        ("grant_number", ("?CN111472379B",), "match"),  # the proof needs it not
        ("patent_type", ("?invention",), "match"),
        ("patentee", ("?别的公司",), "unsure"),
        ("inventor", (NAME, "周建民", "王海波"), "mismatch"),
    ],
)  # fmt: skip
def test_a9_wants_sure_readings_of_what_the_proof_needs(name, readings, expected):
    patentees = tuple(one.lstrip("?") for one in readings) if expected == "unsure" else ()
    shown = record(patentees=patentees) if name == "patentee" and len(readings) > 1 else record()
    assert expected == a9(read(name, *readings), records=[shown])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        *(({"doubts": (name,)}, "unsure")
          for name in ("title", "application_date", "grant_date", "inventors", "patentees")),
        *(({"doubts": (name,)}, "match") for name in ("grant_number", "patent_type")),
        ({"doubts": ("site",)}, "unsure"),  # the page names another site as well
        ({"title": "另一种装置", "doubts": ("title",)}, "unsure"),
        ({"inventors": (NAME, "周建民", "王海波")}, "mismatch"),
        ({"patentees": ("新乡市公路事业发展中心", "某公司")}, "mismatch"),
        ({"title": " 一种用于城市道路养护车辆的液压举升装置 "}, "match"),
        ({"application_date": "2020-05"}, "mismatch"),
        ({"grant_number": "CN 111472379 B"}, "match"),
        ({"grant_number": "某号"}, "mismatch"),
        ({"patent_type": "某类"}, "mismatch"),
        ({"site": "pss"}, "match"),
        ({"site": "cpquery"}, "match"),
        ({"source": RecordSource.REVIEWER, "site": "某站"}, "unsure"),  # typed in from elsewhere
        ({"source": RecordSource.REVIEWER, "site": "cpquery"}, "match"),
        ({"applicant": "XX2024001"}, "match"),
        ({"applicant": "XX2024002"}, "not_checked"),  # what lies with another's papers
        ({"case_status": "", "legal_status": "授权", "doubts": ("case_status",)}, "unsure"),
    ],
)  # fmt: skip
def test_a9_wants_a_sure_official_record(change, expected):
    assert expected == a9(records=[record(**change)])


def test_the_order_of_patentees_says_nothing():
    both = ["新乡市公路事业发展中心", "某公司"]
    assert "match" == a9(certificate(patentee=both), records=[record(patentees=tuple(both[::-1]))])


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"doubts": ("title", "patent_number", "inventors")}, "match"),  # the first is sure
        ({"doubts": ("legal_status",)}, "match"),
        ({"legal_status": "", "case_status": "无效宣告失效"}, "mismatch"),
        ({"legal_status": "", "case_status": "无效宣告失效", "doubts": ("case_status",)}, "unsure"),
        ({"legal_status": "", "case_status": "届满终止失效"}, "unsure"),
        ({"legal_status": "", "case_status": ""}, "match"),
        ({"title": "另一种装置"}, "mismatch"),
    ],
)
def test_what_one_record_lacks_another_shows_and_the_worse_status_counts(other, expected):
    assert expected == a9(records=[record(), record(site="epub", **other)])


def test_official_records_that_differ_where_the_certificate_is_silent_prove_nothing():
    bare = certificate(grant_number=None, qr_url=None)
    other = record(site="epub", grant_number="CN111472378B")
    assert "unsure" == a9(bare, records=[record(), other])
    assert "match" == a9(bare, records=[record(), record(site="epub")])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "另一种装置"}, "mismatch"),
        ({"inventors": (NAME,)}, "mismatch"),
        ({"title": "另一种装置", "doubts": ("title",)}, "match"),
        ({"title": ""}, "match"),
        ({"site": "某站"}, "match"),
    ],
)
def test_the_applicants_own_printout_contradicts_and_never_proves(change, expected):
    own = record(source=RecordSource.APPLICANT, applicant="XX2024001", **change)
    assert expected == a9(records=[record(), own])
    others = replace(own, applicant="XX2024002")
    assert "match" == a9(records=[record(), others])
    alone = "mismatch" if expected == "mismatch" else "unsure"
    assert alone == a9(records=[own])


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((RecordSource.APPLICANT,), "unsure"),
        ((RecordSource.EPO_OPS,), "unsure"),
        ((RecordSource.APPLICANT, RecordSource.EPO_OPS), "unsure"),
        ((), "not_checked"),
    ],
)
def test_a9_without_an_official_record_nothing_is_proven(sources, expected):
    records = [
        record(source=one, applicant="XX2024001" if one is RecordSource.APPLICANT else None)
        for one in sources
    ]
    assert expected == a9(records=records)


@pytest.mark.parametrize(
    ("status", "required", "expected"),
    [
        ("", True, "unsure"),
        ("", False, "match"),
        ("未知", False, "unsure"),
        ("届满", False, "unsure"),
    ],
)
def test_whether_a_record_must_show_the_status_is_the_notices_to_say(status, required, expected):
    limits = replace(NOTICE.thresholds, patent_status_required=required)
    notice = replace(NOTICE, thresholds=limits)
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    one = dossier(app, skill(), certificate())
    records = PatentRegister([record(legal_status=status, case_status="--")])
    findings = verify(one, records, load_authorities(), notice, RECEIVED)
    assert expected == result(decide(one, findings, notice), "A9", 1)


def other(paper, upload):
    return replace(paper, upload=f"uploads/XX2024001/{upload}", sha256="e" * 64)


@pytest.mark.parametrize("upload", ["00.pdf", "发明专利证书二.pdf"])
def test_a_missing_date_is_worse_than_three_doubts(upload):
    """Of two certificates of one number, the one whose worst check is best."""
    undated = other(certificate(grant_date=None), upload)
    blurred = doubted(certificate(), "title", "inventor", "patentee")
    assert "match" == result(case(undated, blurred), "A1", 1)


def test_a_rival_certificate_contradicts_and_a_blurred_one_does_not():
    assert "match" == a9(certificate(), other(doubted(certificate(), "title"), "二.pdf"))
    assert "mismatch" == a9(certificate(), other(certificate(title="另一种装置"), "二.pdf"))


@pytest.mark.parametrize(
    ("readings", "declared", "expected"),
    [
        (("周建民", NAME, "王海波"), 2, "attested"),
        (("?周建民", NAME, "王海波"), 2, "unsure"),  # whoever stands before decides the rank
        (("周建民", f"?{NAME}", "王海波"), 2, "unsure"),
        (("周建民", NAME, "?王海波"), 2, "attested"),
        (("周建民", "王海波"), 2, "mismatch"),
        (("周建民", "?王海波"), 2, "unsure"),
        ((), 2, "not_checked"),
    ],
)
def test_h65_the_rank_is_as_sure_as_every_name_before_it(readings, declared, expected):
    paper = read("inventor", *readings)
    verdict = case(paper, claim=patent_claim(inventor_rank=declared))
    assert expected == result(verdict, "H65", 1)


def test_h65_is_not_checked_without_number_or_certificate():
    assert "not_checked" == result(case(skill()), "H65", 1)
    bad = case(claim=patent_claim(patent_number="某号"))
    assert "not_checked" == result(bad, "H65", 1)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((INVENTION,), "match"),
        ((MODEL_ONE, MODEL_TWO), "match"),
        ((MODEL_ONE,), "mismatch"),
        ((MODEL_ONE, MODEL_ONE.removeprefix("ZL")), "mismatch"),  # one patent written twice
        ((MODEL_ONE, "ZL202030469320.8"), "mismatch"),  # a design never counts
        (("ZL202030469320.8", "ZL202030593402.3"), "mismatch"),
        (("ZL202080041771.9",), "match"),  # 8: a PCT invention
        ((MODEL_ONE, "某号"), "mismatch"),
    ],
)
def test_h65_one_invention_or_two_utility_models(numbers, expected):
    claims = tuple(patent_claim(no, patent_number=one) for no, one in enumerate(numbers, 1))
    verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
    assert expected == result(verdict, "H65")


def test_h65_counts_claims_of_patents_alone():
    award = patent_claim(2, condition=1, patent_number=INVENTION)
    claims = (patent_claim(patent_number=MODEL_ONE), award)
    verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
    assert "mismatch" == result(verdict, "H65")


@pytest.mark.parametrize(
    ("limit", "needed", "expected"),
    [("inventions", 2, "mismatch"), ("inventions", 1, "match"), ("utility_models", 1, "match")],
)
def test_h65_how_many_is_the_notices_to_say(limit, needed, expected):
    notice = replace(NOTICE, thresholds=replace(NOTICE.thresholds, **{limit: needed}))
    number = INVENTION if limit == "inventions" else MODEL_ONE
    claims = (patent_claim(patent_number=number),)
    one = dossier(application(**NEEDS_EXCEPTION, claims=claims), skill())
    findings = verify(one, PatentRegister(), load_authorities(), notice, RECEIVED)
    assert expected == result(decide(one, findings, notice), "H65")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "match"),
        ({"application_date": None}, "unsure"),
        ({"grant_date": None}, "not_checked"),
        ({"grant_date": "某日"}, "not_checked"),
    ],
)
def test_a1_a_patent_is_granted_and_filed_after_the_level_two_certificate(change, expected):
    assert expected == result(case(certificate(**change)), "A1", 1)


@pytest.mark.parametrize(
    ("name", "expected"), [("application_date", "unsure"), ("grant_date", "unsure")]
)
def test_a1_never_rests_on_a_doubtful_date_of_a_patent(name, expected):
    assert expected == result(case(doubted(certificate(), name)), "A1", 1)


def test_a3b_patents_of_one_title_are_for_a_person_and_nameless_ones_are_not_alike():
    def a3b(first, second):
        claims = (
            patent_claim(1, title=first),
            patent_claim(2, title=second, patent_number=MODEL_ONE),
        )
        verdict = judged(dossier(application(**NEEDS_EXCEPTION, claims=claims), skill()))
        return result(verdict, "A3b", 1), result(verdict, "A3b", 2)

    assert ("unsure", "unsure") == a3b("一种支架", "“一种支架”")
    assert ("match", "match") == a3b("一种支架", "一种支座")
    assert ("match", "match") == a3b("", "")
