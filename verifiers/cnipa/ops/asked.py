"""What is asked of OPS: applications by number without check digit, in the docdb form."""

from __future__ import annotations

from dataclasses import dataclass

from epo_ops.models import Docdb

from evidence.errors import NormalFormError, Problem
from evidence.patent_numbers import PatentNumber, PatentType, parse_patent_number
from verifiers.cnipa.ops import problems

_KINDS = {PatentType.INVENTION: "A", PatentType.UTILITY_MODEL: "U"}
"""Kind code of an application in DOCDB, whatever the kind of its publications."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One document asked for, and for which patent: an application, or a publication of it."""

    patent: PatentNumber
    number: str
    kind: str

    @property
    def docdb(self) -> Docdb:
        """The reference as the library takes it."""
        return Docdb(self.number, "CN", self.kind)


def application(patent: PatentNumber) -> Asked:
    """How OPS is asked for a patent's application."""
    return Asked(patent, patent.digits, _KINDS[patent.type])


def patent_or_problem(text: str) -> PatentNumber | Problem:
    """The patent that OPS can be asked for, or why it cannot."""
    try:
        number = parse_patent_number(text)
    except NormalFormError as e:
        return e.problem
    if number.type not in _KINDS:
        return problems.design(number.completed.normal)
    if number.check_holds is False:
        return problems.check_digit(number.normal)
    return number.completed
