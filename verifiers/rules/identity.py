"""P2: whether the applicant is one and the same person in the declaration and on every paper."""

from __future__ import annotations

from evidence.applications import Application, DeclarationSource
from evidence.dates import PartialDate
from evidence.documents import Document, DocumentKind, Field
from evidence.errors import NormalFormError
from evidence.findings import Result
from evidence.identity_numbers import IdentityNumber, parse_identity_number
from evidence.names import normal_text
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.fields import certain, date_agrees, places_of, same_text, text_of
from verifiers.rules.people import is_person, looks_like
from verifiers.rules.registry import application_rule
from verifiers.rules.schooling import schooling_of
from verifiers.rules.signing import signed
from verifiers.rules.skill_certificates import GRADES, is_grade

_NAMED_PAPERS = {
    DocumentKind.SKILL_CERTIFICATE: "name",
    DocumentKind.APPRAISAL_RECORD: "name",
    DocumentKind.DIPLOMA: "name",
    DocumentKind.AWARD_CERTIFICATE: "recipient",
    DocumentKind.APPLICATION_FORM: "姓名",
}
_TITLES = {
    DocumentKind.SKILL_CERTIFICATE: "等级证书",
    DocumentKind.APPRAISAL_RECORD: "考核登记表",
    DocumentKind.DIPLOMA: "学历证书",
    DocumentKind.AWARD_CERTIFICATE: "获奖证书",
    DocumentKind.APPLICATION_FORM: "申报表",
}


@application_rule("P2")
def one_person(case: Case) -> list[Check]:
    """Name, identity number, birth and sex agree; the personnel file itself is signed for."""
    application = case.application
    checks = [*_identity(application), *_post(application), *_names(case), *_form(case)]
    if application.problems:
        values = {
            "problems": "；".join(problem.zh.rstrip("。") for problem in application.problems),
            "problems_en": "; ".join(problem.en.rstrip(".") for problem in application.problems),
        }
        checks.append(Check(Result.UNSURE, "P2.cells", values=values))
    return [*checks, signed(application, case.policy("P2"), "P2.signed", where=application.where)]


def _identity(application: Application) -> list[Check]:
    if not application.id_number:
        return [Check(Result.NOT_CHECKED, "P2.no_id", where=application.where)]
    try:
        identity = parse_identity_number(application.id_number)
    except NormalFormError as e:
        values = {"reason": e.problem.zh.rstrip("。"), "reason_en": e.problem.en.rstrip(".")}
        result = Result.UNSURE if e.code == "E-ID-FORM" else Result.MISMATCH
        return [Check(result, "P2.bad_id", where=application.where, values=values)]
    return [_birth(application, identity), _sex(application, identity)]


def _post(application: Application) -> list[Check]:
    """Whose unit signs, and for which occupation: without them nobody has signed for anything."""
    stated = {
        "工作单位": application.employer,
        "申报岗位工种": application.target_occupation,
    }
    return [
        Check(Result.NOT_CHECKED, "P2.blank", where=application.where, values={"column": column})
        for column, value in stated.items()
        if not value.strip()
    ]


def _birth(application: Application, identity: IdentityNumber) -> Check:
    born = PartialDate(identity.birth.year, identity.birth.month, identity.birth.day)
    if application.birth is None:
        return Check(Result.NOT_CHECKED, "P2.no_birth", where=application.where)
    result = Result.MATCH if application.birth.agrees(born) else Result.MISMATCH
    key = "P2.birth_agrees" if result is Result.MATCH else "P2.birth_differs"
    return Check(result, key, application.birth.iso, born.iso, application.where)


def _sex(application: Application, identity: IdentityNumber) -> Check:
    if application.sex not in {"男", "女"}:
        key = "P2.unknown_sex" if application.sex else "P2.no_sex"
        return Check(Result.NOT_CHECKED, key, application.sex, where=application.where)
    result = Result.MATCH if application.sex == identity.sex else Result.MISMATCH
    key = SILENT if result is Result.MATCH else "P2.sex_differs"
    return Check(result, key, application.sex, identity.sex, application.where)


def _names(case: Case) -> list[Check]:
    """The applicant's name on every paper that names whom it belongs to."""
    if not case.application.name:
        return [Check(Result.NOT_CHECKED, "P2.no_name")]
    checks = []
    for document in case.dossier.of_kind(*_NAMED_PAPERS):
        fields = document.all(_NAMED_PAPERS[document.kind])
        people = tuple(field for field in fields if is_person(field.value))
        if people:
            checks.append(_name_on(case.application.name, document, people))
    # A paper with another's name is that other's paper; one that says nothing proves nothing.
    if not any(check.result is Result.MATCH for check in checks):
        checks.append(Check(Result.NOT_CHECKED, "P2.no_paper", case.application.name))
    return checks


def _name_on(name: str, document: Document, people: tuple[Field, ...]) -> Check:
    values = {"paper": _TITLES[document.kind]}
    same = [field for field in people if looks_like(field.value, name)]
    where, found = places_of(document, people), text_of(people)
    if any(certain(field) for field in same):
        return Check(Result.MATCH, SILENT, name, found, where, values=values)
    if same or not any(certain(field) for field in people):
        return Check(Result.UNSURE, "P2.name_doubtful", name, found, where, values=values)
    return Check(Result.MISMATCH, "P2.name_differs", name, found, where, values=values)


def _form(case: Case) -> list[Check]:
    """Where the registration site's table declares, an uploaded 附件2 must not contradict it."""
    application = case.application
    if application.source is not DeclarationSource.TABLE:
        return []
    checks = []
    for form in case.dossier.of_kind(DocumentKind.APPLICATION_FORM):
        for column, date in (
            ("参加工作时间", application.work_start),
            ("现等级证书取得时间", application.certified),
            ("现等级聘任时间", application.appointed),
            ("出生年月", application.birth),
        ):
            fields = form.all(column)
            if date is not None and fields:
                agreeing = [field for field in fields if date_agrees(date)(field.value)]
                checks += _contradiction(form, column, date.iso, fields, agrees=bool(agreeing))
        for column, text in (("性别", application.sex), ("身份证号", application.id_number)):
            fields = form.all(column)
            if text and fields:
                agrees = any(same_text(field.value, text) for field in fields)
                shown = _masked(text) if column == "身份证号" else text
                checks += _contradiction(form, column, shown, fields, agrees=agrees)
        checks += _refused(case, form)
    return checks


def _refused(case: Case, form: Document) -> list[Check]:
    """What the form refuses and the table grants: consent, no bar, schooling, an appraisal, a grade.

    Only words that are known contradict; a form is often badly read.
    """
    application, words = case.application, case.notice.vocabulary
    appraisals = {*words.appraisal_passing, *words.appraisal_failing}
    education, below = schooling_of(application.education), words.education_insufficient
    columns: list[tuple[str, str, set[str]]] = [
        ("单位审核意见", application.unit_opinion, {"不同意"}),
        ("主管部门意见", application.department_opinion, {"不同意"}),
        ("是否存在禁止申报的情形", application.barred, {"是", "有", "存在"}),
        ("文化程度", education, set(below) if education in words.education_sufficient else set()),
    ]
    columns += [
        (f"年度考核{year}", result, appraisals - {normal_text(result)})
        for year, result in application.appraisals.items()
    ]
    checks = []
    for column, declared, refusals in columns:
        read = schooling_of if column == "文化程度" else normal_text
        fields = tuple(f for f in form.all(column) if read(f.value) in refusals)
        if fields and declared not in refusals:
            checks += _contradiction(form, column, declared, fields, agrees=False)
    return [*checks, *_other_grade(application, form)]


def _other_grade(application: Application, form: Document) -> list[Check]:
    """Another 现岗位等级 on the form than in the table, by any of its names."""
    column, declared = "现岗位等级", application.grade
    fields = tuple(
        field
        for field in form.all(column)
        if declared in GRADES
        and not is_grade(field.value, declared)
        and any(is_grade(field.value, grade) for grade in GRADES)
    )
    return _contradiction(form, column, declared, fields, agrees=not fields)


def _contradiction(
    form: Document, column: str, declared: str, fields: tuple[Field, ...], *, agrees: bool
) -> list[Check]:
    if agrees:
        return []
    sure = any(certain(field) for field in fields)
    found = text_of(fields)
    if column == "身份证号":
        found = _masked(found)
    return [
        Check(
            Result.MISMATCH if sure else Result.UNSURE,
            "P2.form_differs" if sure else "P2.form_doubtful",
            declared,
            found,
            places_of(form, fields),
            values={"column": column},
        )
    ]


def _masked(number: str) -> str:
    plain = normal_text(number)
    return f"{plain[:4]}…{plain[-4:]}" if len(plain) > 8 else "…"
