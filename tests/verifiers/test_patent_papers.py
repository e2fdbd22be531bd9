"""A9: the certificate of a patent field by field, sure and doubtful: numbers, codes, dates, issuer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.patent_numbers import parse_patent_number
from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    NEEDS_EXCEPTION,
    application,
    certificate,
    date,
    dossier,
    field,
    judged,
    patent_claim,
    record,
    result,
    skill,
)
from verifiers.notices import load_notice

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
    [("B", "match"), ("C", "unsure"), ("B8", "match"), ("B1", "unsure"), ("A", "mismatch"), ("U", "mismatch"),
     ("Y", "mismatch"), ("S", "mismatch"), ("D", "mismatch")],
)  # fmt: skip
def test_the_kind_code_is_one_of_granted_inventions(kind, expected):
    """ZL type 1 and 8 ⇒ …B (C until March 2010); …A is an unexamined publication."""
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
    ("ring", "expected"),
    [
        ("?国家知识产权局目", "match"),  # a mark at the ring's end
        ("?封中华人民共和国国家知识产权局", "match"),
        ("?封中华人民共和国国家知识产权局目", "match"),
        ("?封中华人民共和国国家知识产权局处", "unsure"),
        ("封中华人民共和国国家知识产权局", "mismatch"),  # read surely
        ("国家知识产权局目", "mismatch"),
        ("?国家知识产权局专利局", "unsure"),
        ("?国家知识产权局处", "unsure"),
        ("?河南国家知识产权局", "unsure"),
        ("?河南省知识产权局", "unsure"),
    ],
)
def test_a_mark_in_the_ring_of_the_offices_seal_is_left_to_the_official_record(ring, expected):
    """Only where nothing but the seal was read, doubtfully: print says whose it is."""
    printed = read("issuer", ring)
    sealed = tuple(
        replace(one, sources=("seal",)) if one.name == "issuer" else one for one in printed.fields
    )
    assert expected == a9(replace(printed, fields=sealed))
    assert "match" != a9(printed)


def test_print_of_another_office_stands_beside_a_mark_in_the_seal():
    paper = read("issuer", "河南省知识产权局", "?国家知识产权局目")
    fields = tuple(
        replace(one, sources=("seal",)) if "目" in one.value else one for one in paper.fields
    )
    assert "mismatch" == a9(replace(paper, fields=fields))


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
    ("number", "filed", "granted", "expected"),
    [
        ("CN111472379B", "2020-05-20", "2021-11-09", "match"),
        ("CN111472379B8", "2020-05-20", "2021-11-09", "match"),  # a correction
        ("CN111472379C", "2020-05-20", "2021-11-09", "unsure"),  # until March 2010
        ("CN1472379B", "2020-05-20", "2021-11-09", "unsure"),  # 7 digits
        ("CN111472379B1", "2020-05-20", "2021-11-09", "unsure"),  # void in part
        ("CN111472379B", "2020-05-20", "2021", "mismatch"),  # the record shows the day
    ],
)
def test_the_kind_code_and_length_are_those_of_the_day_of_grant(number, filed, granted, expected):
    given = {"grant_number": number, "application_date": filed}
    paper = certificate(**given, grant_date=granted, qr_url=None)
    assert expected == a9(paper, claim=patent_claim(date=None), records=[record(**given)])


@pytest.mark.parametrize(
    ("number", "filed", "expected"),
    [
        ("ZL03101234", "2003-09-30", "year"),
        ("ZL03101234", "2003-10-01", "early"),
        ("ZL200310101234", "2003-10-01", "year"),
        ("ZL200310101234", "2003-09-30", "late"),
        ("ZL94190001", "1993-02-03", "year"),  # a national phase, as numbered until 1997
        ("ZL94190000", "1993-02-03", "late"),
    ],
)
def test_the_numbers_form_is_that_of_the_day_of_filing(number, filed, expected):
    declared = parse_patent_number(number).completed.normal
    paper = certificate(patent_number=declared, application_date=filed)
    shown = record(patent_number=declared, application_date=filed)
    verdict = case(paper, claim=patent_claim(patent_number=declared), records=[shown])
    said = next(f.explanation for f in verdict.findings if (f.rule, f.claim) == ("A9", 1))
    words = {"early": "早于申请日", "late": "晚于申请日"}
    assert [key for key, word in words.items() if word in said] == [
        key for key in words if key == expected
    ]
