"""X3: one document number with different titles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    application,
    as_other,
    decision,
    dossier,
    doubted,
)
from verifiers.cross import cross_findings
from verifiers.notices import load_notice

NOTICE = load_notice("xinxiang-2024-22")
TITLE = "新乡市人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定"
FORGED = "新乡市人民政府关于表彰劳动模范的决定"
NUMBER = "新政〔2021〕37号"


def read(applicant, title, number=NUMBER):
    return as_other(
        applicant, dossier(application(), decision(title=title, document_number=number))
    )


def declared(applicant, title, number=NUMBER):
    claim = replace(AWARD_CLAIM, document_title=title, document_number=number)
    return as_other(applicant, dossier(application(claims=(claim,))))


def unsure(*dossiers):
    findings = cross_findings(dossiers, NOTICE)
    assert all((f.rule, f.result) == ("X3", "unsure") for f in findings)
    return [f.application for f in findings]


@pytest.mark.parametrize("one", [read, declared])
@pytest.mark.parametrize("two", [read, declared])
def test_two_titles_of_one_number_are_unsure_for_both(one, two):
    assert unsure(one("A1", TITLE), two("A2", FORGED)) == ["A1", "A2"]


def test_the_minority_hears_of_it_where_there_is_a_majority():
    assert unsure(read("A1", TITLE), read("A2", FORGED), declared("A3", TITLE)) == ["A2"]


def test_three_of_five_are_a_majority():
    titles = (TITLE, FORGED, TITLE, "关于召开会议的通知", TITLE)
    assert unsure(*(read(f"A{n}", title) for n, title in enumerate(titles, 1))) == ["A2", "A4"]


def test_half_is_no_majority():
    four = read("A1", TITLE), read("A2", FORGED), read("A3", TITLE), read("A4", FORGED)
    assert unsure(*four) == ["A1", "A2", "A3", "A4"]
    told = [finding.found for finding in cross_findings(four, NOTICE)]
    assert told == ["A2、A4", "A1、A3", "A2、A4", "A1、A3"]


def test_the_largest_of_three_parts_is_no_majority():
    titles = (TITLE, TITLE, FORGED, "关于召开会议的通知")
    four = [read(f"A{n}", title) for n, title in enumerate(titles, 1)]
    assert unsure(*four) == ["A1", "A2", "A3", "A4"]


@pytest.mark.parametrize(
    "written",
    [
        TITLE[7:],
        TITLE[:20],
        TITLE[10:30],
        f"《{TITLE}》",
        TITLE.replace("2021", "２０２１"),
        f" {TITLE[:9]}\n{TITLE[9:]}。",
    ],
    ids=["without issuer", "cut at the end", "cut at both", "in marks", "wide", "broken"],
)
def test_width_marks_and_parts_are_no_difference(written):
    assert unsure(read("A1", TITLE), declared("A2", written)) == []


def test_a_part_of_two_titles_speaks_for_neither():
    short = declared("A3", "关于表彰")
    assert unsure(read("A1", TITLE), read("A2", FORGED), short) == ["A1", "A2"]
    assert unsure(read("A1", TITLE), read("A2", FORGED), short, read("A4", TITLE)) == ["A2"]


@pytest.mark.parametrize("name", ["title", "document_number"])
def test_what_was_read_with_doubt_contradicts_nobody(name):
    one = read("A1", FORGED)
    doubtful = replace(one, documents=(doubted(one.documents[0], name),))
    assert unsure(doubtful, read("A2", TITLE)) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("新政[2021]37号", ["A1", "A2"]),
        ("新政〔2021〕38号", []),
        ("新政办〔2021〕37号", []),
        ("无", []),
        ("", []),
    ],
)
def test_numbers_are_compared_in_their_normal_form(number, expected):
    assert unsure(read("A1", TITLE), declared("A2", FORGED, number)) == expected


def test_one_applicants_own_contradiction_is_not_across_applicants():
    one = read("A1", TITLE)
    claim = replace(AWARD_CLAIM, document_title=FORGED)
    assert unsure(replace(one, application=replace(one.application, claims=(claim,)))) == []


def test_the_sentence_names_number_own_title_and_the_other_application():
    mine, theirs = cross_findings([read("A1", TITLE), read("A2", FORGED)], NOTICE)
    for said in (NUMBER, TITLE, "申报编号A2"):
        assert said in mine.explanation
    assert FORGED not in repr(mine)
    assert TITLE not in repr(theirs)
    assert mine.where[0].upload == "uploads/A1/表彰决定.pdf"
    mine, _ = cross_findings([declared("A1", TITLE), read("A2", FORGED)], NOTICE)
    assert mine.where[0].upload == "applications.csv"
    assert "附件1第四条" in mine.citation


def test_very_many_titles_all_differ():
    """Parts of titles are not looked for among hundreds: nobody is overlooked for it."""
    many = [declared(f"A{n}", f"关于表彰第{n}批的决定") for n in range(150)]
    assert len(unsure(*many)) == 150
