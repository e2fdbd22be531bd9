"""flagged_items.xlsx: every bearing finding that is not a match, for on-site review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from evidence.findings import Finding, Result, Verdict
from evidence.places import Place
from review.rosters.heading import BatchRun
from review.rosters.people import CONDITIONS_3_AND_4, Named
from review.rosters.wording import SIGNS
from review.rosters.workbook import (
    Look,
    Looks,
    StreamedSheet,
    lines_needed,
    new_workbook,
    prepare_print,
    workbook_bytes,
)

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
_RESULT = 4
"""Place of 结果 among the columns."""
_GRID = "BFBFBF"
_HEAD = Look("黑体", 11, bold=True, across="center", wrap=False, grid=_GRID, ground="EDEDED")
_PLAIN = Look("宋体", 10, down="top", grid=_GRID)
_INK = {Result.MISMATCH: "B00020", Result.UNSURE: "8A5A00"}

ITEMS, SIGNED = "现场审查事项", "单位确认事项"


def flagged_workbook(
    run: BatchRun, people: Mapping[str, Named], verdicts: Collection[Verdict]
) -> bytes:
    """The items as XLSX: what somebody must resolve, and on a second sheet what was signed for.

    `people` are by 申报编号, and so is the order of the verdicts, which are gone through twice.
    """
    workbook = new_workbook(ITEMS, run.file_date)
    looks, widths = Looks(), [width for _, width in FLAGGED_COLUMNS]
    sheets = []
    for title, signed in ((ITEMS, False), (SIGNED, True)):
        sheet = StreamedSheet(workbook, title, widths, looks)
        _head(sheet)
        for finding in flagged(verdicts):
            if _is_signed(finding) == signed:
                values = _values(run, finding, people[finding.application])
                _item(sheet, values, finding.result)
        sheet.sheet.auto_filter.ref = sheet.extent
        sheets.append(sheet)
    return workbook_bytes(workbook, sheets)


def flagged(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    """The bearing findings that are not a match: by applicant, what is to be looked at first."""
    for verdict in verdicts:
        found = (one for one in verdict.findings if one.bears and one.result is not Result.MATCH)
        yield from sorted(
            found,
            key=lambda finding: (
                finding.rule in CONDITIONS_3_AND_4,
                finding.result.order,
                finding.claim or 0,
            ),
        )


def _is_signed(finding: Finding) -> bool:
    return finding.result is Result.ATTESTED


def _head(sheet: StreamedSheet) -> None:
    prepare_print(sheet.sheet, 1)
    sheet.sheet.freeze_panes = "C2"
    sheet.append([(head, _HEAD) for head, _ in FLAGGED_COLUMNS], 24)


def _item(sheet: StreamedSheet, values: Sequence[str | int], result: Result) -> None:
    marked = replace(_PLAIN, bold=True, ink=_INK.get(result))
    lines, cells = 1, []
    for number, (value, (_, width)) in enumerate(zip(values, FLAGGED_COLUMNS, strict=True)):
        cells.append((value, marked if number == _RESULT else _PLAIN))
        lines = max(lines, lines_needed(str(value), width - 1))
    sheet.append(cells, min(lines * 14.0 + 4, 405.0))


def _values(run: BatchRun, finding: Finding, person: Named) -> Sequence[str | int]:
    places = tuple(dict.fromkeys(finding.where))
    claim = f"第{finding.claim}项 " if finding.claim is not None else ""
    title = f" {run.rule_titles[finding.rule]}" if finding.rule in run.rule_titles else ""
    return (
        finding.application,
        person.name,
        person.unit,
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
