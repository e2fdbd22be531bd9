"""flagged_items.xlsx: every bearing finding that is not a match, for on-site review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from evidence.dossiers import Dossier
from evidence.findings import Finding, Result, Verdict
from evidence.places import Place
from review.rosters.heading import BatchRun
from review.rosters.people import CONDITIONS_3_AND_4, NO_UNIT
from review.rosters.wording import SIGNS
from review.rosters.workbook import lines_needed, new_workbook, prepare_print, put, workbook_bytes

FLAGGED_COLUMNS = (
    ("申报编号", 14),
    ("姓名", 10),
    ("单位", 20),
    ("条款/规则", 18),
    ("结果", 11),
    ("说明", 44),
    ("申报值", 22),
    ("读到的值", 22),
    ("规定的值", 16),
    ("文件", 30),
    ("页", 5),
    ("位置", 18),
    ("引用", 40),
    ("建议", 22),
)
_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INK = {Result.MISMATCH: "B00020", Result.UNSURE: "8A5A00"}


ITEMS, SIGNED = "现场审查事项", "单位确认事项"


def flagged_workbook(
    run: BatchRun, dossiers: Mapping[str, Dossier], verdicts: Iterable[Verdict]
) -> bytes:
    """The items as XLSX: what somebody must resolve, and on a second sheet what was signed for."""
    workbook = new_workbook(ITEMS, run.file_date)
    found = flagged(verdicts)
    for title, signed in ((ITEMS, False), (SIGNED, True)):
        sheet = workbook.create_sheet(title)
        _head(sheet)
        own = [finding for finding in found if (finding.result is Result.ATTESTED) == signed]
        for row, finding in enumerate(own, 2):
            _item(sheet, row, _values(run, finding, dossiers[finding.application]), finding.result)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(FLAGGED_COLUMNS))}{len(own) + 1}"
    return workbook_bytes(workbook)


def flagged(verdicts: Iterable[Verdict]) -> list[Finding]:
    """The bearing findings that are not a match: by applicant, what is to be looked at first."""
    found = [
        finding
        for verdict in verdicts
        for finding in verdict.findings
        if finding.bears and finding.result is not Result.MATCH
    ]
    return sorted(
        found,
        key=lambda finding: (
            finding.application,
            finding.rule in CONDITIONS_3_AND_4,
            finding.result.order,
            finding.claim or 0,
        ),
    )


def _head(sheet: Worksheet) -> None:
    prepare_print(sheet, 1)
    sheet.freeze_panes = "C2"
    for number, (head, width) in enumerate(FLAGGED_COLUMNS, 1):
        cell = put(sheet, 1, number, head)
        cell.font = Font("黑体", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="EDEDED")
        cell.border = _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[1].height = 24


def _item(sheet: Worksheet, row: int, values: Sequence[str | int], result: Result) -> None:
    lines = 1
    for number, value in enumerate(values, 1):
        cell = put(sheet, row, number, value)
        cell.font = Font("宋体", size=10)
        cell.border = _GRID
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        lines = max(lines, lines_needed(str(value), FLAGGED_COLUMNS[number - 1][1] - 1))
    sheet.cell(row, 5).font = Font("宋体", size=10, bold=True, color=_INK.get(result))
    sheet.row_dimensions[row].height = min(lines * 14.0 + 4, 405.0)


def _values(run: BatchRun, finding: Finding, dossier: Dossier) -> Sequence[str | int]:
    application = dossier.application
    places = tuple(dict.fromkeys(finding.where))
    claim = f"第{finding.claim}项 " if finding.claim is not None else ""
    title = f" {run.rule_titles[finding.rule]}" if finding.rule in run.rule_titles else ""
    return (
        finding.application,
        application.name if application else "",
        (application.employer if application else "") or NO_UNIT,
        f"{claim}{finding.rule}{title}",
        SIGNS[finding.result],
        finding.explanation,
        finding.declared,
        finding.found,
        finding.required,
        "\n".join(place.upload for place in places),
        _pages(places),
        "\n".join(_position(place) for place in places),
        finding.citation,
        "\n".join(finding.suggestions),
    )


def _pages(places: Sequence[Place]) -> str | int:
    """One page as a number, several as lines beside their files."""
    if len(places) == 1 and places[0].page is not None:
        return places[0].page
    return "\n".join(str(place.page or "") for place in places)


def _position(place: Place) -> str:
    """Left, top, right and bottom in pixels of the upright page."""
    return ",".join(str(edge) for edge in place.box) if place.box else ""
