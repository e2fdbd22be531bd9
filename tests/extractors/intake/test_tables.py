import datetime as dt
import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.errors import UploadError
from extractors.intake.limits import Limits
from extractors.intake.tables import column_name, read_table

KEY = ["申报编号"]


@pytest.fixture
def read(tmp_path):
    """Reads bytes as a table file."""

    def reading(data, limits=None, **options):
        path = tmp_path / "applications.csv"
        path.write_bytes(data)
        return read_table(path, limits or Limits(), key_columns=KEY, **options)

    return reading


def _book(*rows, title="Sheet1", formats=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    return book


def _saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(table):
    return [dict(row.cells) for row in table.rows]


def _refusal(call, *args, **options):
    with pytest.raises(UploadError) as caught:
        call(*args, **options)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding_and_delimiter_of_offices(read, encoding, delimiter):
    text = f"申报编号{delimiter}姓名\r\nA001{delimiter}王㐂\r\n"
    assert [{"申报编号": "A001", "姓名": "王㐂"}] == _cells(read(text.encode(encoding)))


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(read):
    table = read('申报编号,名称\nA1,"a,""b""\nc"\nA2,d\n'.encode())
    assert ['a,"b"\nc', "d"] == [row.cells["名称"] for row in table.rows]
    assert ["applications.csv 第2行", "applications.csv 第3行"] == [r.where for r in table.rows]


def test_a_title_above_the_header_and_blank_rows_do_not_matter(read):
    table = read("2024年申报汇总表,,\n\n 申 报 编 号 ,姓名（必填）,备注\n,,\nA1,甲,\n".encode())
    assert [{"申报编号": "A1", "姓名": "甲", "备注": ""}] == _cells(table)
    assert "applications.csv 第5行" == table.rows[0].where


def test_a_header_repeated_on_each_page_is_no_row(read):
    assert 2 == len(read("申报编号,姓名\nA1,甲\n申报编号,姓名\nA2,乙\n".encode()).rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓　名", "姓名"),
        ("姓名*", "姓名"),
        ("名称（表彰奖励/专利名称）", "名称"),
        ("年度考核（2019）", "年度考核(2019)"),
        ("开始：", "开始"),
        ("（备注）", "(备注)"),
    ],
)
def test_headers_are_compared_without_width_spaces_and_remarks(text, expected):
    assert expected == column_name(text)


def test_a_synonym_counts_only_where_nobody_has_the_name_itself(read):
    synonyms = {"单位": "工作单位", "编号": "申报编号"}
    table = read("编号,单位,工作单位\nA1,旧,新\n".encode(), synonyms=synonyms)
    assert [{"申报编号": "A1", "单位": "旧", "工作单位": "新"}] == _cells(table)


def test_a_row_longer_than_its_header_is_not_trusted(read):
    (row,) = read("申报编号,姓名\nA1,新乡,甲\n".encode()).rows
    assert {"E-ROW-LONG"} == {trouble.code for trouble in row.troubles.values()}


def test_a_column_twice_is_pointed_out_and_a_contradiction_is_trouble(read):
    table = read("申报编号,姓名,姓名\nA1,甲,甲\nA2,甲,乙\n".encode())
    assert ["E-TABLE-COLUMN"] == [problem.code for problem in table.problems]
    assert {} == table.rows[0].troubles
    assert "E-CELL-TWICE" == table.rows[1].troubles["姓名"].code


def test_guards_and_invisible_characters_are_not_part_of_a_value(read):
    text = '申报编号,身份证号,手机,姓名\n"=""007""",\'410702197001011230,"139\t",\u202d张三\u200b\n'
    assert [
        {"申报编号": "007", "身份证号": "410702197001011230", "手机": "139", "姓名": "张三"}
    ] == _cells(read(text.encode()))


@pytest.mark.parametrize("text", ["4.10702E+17", "4E+17"])
def test_a_number_that_lost_digits_is_trouble(read, text):
    (row,) = read(f"申报编号,身份证号\nA1,{text}\n".encode()).rows
    assert "E-CELL-ROUNDED" == row.troubles["身份证号"].code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-TABLE-HEADER"),
        ("姓名,单位\n甲,乙\n".encode(), "E-TABLE-HEADER"),
        ('申报编号,姓名\nA1,"甲\nA2,乙\nA3,丙\n'.encode(), "E-TABLE-CSV"),
        ("申报编号\n".encode() + b"\xff\xff\xff\n", "E-TABLE-ENCODING"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "E-TABLE-FORMAT"),
        (b"%PDF-1.4\n", "E-TABLE-FORMAT"),
        (b"<html><table></table></html>", "E-TABLE-FORMAT"),
        (b"PK\x03\x04 damaged", "E-TABLE-XLSX"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(read, data, code):
    assert code == _refusal(read, data)


@pytest.mark.parametrize("limits", [Limits(table_rows=2), Limits(table_bytes=20)])
def test_tables_above_the_limits_are_refused(read, limits):
    text = "申报编号\nA1\nA2\nA3\n"
    assert "E-TABLE-LIMIT" == _refusal(read, text.encode(), limits)
    assert "E-TABLE-LIMIT" == _refusal(read, _saved(_book(*([x] for x in text.split()))), limits)


def test_a_cell_above_the_limit_is_trouble(read):
    (row,) = read("申报编号,名称\nA1,12345678901\n".encode(), Limits(cell_characters=10)).rows
    assert "E-CELL-LONG" == row.troubles["名称"].code


def test_columns_above_the_limit_are_ignored(read):
    assert ("申报编号",) == read("申报编号,a,b\nA1,1,2\n".encode(), Limits(table_columns=1)).columns


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: ("申报编号," + t).encode()))
def test_any_bytes_are_a_table_or_a_reason(read, data):
    with suppress(UploadError):
        assert read(data).columns


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("文字", "General", "文字"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (7, "000", "007"),
        (2019.03, "General", "2019.03"),
        (2019.1, "0.00", "2019.10"),
        (2019.1, "General", "2019.1"),
        (dt.date(2019, 3, 20), "yyyy-mm-dd", "2019-03-20"),
        (dt.datetime(2019, 3, 1), 'yyyy"年"m"月"', "2019-03"),
        (dt.datetime(2019, 3, 1), "mmm-yy", "2019-03"),
        (dt.datetime(2019, 3, 1), "yyyy", "2019"),
        (dt.datetime(2024, 3, 21, 9, 5), "yyyy-mm-dd hh:mm", "2024-03-21 09:05:00"),
        (True, "General", "是"),
        (123456789012345, "General", "123456789012345"),
    ],
)
def test_spreadsheet_values_are_written_as_the_sheet_shows_them(
    read, value, number_format, expected
):
    book = _book(["申报编号", "值"], ["A1", value], formats={"B2": number_format})
    (row,) = read(_saved(book)).rows
    assert (expected, {}) == (row.cells["值"], row.troubles)


def test_an_id_number_kept_as_a_number_is_trouble_and_never_a_rounded_value(read):
    (row,) = read(_saved(_book(["申报编号", "身份证号"], ["A1", 410702197001011230]))).rows
    assert "E-CELL-ROUNDED" == row.troubles["身份证号"].code


def test_a_formula_is_never_computed(read):
    book = _book(["申报编号", "名称"], ["A1", '=HYPERLINK("http://x/","y")'], ["A2", "#N/A"])
    first, second = read(_saved(book)).rows
    assert "E-CELL-FORMULA" == first.troubles["名称"].code
    assert "E-CELL-ERROR" == second.troubles["名称"].code


def test_a_formulas_saved_result_is_taken(read, tmp_path):
    data = _saved(_book(["申报编号", "名称"], ["A1", "=1+1"]))
    patched = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(patched, "w") as new:
        for info in old.infolist():
            part = old.read(info).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            new.writestr(info, part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"))
    (row,) = read(patched.getvalue()).rows
    assert ("2", {}) == (row.cells["名称"], row.troubles)


def test_every_visible_sheet_with_the_header_is_read_and_a_hidden_one_is_pointed_out(read):
    book = _book(["申报编号", "姓名"], ["A1", "甲"], title="医院")
    for title, row in (("学校", ["A2", "乙"]), ("作废", ["A3", "丙"])):
        sheet = book.create_sheet(title)
        sheet.append(["申报编号", "姓名"])
        sheet.append(row)
    book.create_sheet("说明").append(["填表说明"])
    book["作废"].sheet_state = "hidden"
    table = read(_saved(book))
    assert ["A1", "A2"] == [row.cells["申报编号"] for row in table.rows]
    assert ["E-TABLE-SHEET"] == [problem.code for problem in table.problems]
    assert "applications.csv“学校” 第2行" == table.rows[1].where


def test_a_remark_beside_a_sheet_shifts_nothing(read):
    book = _book(["申报编号", "姓名"], ["A1", "甲", "有疑问"])
    assert {} == read(_saved(book)).rows[0].troubles


def test_a_cell_at_the_far_corner_costs_nothing(read):
    book = _book(["申报编号"], ["A1"])
    book.active.cell(1_048_576, 16_384, "x")
    assert 1 == len(read(_saved(book)).rows)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999999"><c><v>2</v></c></row>',
        "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3000)),
    ],
)
def test_a_sheet_that_claims_more_cells_than_it_can_hold_is_refused(read, rows):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    data = _with_part(_saved(_book(["申报编号"])), "xl/worksheets/sheet1.xml", sheet)
    assert "E-TABLE-LIMIT" == _refusal(read, data)


def _with_part(data, name, content):
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return changed.getvalue()


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_an_entity_bomb_is_refused(read, part):
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e0 "x">{entities}]><s>&e12;</s>'
    data = _with_part(_saved(_book(["申报编号"], ["A1"])), part, bomb)
    assert "E-TABLE-XLSX" == _refusal(read, data)


def test_a_workbook_that_explodes_is_refused_before_it_is_opened(read):
    data = _with_part(_saved(_book(["申报编号"])), "xl/media/zeros.bin", b"\0" * 3_000_000)
    assert "E-TABLE-LIMIT" == _refusal(read, data, Limits(table_unpacked_bytes=2_000_000))


def test_a_workbook_of_too_many_parts_is_refused(read):
    assert "E-TABLE-LIMIT" == _refusal(read, _saved(_book(["申报编号"])), Limits(table_parts=3))


# Made once: a workbook holds the time it was made, and with it changes its size.
_WHOLE = _saved(_book(["申报编号", "姓名"], ["A1", "甲"]))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_a_reason(read, data):
    whole = bytearray(_WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UploadError):
        assert read(bytes(whole)).columns
