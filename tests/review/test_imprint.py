import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pdfplumber

from review.rosters.fonts import find_fonts
from review.rosters.imprint import Imprint, content_digest
from review.rosters.people import rosters_of
from review.rosters.roster_pdf import roster_pdf
from review.rosters.roster_xlsx import roster_workbook

CHINA = dt.timezone(dt.timedelta(hours=8))
IMPRINT = Imprint("王审核员", dt.datetime(2024, 4, 8, 17, 5, tzinfo=CHINA), "3f2a91c077de0b4a" * 4)
LINE = "编制人：王审核员　　依据截至 2024-04-08 17:05 的审查决定　　内容摘要：3f2a 91c0 77de 0b4a"


def test_the_digest_is_that_of_the_content_whoever_makes_the_list(run, people):
    passing, on_site = rosters_of(run, *people)
    assert content_digest(run, passing) == content_digest(run, rosters_of(run, *people)[0])
    assert content_digest(run, passing) != content_digest(run, on_site)
    assert content_digest(run, passing) != content_digest(replace(run, scope="辉县市"), passing)


def test_a_changed_row_gives_another_digest(run, people, make):
    dossiers, verdicts = people
    before = content_digest(run, rosters_of(run, dossiers, verdicts)[0])
    dossiers[1] = make.dossier("20240001", "张三丰", "新乡市公路事业发展中心")
    assert before != content_digest(run, rosters_of(run, dossiers, verdicts)[0])


def test_the_imprint_stands_at_the_foot_of_every_sheet(run, people):
    roster = rosters_of(run, *people)[1]
    workbook = openpyxl.load_workbook(io.BytesIO(roster_workbook(run, roster, IMPRINT)))
    assert 2 == len(workbook.worksheets)
    for sheet in workbook.worksheets:
        assert LINE == sheet.cell(sheet.max_row, 1).value


def test_the_imprint_stands_at_the_foot_of_every_page(run, people):
    pdf = roster_pdf(run, rosters_of(run, *people)[1], find_fonts(), IMPRINT)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        texts = ["".join((page.extract_text() or "").split()) for page in document.pages]
    assert 2 == len(texts)
    for text in texts:
        assert "".join(LINE.split()) in text


def test_a_list_of_some_places_says_so(run, people):
    run = replace(run, scope="辉县市、新乡县")
    pdf = roster_pdf(run, rosters_of(run, *people)[1], find_fonts(), IMPRINT)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert "范围：仅辉县市、新乡县" in "".join((document.pages[0].extract_text()).split())


def test_the_notes_of_a_decided_list_explain_acceptance_and_point_to_the_statement(run, people):
    passing, on_site = (
        "".join(str(cell.value) for cell in sheet["A"])
        for roster in rosters_of(run, *people)
        for sheet in openpyxl.load_workbook(
            io.BytesIO(roster_workbook(run, roster, IMPRINT))
        ).worksheets[:1]
    )
    assert "“人工认可”由列明的审查人员核对材料后认可并负责" in passing
    assert "《申报人情况说明》" in on_site
    assert "flagged_items" not in on_site


def test_the_same_decisions_give_the_same_bytes(run, people):
    roster = rosters_of(run, *people)[0]
    for _ in range(2):
        assert roster_workbook(run, roster, IMPRINT) == roster_workbook(run, roster, IMPRINT)
    fonts = find_fonts()
    assert roster_pdf(run, roster, fonts, IMPRINT) == roster_pdf(run, roster, fonts, IMPRINT)
