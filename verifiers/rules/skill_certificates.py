"""What a grade's certificate must show: whose it is, which grade, since when, and of which kind."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from evidence.documents import Document, DocumentKind, Field
from evidence.findings import Result
from evidence.names import normal_text
from verifiers.authorities import MatchStatus
from verifiers.authorities.entries import Kind, Level
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check, merit
from verifiers.rules.fields import (
    agreement,
    certain,
    date_agrees,
    date_of,
    places_of,
    same_text,
    text_of,
)
from verifiers.rules.people import looks_like
from verifiers.rules.undated import undated

_GRADES = {
    "二级": re.compile(r"(?<!高级|特级|首席|预备|助理|见习)技师|二级|^2级$"),
    "三级": re.compile(r"高级工|三级|^3级$"),
    "四级": re.compile(r"中级工|四级|^4级$"),
    "五级": re.compile(r"初级工|五级|^5级$"),
}
GRADES = frozenset(_GRADES)
"""The grades that certificates are asked of, as declared."""
_HIGHEST = re.compile(r"高级技师|一级")
_OWN_TITLE = re.compile(r"机关事业单位|工勤技能岗位|工人技师|工人技术等级")
_VOCATIONAL = re.compile(r"职业资格|职业技能等级|国家职业")
_VOCATIONAL_NUMBER = re.compile(r"[A-Z]{1,2}\d{20,21}")
"""职业技能等级证书 bear one letter and 21 digits, or two and 20; they are another document."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The certificate that a rule asks for.

    Dated by `certain` it suffices in any reading of the notice, by `possible`
    in some. `occupation` asks that it be of the occupation applied for (本工种),
    `of_present_grade` that it be the one whose date is declared, `provincial`
    that the province issued it (facts §6: level two always).
    """

    grade: str
    certain: dt.date
    possible: dt.date
    occupation: bool = False
    of_present_grade: bool = False
    provincial: bool = False


def choose(case: Case, wanted: Wanted) -> Document | None:
    """The certificate that proves most; ties by place, so that the order of files is nothing."""
    candidates = case.dossier.of_kind(DocumentKind.SKILL_CERTIFICATE)

    ranked = sorted(candidates, key=lambda document: (document.upload, document.pages))
    return max(ranked, key=lambda one: merit(certificate_checks(case, one, wanted)), default=None)


def missing(wanted: Wanted) -> Check:
    """No certificate of that grade was uploaded."""
    return Check(Result.NOT_CHECKED, "skill.missing", values={"grade": wanted.grade})


def certificate_checks(case: Case, document: Document, wanted: Wanted) -> list[Check]:
    """Everything that one certificate must show."""
    grade = _grade(document, wanted)
    if grade.result is Result.MISMATCH:
        # The certificate of another grade: what else it says is not what was asked for.
        return [grade, _name(case, document)]
    return [
        _date(document, wanted),
        grade,
        _name(case, document),
        *_declared(case, document, wanted),
        *_before_work(case, document, wanted),
        *_occupation(case, document, wanted),
        *_kind(document),
        *_issuer(case, document, wanted),
    ]


def rivals(case: Case, chosen: Document, wanted: Wanted) -> list[Check]:
    """Another certificate of that grade and person that bears another date is not passed over."""
    held = chosen.all("date")
    checks = []
    for other in case.dossier.of_kind(DocumentKind.SKILL_CERTIFICATE):
        same = (
            other is not chosen
            and any(is_grade(field.value, wanted.grade) for field in other.all("grade"))
            and any(looks_like(field.value, case.application.name) for field in other.all("name"))
        )
        dates = other.all("date") if same else ()
        differing = tuple(field for field in dates if not _agrees_with_any(field, held))
        if differing:
            where = places_of(other, differing)
            values = {"grade": wanted.grade}
            found = text_of(differing)
            checks.append(
                Check(Result.UNSURE, "skill.rival", text_of(held), found, where, values=values)
            )
    return checks


def _agrees_with_any(field: Field, others: tuple[Field, ...]) -> bool:
    date = date_of(field.value)
    known = [date_of(other.value) for other in others]
    return date is not None and any(one is not None and date.agrees(one) for one in known)


def _date(document: Document, wanted: Wanted) -> Check:
    fields = document.all("date")
    where, found = places_of(document, fields), text_of(fields)
    dates = [date_of(field.value) for field in fields]

    def said(result: Result, key: str, boundary: dt.date = wanted.certain) -> Check:
        values = {"grade": wanted.grade}
        required = boundary.isoformat()
        return Check(result, key, "", found, where, values=values, required=required)

    if not fields or any(date is None for date in dates):
        return said(Result.NOT_CHECKED, "skill.no_date")
    if agreement(fields, lambda value: _by(value, wanted.certain)) is Result.MATCH:
        return said(Result.MATCH, "skill.enough")
    late = all(date is not None and date.on_or_before(wanted.possible) is False for date in dates)
    if late and any(map(certain, fields)):
        return said(Result.MISMATCH, "skill.short", wanted.possible)
    sure = all(map(certain, fields))
    return said(Result.UNSURE, "skill.ambiguous" if sure else "skill.doubtful_date")


def _by(value: str, last: dt.date) -> bool:
    date = date_of(value)
    return date is not None and date.on_or_before(last) is True


def _grade(document: Document, wanted: Wanted) -> Check:
    fields = document.all("grade")
    result = agreement(fields, lambda value: is_grade(value, wanted.grade))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "skill.no_grade",
        Result.UNSURE: "skill.doubtful_grade",
        Result.MISMATCH: "skill.other_grade",
    }
    where = places_of(document, fields)
    return Check(result, keys[result], "", text_of(fields), where, required=wanted.grade)


def is_grade(text: str, grade: str) -> bool:
    """Whether a printed grade is that one (二级 or 技师), and not 高级技师."""
    plain = normal_text(text)
    return bool(_GRADES[grade].search(plain)) and not _HIGHEST.search(plain)


def _name(case: Case, document: Document) -> Check:
    fields, name = document.all("name"), case.application.name
    result = agreement(fields, lambda value: looks_like(value, name))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "skill.no_name",
        Result.UNSURE: "skill.doubtful_name",
        Result.MISMATCH: "skill.other_name",
    }
    return Check(result, keys[result], name, text_of(fields), places_of(document, fields))


def _declared(case: Case, document: Document, wanted: Wanted) -> list[Check]:
    """现等级证书取得时间 is the certificate's date, where it is that of the present grade."""
    if not wanted.of_present_grade and case.application.grade not in {wanted.grade, ""}:
        return []
    declared, fields = case.application.certified, document.all("date")
    where, found = places_of(document, fields), text_of(fields)
    if declared is None:
        column = "现等级证书取得时间"
        return [undated(case.application, column, "skill.undeclared", found=found, where=where)]
    result = agreement(fields, date_agrees(declared))
    if any(date_of(field.value) is None for field in fields):
        result = Result.NOT_CHECKED
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "skill.no_date",
        Result.UNSURE: "skill.doubtful_declared",
        Result.MISMATCH: "skill.declared_differs",
    }
    values, required = {"grade": wanted.grade}, wanted.certain.isoformat()
    return [Check(result, keys[result], declared.iso, found, where, (), values, required)]


def _before_work(case: Case, document: Document, wanted: Wanted) -> list[Check]:
    """Nobody was certified before starting work; one of the two dates is wrong."""
    start, fields = case.application.work_start, document.all("date")
    early = tuple(
        field
        for field in fields
        if start is not None and (date := date_of(field.value)) and date.before(start) is True
    )
    if not early or start is None:
        return []
    values = {"grade": wanted.grade}
    where = places_of(document, early)
    return [
        Check(Result.UNSURE, "skill.before_work", start.iso, text_of(early), where, values=values)
    ]


def _occupation(case: Case, document: Document, wanted: Wanted) -> list[Check]:
    """“本工种”: another name of the occupation may be its old one, which people know."""
    fields, occupation = document.all("occupation"), case.application.target_occupation
    if not wanted.occupation and not fields:
        return []
    result = agreement(fields, lambda value: same_text(value, occupation))
    keys = {
        Result.MATCH: SILENT,
        Result.NOT_CHECKED: "skill.no_occupation",
        Result.UNSURE: "skill.doubtful_occupation",
        Result.MISMATCH: "skill.other_occupation",
    }
    key = keys[result]
    result = Result.UNSURE if result is Result.MISMATCH else result
    return [Check(result, key, occupation, text_of(fields), places_of(document, fields))]


def _kind(document: Document) -> list[Check]:
    """Whether this is the certificate of 机关事业单位工勤技能岗位 and not a vocational one.

    Its own title must say so: HR departments issue both. Source: 附件1第一条; facts §6.
    """
    titles, numbers = document.all("title"), document.all("certificate_number")
    vocational = tuple(
        field
        for field in (*titles, *numbers)
        if _VOCATIONAL.search(field.value) or _VOCATIONAL_NUMBER.fullmatch(field.value)
    )
    if vocational:
        result = Result.MISMATCH if any(map(certain, vocational)) else Result.UNSURE
        where = places_of(document, vocational)
        return [Check(result, "skill.vocational", found=text_of(vocational), where=where)]
    if any(certain(field) and _OWN_TITLE.search(field.value) for field in titles):
        return []
    key = "skill.kind" if titles else "skill.no_kind"
    where = places_of(document, titles)
    return [Check(Result.UNSURE, key, found=text_of(titles), where=where)]


def _issuer(case: Case, document: Document, wanted: Wanted) -> list[Check]:
    """Issued by an HR department, level two by the province's. Source: facts §6."""
    fields = document.all("issuer")
    where = places_of(document, fields)
    if not fields:
        return [Check(Result.NOT_CHECKED, "skill.no_issuer", where=where)]
    sure = [field for field in fields if certain(field)]
    if any(_hr_department(case, document, field.value, wanted) for field in sure):
        return []
    key = "skill.issuer" if sure else "skill.doubtful_issuer"
    return [Check(Result.UNSURE, key, found=text_of(fields), where=where)]


def _hr_department(case: Case, document: Document, issuer: str, wanted: Wanted) -> bool:
    first = document.first("date")
    match = case.authorities.match(issuer, date_of(first.value) if first else None)
    return (
        match.status in {MatchStatus.EXACT, MatchStatus.UNCERTAIN}
        and match.entry is not None
        and match.entry.kind is Kind.HR_DEPARTMENT
        and (not wanted.provincial or match.entry.level in {Level.PROVINCIAL, Level.NATIONAL})
    )
