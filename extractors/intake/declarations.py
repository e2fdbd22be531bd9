"""Declarations from the registration site's tables: applications and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from evidence.applications import Application, Claim, DeclarationSource
from evidence.errors import BatchError, Problem, UploadError
from extractors.intake.batch import Batch
from extractors.intake.cell_values import CellValues
from extractors.intake.columns import (
    APPLICATION_COLUMNS,
    APPLICATION_SYNONYMS,
    CLAIM_COLUMNS,
    CLAIM_SYNONYMS,
    ID,
    absent_and_unknown,
)
from extractors.intake.declared import application_from_cells, numbered
from extractors.intake.limits import Limits
from extractors.intake.tables import Row, Table, read_table
from extractors.intake.uploads import application_id

_EXTENSIONS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Declarations:
    """What the tables declare.

    `applications` are in order of their ids, with their claims. `claims` has
    those of every id in the claims table, also where no application row or no
    applications table goes with them. `problems` concern the tables; those of
    one applicant are on the application.
    """

    applications: tuple[Application, ...] = ()
    has_applications_table: bool = False
    has_claims_table: bool = False
    problems: tuple[Problem, ...] = ()
    claims: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    claim_problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def application(self, application: str) -> Application | None:
        """The application of this id, or None where the table has no row for it."""
        return next((one for one in self.applications if one.id == application), None)


def read_declarations(
    batch: Batch, limits: Limits | None = None, only: Collection[str] | None = None
) -> Declarations:
    """Reads the batch's tables of applications and claims, where it has them.

    `only` leaves out what other applicants than those declare, and the problems of their rows.
    Raises BatchError where a table is there but cannot be read (`E-TABLE-…`), or
    is there twice (`E-TABLE-TWICE`): to go on without it would judge everyone
    by less than what was declared.
    """
    limits = limits or Limits()
    problems: list[Problem] = []
    applications = _table(batch, "applications", APPLICATION_SYNONYMS, limits)
    claims = _table(batch, "claims", CLAIM_SYNONYMS, limits)
    for table, wanted in ((applications, APPLICATION_COLUMNS), (claims, CLAIM_COLUMNS)):
        if table is not None:
            problems += [*table.problems, *_columns_missing(table, wanted)]
    by_id = _rows_by_id(claims, problems, only)
    built: dict[str, tuple[Claim, ...]] = {}
    claim_problems: dict[str, tuple[Problem, ...]] = {}
    for id_, rows in by_id.items():
        values = [_values(row) for row in rows]
        built[id_] = tuple(numbered(values))
        found = tuple(problem for one in values for problem in one.problems)
        if found:
            claim_problems[id_] = found
    people = _rows_by_id(applications, problems, only)
    declared = _applications(people, built, claim_problems)
    if applications is not None:
        known = {application.id for application in declared}
        problems += [
            _no_application(rows[0], id_) for id_, rows in by_id.items() if id_ not in known
        ]
    return Declarations(
        applications=tuple(sorted(declared, key=lambda application: application.id)),
        has_applications_table=applications is not None,
        has_claims_table=claims is not None,
        problems=tuple(problems),
        claims=built,
        claim_problems=claim_problems,
    )


def _applications(
    rows: Mapping[str, list[Row]],
    claims: dict[str, tuple[Claim, ...]],
    claim_problems: dict[str, tuple[Problem, ...]],
) -> list[Application]:
    built = []
    for id_, (first, *others) in rows.items():
        application = application_from_cells(
            id_,
            DeclarationSource.TABLE,
            _values(first),
            claims.get(id_, ()),
            problems=claim_problems.get(id_, ()),
        )
        if any(other.cells != first.cells for other in others):
            twice = _twice(id_, first, others)
            application = replace(application, problems=(*application.problems, twice))
        built.append(application)
    return built


def _table(batch: Batch, stem: str, synonyms: dict[str, str], limits: Limits) -> Table | None:
    paths = [
        path
        for path in sorted(batch.root.iterdir())
        if path.stem.lower() == stem and path.suffix.lower() in _EXTENSIONS
    ]
    if not paths:
        return None
    if len(paths) > 1:
        raise BatchError(_two_tables(paths))
    try:
        return read_table(paths[0], limits, key_columns=[ID], synonyms=synonyms)
    except UploadError as e:
        problem = e.problem
        raise BatchError(
            Problem(
                problem.code, f"{paths[0].name}：{problem.zh}", f"{paths[0].name}: {problem.en}"
            )
        ) from e


def _rows_by_id(
    table: Table | None, problems: list[Problem], only: Collection[str] | None
) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows if table else ():
        id_ = application_id(row.cells.get(ID, ""))
        if ID in row.troubles or not id_:
            problems.append(_no_id(row))
        elif only is None or id_ in only:
            rows[id_].append(row)
    return rows


def _values(row: Row) -> CellValues:
    return CellValues(row.cells, row.troubles, row.where, row.where_en)


def _two_tables(paths: list[Path]) -> Problem:
    names = "、".join(path.name for path in paths)
    return Problem(
        "E-TABLE-TWICE",
        f"同一张表有两份（{names}），无法判断以哪份为准；请只保留一份后重新提交。",
        f"One table is there twice ({names}), and nothing says which one counts; "
        "keep one and submit again.",
    )


def _columns_missing(table: Table, wanted: tuple[str, ...]) -> list[Problem]:
    """Columns that are absent, with those not known, one of which may be it misspelt."""
    absent, unknown = absent_and_unknown(table.columns, wanted)
    if not absent:
        return []
    also = f"；有不认识的列{_quoted(unknown)}" if unknown else ""
    also_en = f"; unknown: {', '.join(unknown)}" if unknown else ""
    return [
        Problem(
            "E-TABLE-COLUMNS",
            f"{table.name} 没有{_quoted(absent)}列{also}。",
            f"{table.name} lacks the columns {', '.join(absent)}{also_en}.",
        )
    ]


def _quoted(names: tuple[str, ...]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _no_id(row: Row) -> Problem:
    return Problem(
        "E-ROW-NO-ID",
        f"{row.where}：没有可用的申报编号，该行未计入；请补填后重新提交。",
        f"{row.where_en}: no usable application id, so the row was left out; "
        "fill it in and submit again.",
    )


def _twice(id_: str, first: Row, others: list[Row]) -> Problem:
    places = "、".join(row.where for row in others)
    places_en = "; ".join(row.where_en for row in others)
    return Problem(
        "E-APPLICATION-TWICE",
        f"申报编号 {id_} 有多行且内容不同，暂取{first.where}，另见{places}；请核实以哪行为准。",
        f"{id_} has several rows that differ; {first.where_en} was taken, see also {places_en}. "
        "Find out which one counts.",
    )


def _no_application(row: Row, id_: str) -> Problem:
    return Problem(
        "E-CLAIM-NO-APPLICATION",
        f"{row.where}：申报编号 {id_} 在申报人员表中没有对应的行；请核对编号后重新提交。",
        f"{row.where_en}: there is no application row for {id_}; check the id and submit again.",
    )
