"""二(四)6(5): one invention, or two utility models; designs never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.patent_numbers import PatentType
from tests.verifiers.builders import judged, patent_dossier, record, result
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.notices.notice import CarriedBy
from verifiers.rules.patent_counts import enough, needed
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")
INVENTION, MODEL, DESIGN = PatentType.INVENTION, PatentType.UTILITY_MODEL, PatentType.DESIGN


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], False),
        ([MODEL], False),
        ([INVENTION], True),
        ([MODEL, MODEL], True),
        ([INVENTION, MODEL], True),
        ([MODEL, DESIGN], False),
        ([DESIGN, DESIGN, DESIGN], False),
        ([MODEL, MODEL, MODEL], True),
    ],
)
def test_one_invention_or_two_utility_models_are_enough(kinds, expected):
    assert expected is enough(kinds, NOTICE.thresholds)


def test_types_are_never_added_together():
    stricter = replace(NOTICE.thresholds, inventions=2, utility_models=3)
    assert not enough([INVENTION, MODEL, MODEL], stricter)
    assert enough([INVENTION, MODEL, MODEL, MODEL], stricter)


def test_what_one_type_needs_is_the_notices():
    assert [1, 2, None] == [needed(kind, NOTICE.thresholds) for kind in (INVENTION, MODEL, DESIGN)]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({}, "attested"),
        ({"also_attested": ""}, "unsure"),
        ({"carried_by": CarriedBy.PERSON}, "unsure"),
    ],
)
def test_that_a_patent_is_of_the_occupation_is_signed_for_or_a_persons_to_judge(policy, expected):
    """本工种相关 is proven by no paper: a notice that has nobody sign for it passes nobody."""
    rules = {**NOTICE.rules, "H65": replace(NOTICE.rules["H65"], **policy)}
    notice = replace(NOTICE, rules=rules)
    one, register = patent_dossier(), PatentRegister([record()])
    verdict = decide(one, verify(one, register, load_authorities(), notice, None), notice)
    assert expected == result(verdict, "H65", 1)


def test_the_same_dossier_passes_under_the_notice_as_it_is():
    assert "pass" == judged(patent_dossier(), record()).outcome
