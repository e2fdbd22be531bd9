"""H3 and H4: schooling, the appraisals of five years, two years of distinction, and the deferral."""

from __future__ import annotations

import re

from evidence.applications import Application
from evidence.documents import Document, DocumentKind
from evidence.findings import Result
from evidence.names import normal_text
from verifiers.notices.notice import Notice
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import certain, date_of, places_of, text_of
from verifiers.rules.registry import LEVEL_ONE, application_rule
from verifiers.rules.signing import signed

_PROMISED = re.compile(
    r"是|有|同意|√|✓|Y|YES|TRUE|1|(?!.*[未不无否没拒撤取免]).*(?:承诺|容缺).*", re.IGNORECASE
)
"""Whatever does not clearly promise is no promise."""
_MODE = "全日制|在职|函授|自考|成人|电大|夜大|统招|普通"
_HOW = re.compile(rf"^(?:{_MODE})(?=.)|[(](?:{_MODE})[)]$|(?:毕业|学历|文化程度|文化|程度)$")
"""How schooling was had, and what is written after it: 高中毕业, 中专(函授)."""


@application_rule("H3", grades=LEVEL_ONE)
def schooling(case: Case) -> list[Check]:
    """技工学校或高中以上文化程度; 初中 is not enough here. Source: 二(四)3."""
    return high_school_or_above(case, "H3")


def high_school_or_above(case: Case, rule: str) -> list[Check]:
    """Whether the declared schooling is enough under a rule, and no diploma says less."""
    education = schooling_of(case.application.education)
    words, where = case.notice.vocabulary, case.application.where
    checks = diploma_checks(case, education)
    if not education:
        return [*checks, Check(Result.NOT_CHECKED, "H3.blank", where=where)]
    if education in words.education_sufficient:
        signature = signed(
            case.application, case.policy(rule), "H3.enough", declared=education, where=where
        )
        return [*checks, signature]
    below = education in words.education_insufficient
    key = "H3.below" if below else "H3.unknown"
    return [
        *checks,
        Check(Result.MISMATCH if below else Result.UNSURE, key, education, where=where),
    ]


def schooling_of(text: str) -> str:
    """The schooling that a text names, without how it was had: `大专学历（函授）` → `大专`."""
    plain = normal_text(text)
    while (shorter := _HOW.sub("", plain, count=1)) and shorter != plain:
        plain = shorter
    return plain


def diploma_checks(case: Case, education: str) -> list[Check]:
    """A diploma that says less than declared contradicts the signature."""
    words = case.notice.vocabulary
    checks = []
    for document in case.dossier.of_kind(DocumentKind.DIPLOMA):
        for field in document.all("result"):
            if schooling_of(field.value) in words.education_insufficient:
                result = Result.MISMATCH if certain(field) else Result.UNSURE
                where = (document.place(field),)
                checks.append(Check(result, "H3.diploma", education, field.value, where))
    return checks


@application_rule("H4a", grades=LEVEL_ONE)
def appraisals_passed(case: Case) -> list[Check]:
    """近5年年度考核均为合格以上. A deferred year is P14's. Source: 二(四)4; facts O9."""
    application, words = case.application, case.notice.vocabulary
    where = case.application.where
    deferred = deferred_years(application, case.notice)
    checks = _records(case)
    for year in case.notice.thresholds.appraisal_years:
        given = normal_text(application.appraisals.get(year, ""))
        values = {"year": str(year)}
        if not given:
            if year not in deferred:
                checks.append(Check(Result.NOT_CHECKED, "H4a.blank", where=where, values=values))
        elif given in words.appraisal_failing:
            checks.append(Check(Result.MISMATCH, "H4a.failed", given, where=where, values=values))
        elif given not in words.appraisal_passing:
            checks.append(Check(Result.UNSURE, "H4a.unknown", given, where=where, values=values))
    declared = _appraisals_text(application, case.notice)
    signature = signed(
        application, case.policy("H4a"), "H4a.passed", declared=declared, where=where
    )
    return [*checks, signature]


def _records(case: Case) -> list[Check]:
    """An appraisal record that says otherwise contradicts the signature."""
    checks = []
    for document in case.dossier.of_kind(DocumentKind.APPRAISAL_RECORD):
        year = _year_assessed(document)
        fields = document.all("result")
        declared = normal_text(case.application.appraisals.get(year, "")) if year else ""
        if year is None:
            checks += _undated(case, document)
        if not fields or not declared:
            continue
        if all(normal_text(field.value) == declared for field in fields):
            continue
        result = Result.MISMATCH if any(map(certain, fields)) else Result.UNSURE
        checks.append(
            Check(
                result,
                "H4a.record",
                declared,
                text_of(fields),
                places_of(document, fields),
                values={"year": str(year)},
            )
        )
    return checks


def _undated(case: Case, document: Document) -> list[Check]:
    """A failed appraisal of a year that nobody can tell, where none is declared as failed."""
    declared = {normal_text(result) for result in case.application.appraisals.values()}
    failed = tuple(
        field
        for field in document.all("result")
        if (value := normal_text(field.value)) in case.notice.vocabulary.appraisal_failing
        and value not in declared
    )
    if not failed:
        return []
    where = places_of(document, failed)
    return [Check(Result.UNSURE, "H4a.record_undated", "", text_of(failed), where)]


def _year_assessed(document: Document) -> int | None:
    """The year that a record assesses, where it names the year alone.

    A full date is the day of signing, usually in the year after.
    """
    field = document.first("date")
    date = date_of(field.value) if field and certain(field) else None
    return date.year if date and date.month is None else None


@application_rule("H4b", grades=LEVEL_ONE)
def two_years_of_distinction(case: Case) -> list[Check]:
    """2年以上优秀或优秀共产党员, the same year once. Source: 二(四)4, 附件1第五条."""
    application, notice = case.application, case.notice
    years = distinct_years(application, notice)
    needed, where = notice.thresholds.excellent_years, case.application.where
    declared = "、".join(map(str, years)) or "无"
    values = {"count": str(len(years)), "needed": str(needed)}
    if len(years) >= needed:
        return [
            signed(
                application,
                case.policy("H4b"),
                "H4b.enough",
                declared=declared,
                required=f"{needed}年",
                where=where,
                values=values,
            )
        ]
    elsewhere = set(application.party_years) - set(notice.thresholds.appraisal_years)
    if len(years) + len(elsewhere) >= needed:
        declared = "、".join(map(str, sorted({*years, *elsewhere})))
        return [
            Check(
                Result.UNSURE,
                "H4b.outside",
                declared,
                where=where,
                values=values,
                required=f"{needed}年",
            )
        ]
    return [
        Check(
            Result.MISMATCH,
            "H4b.short",
            declared,
            where=where,
            values=values,
            required=f"{needed}年",
        )
    ]


def distinct_years(application: Application, notice: Notice) -> tuple[int, ...]:
    """The years of the window that are 优秀 or bear 优秀共产党员, each once."""
    words = notice.vocabulary.appraisal_excellent
    excellent = {
        year for year, result in application.appraisals.items() if normal_text(result) in words
    }
    window = notice.thresholds.appraisal_years
    return tuple(year for year in window if year in excellent | set(application.party_years))


def missing_deferrable(application: Application, notice: Notice) -> tuple[int, ...]:
    """The years without result that the notice lets be supplied later."""
    return tuple(
        year
        for year in notice.thresholds.deferrable_years
        if not normal_text(application.appraisals.get(year, ""))
    )


def deferred_years(application: Application, notice: Notice) -> tuple[int, ...]:
    """Those of them for which the promise (容缺承诺) was given."""
    if not _PROMISED.fullmatch(normal_text(application.deferral_promised)):
        return ()
    return missing_deferrable(application, notice)


@application_rule(
    "P14",
    applies=lambda application, notice: bool(missing_deferrable(application, notice)),
    grades=LEVEL_ONE,
)
def appraisal_deferred(case: Case) -> list[Check]:
    """2023年度考核 may be supplied later on a promise: the outcome is provisional. Source: 三(三)."""
    application = case.application
    years = "、".join(map(str, missing_deferrable(application, case.notice)))
    where, promise = case.application.where, application.deferral_promised.strip()
    if not deferred_years(application, case.notice):
        key = "P14.unclear" if promise else "P14.none"
        return [Check(Result.NOT_CHECKED, key, promise, where=where, values={"year": years})]
    return [
        signed(
            application,
            case.policy("P14"),
            "P14.promised",
            declared=promise,
            where=where,
            values={"year": years},
        )
    ]


def _appraisals_text(application: Application, notice: Notice) -> str:
    return "，".join(
        f"{year}年{application.appraisals.get(year) or '未填'}"
        for year in notice.thresholds.appraisal_years
    )
