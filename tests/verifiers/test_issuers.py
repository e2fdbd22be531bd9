"""Who awarded, read on certificate and seals: sure, doubtful, near, undeclared, and whose 省政府."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    application,
    award,
    date,
    decision,
    dossier,
    doubted,
    field,
    judged,
    result,
    skill,
)

CITY, DISTRICT = "新乡市人民政府", "红旗区人民政府"


def case(certificate=None, claim=AWARD_CLAIM, paper=None):
    app = application(**NEEDS_EXCEPTION, claims=(claim,))
    return judged(dossier(app, skill(), certificate or award(), paper or decision()))


def h61(certificate=None, claim=AWARD_CLAIM):
    return result(case(certificate, claim), "H61", 1)


def read(issuers, seals, **values):
    """A certificate with these readings; what begins with ? is doubtful."""
    base = award(**values)
    others = tuple(one for one in base.fields if one.name not in {"issuer", "seal_text"})
    fields = tuple(
        field(name, one.lstrip("?"), doubtful=one.startswith("?"))
        for name, readings in (("issuer", issuers), ("seal_text", seals))
        for one in readings
    )
    return replace(base, fields=others + fields)


@pytest.mark.parametrize(
    ("issuers", "seals", "expected"),
    [
        ((CITY,), (), "match"),
        ((), (CITY,), "match"),
        (("新乡市政府",), (), "match"),
        ((f"?{CITY}",), (), "unsure"),
        ((f"?{CITY}", CITY), (), "match"),
        ((f"?{CITY}",), (CITY,), "match"),
        ((DISTRICT,), (), "mismatch"),
        ((f"?{DISTRICT}",), (), "unsure"),
        (("新乡市人民玫府",), (), "unsure"),  # near
        (("新乡市人民玫府", CITY), (), "unsure"),  # a sure reading of nobody declared
        (("?新乡市人民玫府", CITY), (), "match"),  # a doubtful one close by says nothing
        ((f"?{DISTRICT}", CITY), (), "unsure"),  # a body, and not close
        (("?办印章路", CITY), (), "match"),  # names nobody
        ((DISTRICT, CITY), (), "unsure"),
    ],
)
def test_the_declared_issuer_is_surely_read_and_nobody_else_is(issuers, seals, expected):
    assert expected == h61(read(issuers, seals))


@pytest.mark.parametrize(
    "end",
    [
        "委员会", "政府", "省委", "市委", "县委", "区委", "厅", "局", "部", "署", "院", "会",
        "办公室", "中心", "公司", "学校", "大学",
    ],
)  # fmt: skip
def test_a_doubtful_reading_that_ends_like_a_body_leaves_doubt(end):
    """Close to no declared issuer: who else signed is for a person."""
    assert "unsure" == h61(read((CITY, f"?甲乙丙丁戊己{end}"), ()))
    assert "unsure" == h61(read((CITY,), (f"?甲乙丙丁戊己庚辛{end}",)))


@pytest.mark.parametrize(
    ("seal", "expected"),
    [
        ("红旗区人民政府", "mismatch"),  # listed nowhere, of a known district
        ("河南省人民政府", "mismatch"),  # listed
        ("新乡市教育局", "mismatch"),  # excluded, and not close
        ("新乡市人民玫府", "unsure"),
        ("甲乙丙丁戊己庚辛", "unsure"),
        ("?甲乙丙丁戊己庚辛", "match"),
        ("?新乡市人民玫府", "match"),
        ("?红旗区人民政府", "unsure"),
        ("?新乡市教育局", "unsure"),
        ("★2021", "match"),  # no name at all
        ("新乡市人民政府新乡市人民政府", "match"),  # read twice round
    ],
)
def test_a_seal_of_another_body_contradicts(seal, expected):
    assert expected == h61(read((CITY,), (seal,)))


def test_every_declared_issuer_must_be_read():
    both = replace(AWARD_CLAIM, issuers=("中共新乡市委", CITY))
    assert "match" == h61(read(("中共新乡市委", CITY), ()), both)
    assert "match" == h61(read(("中共新乡市委",), (CITY,)), both)
    assert "mismatch" == h61(read((CITY,), ()), both)
    assert "unsure" == h61(read(("?中共新乡市委", CITY), ()), both)


def test_an_undeclared_issuer_of_the_same_level_is_for_a_person():
    assert "unsure" == h61(read(("中共新乡市委", CITY), ()))


PROVINCE = "省政府"
NAMELESS = replace(
    AWARD_CLAIM,
    issuers=(PROVINCE,),
    title="先进个人",
    document_title="关于表彰先进个人的决定",
    document_number="政〔2021〕37号",
)


def bare(**values):
    return award(
        **{
            "issuer": PROVINCE, "seal_text": PROVINCE, "honour": "先进个人",
            "document_number": None, **values,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "unsure"),
        ({"title": "河南省荣誉证书"}, "match"),
        ({"honour": "河南省先进个人"}, "match"),
        ({"contest": "河南省职业技能竞赛"}, "match"),
        ({"addressee": "河南各市："}, "match"),
        ({"document_number": "豫政〔2021〕37号"}, "match"),
        ({"document_number": "新政〔2021〕豫号"}, "unsure"),
        ({"recipient": "河南"}, "unsure"),  # who received it says nothing of who gave it
    ],
)
def test_a_bare_name_is_this_provinces_where_the_certificate_says_so(values, expected):
    """省政府 is any province's; only what the paper itself says tells whose."""
    assert expected == h61(bare(**values), NAMELESS)


@pytest.mark.parametrize("name", ["issuer", "seal_text"])
def test_a_full_name_beside_the_bare_one_says_whose_it_is(name):
    verdict = h61(bare(**{name: [PROVINCE, "河南省人民政府"]}), NAMELESS)
    assert "match" == verdict


@pytest.mark.parametrize("name", ["title", "document_number"])
def test_a_doubtful_reading_does_not_say_whose_province_it_is(name):
    value = {"title": "河南省荣誉证书", "document_number": "豫政〔2021〕37号"}[name]
    assert "unsure" == h61(doubted(bare(**{name: value}), name), NAMELESS)


@pytest.mark.parametrize(
    "declared",
    [
        {"title": "河南省先进个人"},
        {"document_title": "关于表彰河南省先进个人的决定"},
        {"document_number": "豫政〔2021〕37号"},
        {"issuers": (PROVINCE, "河南省人民政府")},
    ],
)
def test_a_declaration_that_names_the_province_does_not_prove_whose_it_is(declared):
    """What is declared says which body is meant; the paper has to prove that body signed."""
    claim = replace(NAMELESS, **declared)
    assert "unsure" == h61(bare(), claim)
    assert "match" == result(case(bare(), claim), "A3a", 1)  # the level of the body that is meant
    assert "unsure" == result(case(bare(), NAMELESS), "A3a", 1)
    full = bare(issuer="河南省人民政府", seal_text="河南省人民政府")
    assert "match" == h61(full, claim)


def test_the_issuer_is_judged_at_the_certificates_date():
    """长垣 was directly under the province until 2021; what the declaration dates is no matter."""
    county = "长垣市人民政府"
    papers = {"issuer": county, "seal_text": county}
    early = replace(AWARD_CLAIM, issuers=(county,), date=date("2021-11-18"))
    assert "match" == h61(award(**papers), early)
    late = replace(early, date=date("2022-05-18"))
    assert "match" == h61(award(**papers), late)
    assert "unsure" == h61(award(**papers, date="2022-05-18"), early)
    assert "match" == h61(award(**papers, date=None), early)
    assert "unsure" == h61(award(**papers, date=None), late)
    assert "unsure" == h61(award(**papers, date=None), replace(early, date=None))


@pytest.mark.parametrize(
    ("issuers", "expected"),
    [
        (("河南省总工会",), "mismatch"),  # counts for (四)6(2) only
        (("河南省总工会", CITY), "match"),
        (("河南省总工会", "某某委员会"), "mismatch"),
        (("某某委员会",), "unsure"),
        (("新乡市总工会", CITY), "match"),
        ((), "not_checked"),
    ],
)
def test_of_listed_issuers_one_that_counts_is_enough(issuers, expected):
    claim = replace(AWARD_CLAIM, issuers=issuers)
    assert expected == h61(read(issuers, ()), claim)
