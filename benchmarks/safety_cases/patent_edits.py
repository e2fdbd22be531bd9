"""What can be changed about a claimed patent: its number, its dates, its inventors, its record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from benchmarks.safety_cases.candidates import (
    Candidate,
    claim_of,
    reclaim,
    repaper,
    rerecord,
    without,
)
from benchmarks.safety_cases.changes import Edit
from benchmarks.safety_cases.papers import patent_paper
from benchmarks.safety_cases.patents import number, wrong_check
from benchmarks.safety_cases.people import date
from evidence.applications import Claim
from evidence.places import Place
from evidence.register import RecordSource

FIRST = patent_paper(1)
"""File name of the certificate of claim 1."""


def everywhere(**values: str) -> Edit:
    """Claim 1, its certificate and its record say this, by the names of batch-format."""
    english = {"发明": "invention", "实用新型": "utility_model", "外观设计": "design"}

    def run(candidate: Candidate) -> Candidate | None:
        plain = {name: english.get(value, value) for name, value in values.items()}
        made = repaper(candidate, FIRST, **plain)
        made = rerecord(made, 1, **plain) if made else None
        declared: dict[str, object] = {
            name: values[name]
            for name in ("patent_number", "patent_type", "title")
            if name in values
        }
        if "grant_date" in values:
            declared["date"] = date(values["grant_date"])
        return reclaim(made, 1, **declared) if made else None

    return run


def numbered(candidate: Candidate) -> Claim | None:
    """Claim 1, if it states a patent number."""
    claim = claim_of(candidate, 1)
    return claim if claim is not None and claim.patent_number else None


def number_with_wrong_check(candidate: Candidate) -> Candidate | None:
    """The check digit is wrong on claim, certificate and record alike."""
    claim = numbered(candidate)
    if claim is None:
        return None
    return everywhere(patent_number=wrong_check(claim.patent_number))(candidate)


def wrong_check_without_record(candidate: Candidate) -> Candidate | None:
    """The check digit is wrong, and the register has no such patent."""
    made = number_with_wrong_check(candidate)
    return replace(made, records=made.records[1:]) if made else None


def unrecorded(candidate: Candidate) -> Candidate | None:
    """The register was not asked about the first patent."""
    return replace(candidate, records=candidate.records[1:]) if candidate.records else None


def printout(candidate: Candidate) -> Candidate | None:
    """The only record is the applicant's own printout."""
    return rerecord(
        candidate, 1, source=RecordSource.APPLICANT, site="cpquery", applicant=candidate.id
    )


def beside(**changes: Any) -> Edit:
    """A second record of the first patent, which shows something else."""

    def run(candidate: Candidate) -> Candidate | None:
        if not candidate.records:
            return None
        second = replace(candidate.records[0], place=Place("cnipa/另一份.csv"), **changes)
        return replace(candidate, records=(*candidate.records, second))

    return run


def another_type_digit(digit: str) -> Edit:
    """Number, check digit and all: the digit says one kind, everything else the old kind."""

    def run(candidate: Candidate) -> Candidate | None:
        claim = numbered(candidate)
        if claim is None:
            return None
        old = claim.patent_number
        return everywhere(patent_number=number(int(old[2:6]), digit, int(old[7:14])))(candidate)

    return run


def design(candidate: Candidate) -> Candidate | None:
    """A design patent in perfect order."""
    claim = numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    return everywhere(
        patent_number=number(int(old[2:6]), "3", int(old[7:14])),
        patent_type="外观设计",
        grant_number="CN306123456S",
    )(candidate)


def listed(
    candidate: Candidate, place: int | None, size: int, stated: int | None
) -> Candidate | None:
    """Certificate and record list the applicant at `place` of `size`; the claim says `stated`."""
    if candidate.application is None:
        return None
    others = ["苏文杰", "魏东升", "薛梅", "任保国", "彭丽", "侯建设", "叶明", "康永强"][:size]
    names = list(others)
    if place is not None:
        names = others[: size - 1]
        names.insert(place - 1, candidate.application.name)
    made = repaper(candidate, FIRST, inventor=names)
    made = rerecord(made, 1, inventors=tuple(names)) if made else None
    return reclaim(made, 1, inventor_rank=stated) if made else None


def ranked(place: int | None, size: int, stated: int | None) -> Edit:
    """The applicant stands at `place` of `size` inventors; the claim says `stated`."""
    return lambda candidate: listed(candidate, place, size, stated)


def only_owner(candidate: Candidate) -> Candidate | None:
    """The applicant owns the patent but did not invent it."""
    if candidate.application is None:
        return None
    name = candidate.application.name
    made = listed(candidate, None, 3, 1)
    made = repaper(made, FIRST, patentee=name) if made else None
    return rerecord(made, 1, patentees=(name,)) if made else None


def one_less(candidate: Candidate) -> Candidate | None:
    """Only one of two utility models is claimed."""
    if candidate.application is None:
        return None
    made = without(candidate, patent_paper(2))
    claims = candidate.application.claims[:1]
    if made is None:
        return None
    return replace(
        made,
        application=replace(candidate.application, claims=claims),
        records=candidate.records[:1],
    )


def twice(candidate: Candidate) -> Candidate | None:
    """The second utility model is the first once more."""
    claim, certificate = numbered(candidate), candidate.papers.get(FIRST)
    name = patent_paper(2)
    if claim is None or certificate is None or name not in candidate.papers:
        return None
    again = replace(
        certificate, upload=f"uploads/{candidate.id}/{name}", sha256=candidate.papers[name].sha256
    )
    made = reclaim(
        candidate, 2, patent_number=claim.patent_number, title=claim.title, date=claim.date,
        certificate_number=claim.certificate_number, inventor_rank=claim.inventor_rank,
    )  # fmt: skip
    if made is None:
        return None
    return replace(made, papers={**made.papers, name: again}, records=made.records[:1])


def same_title(candidate: Candidate) -> Candidate | None:
    """Two numbers, one title: the same thing filed twice."""
    claim = numbered(candidate)
    if claim is None:
        return None
    made = reclaim(candidate, 2, title=claim.title)
    made = repaper(made, patent_paper(2), title=claim.title) if made else None
    return rerecord(made, 2, title=claim.title) if made else None


def certified_between(candidate: Candidate) -> Candidate | None:
    """Filed before the 二级 certificate, granted after it (第一条: 取得)."""
    application = candidate.application
    if application is None or application.certified is None:
        return None
    early = application.certified.last - dt.timedelta(days=40)
    claim = numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    moved = number(early.year, old[6], int(old[7:14]))
    return everywhere(application_date=early.isoformat(), patent_number=moved)(candidate)


def granted_after(days: int) -> Edit:
    """Granted some days after the 二级 certificate, filed two years before the grant."""

    def run(candidate: Candidate) -> Candidate | None:
        application, claim = candidate.application, numbered(candidate)
        if application is None or application.certified is None or claim is None:
            return None
        grant = application.certified.last + dt.timedelta(days=days)
        filed = grant - dt.timedelta(days=700)
        old = claim.patent_number
        moved = number(filed.year, old[6], int(old[7:14]))
        return everywhere(
            application_date=filed.isoformat(), grant_date=grant.isoformat(), patent_number=moved
        )(candidate)

    return run


def granted_that_year(candidate: Candidate) -> Candidate | None:
    """Granted in the year of the certificate, nobody says on which day."""
    application, made = candidate.application, granted_after(0)(candidate)
    if made is None or application is None or application.certified is None:
        return None
    return everywhere(grant_date=str(application.certified.year))(made)


def filed_after_its_number(candidate: Candidate) -> Candidate | None:
    """The number's year is earlier than the filing date, which cannot be."""
    claim = numbered(candidate)
    if claim is None:
        return None
    year = int(claim.patent_number[2:6])
    return everywhere(application_date=f"{year + 1}-02-03")(candidate)


def granted_before_filing(candidate: Candidate) -> Candidate | None:
    """The grant is earlier than the filing."""
    claim = numbered(candidate)
    if claim is None or claim.date is None:
        return None
    return everywhere(application_date=f"{claim.date.year + 1}-01-05")(candidate)


def inventors_changed(candidate: Candidate) -> Candidate | None:
    """The applicant became an inventor only after filing."""
    if candidate.application is None or FIRST not in candidate.papers:
        return None
    names = [one.value for one in candidate.papers[FIRST].all("inventor")]
    at_filing = [one for one in names if one != candidate.application.name] or ["苏文杰"]
    return repaper(candidate, FIRST, inventor_at_filing=at_filing)


def spaced(candidate: Candidate) -> Candidate | None:
    """The claim writes the number with spaces, as ZC 0006-2003 allows."""
    claim = numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    return reclaim(candidate, 1, patent_number=f"{old[:2]} {old[2:6]} {old[6]} {old[7:]}")


def longer_name(candidate: Candidate) -> Candidate | None:
    """An inventor's name begins with the applicant's whole name."""
    if candidate.application is None:
        return None
    names = ("苏文杰", candidate.application.name + "东")
    made = repaper(candidate, FIRST, inventor=list(names))
    return rerecord(made, 1, inventors=names) if made else None
