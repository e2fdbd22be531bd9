"""Declarations from an applicant's own 附件2 (高级技师考评申报表).

The fields of such a document carry the names of the tables' columns (`姓名`,
`年度考核2019`); those of its claims are numbered: `claims.1.名称`. Consent
counts only where a seal stands for it: anyone can print 同意.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evidence.applications import Application, Claim, DeclarationSource
from evidence.documents import Certainty, Document, Field
from evidence.errors import Problem
from evidence.names import body_name, normal_text
from evidence.places import Place
from extractors.intake.cell_values import CellValues
from extractors.intake.columns import CLAIM_NO
from extractors.intake.declarations import Declarations
from extractors.intake.declared import application_from_cells, claim_from_cells

SEAL = "seal_text"
UNIT_OPINION = "单位审核意见"
DEPARTMENT_OPINION = "主管部门意见"

_REVIEW_OF_CLAIM = frozenset({CLAIM_NO, "审核人"})


def application_from_form(
    application: str,
    document: Document,
    *,
    unit_seal_found: bool | None = None,
    department_seal_found: bool | None = None,
) -> Application:
    """The application that a form among the uploads declares.

    Where the caller knows whether the two seals are on the form, it says so;
    else they are looked for among the document's `seal_text` fields. A field
    that was read with doubt is taken, and reported as a problem.
    """
    where = f"申报表（{document.upload}）"
    where_en = f"application form ({document.upload})"
    own, by_claim = _fields(document)
    problems = [_doubtful(field, where, where_en) for field in document.fields if _counts(field)]
    claims = []
    for no, fields in sorted(by_claim.items()):
        values = CellValues(_cells(fields), {}, f"{where}第{no}项", f"{where_en}, item {no}")
        claim = claim_from_cells(no, values)
        if any(text for column, text in claim.raw.items() if column not in _REVIEW_OF_CLAIM):
            claims.append(claim)
            problems += values.problems
    values = CellValues(_cells(own), {}, where, where_en)
    place = Place(document.upload, document.pages[0] if document.pages else None)
    built = application_from_cells(
        application,
        DeclarationSource.FORM,
        values,
        claims,
        place=place,
        problems=problems,
    )
    if unit_seal_found is None:
        unit_seal_found = _unit_sealed(document, built.employer)
    if department_seal_found is None:
        department_seal_found = _department_sealed(document, built.employer, built.department)
    return _consents_counted(built, unit_seal_found, department_seal_found, where, where_en)


def one_form(forms: Sequence[Application]) -> Application | None:
    """The form that counts among those of one applicant: the first, doubted if others differ.

    A form photographed page by page comes as several: what stands on the
    others must not be lost without a word.
    """
    if not forms:
        return None
    first, *others = forms
    plain = replace(first, place=None, problems=())
    if all(replace(other, place=None, problems=()) == plain for other in others):
        return first
    return replace(first, problems=_joined(first.problems, [_several_forms(forms)]))


def declared_application(
    application: str, tables: Declarations, form: Application | None
) -> Application | None:
    """What an applicant declares: the registration site's record, else the form.

    Where one of the two tables is missing, its part comes from the form. Where
    the table is there and the applicant's row is not, the form stands in, and
    says so: the registration site does not know this applicant.
    """
    row = tables.application(application)
    if row is not None:
        if tables.has_claims_table:
            return row
        if form is None:
            return replace(row, problems=_joined(row.problems, [_no_claims()]))
        return replace(row, claims=form.claims, problems=_joined(row.problems, form.problems))
    if form is None:
        return None
    if tables.has_applications_table:
        form = replace(form, problems=_joined(form.problems, [_no_row(application)]))
    if tables.has_claims_table:
        found = tables.claim_problems.get(application, ())
        claims: tuple[Claim, ...] = tables.claims.get(application, ())
        return replace(form, claims=claims, problems=_joined(form.problems, found))
    return form


def _fields(document: Document) -> tuple[list[Field], dict[int, list[Field]]]:
    own: list[Field] = []
    claims: dict[int, list[Field]] = defaultdict(list)
    for field in document.fields:
        if field.item is not None:
            claims[field.item].append(replace(field, name=field.column))
        elif field.name != SEAL:
            own.append(field)
    return own, claims


def _cells(fields: Iterable[Field]) -> Mapping[str, str]:
    """Cells by column; a field that repeats (授予单位) is joined by `;`."""
    cells: dict[str, list[str]] = defaultdict(list)
    for field in fields:
        cells[field.name].append(field.value or field.raw)
    return {column: ";".join(values) for column, values in cells.items()}


def _counts(field: Field) -> bool:
    return field.certainty is Certainty.DOUBTFUL and field.name != SEAL


def _unit_sealed(document: Document, employer: str) -> bool:
    """Whether a certain seal on the form bears exactly the employer's name."""
    return bool(employer) and any(_name(seal) == employer for seal in _seals(document))


def _department_sealed(document: Document, employer: str, department: str) -> bool:
    """Whether a certain seal is the department's.

    By its name, where the form states it; else by its place: in the cell of
    the department's opinion, and not the employer's own.
    """
    seals = _seals(document)
    if department:
        return any(_name(seal) == department for seal in seals)
    opinion = document.first(DEPARTMENT_OPINION)
    return opinion is not None and any(
        _stands_in_cell(seal, opinion) and _name(seal) != employer for seal in seals
    )


def _seals(document: Document) -> list[Field]:
    return [seal for seal in document.all(SEAL) if seal.certainty is Certainty.CERTAIN]


def _name(seal: Field) -> str:
    return body_name(seal.value)


def _stands_in_cell(seal: Field, opinion: Field) -> bool:
    """Whether the seal's centre is level with the opinion or below it: its cell is the last."""
    if seal.page != opinion.page or seal.box is None or opinion.box is None:
        return False
    return seal.box.center[1] >= opinion.box.y0


def _consents_counted(
    built: Application, unit_sealed: bool, department_sealed: bool, where: str, where_en: str
) -> Application:
    """The application without the consents that no seal stands for."""
    unsealed = []
    if built.unit_opinion == "同意" and not unit_sealed:
        built = replace(built, unit_opinion="")
        unsealed.append((UNIT_OPINION, "unit"))
    if built.department_opinion == "同意" and not department_sealed:
        built = replace(built, department_opinion="")
        unsealed.append((DEPARTMENT_OPINION, "department"))
    problems = [
        Problem(
            "E-FORM-SEAL",
            f"{where}“{column}”写有同意，但未识别到相应公章，不予计入；请现场核对公章。",
            f"{where_en}: the {who}'s consent is printed, but no seal of it was found, so it does "
            "not count; look at the original.",
        )
        for column, who in unsealed
    ]
    return replace(built, problems=_joined(built.problems, problems))


def _joined(first: Iterable[Problem], second: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _doubtful(field: Field, where: str, where_en: str) -> Problem:
    shown = normal_text(field.raw)[:50]
    return Problem(
        "E-FORM-DOUBT",
        f"{where}第{field.page}页“{field.name}”识读存疑（“{shown}”）：请对照原件核实。",
        f"{where_en}, page {field.page}: {field.name} was read with doubt (“{shown}”); "
        "compare it with the original.",
    )


def _several_forms(forms: Sequence[Application]) -> Problem:
    names = dict.fromkeys(form.place.upload for form in forms if form.place)
    shown = "、".join(name.rsplit("/", 1)[-1] for name in names)
    return Problem(
        "E-FORM-SEVERAL",
        f"申报表有{len(forms)}份或分在几处（{shown}）且内容不同，暂取第一份；请核实以哪份为准。",
        f"There are {len(forms)} application forms, or parts of one, that differ ({shown}); the "
        "first was taken. Find out which one counts.",
    )


def _no_claims() -> Problem:
    return Problem(
        "E-CLAIMS-MISSING",
        "批次没有业绩条件表，材料中也没有识别到申报表，不知道是否申报了其它资格条件；请补交。",
        "The batch has no table of claims and no application form was found among the uploads, "
        "so nobody knows what else is claimed; hand in either.",
    )


def _no_row(application: str) -> Problem:
    return Problem(
        "E-APPLICATION-NO-ROW",
        f"申报编号 {application} 有材料但不在申报人员表中，暂按其申报表识读；请核实是否已报名。",
        f"{application} has uploads but no row in the applications table, so the form was read; "
        "find out whether the person is registered.",
    )
