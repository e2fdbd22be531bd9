import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from evidence.findings import Outcome, Result
from review.rosters.cells import xlsx_text
from review.rosters.flagged_xlsx import FLAGGED_COLUMNS, flagged_workbook
from review.rosters.people import Named, Roster, rosters_of
from review.rosters.roster_xlsx import roster_workbook
from review.rosters.workbook import (
    Look,
    Looks,
    StreamedSheet,
    new_workbook,
    sheet_name,
    workbook_bytes,
)


def opened(content):
    return load_workbook(io.BytesIO(content))


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_each_unit_has_a_sheet_with_notice_number_of_people_and_places_to_sign(run, people):
    workbook = opened(roster_workbook(run, rosters_of(run, *people)[1]))
    assert ["新乡市公路事业发展中心", "新乡市第一人民医院"] == workbook.sheetnames
    text = "\n".join(texts(workbook.worksheets[0]))
    for expected in (
        "需现场审查人员名册表",
        "（新人社办〔2024〕22号）",
        "人数：1人",
        "审核人（签字）",
        "单位人事部门（公章）",
        "年　　月　　日",
    ):
        assert expected in text


def test_both_rosters_have_the_columns_that_a_clerk_needs(run, people):
    passing, on_site = rosters_of(run, *people)
    heads = [
        [cell.value for cell in opened(roster_workbook(run, roster)).worksheets[0][4]]
        for roster in (passing, on_site)
    ]
    assert [
        "序号",
        "申报编号",
        "姓名",
        "单位",
        "工种",
        "等级",
        "依据",
        "单位确认",
        "备注",
    ] == heads[0]
    assert ["序号", "申报编号", "姓名", "单位", "工种", "等级", "依据", "原因"] == heads[1]


def test_sheets_print_on_a4_landscape_with_repeated_head_and_page_numbers(run, people):
    sheet = opened(roster_workbook(run, rosters_of(run, *people)[0])).worksheets[0]
    assert ("landscape", 9, 1, 0) == (
        sheet.page_setup.orientation,
        int(sheet.page_setup.paperSize),
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "$4:$4" == sheet.print_title_rows
    assert "第 &P 页，共 &N 页" == sheet.oddFooter.center.text


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_cell_becomes_a_formula(make, run, name):
    roster, _ = rosters_of(run, [make.dossier("1", name, name)], [make.passed("1")])
    sheet = opened(roster_workbook(run, roster)).worksheets[0]
    assert [] == [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert name == sheet["C5"].value
    assert sheet["C5"].quotePrefix


def test_an_empty_roster_says_so(run):
    workbook = opened(roster_workbook(run, Roster(Outcome.ON_SITE, ())))
    assert "本名册无人员。" in texts(workbook.worksheets[0])


def test_more_reasons_than_a_row_can_show_point_to_the_full_list(make, run):
    """Excel cuts a row at 409 points without a word."""
    findings = [
        make.finding("1", "A4b", Result.UNSURE, explanation=f"第{n}处读不清，请核对原件。")
        for n in range(80)
    ]
    _, roster = rosters_of(run, [make.dossier("1", "张三", "一院")], [make.on_site("1", *findings)])
    sheet = opened(roster_workbook(run, roster)).worksheets[0]
    shown = sheet["H5"].value.count("请核对原件")
    assert f"……另有{80 - shown}项，见 flagged_items.xlsx" == sheet["H5"].value.splitlines()[-1]
    assert sheet.row_dimensions[5].height <= 409


@given(st.lists(st.text(max_size=60), max_size=30))
def test_sheet_names_are_ones_that_excel_opens(names):
    taken = set()
    given_names = [sheet_name(name, taken) for name in names]
    assert len(names) == len({name.casefold() for name in given_names})
    for name in given_names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_long_units_that_differ_at_the_end_only_get_sheets_of_their_own(make, run):
    units = ["新乡市" + "某" * 40 + end for end in "甲乙丙"]
    dossiers = [make.dossier(str(n), "张三", unit) for n, unit in enumerate(units)]
    roster, _ = rosters_of(run, dossiers, [make.passed(one.id) for one in dossiers])
    workbook = opened(roster_workbook(run, roster))
    assert 3 == len(workbook.sheetnames)
    assert [True] * 3 == [
        unit in "".join(texts(sheet)) for unit, sheet in zip(sorted(units), workbook, strict=True)
    ]


def test_flagged_items_hold_one_row_for_each_bearing_finding_that_is_not_a_match(run, people):
    dossiers, verdicts = people
    workbook = opened(flagged_workbook(run, {one.id: Named.of(one) for one in dossiers}, verdicts))
    assert ["现场审查事项", "单位确认事项"] == workbook.sheetnames
    (head, *rows), (second, *signed) = (
        list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets
    )
    assert tuple(name for name, _ in FLAGGED_COLUMNS) == head == second
    assert [
        ("20240002", "✕ 不一致"),
        ("20240002", "? 待核"),
        ("20240003", "– 未核查"),
    ] == [(row[0], row[4]) for row in rows]
    assert [("20240001", "○ 单位确认")] * 2 == [(row[0], row[4]) for row in signed]
    assert (
        "20240002",
        "李四",
        "新乡市公路事业发展中心",
        "第1项 A3a 授予单位级别",
        "✕ 不一致",
        "发证单位“新乡市红旗区人民政府”不在附件1认可范围。",
        "新乡市人民政府",
        "新乡市红旗区人民政府",
        None,
        "uploads/20240002/证书.jpg",
        1,
        "10,20,300,60",
        "附件1第四条：“……省辖市党委、政府，省级工作部门授予的为准。”",
        "新乡市人民政府",
    ) == rows[0]


@given(st.lists(st.text(max_size=40) | st.sampled_from([" a", "a\r\nb", "&lt;", "]]>", "=1+1"])))
def test_what_a_flagged_item_says_is_read_back_as_it_stands(found):
    """Whatever was read on a page: no text breaks the sheet, or comes out as another."""
    workbook = new_workbook("t", dt.datetime(2024, 5, 1, tzinfo=dt.UTC))
    sheet = StreamedSheet(workbook, "t", [10, 10], Looks())
    for number, text in enumerate(found):
        sheet.append([(text, Look("宋体", 10)), (number, Look("宋体", 10))], 14.0)
    read = opened(workbook_bytes(workbook, [sheet])).worksheets[0]
    rows = [row for row in read.iter_rows() if row[1].value is not None]
    assert [xlsx_text(text) for text in found] == [row[0].value or "" for row in rows]
    assert list(range(len(found))) == [row[1].value for row in rows]
    assert "f" not in {row[0].data_type for row in rows}
    assert [text.startswith(("=", "+", "-", "@")) for text in found] == [
        row[0].quotePrefix for row in rows
    ]
