"""X4: inventors who claim one patent with ranks that cannot all be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    NAME,
    application,
    as_other,
    certificate,
    dossier,
    doubted,
    patent_claim,
)
from verifiers.cross import cross_findings
from verifiers.notices import load_notice

NOTICE = load_notice("xinxiang-2024-22")
INVENTORS = ["周建民", NAME, "王海波"]


def inventor(applicant, rank=None, inventors=None, number=INVENTION, **changes):
    """An applicant who claims a rank, uploads a certificate with inventors, or both."""
    claims = (patent_claim(inventor_rank=rank, patent_number=number, **changes),) if rank else ()
    papers = (certificate(inventor=inventors, patent_number=number),) if inventors else ()
    return as_other(applicant, dossier(application(claims=claims), *papers))


def found(*dossiers):
    findings = cross_findings(dossiers, NOTICE)
    assert all(f.rule == "X4" and f.claim is None and f.bears for f in findings)
    return {f.application: f.result.value for f in findings}


@pytest.mark.parametrize(
    ("rank", "expected"), [(2, {"A1": "mismatch", "A2": "mismatch"}), (1, {}), (3, {})]
)
def test_two_people_cannot_hold_one_rank(rank, expected):
    assert found(inventor("A1", 2), inventor("A2", rank)) == expected


def test_equal_ranks_of_two_patents_are_possible():
    assert found(inventor("A1", 2), inventor("A2", 2, number=MODEL_ONE)) == {}


def test_a_rank_is_compared_only_where_a_patent_is_claimed():
    assert found(inventor("A1", 2), inventor("A2", 2, condition=1)) == {}


def test_the_number_is_the_same_with_and_without_its_check_digit():
    other = inventor("A2", 2, number=INVENTION.split(".")[0])
    assert set(found(inventor("A1", 2), other).values()) == {"mismatch"}


@pytest.mark.parametrize(("rank", "expected"), [(3, {}), (4, {"A1": "unsure", "A2": "mismatch"})])
def test_a_rank_beyond_the_last_printed_inventor_is_impossible(rank, expected):
    assert found(inventor("A1", None, INVENTORS), inventor("A2", rank)) == expected


def test_any_certificate_of_the_patent_counts():
    """His own prints enough inventors, the other one does not; and the two differ."""
    own = inventor("A2", 4, [*INVENTORS, "李四"])
    findings = cross_findings([inventor("A1", 1, INVENTORS), own], NOTICE)
    assert {f.application: f.result.value for f in findings} == {"A1": "unsure", "A2": "mismatch"}
    assert "人数" in findings[1].explanation
    assert "顺序" in findings[1].explanation


def test_ones_own_certificate_is_not_across_applicants():
    """H65 tells of it."""
    assert found(inventor("A1", 9, INVENTORS)) == {}


@pytest.mark.parametrize(
    ("inventors", "expected"),
    [
        (INVENTORS, {}),
        ([*INVENTORS[:2], "王 海波"], {}),
        (INVENTORS[::-1], {"A1": "unsure", "A2": "unsure"}),
        ([*INVENTORS[:2], "王海涛"], {"A1": "unsure", "A2": "unsure"}),
        ([*INVENTORS, "李四"], {"A1": "unsure", "A2": "unsure"}),
    ],
)
def test_certificates_of_one_patent_print_the_same_inventors_in_one_order(inventors, expected):
    assert found(inventor("A1", 1, INVENTORS), inventor("A2", 2, inventors)) == expected


def test_all_whose_certificates_differ_hear_of_it():
    """A majority may be in league: three copies of one forgery are no proof."""
    three = [inventor(f"A{n}", n, INVENTORS) for n in (1, 2, 3)]
    findings = cross_findings([*three, inventor("A4", None, INVENTORS[::-1])], NOTICE)
    assert {f.application: f.found for f in findings} == {
        "A1": "A4", "A2": "A4", "A3": "A4", "A4": "A1、A2、A3",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["inventor", "patent_number"])
def test_a_list_in_doubt_contradicts_nobody(name):
    other = inventor("A2", 2, INVENTORS[::-1])
    other = replace(other, documents=(doubted(other.documents[0], name),))
    assert found(inventor("A1", 1, INVENTORS), other) == {}


def test_the_other_inventors_names_are_not_told():
    mine, theirs = cross_findings(
        [inventor("A1", 1, INVENTORS), inventor("A2", 2, ["赵六", *INVENTORS])], NOTICE
    )
    assert "赵六" not in repr(mine)
    assert INVENTION in mine.explanation
    assert "申报编号A2" in mine.explanation
    assert mine.where[0].upload.startswith("uploads/A1/")
    assert "二(四)6(5)" in theirs.citation
