import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from evidence.register import PatentLookup
from review.rosters.lookup_list import Group, ListedLookup, group_of, in_order, merged, of_batch
from review.rosters.lookups_csv import LOOKUP_COLUMNS, lookups_csv
from review.rosters.lookups_xlsx import GUIDE, LIST, LOOKUP_SHEET_COLUMNS, lookups_workbook
from review.rosters.official_sites import SITES, site_forms

NUMBER, UTILITY, DESIGN = "ZL202010430096.0", "ZL202022432527.5", "ZL202030469320.8"
MADE = dt.datetime(2024, 4, 8, tzinfo=dt.UTC)
FIRST_COLUMNS = (
    "专利号", "专利类型", "专利名称", "申报编号", "原因", "审查信息查询输入", "审查信息查询网址",
    "公布公告查询输入", "公布公告查询网址", "专利检索及分析输入", "专利检索及分析网址",
)  # fmt: skip
"""As outside programs knew the file before columns were added."""


def listed(number=NUMBER, *applications, batch="a-1", **values):
    lookup = PatentLookup(number, applications or ("1",), "无。", **values)
    return of_batch(batch, [lookup])


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(*numbers):
    content = lookups_workbook([one for n in numbers for one in listed(n)], "a-1", MADE)
    return load_workbook(io.BytesIO(content))


def test_a_look_up_says_what_to_type_on_each_official_site():
    (row,) = rows(
        lookups_csv(
            listed(
                NUMBER, "20240001", "20240002", title="一种装置", grant_number="CN111472379B",
                patent_type="utility_model", reason_en="None.",
            )
        )
    )  # fmt: skip
    assert FIRST_COLUMNS == tuple(row)[: len(FIRST_COLUMNS)]
    assert LOOKUP_COLUMNS == tuple(row)
    assert (NUMBER, "发明", "一种装置", "20240001;20240002") == tuple(row.values())[:4]
    assert "2020104300960\t" == row["审查信息查询输入"]
    assert "CN111472379B" == row["公布公告查询输入"]
    assert "http://epub.cnipa.gov.cn/patent/CN111472379B" == row["公布公告查询网址"]
    assert "CN202010430096" == row["专利检索及分析输入"]
    assert ("a-1", "实用新型", "CN111472379B", "None.") == tuple(row.values())[-4:]


@pytest.mark.parametrize(
    ("number", "cpquery", "pss"),
    [
        ("ZL202010430096.0", "2020104300960", "CN202010430096"),
        ("ZL202010430096", "2020104300960", "CN202010430096"),
        ("ZL202210408314.X", "202210408314X", "CN202210408314"),
        ("ZL98211883.X", "98211883X", "CN98211883"),
        ("ZL202080041771.9", "2020800417719", "CN202080041771"),
        ("ZL123", "", ""),
        ("ZL202010430096.7", "", ""),
    ],
)
def test_each_site_gets_the_number_in_its_own_form(number, cpquery, pss):
    forms = site_forms(number)
    assert (cpquery, cpquery, pss) == (forms.cpquery, forms.epub, forms.pss)


@pytest.mark.parametrize("grant", ["", "CN111/../x", "读不清", "CN111472379B/evil"])
def test_only_a_real_grant_number_becomes_part_of_an_address(grant):
    forms = site_forms(NUMBER, grant)
    assert ("", "", "2020104300960") == (forms.grant, forms.epub_address, forms.epub)
    (row,) = rows(lookups_csv(listed(grant_number=grant)))
    assert "http://epub.cnipa.gov.cn" == row["公布公告查询网址"]


@pytest.mark.parametrize("number", ["ZL123", "ZL202010430096.7"])
def test_a_number_that_cannot_be_is_listed_as_declared_and_typed_nowhere(number):
    (row,) = rows(lookups_csv(listed(number)))
    assert (number, "", "", "") == (
        row["专利号"], row["审查信息查询输入"], row["公布公告查询输入"], row["专利检索及分析输入"]
    )  # fmt: skip


def test_a_wrong_number_can_be_cleared_up_by_the_grant_number_on_the_certificate():
    forms = site_forms("ZL202010430096.7", "CN111472379B")
    assert ("", "CN111472379B", "") == (forms.cpquery, forms.epub, forms.pss)
    assert forms.epub_address.endswith("/patent/CN111472379B")


def test_a_clerk_works_type_by_type_and_clears_numbers_up_last():
    wrong = NUMBER[:-1] + "7"
    numbers = [wrong, "ZL123", DESIGN, UTILITY, NUMBER, "ZL90101673.X"]
    found = in_order(one for number in numbers for one in listed(number))
    assert [NUMBER, "ZL90101673.X", UTILITY, DESIGN, "ZL123", wrong] == [
        one.lookup.patent_number for one in found
    ]
    assert Group.TO_CLEAR_UP == group_of(wrong)


def test_a_number_of_several_batches_stands_once_with_all_who_claim_it():
    early = listed(NUMBER, "1", batch="a-1", title="")
    late = listed(NUMBER, "1", "7", batch="b-2", title="一种装置", grant_number="CN111472379B")
    other = [
        ListedLookup(
            PatentLookup(NUMBER, ("9",), "矛盾。", reason_en="Contradict."), (("c-3", "9"),)
        )
    ]
    (one,) = merged([early, late, other])
    assert (("a-1", "1"), ("b-2", "1"), ("b-2", "7"), ("c-3", "9")) == one.claims
    assert ("1", "7", "9") == one.lookup.applications
    assert ("一种装置", "CN111472379B") == (one.lookup.title, one.lookup.grant_number)
    assert ("无。矛盾。", "Contradict.") == (one.lookup.reason, one.lookup.reason_en)
    (row,) = rows(lookups_csv([one]))
    assert ("1;7;9", "a-1;b-2;c-3") == (row["申报编号"], row["批次"])


def test_no_cell_of_the_csv_is_a_formula():
    hostile = listed("=1+1", "=cmd|x", title="@SUM(A1)", patent_type="+1", batch="-2")
    (row,) = rows(lookups_csv(hostile))
    assert ["'=1+1", "", "'@SUM(A1)", "'=cmd|x"] == list(row.values())[:4]
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_the_workbook_has_a_filter_a_fixed_head_and_prints_on_a4():
    sheet = sheets(NUMBER, UTILITY)[LIST]
    assert [head for head, _ in LOOKUP_SHEET_COLUMNS] == [cell.value for cell in sheet[1]]
    assert ("A1:K3", "D2") == (sheet.auto_filter.ref, sheet.freeze_panes)
    assert ("landscape", 9, 1, 0) == (
        sheet.page_setup.orientation, sheet.page_setup.paperSize,
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight,
    )  # fmt: skip
    assert "$1:$1" == sheet.print_title_rows
    assert "待检索清单 a-1" == sheet.oddHeader.center.text


def test_numbers_and_addresses_of_the_workbook_are_text_and_nothing_is_a_link():
    content = lookups_workbook(listed(grant_number="CN111472379B", title="=1+1"), "a-1", MADE)
    workbook = load_workbook(io.BytesIO(content))
    row = workbook[LIST][2]
    assert {"s"} == {cell.data_type for cell in row[1:]}
    assert {"@"} == {cell.number_format for cell in row[1:]}
    assert "2020104300960" == row[4].value
    assert "http://epub.cnipa.gov.cn/patent/CN111472379B" == row[7].value
    assert "=1+1" == row[3].value
    assert [] == [
        cell for sheet in workbook for line in sheet.iter_rows() for cell in line if cell.hyperlink
    ]


def test_the_workbook_says_how_each_site_is_used():
    text = "\n".join(
        str(cell.value) for line in sheets(NUMBER)[GUIDE].iter_rows() for cell in line if cell.value
    )
    for site in SITES.values():
        assert site.address in text
        assert site.hint in text
    assert "附件1第九条" in text


def test_the_same_list_gives_the_same_bytes():
    assert lookups_workbook(listed(), "a", MADE) == lookups_workbook(listed(), "a", MADE)


def test_an_empty_list_is_a_file_too():
    assert [] == rows(lookups_csv([]))
    assert "A1:K1" == sheets()[LIST].auto_filter.ref
