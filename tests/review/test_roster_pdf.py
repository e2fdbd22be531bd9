import io
import re

import pdfplumber
import pytest

from evidence.errors import MachineError
from evidence.findings import Outcome, Result
from review.rosters.fonts import find_fonts
from review.rosters.people import Roster, rosters_of
from review.rosters.roster_pdf import roster_pdf


def text_of(pdf):
    """What a reader can copy out of the PDF, without white space."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return ["".join((page.extract_text() or "").split()) for page in document.pages]


def single_name(make, run, name, unit="新乡市第一人民医院"):
    roster, _ = rosters_of(run, [make.dossier("1", name, unit)], [make.passed("1")])
    return roster_pdf(run, roster, find_fonts())


def test_names_units_and_the_notice_can_be_extracted(run, people):
    """Without a Chinese font typst sets empty glyphs and reports success."""
    pdf = roster_pdf(run, rosters_of(run, *people)[1], find_fonts())
    text = "".join(text_of(pdf))
    for expected in (
        "需现场审查人员名册表",
        "关于做好2024年全市机关事业单位工勤技能岗位等级考核考务工作的通知",
        "新人社办〔2024〕22号",
        "李四",
        "王丽",
        "新乡市第一人民医院",
        "人数：1人",
        "✕不一致",
        "审核人（签字）",
        "单位人事部门（公章）",
    ):
        assert expected in text


def test_every_font_is_embedded(run, people):
    with pdfplumber.open(
        io.BytesIO(roster_pdf(run, rosters_of(run, *people)[1], find_fonts()))
    ) as pdf:
        fonts = {
            str(font.resolve()["BaseFont"].name): font.resolve()["DescendantFonts"][0].resolve()
            for page in pdf.pages
            for font in page.page_obj.resources["Font"].values()
        }
        assert any("NotoSerifCJKsc" in name for name in fonts)
        for descendant in fonts.values():
            assert {"FontFile2", "FontFile3"} & set(descendant["FontDescriptor"].resolve())


def test_pages_are_a4(run, people):
    with pdfplumber.open(
        io.BytesIO(roster_pdf(run, rosters_of(run, *people)[0], find_fonts()))
    ) as pdf:
        assert {(842, 595)} == {(round(page.width), round(page.height)) for page in pdf.pages}


def test_no_chinese_font_is_an_error_with_the_command_that_mends_it(tmp_path):
    with pytest.raises(MachineError) as caught:
        find_fonts([tmp_path, tmp_path / "missing"])
    assert "E-FONT" == caught.value.code
    assert "apt-get install fonts-noto-cjk" in caught.value.problem.zh


@pytest.mark.parametrize(
    "name",
    ["#panic()", "$x$", "=1+1", "*粗*_斜_", "`a`", "<b>", "@x", "//x", "\\u{41}", '"}]', "[x]"],
)
def test_a_name_is_data_and_never_markup(make, run, name):
    assert name in "".join(text_of(single_name(make, run, name)))


def test_a_character_that_no_font_has_is_shown_as_missing_with_its_code_point(make, run):
    text = "".join(text_of(single_name(make, run, "张\U0002a6a5三")))
    assert "〓" in text
    assert "(U+2A6A5)" in text
    assert "人数：1人" in text


@pytest.mark.parametrize("name", ["张\x00三", "张\u202e三", "张\n三", "\u0301张", "张\u200d三"])
def test_control_characters_do_not_break_the_roster(make, run, name):
    assert "张" in "".join(text_of(single_name(make, run, name)))


@pytest.mark.parametrize("unit", ["新乡市" + "公路事业发展" * 60 + "中心", "A" * 400])
def test_a_very_long_unit_name_wraps_and_loses_nothing(make, run, unit):
    pdf = single_name(make, run, "张三", unit)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        words = document.pages[0].chars
        assert max(char["x1"] for char in words) <= document.pages[0].width
        text = "".join(char["text"] for page in document.pages for char in page.chars)
    assert text.count(unit[5:9]) >= len(unit[5:].split(unit[5:9])) - 1


def test_two_hundred_people_of_one_unit_take_pages_that_each_have_head_and_number(make, run):
    dossiers = [make.dossier(f"2024{n:04d}", "张三", "一院") for n in range(200)]
    roster, _ = rosters_of(run, dossiers, [make.passed(one.id) for one in dossiers])
    pages = text_of(roster_pdf(run, roster, find_fonts()))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页，共{len(pages)}页" in page
        assert "序号申报编号姓名单位工种等级依据单位确认备注" in page
    assert [f"2024{n:04d}" for n in range(200)] == re.findall(r"20240[01]\d\d", "".join(pages))


def test_the_page_to_sign_has_at_least_one_name_on_it(make, run):
    for people in range(8, 18):  # from one page to two
        dossiers = [make.dossier(f"2024{n:04d}", "张三", "一院") for n in range(people)]
        roster, _ = rosters_of(run, dossiers, [make.passed(one.id) for one in dossiers])
        last = text_of(roster_pdf(run, roster, find_fonts()))[-1]
        assert "审核人（签字）" in last
        assert f"2024{people - 1:04d}" in last


def test_every_unit_starts_on_a_page_of_its_own_and_counts_its_own_pages(make, run):
    dossiers = [make.dossier(f"{n:04d}", "张三", "一院") for n in range(60)]
    dossiers.append(make.dossier("9999", "李四", "一中"))
    roster, _ = rosters_of(run, dossiers, [make.passed(one.id) for one in dossiers])
    pages = text_of(roster_pdf(run, roster, find_fonts()))
    assert "第1页，共1页" in pages[0]
    assert "李四" in pages[0]
    assert "张三" not in pages[0]
    assert f"第1页，共{len(pages) - 1}页" in pages[1]
    assert f"第{len(pages) - 1}页，共{len(pages) - 1}页" in pages[-1]


def test_a_row_longer_than_a_page_goes_on_and_loses_nothing(make, run):
    findings = [
        make.finding("1", "A4b", Result.UNSURE, explanation=f"第{n}处发文字号读不清，请核对原件。")
        for n in range(1, 121)
    ]
    _, roster = rosters_of(run, [make.dossier("1", "张三", "一院")], [make.on_site("1", *findings)])
    text = "".join(text_of(roster_pdf(run, roster, find_fonts())))
    assert [] == [n for n in range(1, 121) if f"第{n}处发文字号" not in text]


def test_an_empty_roster_says_so(run):
    text = "".join(text_of(roster_pdf(run, Roster(Outcome.PASS, ()), find_fonts())))
    assert "本名册无人员" in text
    assert "第1页，共1页" in text


def test_the_same_roster_gives_the_same_bytes(run, people):
    roster = rosters_of(run, *people)[1]
    assert roster_pdf(run, roster, find_fonts()) == roster_pdf(run, roster, find_fonts())
