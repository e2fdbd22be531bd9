"""X1: one paper photographed again. Looks propose, key fields decide."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    application,
    as_other,
    award,
    dossier,
    doubted,
    skill,
)
from verifiers.cross import alike, cross_findings
from verifiers.cross.alike import MOST_APART
from verifiers.notices import load_notice

NOTICE = load_notice("xinxiang-2024-22")
LOOK = 0x9A3C5F07E1B2D486


def hexed(look):
    return (f"{look:016x}",)


def flipped(bits, *, seed=1):
    """The look with so many bits changed."""
    look = LOOK
    for bit in random.Random(seed).sample(range(64), bits):  # noqa: S311  seeded on purpose
        look ^= 1 << bit
    return look


def holder(applicant, paper, look=LOOK):
    return as_other(applicant, dossier(application(), replace(paper, looks=hexed(look))))


def found(*dossiers):
    return {f.application: (f.rule, f.result.value) for f in cross_findings(dossiers, NOTICE)}


UNSURE = ("X1", "unsure")
BOTH = {"A1": UNSURE, "A2": UNSURE}
UNREAD = award(certificate_number=None, recipient=None)
NUMBERED = award(recipient=None)


@pytest.mark.parametrize("bits", [0, 1, 5, 12])
def test_a_paper_photographed_again_is_unsure_for_both(bits):
    assert found(holder("A1", award()), holder("A2", UNREAD, flipped(bits))) == BOTH


def test_every_near_look_is_found_whichever_bits_differ():
    """Bands are cut so that two looks so near always share one."""
    for seed in range(200):
        look = flipped(MOST_APART, seed=seed)
        assert found(holder("A1", award()), holder("A2", UNREAD, look)) == BOTH


@pytest.mark.parametrize("bits", [13, 20, 32])
def test_other_looks_are_other_papers(bits):
    assert found(holder("A1", award()), holder("A2", UNREAD, flipped(bits))) == {}


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (award(), award(certificate_number="7", recipient="李四"), {}),
        (award(), award(certificate_number="7"), {}),
        (award(certificate_number=None), award(certificate_number=None, recipient="李四"), {}),
        (award(), award(certificate_number=None, recipient="李四"), {}),
        (award(certificate_number=None), award(certificate_number=None), BOTH),
        (award(), award(certificate_number=None), BOTH),
        (NUMBERED, award(certificate_number="7", recipient=None), {}),
        (NUMBERED, award(certificate_number=None, recipient="李四"), BOTH),
        (award(), doubted(award(certificate_number="7"), "certificate_number"), BOTH),
        (award(), doubted(award(certificate_number=None, recipient="李四"), "recipient"), BOTH),
        (
            award(),
            doubted(award(certificate_number="7", recipient="李四"), "recipient"),
            {},
        ),
        (
            award(),
            doubted(award(certificate_number="7", recipient="李四"), "certificate_number"),
            {},
        ),
    ],
    ids=[
        "number and name differ", "number differs", "name differs", "name differs, one number unread",
        "same name, no numbers", "same name, one number unread", "names unread, numbers differ",
        "name unread here, number there", "number in doubt", "name in doubt",
        "name in doubt, number differs", "number in doubt, name differs",
    ],
)  # fmt: skip
def test_surely_different_names_or_numbers_are_different_papers(one, two, expected):
    assert found(holder("A1", one), holder("A2", two)) == expected


@pytest.mark.parametrize(
    ("other", "doubtful", "expected"),
    [
        ({"honour": "劳动模范"}, [], {}),
        ({"date": "2021-11-19"}, [], {}),
        ({"issuer": "河南省总工会"}, [], {}),
        ({"honour": "劳动模范"}, ["honour"], BOTH),
        ({"issuer": "河南省总工会"}, ["issuer"], BOTH),
        ({"honour": "防汛救灾先进个人"}, [], BOTH),
        ({"honour": None}, [], BOTH),
        ({"issuer": None}, [], BOTH),
        ({"honour": "劳动模范", "issuer": "河南省总工会"}, ["honour", "issuer"], {}),
        ({"honour": None, "issuer": None}, [], {}),
        ({"date": "2021-11-19"}, ["date"], {}),
        ({"date": None}, [], {}),
    ],
)
def test_day_honour_and_issuers_decide(other, doubtful, expected):
    """A sure difference tells two papers apart; a reading in doubt does not, nor agrees."""
    unread = doubted(award(certificate_number=None, recipient=None, **other), *doubtful)
    assert found(holder("A1", award()), holder("A2", unread)) == expected
    assert found(holder("A1", unread), holder("A2", award())) == expected


def test_contests_are_told_by_contest_and_rank():
    contest = {"honour": None, "contest": "2021年职工职业技能竞赛", "rank": "一等奖"}
    one, two = award(**contest), award(**contest, certificate_number=None, recipient=None)
    assert found(holder("A1", one), holder("A2", two)) == BOTH
    second = award(**contest | {"rank": "二等奖"}, certificate_number=None, recipient=None)
    assert found(holder("A1", one), holder("A2", second)) == {}


def test_skill_certificates_are_told_by_grade_date_and_issuer():
    unread = skill(certificate_number=None, name=None)
    assert found(holder("A1", skill()), holder("A2", unread)) == BOTH
    other = skill(certificate_number=None, name=None, grade="高级工")
    assert found(holder("A1", skill()), holder("A2", other)) == {}


def test_without_looks_nothing_is_proposed():
    one, two = holder("A1", award()), holder("A2", UNREAD)
    bare = replace(two, documents=tuple(replace(d, looks=("",)) for d in two.documents))
    assert found(one, bare) == {}


def test_equal_numbers_are_told_once_and_as_a_mismatch():
    findings = cross_findings([holder("A1", award()), holder("A2", award())], NOTICE)
    assert {f.result.value for f in findings} == {"mismatch"}
    assert all("版面" not in f.explanation for f in findings)


def test_the_same_bytes_are_told_as_such():
    one, two = holder("A1", UNREAD), holder("A2", UNREAD)
    copy = replace(two.documents[0], sha256=one.documents[0].sha256)
    findings = cross_findings([one, replace(two, documents=(copy,))], NOTICE)
    assert {f.result.value for f in findings} == {"mismatch"}
    assert all("版面" not in f.explanation for f in findings)


def test_one_applicants_two_photos_of_one_paper_are_no_finding():
    one = holder("A1", award())
    again = replace(one.documents[0], sha256="b" * 64, upload="uploads/A1/再拍.jpg")
    assert found(replace(one, documents=(*one.documents, again))) == {}


def test_nor_are_photos_on_which_nothing_was_read():
    one = holder("A1", UNREAD)
    again = replace(one.documents[0], sha256="b" * 64, upload="uploads/A1/再拍.jpg")
    assert found(replace(one, documents=(*one.documents, again))) == {}
    told = cross_findings(
        [replace(one, documents=(*one.documents, again)), holder("A2", award())], NOTICE
    )
    assert [f.found for f in told] == ["A2", "A1"]


def test_any_page_of_a_paper_may_be_the_one_that_looks_alike():
    two = holder("A2", UNREAD)
    pages = replace(two.documents[0], pages=(1, 2), looks=("", *hexed(LOOK)))
    assert found(holder("A1", award()), replace(two, documents=(pages,))) == BOTH


def colleagues(count, first=2):
    return [
        holder(f"A{n}", award(certificate_number=f"N{n}", recipient=f"赵{chr(0x4E00 + n)}"))
        for n in range(first, first + count)
    ]


def test_among_many_of_one_form_only_the_one_in_doubt_is_for_a_person():
    """Thousands were given the same certificate: their sure names tell them apart."""
    assert len(found(holder("A1", UNREAD), *colleagues(5))) == 6
    assert found(holder("A1", UNREAD), *colleagues(6)) == {"A1": UNSURE}


def test_one_in_doubt_among_more_than_are_examined_is_for_a_person():
    """Too many to look at all of them never means that none is the same."""
    far = [replace(one, documents=(replace(one.documents[0], looks=hexed(flipped(32, seed=n))),))
           for n, one in enumerate(colleagues(400))]  # fmt: skip
    near_in_a_band = [
        replace(one, documents=(replace(one.documents[0], looks=hexed((LOOK & 0x1F) | (0x5A5A5A5A << 32))),))
        for one in colleagues(400, first=500)
    ]  # fmt: skip
    assert found(holder("A1", UNREAD), *far) == {}
    assert found(holder("A1", UNREAD), *near_in_a_band[:256]) == {}
    assert found(holder("A1", UNREAD), *near_in_a_band[:257]) == {"A1": UNSURE}


def test_nobody_whose_number_and_name_are_sure_is_kept_by_a_crowd_of_them():
    assert found(*colleagues(60)) == {}


def test_papers_in_doubt_are_compared_with_a_bounded_number(monkeypatch):
    """However many share one form: the work grows as the certificates do."""
    compared = []
    may_be_one = alike._may_be_one
    monkeypatch.setattr(
        alike, "_may_be_one", lambda one, two: compared.append(1) or may_be_one(one, two)
    )
    for count in (600, 1200):
        crowd = colleagues(count)
        crowd[::10] = [holder(one.id, UNREAD) for one in crowd[::10]]
        compared.clear()
        assert len(found(*crowd)) == count // 10
        assert len(compared) == count // 10 * alike._EXAMINED


def test_each_side_is_told_what_looks_alike_and_no_name():
    mine, theirs = cross_findings([holder("A1", award()), holder("A2", UNREAD)], NOTICE)
    assert mine.declared == "荣誉证书.jpg"
    assert "申报编号A2" in mine.explanation
    assert "张1" not in repr(theirs)
    assert [place.upload for place in mine.where] == ["uploads/A1/荣誉证书.jpg"]


def test_the_order_of_applicants_never_matters():
    crowd = [holder("A1", UNREAD), holder("B1", NUMBERED), *colleagues(9)]
    expected = cross_findings(crowd, NOTICE)
    for seed in range(5):
        mixed = random.Random(seed).sample(crowd, len(crowd))  # noqa: S311  seeded on purpose
        assert cross_findings(mixed, NOTICE) == expected
