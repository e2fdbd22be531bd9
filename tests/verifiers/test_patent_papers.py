"""A9, H65, A1 for patents: certificate against record, sure and doubtful, and which patents count."""

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
    date,
    dossier,
    doubted,
    field,
    judged,
    patent_claim,
    record,
    result,
    skill,
)
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")


def case(*papers, claim=None, records=None, level_two=None, certified="2015-12-28"):
    app = application(
        **NEEDS_EXCEPTION, claims=(claim or patent_claim(),), certified=date(certified)
    )
    papers = papers or (certificate(),)
    official = [record()] if records is None else records
    return judged(dossier(app, level_two or skill(), *papers), *official)


def a9(*papers, **given):
    return result(case(*papers, **given), "A9", 1)


def read(name, *readings, **values):
    """A certificate with these readings of one field; what begins with ? is doubtful."""
    base = certificate(**values)
    others = tuple(one for one in base.fields if one.name != name)
    fields = (field(name, one.lstrip("?"), doubtful=one.startswith("?")) for one in readings)
    return replace(base, fields=others + tuple(fields))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://epub.cnipa.gov.cn/cred/CN111472379B", "match"),
        ("https://epub.cnipa.gov.cn/patent/CN111472379B", "match"),
        ("HTTP://EPUB.CNIPA.GOV.CN/cred/cn111472379b/", "match"),
        (" http://epub.cnipa.gov.cn/cred/CN111472379B ", "match"),
        ("http://epub.cnipa.gov.cn/cred/CN111472378B", "mismatch"),
        ("http://epub.cnipa.gov.cn/cred/CN111472379A", "mismatch"),
        ("http://epub.cnipa.gov.cn/cred/CN111472379B/x", "unsure"),
        ("http://epub.cnipa.gov.cn/other/CN111472379B", "unsure"),
        ("ftp://epub.cnipa.gov.cn/cred/CN111472379B", "unsure"),
        ("http://epub.cnipa.gov.cn/cred/CN", "unsure"),
        ("http://x.cn/?http://epub.cnipa.gov.cn/cred/CN111472379B", "unsure"),
    ],
)
def test_the_qr_code_names_the_printed_grant_number_on_the_official_site(url, expected):
    assert expected == a9(certificate(qr_url=url))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (("?CN111472379B",), "match"),  # the code itself settles it
        (("?CN111472378B",), "unsure"),
        (("CN111472379B", "CN111472378B"), "mismatch"),  # the record shows the first alone
        ((), "match"),
    ],
)
def test_the_qr_code_settles_a_doubtful_print_of_the_same_number(printed, expected):
    assert expected == a9(read("grant_number", *printed))
    if printed == ("?CN111472378B",):
        nothing = record(grant_number="")
        assert "unsure" == a9(read("grant_number", *printed), records=[nothing])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("B", "match"), ("C", "match"), ("B8", "match"), ("A", "mismatch"), ("U", "mismatch"),
     ("Y", "mismatch"), ("S", "mismatch"), ("D", "mismatch")],
)  # fmt: skip
def test_the_kind_code_is_one_of_granted_inventions(kind, expected):
    """ZL type 1 and 8 ⇒ …B (or C); …A is an unexamined publication."""
    number = f"CN111472379{kind}"
    given = {"grant_number": number}
    assert expected == a9(certificate(**given, qr_url=None), records=[record(**given)])
    # The record alone shows it, the certificate's layout prints none.
    bare = certificate(grant_number=None, qr_url=None)
    assert expected == a9(bare, records=[record(**given)])


def test_a_doubtful_kind_code_is_for_a_person():
    nothing = [record(grant_number="")]
    assert "mismatch" == a9(read("grant_number", "CN111472379A", qr_url=None), records=nothing)
    assert "unsure" == a9(read("grant_number", "?CN111472379A", qr_url=None), records=nothing)
    bare = certificate(grant_number=None, qr_url=None)
    doubtful = record(grant_number="CN111472379A", doubts=("grant_number",))
    assert "unsure" == a9(bare, records=[doubtful])


@pytest.mark.parametrize(
    ("number", "filed", "expected"),
    [
        (INVENTION, ("2020-12-31",), "match"),
        (INVENTION, ("2019-12-31",), "unsure"),
        (INVENTION, ("2021-01-01",), "mismatch"),
        (INVENTION, ("?2021-01-01",), "unsure"),
        (INVENTION, ("2021-01-01", "?2021-01-01"), "mismatch"),
        ("ZL202080041771.9", ("2016-07-01",), "match"),  # four years: a national phase
        ("ZL202080041771.9", ("2015-07-01",), "unsure"),
        ("ZL202080041771.9", ("2021-07-01",), "mismatch"),
    ],
)
def test_the_numbers_year_is_that_of_filing(number, filed, expected):
    paper = read("application_date", *filed, patent_number=number)
    shown = record(patent_number=number, application_date=filed[0].lstrip("?"))
    assert expected == a9(paper, claim=patent_claim(patent_number=number), records=[shown])


@pytest.mark.parametrize(
    ("filed", "granted", "expected"),
    [
        (("2020-05-20",), ("2020-05-21",), "match"),
        (("2020-05-20",), ("2020-05-20",), "mismatch"),
        (("2020-05-20",), ("2020-05-19",), "mismatch"),
        (("?2020-05-20",), ("2020-05-19",), "unsure"),
        (("2020-05-20",), ("?2020-05-19",), "unsure"),
    ],
)
def test_the_grant_is_later_than_the_filing(filed, granted, expected):
    days = [filed[0].lstrip("?"), granted[0].lstrip("?")]
    paper = read("application_date", *filed)
    others = tuple(one for one in paper.fields if one.name != "grant_date")
    fields = (field("grant_date", one.lstrip("?"), doubtful=one[0] == "?") for one in granted)
    shown = record(application_date=days[0], grant_date=days[1])
    claim = patent_claim(date=date(days[1]))
    assert expected == a9(replace(paper, fields=(*others, *fields)), claim=claim, records=[shown])


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        (("国家知识产权局",), "match"),
        (("中华人民共和国国家知识产权局",), "match"),
        (("中华人民共和国专利局",), "match"),
        (("中国专利局",), "match"),
        (("河南省知识产权局",), "mismatch"),
        (("?河南省知识产权局",), "unsure"),
        (("河南省知识产权局", "国家知识产权局"), "match"),
    ],
)
def test_only_the_national_office_grants(issuer, expected):
    assert expected == a9(read("issuer", *issuer))


@pytest.mark.parametrize(
    ("printed", "declared", "expected"),
    [
        (("4876123",), "第4876123号", "match"),
        (("第04876123号",), "4876123", "match"),
        (("4876124",), "4876123", "mismatch"),
        (("?4876124",), "4876123", "unsure"),
        (("?4876123",), "4876123", "match"),
        (("4876123", "4876124"), "4876123", "unsure"),
        (("证书",), "证书", "mismatch"),  # no number is like nothing
        (("4876124",), "", "match"),
        ((), "4876123", "match"),
    ],
)
def test_the_certificates_serial_number_is_the_declared_one(printed, declared, expected):
    paper = read("certificate_number", *printed)
    assert expected == a9(paper, claim=patent_claim(certificate_number=declared))


@pytest.mark.parametrize(
    ("granted", "declared", "expected"),
    [
        (("2021-11-09",), None, "match"),
        (("?2021-11-10",), "2021-11-09", "unsure"),
        ((), "2021-11-09", "not_checked"),
        ((), None, "not_checked"),
    ],
)
def test_the_day_of_grant_is_read_and_the_declared_one_where_declared(granted, declared, expected):
    claim = patent_claim(date=date(declared) if declared else None)
    shown = record(grant_date=granted[0].lstrip("?")) if granted else record()
    assert expected == a9(read("grant_date", *granted), claim=claim, records=[shown])


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((INVENTION,), "match"),
        ((f"?{INVENTION}", INVENTION), "match"),
        ((INVENTION, "ZL202010430096.1"), "mismatch"),  # a check digit that cannot be
        ((INVENTION, "?ZL202010430096.1"), "unsure"),
        ((INVENTION, "某号"), "mismatch"),
        ((INVENTION, MODEL_ONE), "unsure"),
    ],
)
def test_every_number_read_on_the_certificate_is_the_declared_one(numbers, expected):
    assert expected == a9(read("patent_number", *numbers))


@pytest.mark.parametrize(
    ("title", "number", "expected"),
    [
        ("一种用于城市道路养护车辆的液压举升装置", MODEL_ONE, "mismatch"),
        ("一种用于城市道路养护车辆的液压举升装置", f"?{MODEL_ONE}", "unsure"),
        ("?一种用于城市道路养护车辆的液压举升装置", MODEL_ONE, "not_checked"),
        ("另一种装置", MODEL_ONE, "not_checked"),
        ("一种用于城市道路养护车辆的液压举升装置", None, "not_checked"),
    ],
)
def test_a_certificate_of_the_title_with_another_number_contradicts(title, number, expected):
    base = read("patent_number", *([number] if number else []))
    others = tuple(one for one in base.fields if one.name != "title")
    doubtful = title.startswith("?")
    paper = replace(base, fields=(*others, field("title", title.lstrip("?"), doubtful=doubtful)))
    assert expected == a9(paper)


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
        *(({"doubts": (name,)}, "match") for name in ("grant_number", "patent_type", "site")),
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
        ({"source": RecordSource.REVIEWER, "site": "某站"}, "match"),
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
