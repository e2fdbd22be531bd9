import datetime as dt

import openpyxl
import pytest

from evidence import codec
from evidence.applications import Application, DeclarationSource
from evidence.dates import PartialDate
from evidence.errors import BatchError
from extractors.intake.batch import open_batch
from extractors.intake.declarations import read_declarations

APPLICATION = {
    "申报编号": "A001",
    "姓名": "张 三",
    "性别": "男",
    "身份证号": "４１０７０２１９７００１０１１２３x",
    "出生年月": "1970-01",
    "文化程度": "高中",
    "参加工作时间": "1990年9月1日",
    "工作单位": "新乡市 示例医院",
    "主管部门": "新乡市卫生健康委员会",
    "地区": "新乡市",
    "现岗位工种": "收银审核员",
    "现岗位等级": "技师",
    "现等级聘任时间": "2015.03",
    "现等级证书取得时间": "2014-12-01",
    "申报岗位工种": "收银审核员",
    "申报岗位等级": "一级",
    "年度考核2019": "优秀",
    "年度考核2020": "合格",
    "年度考核2021": "优秀等次",
    "年度考核2022": "合格",
    "年度考核2023": "",
    "优秀共产党员年度": "2019;2021",
    "是否存在禁止申报的情形": "否",
    "单位审核意见": "同意",
    "主管部门意见": "同意",
    "公示开始": "2024-03-22",
    "公示结束": "2024-03-29",
    "容缺承诺": "是",
    "手机": "13900000000",
    "自定义列": "保留",
}
CLAIM = {
    "申报编号": "A001",
    "序号": "1",
    "条件": "5",
    "名称": "一种示例夹具",
    "授予单位": "国家知识产权局",
    "文件名称": "",
    "发文字号": "",
    "证书编号": "第 1234567 号",
    "取得日期": "2020-06-02",
    "等次": "",
    "专利号": "ZL 2020 1 0430096.0",
    "专利类型": "发明",
    "名次": "第二",
}


def _write_csv(path, rows, encoding="utf-8"):
    lines = [",".join(rows[0])]
    lines += [
        ",".join('"' + value.replace('"', '""') + '"' for value in row.values()) for row in rows
    ]
    path.write_bytes("\r\n".join(lines).encode(encoding))


@pytest.fixture
def declare(folder, tmp_path):
    """Writes the two tables (a list of rows each, None for no table) and reads them."""

    def declared(applications=None, claims=None, encoding="utf-8"):
        for stem, rows in (("applications", applications), ("claims", claims)):
            if rows is not None:
                _write_csv(folder / f"{stem}.csv", rows, encoding)
        return read_declarations(open_batch(folder, tmp_path / "work"))

    return declared


def _codes(problems):
    return [problem.code for problem in problems]


def test_every_column_in_normal_form(declare):
    (application,) = declare([APPLICATION], [CLAIM], "gb18030").applications
    assert () == application.problems
    assert DeclarationSource.TABLE == application.source
    assert ("A001", "张三", "男", "41070219700101123X") == (
        application.id,
        application.name,
        application.sex,
        application.id_number,
    )
    assert PartialDate(1970, 1) == application.birth
    assert PartialDate(1990, 9, 1) == application.work_start
    assert "新乡市示例医院" == application.employer
    assert ("二级", "一级") == (application.grade, application.target_grade)
    assert PartialDate(2015, 3) == application.appointed
    assert {2019: "优秀", 2020: "合格", 2021: "优秀", 2022: "合格"} == application.appraisals
    assert (2019, 2021) == application.party_years
    assert ("否", "同意", "同意", "是") == (
        application.barred,
        application.unit_opinion,
        application.department_opinion,
        application.deferral_promised,
    )
    assert PartialDate(2024, 3, 29) == application.publicity_end
    assert "保留" == application.raw["自定义列"]
    (claim,) = application.claims
    assert (1, 5, "一种示例夹具") == (claim.no, claim.condition, claim.title)
    assert ("国家知识产权局",) == claim.issuers
    assert PartialDate(2020, 6, 2) == claim.date
    assert ("ZL202010430096.0", "invention", 2) == (
        claim.patent_number,
        claim.patent_type,
        claim.inventor_rank,
    )
    assert "ZL 2020 1 0430096.0" == claim.raw["专利号"]


OPTIONAL = {
    "人员类别": "事业单位工勤",
    "转正定级时间": "1995-09",
    "本等级连续": "是",
    "原工种": "锅炉工",
    "退休时间": "2034-01-31",
    "报名提交时间": "2024/4/5 24:00:00",
}


def test_optional_columns_in_normal_form(declare):
    (application,) = declare([APPLICATION | OPTIONAL], [CLAIM]).applications
    assert () == application.problems
    assert "事业单位工勤" == application.category
    assert PartialDate(1995, 9) == application.confirmed
    assert ("是", "锅炉工") == (application.continuous, application.former_occupation)
    assert PartialDate(2034, 1, 31) == application.retired
    assert dt.datetime(2024, 4, 6) == application.submitted


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-04-05", "2024-04-05T00:00:00"),
        ("2024年4月5日18时05分", "2024-04-05T18:05:00"),
        ("2024-04-05T18:00:01+08:00", "2024-04-05T18:00:01+08:00"),
        ("2024-04-05 10:00Z", "2024-04-05T10:00:00+00:00"),
    ],
)
def test_the_time_of_submission_as_people_and_programs_write_it(declare, text, moment):
    (application,) = declare([APPLICATION | {"报名提交时间": text}], [CLAIM]).applications
    assert moment == application.submitted.isoformat()


@pytest.mark.parametrize("text", ["2024-04", "2024-04-05 25:00", "2024-02-30 10:00", "昨天"])
def test_a_time_that_is_none_is_reported_and_kept(declare, text):
    (application,) = declare([APPLICATION | {"报名提交时间": text}], [CLAIM]).applications
    assert application.submitted is None
    assert ["E-CELL-MOMENT"] == _codes(application.problems)
    assert text == application.raw["报名提交时间"]


def test_applications_survive_being_stored(declare):
    (application,) = declare([APPLICATION | OPTIONAL], [CLAIM]).applications
    assert application == codec.decode(Application, codec.encode(Application, application))


def test_tables_as_xlsx(folder, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(APPLICATION))
    book.active.append(list(APPLICATION.values()))
    book.save(folder / "applications.xlsx")
    declarations = read_declarations(open_batch(folder, tmp_path / "work"))
    assert "张三" == declarations.application("A001").name
    assert (True, False) == (declarations.has_applications_table, declarations.has_claims_table)


def test_a_batch_without_tables_declares_nothing(declare):
    declarations = declare()
    assert ((), False, False) == (
        declarations.applications,
        declarations.has_applications_table,
        declarations.has_claims_table,
    )


@pytest.mark.parametrize(
    ("column", "text", "field", "expected"),
    [
        ("现岗位等级", "二级（技师）", "grade", "二级"),
        ("现岗位等级", "2级", "grade", "二级"),
        ("申报岗位等级", "高级技师", "target_grade", "一级"),
        ("现岗位等级", "高级工", "grade", "三级"),
        ("现岗位等级", "中级工", "grade", "四级"),
        ("现岗位等级", "初级工", "grade", "五级"),
        ("单位审核意见", "不同意", "unit_opinion", "不同意"),
        ("单位审核意见", "经审核、公示，以上情况属实，同意申报。", "unit_opinion", "同意"),
        ("单位审核意见", "", "unit_opinion", ""),
        ("是否存在禁止申报的情形", "无", "barred", "否"),
        ("是否存在禁止申报的情形", "有", "barred", "是"),
        ("是否存在禁止申报的情形", "", "barred", ""),
        ("优秀共产党员年度", "2021年、2019年度", "party_years", (2019, 2021)),
        ("优秀共产党员年度", "无", "party_years", ()),
        ("公示开始", "2024-03-22 00:00:00", "publicity_start", PartialDate(2024, 3, 22)),
        ("出生年月", "二〇〇〇年五月", "birth", PartialDate(2000, 5)),
        ("出生年月", "—", "birth", None),
        ("性别", "女性", "sex", "女"),
    ],
)
def test_usual_ways_to_write_a_value(declare, column, text, field, expected):
    (application,) = declare([APPLICATION | {column: text}]).applications
    assert () == application.problems
    assert expected == getattr(application, field)


@pytest.mark.parametrize(
    ("column", "text", "field", "empty", "code"),
    [
        ("现岗位等级", "特级技师", "grade", "", "E-CELL-GRADE"),
        ("现岗位等级", "一级（技师）", "grade", "", "E-CELL-GRADE"),
        ("现岗位等级", "助理工程师", "grade", "", "E-CELL-GRADE"),
        ("单位审核意见", "拟同意，待补材料", "unit_opinion", "", "E-CELL-OPINION"),
        ("单位审核意见", "同意与否待定", "unit_opinion", "", "E-CELL-OPINION"),
        ("是否存在禁止申报的情形", "不清楚", "barred", "", "E-CELL-YESNO"),
        ("优秀共产党员年度", "2019-2021", "party_years", (), "E-CELL-YEARS"),
        ("公示开始", "2024-02-30", "publicity_start", None, "E-DATE"),
        ("公示开始", "2024-03-22至2024-03-29", "publicity_start", None, "E-CELL-DATE"),
        ("公示开始", "约2024年3月", "publicity_start", None, "E-CELL-DATE"),
        ("姓名", "张三123", "name", "", "E-NAME"),
        ("身份证号", "4.10702E+17", "id_number", "", "E-CELL-ROUNDED"),
        ("性别", "M", "sex", "", "E-CELL-SEX"),
    ],
)
def test_a_cell_that_is_not_understood_is_a_problem_with_its_place(
    declare, column, text, field, empty, code
):
    (application,) = declare([APPLICATION | {column: text}]).applications
    assert empty == getattr(application, field)
    assert text == application.raw[column]
    (problem,) = application.problems
    assert code == problem.code
    assert problem.zh.startswith(f"applications.csv 第2行“{column}”")
    assert problem.en.startswith("applications.csv, row 2")


@pytest.mark.parametrize("text", ["2019.1", " 2019.1 "])
def test_a_month_that_may_have_lost_its_zero_is_only_a_year(declare, text):
    (application,) = declare([APPLICATION | {"现等级证书取得时间": text}]).applications
    assert PartialDate(2019) == application.certified
    assert ["E-CELL-MONTH"] == _codes(application.problems)


@pytest.mark.parametrize(
    ("column", "text", "field", "expected"),
    [
        ("条件", "（四）6.（5）", "condition", 5),
        ("条件", "(四)6(1)", "condition", 1),
        ("条件", "（六）5", "condition", 5),
        ("条件", "第（五）项", "condition", 5),
        ("条件", "③", "condition", 3),
        (
            "授予单位",
            "中共新乡市委；新乡市 人民政府",
            "issuers",
            ("中共新乡市委", "新乡市人民政府"),
        ),
        ("授予单位", "甲厅;乙厅、丙厅", "issuers", ("甲厅", "乙厅", "丙厅")),
        ("发文字号", "豫人社[2010]88号", "document_number", "豫人社〔2010〕88号"),
        ("发文字号", "无", "document_number", ""),
        ("等次", "1等奖", "rank", "一等奖"),
        ("等次", "第 三 名", "rank", "第3名"),
        ("等次", "金奖", "rank", "金奖"),
        ("等次", "一等功", "rank", "一等功"),
        ("专利类型", "实用新型专利", "patent_type", "utility_model"),
        ("专利号", "2020104300960", "patent_number", "ZL202010430096.0"),
        ("名次", "3", "inventor_rank", 3),
        ("名次", "第十二发明人", "inventor_rank", 12),
        ("名次", "", "inventor_rank", None),
    ],
)
def test_usual_ways_to_write_a_claim(declare, column, text, field, expected):
    (application,) = declare([APPLICATION], [CLAIM | {column: text}]).applications
    assert () == application.problems
    assert expected == getattr(application.claims[0], field)


@pytest.mark.parametrize(
    ("column", "text", "field", "code"),
    [
        ("条件", "7", "condition", "E-CELL-CONDITION"),
        ("条件", "（四）5", "condition", "E-CELL-CONDITION"),
        ("发文字号", "豫人社2010-88", "document_number", "E-DOCNUM"),
        ("专利号", "ZL2020104300", "patent_number", "E-PATNUM"),
        ("专利号", "ZL202010430096.0;ZL202010310978.3", "patent_number", "E-PATNUM"),
        ("专利类型", "软件著作权", "patent_type", "E-CELL-PATENT-TYPE"),
        ("名次", "前五", "inventor_rank", "E-CELL-ORDINAL"),
        ("名次", "0", "inventor_rank", "E-CELL-ORDINAL"),
    ],
)
def test_a_claim_that_is_not_understood_is_a_problem_of_its_application(
    declare, column, text, field, code
):
    (application,) = declare([APPLICATION], [CLAIM | {column: text}]).applications
    assert not getattr(application.claims[0], field)
    (problem,) = application.problems
    assert code == problem.code
    assert problem.zh.startswith(f"claims.csv 第2行“{column}”")


def test_an_application_in_two_rows_that_differ_says_so(declare):
    rows = [APPLICATION, APPLICATION | {"姓名": "李四"}]
    (application,) = declare(rows).applications
    assert "张三" == application.name
    assert ["E-APPLICATION-TWICE"] == _codes(application.problems)


def test_the_same_row_twice_is_one_application(declare):
    (application,) = declare([APPLICATION, APPLICATION]).applications
    assert () == application.problems


def test_rows_without_an_id_are_pointed_out(declare):
    declarations = declare([APPLICATION, APPLICATION | {"申报编号": ""}])
    assert 1 == len(declarations.applications)
    assert ["E-ROW-NO-ID"] == _codes(declarations.problems)


def test_claims_of_nobody_are_pointed_out(declare):
    declarations = declare([APPLICATION], [CLAIM, CLAIM | {"申报编号": "A002"}])
    assert ["E-CLAIM-NO-APPLICATION"] == _codes(declarations.problems)
    assert 1 == len(declarations.claims["A002"])


def test_ids_are_compared_in_normal_width(declare):
    (application,) = declare([APPLICATION], [CLAIM | {"申报编号": "Ａ００１ "}]).applications
    assert 1 == len(application.claims)


@pytest.mark.parametrize(
    ("numbers", "expected", "codes"),
    [
        (["2", "1"], [1, 2], []),
        (["1", "1"], [1, 2], ["E-CLAIM-NO"]),
        (["", ""], [1, 2], []),
        (["2", ""], [1, 2], []),
        (["2", "2", "1"], [1, 2, 3], ["E-CLAIM-NO"]),
        (["甲"], [1], ["E-CELL-ORDINAL"]),
    ],
)
def test_each_claim_has_a_number_of_its_own(declare, numbers, expected, codes):
    (application,) = declare([APPLICATION], [CLAIM | {"序号": no} for no in numbers]).applications
    assert expected == [claim.no for claim in application.claims]
    assert codes == _codes(application.problems)


def test_appraisals_of_any_year_and_header(declare):
    row = {"申报编号": "A1", "姓名": "张三", "2018年度考核结果": "优秀", "年度考核(2017)": "称职"}
    assert {2017: "称职", 2018: "优秀"} == declare([row]).applications[0].appraisals


def _renamed(row, old, new):
    return {new if column == old else column: value for column, value in row.items()}


def test_a_misspelt_column_is_pointed_out_once(declare):
    row = _renamed(_renamed(APPLICATION, "公示开始", "公示起"), "自定义列", "备注")
    (problem,) = declare([row, row | {"申报编号": "A002"}], [CLAIM]).problems
    assert "E-TABLE-COLUMNS" == problem.code
    assert "applications.csv 没有“公示开始”列；有不认识的列“公示起”、“备注”。" == problem.zh
    assert "applications.csv lacks the columns 公示开始; unknown: 公示起, 备注." == problem.en


@pytest.mark.parametrize("gone", ["名次", "专利类型", "序号"])
def test_a_column_that_is_not_there_is_pointed_out(declare, gone):
    row = {column: value for column, value in CLAIM.items() if column != gone}
    (problem,) = declare([APPLICATION], [row]).problems
    assert f"claims.csv 没有“{gone}”列。" == problem.zh


def test_appraisals_are_wanted_for_some_year(declare):
    row = {column: value for column, value in APPLICATION.items() if "考核" not in column}
    (problem,) = declare([row], [CLAIM]).problems
    assert problem.zh.startswith("applications.csv 没有“年度考核”列；")


def test_columns_nobody_asked_for_are_no_problem(declare):
    optional = {"审核人": "李四", "自定义列": "保留"}
    assert () == declare([APPLICATION], [CLAIM | optional]).problems


def test_a_column_by_another_name_is_no_problem(declare):
    row = _renamed(APPLICATION, "公示开始", "公示起始时间")
    assert () == declare([row], [CLAIM]).problems


def test_a_table_that_is_there_twice_refuses_the_batch(folder, declare):
    (folder / "applications.xlsx").write_bytes(b"")
    with pytest.raises(BatchError) as caught:
        declare([APPLICATION])
    assert "E-TABLE-TWICE" == caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b\n1,2\n", "E-TABLE-HEADER"),
        (b"PK\x03\x04 damaged", "E-TABLE-XLSX"),
        ('申报编号,姓名\nA1,"甲\nA2,乙\n'.encode(), "E-TABLE-CSV"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_refuses_the_batch(folder, declare, data, code):
    (folder / "applications.csv").write_bytes(data)
    with pytest.raises(BatchError) as caught:
        declare()
    assert code == caught.value.code
    assert caught.value.problem.zh.startswith("applications.csv：")


def test_a_linked_table_is_not_followed(folder, declare, tmp_path):
    elsewhere = tmp_path / "elsewhere.csv"
    _write_csv(elsewhere, [APPLICATION])
    (folder / "applications.csv").symlink_to(elsewhere)
    with pytest.raises(BatchError) as caught:
        declare()
    assert "E-LINK" == caught.value.code


def test_what_others_declare_may_be_left_out(folder, tmp_path, declare):
    """A shard reads its own applicants' rows; that the tables are there is known all the same."""
    rows = [APPLICATION, APPLICATION | {"申报编号": "A002"}]
    claims = [CLAIM, CLAIM | {"申报编号": "A002"}]
    whole = declare(rows, claims)

    own = read_declarations(open_batch(folder, tmp_path / "again"), only={"A002"})

    assert (None, whole.application("A002")) == (own.application("A001"), own.application("A002"))
    assert {"A002": whole.claims["A002"]} == own.claims
    assert (True, True) == (own.has_applications_table, own.has_claims_table)
