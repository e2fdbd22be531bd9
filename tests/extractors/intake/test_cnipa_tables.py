import datetime as dt
import io

import openpyxl
import pytest

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
