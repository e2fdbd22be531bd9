"""Where several readings, records or certificates speak at once: one doubt is enough, or is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    MODEL_ONE,
    application,
    dossier,
    doubted,
    field,
    judged,
    patent_claim,
    patent_dossier,
    record,
    result,
    skill,
)
from verifiers.cnipa.status import PatentState, state_of
from verifiers.notices import load_notice


def test_a9_two_void_records_of_which_one_was_read_with_doubt_leave_doubt():
    void = record(legal_status="", case_status="无效宣告失效")
    vague = replace(void, site="epub", doubts=("case_status",))
    notice = load_notice("xinxiang-2024-22")
    assert PatentState.VOID is state_of(void, notice.vocabulary)
    assert "mismatch" == result(judged(patent_dossier(), void), "A9", 1)
    assert "unsure" == result(judged(patent_dossier(), void, vague), "A9", 1)


def test_a9_one_sure_record_that_differs_is_a_mismatch_whatever_another_says_with_doubt():
    other = record(title="另一种装置")
    vague = replace(other, site="epub", doubts=("title",))
    assert "mismatch" == result(judged(patent_dossier(), other, vague), "A9", 1)
    assert "unsure" == result(judged(patent_dossier(), vague), "A9", 1)


def test_h2b_a_rival_that_bears_the_chosen_ones_date_among_others_is_none():
    several = replace(skill(date="2016-12-20"), upload="uploads/XX2024001/b.jpg", sha256="b" * 64)
    both = skill()
    both = replace(both, fields=(*both.fields, field("date", "2016-12-20", doubtful=True)))
    assert "unsure" == result(judged(dossier(application(), skill(), several)), "H2b")
    alone = judged(dossier(application(), both))
    assert "unsure" == result(alone, "H2b")


def test_h2b_a_rival_counts_where_any_reading_of_its_grade_is_this_grade():
    other = replace(skill(date="2016-12-20"), upload="uploads/XX2024001/b.jpg", sha256="b" * 64)
    mixed = replace(other, fields=(*other.fields, field("grade", "高级工", doubtful=True)))
    assert "unsure" == result(judged(dossier(application(), skill(), mixed)), "H2b")


def test_h2b_of_two_certificates_the_one_whose_worst_is_best_is_chosen():
    """One that is wrong in one field and right in many does not stand for one in slight doubt."""
    wrong = replace(skill(name="韩玉梅"), upload="uploads/XX2024001/a.jpg", sha256="a" * 64)
    vague = doubted(skill(), "name")
    assert "unsure" == result(judged(dossier(application(), wrong, vague)), "H2b")


@pytest.mark.parametrize(
    ("filed", "ended"), [("2014-06-10", False), ("2014-04-12", True), ("2013-06-10", True)]
)
def test_a9_a_utility_model_ends_ten_years_after_its_filing(filed, ended):
    claim = patent_claim(patent_number=MODEL_ONE, patent_type="实用新型", date=None)
    shown = record(patent_number=MODEL_ONE, application_date=filed)
    verdict = judged(patent_dossier(claim), shown)
    finding = next(one for one in verdict.findings if (one.rule, one.claim) == ("A9", 1))
    assert ended == ("届满" in finding.explanation or "期限" in finding.explanation)
