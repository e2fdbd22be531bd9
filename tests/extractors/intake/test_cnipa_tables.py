import csv
import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.register import RecordSource
from extractors.intake.cnipa_tables import read_cnipa_table

ROW = {
    "申请号/专利号": "202010430096.0",
    "发明名称": "一种示例 夹具",
    "专利类型": "发明专利",
    "申请人/专利权人": "新乡市示例医院；张三",
    "发明人/设计人": "张三;李 四",
    "申请日": "2020-05-20",
    "授权公告号": "CN 111472379 B",
    "授权公告日": "2025.01.14",
    "法律状态": "授权",
    "案件状态": "专利权维持",
    "查询时间": "2024-04-08 09:30:00",
}


@pytest.fixture
def read(tmp_path):
    """Reads rows as an export; the stored bytes have no extension."""

    def reading(*rows, encoding="gb18030", upload="cnipa/检索结果导出.csv"):
        lines = [",".join(rows[0])] + [",".join(f'"{v}"' for v in row.values()) for row in rows]
        path = tmp_path / ("0" * 64)
        path.write_bytes("\n".join(lines).encode(encoding))
        return read_cnipa_table(path, upload)

    return reading


def _codes(problems):
    return [problem.code for problem in problems]


def test_a_row_of_an_export_is_an_official_record(read):
    (record,), problems = read(ROW)
    assert [] == problems
    assert ("ZL202010430096.0", RecordSource.REVIEW_BODY, "export", "cnipa/检索结果导出.csv") == (
        record.patent_number,
        record.source,
        record.site,
        record.place.upload,
    )
    assert ("invention", "一种示例夹具") == (record.patent_type, record.title)
    assert ("张三", "李四") == record.inventors
    assert ("新乡市示例医院", "张三") == record.patentees
    assert ("2020-05-20", "2025-01-14", "CN111472379B") == (
        record.application_date,
        record.grant_date,
        record.grant_number,
    )
    assert ("授权", "专利权维持") == (record.legal_status, record.case_status)
    china = dt.timezone(dt.timedelta(hours=8))
    assert dt.datetime(2024, 4, 8, 9, 30, tzinfo=china) == record.as_of
    assert () == record.doubts


def test_the_list_of_cpquery_shows_no_inventors_and_no_check_digit(read):
    row = {
        "申请号/专利号": "2020104300960",
        "发明名称": "夹具",
        "法律状态": "--",
        "案件状态": "专利权维持",
    }
    (record,), problems = read(row)
    assert ([], (), "") == (problems, record.inventors, record.legal_status)
    (record,), _ = read({"申请号": "202010430096", "发明名称": "夹具"})
    assert "ZL202010430096.0" == record.patent_number


@pytest.mark.parametrize(
    ("number", "expected"),
    [("CN111472379B", ("CN111472379B", "2025-01-14")), ("CN111472379A", ("", ""))],
)
def test_the_date_of_an_unexamined_publication_is_none_of_grant(read, number, expected):
    row = {"申请号": "202010430096.0", "公开（公告）号": number, "公开（公告）日": "2025-01-14"}
    (record,), problems = read(row)
    assert [] == problems
    assert expected == (record.grant_number, record.grant_date)


def test_an_export_as_xlsx(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["检索结果"])
    book.active.append(list(ROW))
    asked = dt.datetime(2024, 4, 8, 9, 30)
    book.active.append(list((ROW | {"查询时间": asked}).values()))
    file = io.BytesIO()
    book.save(file)
    path = tmp_path / "bytes"
    path.write_bytes(file.getvalue())
    (record,), problems = read_cnipa_table(path, "cnipa/导出.xlsx")
    assert ([], 9) == (problems, record.as_of.hour)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("202010430096.1", "E-CNIPA-CHECK"),
        ("2020104300", "E-PATNUM"),
        ("2.02E+12", "E-CELL-ROUNDED"),
    ],
)
def test_a_row_whose_number_does_not_hold_is_no_record(read, number, code):
    records, problems = read(ROW, ROW | {"申请号/专利号": number})
    assert 1 == len(records)
    assert [code] == _codes(problems)
    assert "第3行" in problems[0].zh


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [
        ("授权公告号", "CN1114", "grant_number"),
        ("授权公告日", "不详", "grant_date"),
        ("专利类型", "商标", "patent_type"),
    ],
)
def test_a_cell_that_does_not_hold_is_empty_and_doubtful(read, column, text, field):
    (record,), problems = read(ROW | {column: text})
    assert ("", (field,)) == (getattr(record, field), record.doubts)
    assert 1 == len(problems)


def test_a_name_that_is_none_stays_in_its_place_and_is_doubtful(read):
    (record,), _ = read(ROW | {"发明人/设计人": "张三;李4;王五"})
    assert (("张三", "李4", "王五"), ("inventors",)) == (record.inventors, record.doubts)


def test_a_file_that_is_no_export_gives_its_reason(tmp_path):
    path = tmp_path / "bytes"
    path.write_bytes("姓名,单位\n".encode())
    records, problems = read_cnipa_table(path, "cnipa/人员.csv")
    assert ([], ["E-TABLE-HEADER"]) == (records, _codes(problems))


def test_an_export_without_results_says_so(tmp_path):
    path = tmp_path / "bytes"
    path.write_bytes("申请号,发明名称\n".encode())
    assert ["E-CNIPA-EMPTY"] == _codes(read_cnipa_table(path, "cnipa/空.csv")[1])


def test_two_columns_of_inventors_that_differ_leave_doubt(tmp_path):
    """Neither list counts for certain, and the file says why."""
    path = tmp_path / "twice.csv"
    head = [*ROW, "发明人/设计人"]
    values = [*ROW.values(), "李四;张三"]
    text = "\n".join([",".join(head), ",".join(f'"{value}"' for value in values)])
    path.write_bytes(text.encode())
    (record,), problems = read_cnipa_table(path, "cnipa/twice.csv")
    assert "inventors" in record.doubts
    assert "E-CELL-TWICE" in _codes(problems)


@pytest.fixture
def workbook(tmp_path):
    """Reads sheets of rows as a workbook: `{sheet name: rows}`."""

    def reading(sheets, upload="cnipa/导出.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        file = io.BytesIO()
        book.save(file)
        path = tmp_path / "bytes"
        path.write_bytes(file.getvalue())
        return read_cnipa_table(path, upload)

    return reading


HEAD = ["申请号", "发明名称", "发明人", "授权公告日"]


def test_numbers_that_a_spreadsheet_took_for_numbers(workbook):
    """A float, a whole number without check digit, text behind an apostrophe, 13 digits."""
    rows = [[number, "夹具", "张三", None]
            for number in (202010430096.0, 201410026192, "'202311352019.8", 2020104300960)]  # fmt: skip
    records, problems = workbook({"导出": [HEAD, *rows]})
    assert [] == problems
    assert ["ZL202010430096.0", "ZL201410026192.3", "ZL202311352019.8", "ZL202010430096.0"] == [
        record.patent_number for record in records
    ]


def test_dates_as_serial_numbers_and_as_dates(workbook):
    """44509 is 2021-11-09 whether or not its cell says that it is a date."""
    row = ["202010430096.0", "夹具", "张三"]
    records, problems = workbook(
        {"导出": [[*HEAD, "查询时间"], [*row, 44509, 45377.5], [*row, dt.date(2021, 11, 9), None]]}
    )
    assert [] == problems
    assert ["2021-11-09", "2021-11-09"] == [record.grant_date for record in records]
    assert "2024-03-26T12:00:00+08:00" == records[0].as_of.isoformat()


def test_a_header_of_two_rows(workbook):
    """Groups of columns above their names; names merged over both rows; repeated further down."""
    top = ["申请号", "名称", "日期", None, "状态信息", None]
    names = [None, None, "申请日", "授权公告日", "法律状态", "案件状态"]
    row = ["202010430096.0", "夹具", "2020-05-20", "2021-11-09", "授权", "专利权维持"]
    records, problems = workbook({"表": [["专利一览表"], top, names, row, top, names, row]})
    assert [] == problems
    assert 2 == len(records)
    assert {("2020-05-20", "2021-11-09", "授权", "专利权维持")} == {
        (one.application_date, one.grant_date, one.legal_status, one.case_status) for one in records
    }


def test_several_sheets_and_whose_site_each_is(workbook):
    """A sheet's name tells the site; another sheet without header is left alone."""
    one, two = ["202010430096.0", "夹具", "张三", None], ["202311352019.8", "扳手", "李四", None]
    records, problems = workbook(
        {"公布公告": [HEAD, one], "说明": [["由办公室整理"]], "cpquery": [HEAD, two]}
    )
    assert [] == problems
    assert ["epub", "cpquery"] == [record.site for record in records]


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"法律状态": "授权", "当前法律状态": "专利权全部无效"}, "legal_status"),
        ({"法律状态信息": "授权", "当前法律状态": "专利权全部无效"}, "legal_status"),
        ({"案件状态": "专利权维持", "当前案件状态": "届满终止失效"}, "case_status"),
        ({"授权公告日": "2021-11-09", "授权日": "2021-11-12"}, "grant_date"),
        ({"授权公告日": "2021-11-09", "授权日期": "不详"}, "grant_date"),
        ({"申请日": "2020-05-20", "申请日期": "2020-05-21"}, "application_date"),
        ({"名称": "夹具", "专利名称": "扳手"}, "title"),
        ({"专利类型": "发明", "类型代码": "2"}, "patent_type"),
        ({"发明人": "张三;李四", "设计人": "李四;张三"}, "inventors"),
        ({"专利权人": "甲公司", "申请人": "乙公司"}, "patentees"),
        ({"授权公告号": "CN111472379B", "公告号": "CN111472370B"}, "grant_number"),
        ({"授权公告日": "2021-11-09", "公告号": "CN111472379B", "公告日": "2021-11-12"}, "grant_date"),
        ({"网站": "cpquery", "数据来源": "天眼查"}, "site"),
        ({"查询时间": "2021-03-01", "检索时间": "2024-04-08"}, "as_of"),
        ({"查询时间": "2024-04-08 09:30", "导出时间": "2024-04-07"}, "as_of"),
    ],
)  # fmt: skip
def test_columns_for_the_same_thing_that_differ_leave_doubt(read, columns, field):
    """Whichever column is ours: no other one is passed over."""
    for order in (columns, dict(reversed(columns.items()))):
        (record,), problems = read({"申请号": "202010430096.0"} | order)
        assert (field,) == record.doubts
        assert field in {"site", "as_of"} or problems
        assert field != "legal_status" or "专利权全部无效" in record.legal_status


@pytest.mark.parametrize(
    "columns",
    [
        {"法律状态": "授权", "当前法律状态": "授权", "状态": ""},
        {"专利类型": "发明专利", "类型代码": "1"},
        {"发明人": "张三;李四", "设计人": "-"},
        {"专利权人": "甲公司;乙公司", "申请人": "乙公司；甲公司"},
        {"授权公告号": "CN111472379B", "公开号": "CN111472379A", "公开日": "2020-09-01"},
        {"公开号": "CN111472379A", "公开日": "2020-09-01", "公告号": "CN111472379B", "公告日": "2021-11-09"},
        {"网站": "cpquery", "数据来源": "国家知识产权局"},
        {"查询时间": "2024-04-08 09:30", "导出时间": "2024-04-10 09:31"},
    ],
)  # fmt: skip
def test_columns_for_the_same_thing_that_agree_leave_none(read, columns):
    (record,), problems = read({"申请号": "202010430096.0"} | columns)
    assert ((), []) == (record.doubts, problems)
    assert "公告日" not in columns or "2021-11-09" == record.grant_date
    assert "网站" not in columns or "cpquery" == record.site
    assert "查询时间" not in columns or (8, 9) == (record.as_of.day, record.as_of.hour)


@pytest.mark.parametrize("kind", ["发明", "发明公布"])
def test_an_unexamined_publication_as_the_number_of_a_grant_is_kept_for_the_rules(read, kind):
    (record,), _ = read(ROW | {"授权公告号": "CN111472379A", "专利类型": kind})
    assert "CN111472379A" == record.grant_number


@pytest.mark.parametrize(
    ("lines", "when", "sure"),
    [
        (["查询时间：2024-04-08 09:30"], "2024-04-08T09:30", True),
        (["查询时间：2O21-O3-O1 10:00"], None, False),
        (["查询时间：22年3月26日"], None, False),
        (["查询时间：2022-03-26至2022-03-27"], None, False),
        (["查询时间："], None, False),
        (["查询时间：,2021-03-01"], "2021-03-01T00:00", True),
        (["查询时间,2021-03-01"], "2021-03-01T00:00", True),
        (["打印时间：不详"], None, False),
        (["检索日期：2021-03-01 打印时间：2024-04-10 09:31"], "2021-03-01T00:00", True),
        (["打印时间：2024-04-10 09:31", "检索日期：2021-03-01"], "2021-03-01T00:00", True),
        (["检索日期：2021-03-01", "查询时间：2024-04-10 09:31"], "2021-03-01T00:00", False),
        (["检索日期：2024-04-10", "打印时间：2024-04-08 09:31"], "2024-04-10T00:00", False),
        (["检索时间：2024-04-08", "打印时间：不详"], "2024-04-08T00:00", True),
        (["备注：检索时间以官网为准"], None, True),
        (["导出时间：2024-04-09", "打印时间：2024-04-10"], "2024-04-09T00:00", True),
    ],
)
def test_a_time_that_is_stated_and_cannot_be_read_is_in_doubt(tmp_path, lines, when, sure):
    """Above the table and below it; a time of the file comes after that of the search."""
    table = ["申请号,发明名称", "202010430096.0,夹具"]
    path = tmp_path / "bytes"
    for rows in ([*lines, *table], [*table, *lines]):
        path.write_bytes("\n".join(rows).encode())
        (record,), problems = read_cnipa_table(path, "cnipa/a.csv")
        shown = record.as_of and record.as_of.strftime("%Y-%m-%dT%H:%M")
        assert (when, () if sure else ("as_of",), []) == (shown, record.doubts, problems), rows


def test_a_time_in_a_row_that_is_neither_line_nor_result_is_heeded(tmp_path):
    """So long a line below the table is a row without a number, and still tells how old it is."""
    note = "由办公室王某整理，检索时间：2021-03-01，仅供本单位内部使用，未经许可不得外传，如有疑问请与办公室联系"
    path = tmp_path / "bytes"
    path.write_bytes(f"申请号,发明名称\n202010430096.0,数据库查询时间\n{note}".encode())
    (record,), problems = read_cnipa_table(path, "cnipa/a.csv")
    assert ["E-PATNUM"] == _codes(problems)
    assert dt.date(2021, 3, 1) == record.as_of.date()


@pytest.mark.parametrize(
    ("row", "line", "sure"),
    [
        ("2024-04-08", "检索时间：2024-04-09", True),
        ("2024-04-08", "检索时间：不详", True),  # the row has its own
        ("2024-04-08", "检索时间：2021-03-01", False),
        ("2024-04-08", "导出时间：2021-03-01", False),
        ("2O24-O4-O8", "检索时间：2024-04-08", False),
        ("0001-01-01T00:00+14:00", "检索时间：2024-04-08", False),
    ],
)
def test_the_time_of_a_row_and_those_around_the_table(tmp_path, row, line, sure):
    path = tmp_path / "bytes"
    path.write_bytes(f"申请号,查询时间\n202010430096.0,{row}\n{line},".encode())
    (record,), _ = read_cnipa_table(path, "cnipa/a.csv")
    assert (8, sure) == (record.as_of.day, "as_of" not in record.doubts)


@pytest.mark.parametrize(
    ("upload", "above"),
    [("cnipa/天眼查.csv", "专利检索及分析系统"), ("cnipa/公布公告.csv", "天眼查导出")],
)
def test_a_file_that_names_another_site_as_well_is_in_doubt(tmp_path, upload, above):
    path = tmp_path / "bytes"
    path.write_bytes(f"{above}\n申请号,发明名称\n202010430096.0,夹具".encode())
    (record,), _ = read_cnipa_table(path, upload)
    assert ("site",) == record.doubts


@pytest.mark.parametrize(
    ("upload", "above", "own", "expected"),
    [
        ("cnipa/导出.csv", "", "", "export"),
        ("cnipa/中国专利公布公告.csv", "", "", "epub"),
        ("cnipa/导出.csv", "专利检索及分析系统 检索结果", "", "pss"),
        ("cnipa/公布公告.csv", "", "cpquery", "cpquery"),
        ("cnipa/导出.csv", "", "国家知识产权局官网", "export"),
        ("cnipa/SooPAT导出.csv", "", "", "soopat"),
        ("cnipa/导出.csv", "数据来源：天眼查（公布公告）", "", "tianyancha"),
    ],
)
def test_the_site_is_told_by_row_file_or_title(tmp_path, upload, above, own, expected):
    """Another site than the office's own is named as what it is."""
    lines = [*([above] if above else []), "申请号,发明名称,来源", f"202010430096.0,夹具,{own}"]
    path = tmp_path / "bytes"
    path.write_bytes("\n".join(lines).encode())
    (record,), problems = read_cnipa_table(path, upload)
    assert ([], expected) == (problems, record.site)


@pytest.mark.parametrize(("total", "codes"), [(2, []), (15, ["E-CNIPA-PARTIAL"])])
def test_lines_below_the_table_are_no_results_and_tell_whether_it_is_whole(tmp_path, total, codes):
    rows = ["申请号,发明名称", "202010430096.0,夹具", ",", "202311352019.8,扳手", "合计,2",
            f"共{total}条,", "查询时间：2024-04-08 09:30,"]  # fmt: skip
    path = tmp_path / "bytes"
    path.write_bytes("\n".join(rows).encode())
    records, problems = read_cnipa_table(path, "cnipa/a.csv")
    assert codes == _codes(problems)
    assert ["2024-04-08T09:30:00+08:00"] * 2 == [record.as_of.isoformat() for record in records]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", "invention"), ("实用新型专利", "utility_model"), ("S", "design"), ("8", "invention"),
     ("发明专利(授权)", "invention"), ("FM", "invention"), ("外观", "design")],
)  # fmt: skip
def test_types_by_word_and_by_code(read, text, expected):
    (record,), problems = read(ROW | {"专利类型": text})
    assert ([], expected) == (problems, record.patent_type)


@pytest.mark.parametrize(
    ("text", "names", "sure"),
    [
        ("张三;李四", ("张三", "李四"), True),
        ("张三、李四，王五", ("张三", "李四", "王五"), True),
        ("张三\n李四", ("张三", "李四"), True),
        ("1.张三 2.李四", ("张三2.李四",), False),
        ("(1)张三；(2)李四", ("张三", "李四"), True),
        ("张三 李四", ("张三", "李四"), False),
        ("欧阳 建国", ("欧阳", "建国"), False),
        ("李 四;王五", ("李四", "王五"), True),
        ("张三;李四等", ("张三", "李四"), False),
        ("张三李四王五", ("张三李四王五",), False),
    ],
)
def test_inventors_in_their_order_or_in_doubt(read, text, names, sure):
    (record,), _ = read(ROW | {"发明人/设计人": text})
    assert (names, not sure) == (record.inventors, "inventors" in record.doubts)


def test_a_row_whose_application_and_patent_number_differ_is_no_record(tmp_path):
    path = tmp_path / "bytes"
    rows = ["申请号,专利号,发明名称", "202010430096.0,ZL202311352019.8,夹具",
            ",ZL202311352019.8,扳手", ",,锤子"]  # fmt: skip
    path.write_bytes("\n".join(rows).encode())
    (record,), problems = read_cnipa_table(path, "cnipa/a.csv")
    assert "ZL202311352019.8" == record.patent_number
    assert [("E-CNIPA-NUMBER", True), ("E-CNIPA-NUMBER", True)] == [
        (problem.code, "列" in problem.zh) for problem in problems
    ]
    assert ("第2行" in problems[0].zh, "第4行" in problems[1].zh) == (True, True)


_CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.lists(_CELLS, min_size=4, max_size=4), max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_row_disturbs_another_whatever_stands_in_it(tmp_path_factory, rows):
    """The genuine row is read, or the file as a whole is refused with its reason."""
    path = tmp_path_factory.mktemp("table") / "bytes"
    genuine = ["202010430096.0", "夹具", "张三", "2021-11-09"]
    file = io.StringIO()
    csv.writer(file).writerows([HEAD, genuine, *rows])
    path.write_bytes(file.getvalue().encode())
    records, problems = read_cnipa_table(path, "cnipa/a.csv")
    if records:
        first = records[0]
        assert ("ZL202010430096.0", "夹具", ("张三",), "2021-11-09", ()) == (
            first.patent_number, first.title, first.inventors, first.grant_date, first.doubts
        )  # fmt: skip
    else:
        assert [True] == [problem.code.startswith("E-TABLE-") for problem in problems]
