"""H2: years of service, five years with the level-two certificate, appointment to level two."""

from __future__ import annotations

import re

from evidence.documents import Document, DocumentKind
from evidence.findings import Basis, Result
from evidence.places import Place
from verifiers.authorities import MatchStatus
from verifiers.authorities.entries import Kind
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import (
    agreement,
    certain,
    date_agrees,
    date_of,
    places_of,
    text_of,
)
from verifiers.rules.people import looks_like
from verifiers.rules.registry import application_rule
from verifiers.rules.signing import signed
from verifiers.rules.undated import undated

_LEVEL_TWO = re.compile(r"(?<!高级|特级|首席|预备|助理|见习)技师|二级|^2级$")
_YOUNGEST = 14
"""Years of age at which nobody had started work; such a date is a slip of the pen."""
_HIGHER = re.compile(r"高级技师|一级")
_OWN_TITLE = re.compile(r"机关事业单位|工勤技能岗位|工人技师|工人技术等级")
_VOCATIONAL = re.compile(r"职业资格|职业技能等级|国家职业")
_VOCATIONAL_NUMBER = re.compile(r"[A-Z]{1,2}\d{20,21}")
"""职业技能等级证书 bear one letter and 21 digits, or two and 20; they are another document."""


@application_rule("H2a")
def years_of_service(case: Case) -> list[Check]:
    """工作年限25年以上, by the date of starting work. Source: 二(四)2, 附件1第十一条; facts O5."""
    start, limits = case.application.work_start, case.notice.thresholds
    where = _where(case)
    if start is None:
        return [undated(case.application, "参加工作时间", "H2a.blank", where=where)]
    boundary = limits.service_start_certain.isoformat()
    birth = case.application.birth
    if birth is not None and start.first.year - birth.year < _YOUNGEST:
        return [Check(Result.UNSURE, "H2a.too_young", start.iso, birth.iso, where)]
    if start.on_or_before(limits.service_start_certain) is True:
        return [
            signed(
                case.application,
                case.policy("H2a"),
                "H2a.enough",
                declared=start.iso,
                found=boundary,
                where=where,
            )
        ]
    if start.on_or_before(limits.service_start_possible) is False:
        return [Check(Result.MISMATCH, "H2a.short", start.iso, boundary, where)]
    return [Check(Result.UNSURE, "H2a.ambiguous", start.iso, boundary, where)]


@application_rule("H2c")
def appointed_to_level_two(case: Case) -> list[Check]:
    """已聘任至二级, not merely certified. Source: 二(四)2."""
    application, where = case.application, _where(case)
    if not application.grade:
        return [Check(Result.NOT_CHECKED, "H2c.blank", where=where)]
    if application.grade != "二级":
        return [Check(Result.MISMATCH, "H2c.other_grade", application.grade, "二级", where)]
    appointed, certified = application.appointed, application.certified
    if appointed is None:
        return [
            undated(
                application,
                "现等级聘任时间",
                "H2c.no_date",
                declared=application.grade,
                where=where,
            )
        ]
    if certified is not None and appointed.before(certified) is True:
        return [Check(Result.UNSURE, "H2c.too_early", appointed.iso, certified.iso, where)]
    return [
        signed(
            application,
            case.policy("H2c"),
            "H2c.appointed",
            declared=f"{application.grade}，{appointed.iso}",
            where=where,
        )
    ]


@application_rule("H2b", Basis.EVIDENCE)
def five_years_with_level_two(case: Case) -> list[Check]:
    """二级证书满5年, by the certificate itself. Source: 二(四)2; facts O8."""
    if case.skill is None:
        return [Check(Result.NOT_CHECKED, "H2b.missing")]
    return skill_checks(case, case.skill)


def choose_skill_certificate(case: Case) -> Document | None:
    """The certificate that proves most; ties by place, so that the order of files is nothing."""
    candidates = case.dossier.of_kind(DocumentKind.SKILL_CERTIFICATE)

    def merit(document: Document) -> tuple[int, int]:
        orders = [check.result.order for check in skill_checks(case, document)]
        return min(orders), sum(orders)

    ranked = sorted(candidates, key=lambda document: (document.upload, document.pages))
    return max(ranked, key=merit, default=None)


def skill_checks(case: Case, document: Document) -> list[Check]:
    """Everything that one level-two certificate must show."""
    return [
        _date(case, document),
        _grade(document),
        _name(case, document),
        _declared(case, document),
        *_kind(case, document),
    ]


def _date(case: Case, document: Document) -> Check:
    fields, limits = document.all("date"), case.notice.thresholds
    where, found = places_of(document, fields), text_of(fields)
    boundary = limits.level_two_certain.isoformat()
    dates = [date_of(field.value) for field in fields]
    if not fields or any(date is None for date in dates):
        return Check(Result.NOT_CHECKED, "H2b.no_date", boundary, found, where)
    early = agreement(fields, lambda value: _by(value, limits.level_two_certain.isoformat()))
    late = all(
        date is not None and date.on_or_before(limits.level_two_possible) is False for date in dates
    )
    if early is Result.MATCH:
        return Check(Result.MATCH, "H2b.enough", boundary, found, where)
    if late and any(map(certain, fields)):
        return Check(Result.MISMATCH, "H2b.short", boundary, found, where)
    sure = all(map(certain, fields))
    return Check(
        Result.UNSURE, "H2b.ambiguous" if sure else "H2b.doubtful_date", boundary, found, where
    )


def _by(value: str, boundary: str) -> bool:
    date, last = date_of(value), date_of(boundary)
    return date is not None and last is not None and date.on_or_before(last.first) is True


def _grade(document: Document) -> Check:
    fields = document.all("grade")
    result = agreement(fields, is_level_two)
    keys = {
        Result.MATCH: "H2b.grade",
        Result.NOT_CHECKED: "H2b.no_grade",
        Result.UNSURE: "H2b.doubtful_grade",
        Result.MISMATCH: "H2b.other_grade",
    }
    return Check(result, keys[result], "二级", text_of(fields), places_of(document, fields))


def is_level_two(text: str) -> bool:
    """Whether a printed grade is 二级 or 技师, and not 高级技师."""
    return bool(_LEVEL_TWO.search(text)) and not _HIGHER.search(text)


def _name(case: Case, document: Document) -> Check:
    fields, name = document.all("name"), case.application.name
    result = agreement(fields, lambda value: looks_like(value, name))
    keys = {
        Result.MATCH: "H2b.name",
        Result.NOT_CHECKED: "H2b.no_name",
        Result.UNSURE: "H2b.doubtful_name",
        Result.MISMATCH: "H2b.other_name",
    }
    return Check(result, keys[result], name, text_of(fields), places_of(document, fields))


def _declared(case: Case, document: Document) -> Check:
    declared, fields = case.application.certified, document.all("date")
    where, found = places_of(document, fields), text_of(fields)
    if declared is None:
        return undated(
            case.application, "现等级证书取得时间", "H2b.undeclared", found=found, where=where
        )
    result = agreement(fields, date_agrees(declared))
    keys = {
        Result.MATCH: "H2b.declared",
        Result.NOT_CHECKED: "H2b.no_date",
        Result.UNSURE: "H2b.doubtful_declared",
        Result.MISMATCH: "H2b.declared_differs",
    }
    return Check(result, keys[result], declared.iso, found, where)


def _kind(case: Case, document: Document) -> list[Check]:
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
        return [Check(result, "H2b.vocational", found=text_of(vocational), where=where)]
    issuers = tuple(field for field in document.all("issuer") if certain(field))
    by_hr = [field for field in issuers if _hr_department(case, document, field.value)]
    if issuers and not by_hr:
        where = places_of(document, issuers)
        return [Check(Result.UNSURE, "H2b.issuer", found=text_of(issuers), where=where)]
    if any(certain(field) and _OWN_TITLE.search(field.value) for field in titles):
        return []
    shown = (*titles, *document.all("issuer"))
    return [
        Check(Result.UNSURE, "H2b.kind", found=text_of(shown), where=places_of(document, shown))
    ]


def _hr_department(case: Case, document: Document, issuer: str) -> bool:
    first = document.first("date")
    match = case.authorities.match(issuer, date_of(first.value) if first else None)
    return (
        match.status in {MatchStatus.EXACT, MatchStatus.UNCERTAIN}
        and match.entry is not None
        and match.entry.kind is Kind.HR_DEPARTMENT
    )


def _where(case: Case) -> tuple[Place, ...]:
    return (case.application.place,) if case.application.place else ()
