"""What rests on the unit's and the department's consent: G1, H0, H1, H5, A12."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.explained.case import Case, declared, under
from verifiers.notices.notice import CarriedBy


def cases() -> Iterator[Case]:
    """Both agree, one refuses, one says nothing; and the notice's other ways to carry a rule."""
    yield declared("单位和主管部门同意", "G1 H0 H1 H5 A12")
    yield declared("主管部门未签", "G1 H0 H1", department_opinion="")
    yield declared("均未签", "G1 H1", unit_opinion="", department_opinion="")
    yield declared("单位不同意", "G1 H0 H1", unit_opinion="不同意")
    yield under(declared("须人工判断", "H1"), "H1", carried_by=CarriedBy.PERSON)
    yield under(declared("须凭材料", "H3"), "H3", carried_by=CarriedBy.EVIDENCE)
    yield declared("有禁止情形", "A12", barred="是")
    yield declared("禁止情形写作无", "A12", barred="无")
    yield declared("禁止情形看不懂", "A12", barred="见附件")
    yield declared("禁止情形空白", "A12", barred="")
    yield replace(declared("结果丢失", "H5"), dropped=frozenset({"H5"}))
