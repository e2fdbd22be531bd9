"""A3b for patents: whether two claimed patents are one, or of one invention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.applications import Claim
from evidence.findings import Result
from evidence.patent_numbers import PatentNumber, PatentType
from evidence.places import Place
from evidence.register import OfficialRecord
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import date_of, plain_text
from verifiers.rules.patent_codes import grant_of
from verifiers.rules.patent_papers import declared_number

_BOTH_WAYS = {PatentType.INVENTION, PatentType.UTILITY_MODEL}
"""What one invention may be filed as on one day (同日双申, 专利法第九条)."""
_AROUND = re.compile("^(?:一种|一类|用于)|(?:及其?|和|与).{0,8}(?:方法|工艺|系统)$")
_SHORTEST_CORE = 4


def twin_checks(case: Case, claim: Claim, others: list[Claim]) -> list[Check]:
    """What says that a claimed patent is another claimed one, or of the same invention.

    One number declared twice is one patent. Whether two numbers stand for one
    invention is for people: by their titles, by one grant number on both, or by
    同日双申 (one invention and one utility model of one filing date, with the
    same inventors or patentees and titles of which one holds the other).
    """
    checks: list[Check] = []
    for other in others:
        checks += _between(case, claim, other)
    return checks


def _between(case: Case, claim: Claim, other: Claim) -> Iterator[Check]:
    number, theirs = declared_number(claim), declared_number(other)
    values = {"other": str(other.no)}
    if number is not None and theirs is not None and theirs.digits == number.digits:
        key = "A3b.declared_twice"
        yield Check(Result.MISMATCH, key, claim.patent_number, values=values)
        return
    where = _where(case, claim, other)
    shared = _titles(case, claim) & _titles(case, other)
    if shared:
        key = "A3b.same_title" if _as_both(number, theirs) else "A3b.title_again"
        title = claim.title if plain_text(claim.title) in shared else min(shared)
        yield Check(Result.UNSURE, key, title, where=where, values=values)
    elif _as_both(number, theirs):
        days = _values(case, claim, "application_date") & _values(case, other, "application_date")
        if days and _same_people(case, claim, other) and _alike(case, claim, other):
            key = "A3b.filed_twice"
            yield Check(Result.UNSURE, key, claim.title, min(days), where, values=values)
    grants = _grants(case, claim) & _grants(case, other)
    if grants:
        key, declared = "A3b.same_grant", claim.patent_number
        yield Check(Result.UNSURE, key, declared, min(grants), where, values=values)


def _as_both(one: PatentNumber | None, two: PatentNumber | None) -> bool:
    """Whether one is an invention and the other a utility model."""
    return one is not None and two is not None and {one.type, two.type} == _BOTH_WAYS


def _titles(case: Case, claim: Claim) -> set[str]:
    """The title as declared, printed and registered."""
    titles = {plain_text(title) for title in (claim.title, *_values(case, claim, "title"))}
    return titles - {""}


def _alike(case: Case, one: Claim, two: Claim) -> bool:
    """Whether the title of one holds that of the other, but for 一种 and for a method beside it."""
    cores = [{_AROUND.sub("", title) for title in _titles(case, claim)} for claim in (one, two)]
    return any(
        min(len(a), len(b)) >= _SHORTEST_CORE and (a in b or b in a)
        for a in cores[0]
        for b in cores[1]
    )


def _same_people(case: Case, one: Claim, two: Claim) -> bool:
    return any(
        _values(case, one, name) == _values(case, two, name) != frozenset()
        for name in ("inventors", "patentees")
    )


def _grants(case: Case, claim: Claim) -> set[str]:
    grants = (grant_of(text) for text in _values(case, claim, "grant_number"))
    return {str(grant) for grant in grants if grant is not None}


def _values(case: Case, claim: Claim, name: str) -> frozenset[str]:
    """What the chosen certificate and the records show of a field; dates to the day alone."""
    certificate = case.patents.get(claim.no)
    singular = {"inventors": "inventor", "patentees": "patentee"}.get(name, name)
    shown = [field.value for field in certificate.all(singular)] if certificate else []
    for record in _records(case, claim):
        value = getattr(record, name)
        shown += [value] if isinstance(value, str) else value
    if name.endswith("_date"):
        dates = (date_of(text) for text in shown)
        return frozenset(date.iso for date in dates if date is not None and date.day is not None)
    return frozenset(plain_text(text) for text in shown if plain_text(text))


def _records(case: Case, claim: Claim) -> list[OfficialRecord]:
    """Every record of a patent but what another applicant printed: doubt needs no better source."""
    found = case.register.lookup(claim.patent_number)
    return [record for record in found if record.applicant in {None, case.dossier.id}]


def _where(case: Case, *claims: Claim) -> tuple[Place, ...]:
    papers = [case.patents.get(claim.no) for claim in claims]
    return tuple(paper.place(paper.first("title")) for paper in papers if paper is not None)
