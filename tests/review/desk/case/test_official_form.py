import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from review.desk.case.official_form import OfficialForm

CLAIMED = frozenset({"202010430096", "98211883"})
NOW = dt.datetime(2024, 4, 8, 9, 0, tzinfo=dt.UTC)
GIVEN = {
    "patent_number": "ZL 2020 1 0430096.0",
    "site": "cpquery",
    "queried_at": "2024-04-08 16:30",
    "patent_type": "invention",
    "title": "一种公路护栏清洗装置",
    "inventors": "张三\n李四、王五；赵 六",
    "patentees": "新乡市公路管理局",
    "application_date": "2020.05.20",
    "grant_date": "2022年3月1日",
    "grant_number": "CN 111472379 B",
    "legal_status": "授权",
    "case_status": "专利权维持",
}


def picture():
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(data, "PNG")
    return data.getvalue()


def form(screenshot=None, **changed):
    file = SimpleUploadedFile("../../x.html", picture() if screenshot is None else screenshot)
    return OfficialForm(GIVEN | changed, {"screenshot": file}, now=NOW, claimed=CLAIMED)


def test_what_the_site_showed_becomes_a_record_in_normal_forms():
    made = form()
    assert made.is_valid(), made.errors
    record = made.record
    assert "ZL202010430096.0" == record.patent_number
    assert ("reviewer", "cpquery", "invention") == (
        record.source,
        record.site,
        record.patent_type,
    )
    assert ("张三", "李四", "王五", "赵 六") == record.inventors
    assert ("新乡市公路管理局",) == record.patentees
    assert ("2020-05-20", "2022-03-01", "CN111472379B") == (
        record.application_date,
        record.grant_date,
        record.grant_number,
    )
    assert dt.datetime(2024, 4, 8, 8, 30, tzinfo=dt.UTC) == record.as_of
    assert "screenshot.png" == made.picture.name


def test_what_the_site_did_not_show_stays_empty():
    made = form(
        inventors="", patentees="", application_date="", grant_date="", grant_number="",
        legal_status="", case_status="",
    )  # fmt: skip
    assert made.is_valid(), made.errors
    assert ((), (), "", "") == (
        made.record.inventors,
        made.record.patentees,
        made.record.grant_date,
        made.record.grant_number,
    )


@pytest.mark.parametrize("number", ["202010430096.0", "ZL2020104300960", "CN202010430096"])
def test_a_number_is_taken_in_any_common_form(number):
    made = form(patent_number=number)
    assert made.is_valid(), made.errors
    assert "ZL202010430096.0" == made.record.patent_number


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("patent_number", {"patent_number": "ZL202010430096.1"}),
        ("patent_number", {"patent_number": "12345"}),
        ("patent_number", {"patent_number": ""}),
        ("patent_type", {"patent_type": "utility_model", "grant_number": ""}),
        ("patent_type", {"patent_type": "trademark"}),
        ("site", {"site": "example.com"}),
        ("grant_number", {"grant_number": "CN111472379A"}),
        ("grant_number", {"grant_number": "CN211472379U"}),
        ("grant_number", {"grant_number": "111"}),
        ("title", {"title": ""}),
        ("title", {"title": "一" * 301}),
        ("title", {"title": "一种\u0007装置"}),
        ("application_date", {"application_date": "2020-05"}),
        ("application_date", {"application_date": "2020-13-01"}),
        ("grant_date", {"grant_date": "2020-05-19"}),
        ("grant_date", {"grant_date": "2024-04-09"}),
        ("queried_at", {"queried_at": "2024-04-08 17:02"}),
        ("queried_at", {"queried_at": "yesterday"}),
        ("inventors", {"inventors": "一" * 301}),
        ("inventors", {"inventors": "\n".join(["张三"] * 101)}),
        ("screenshot", {"screenshot": b"<html>"}),
        ("screenshot", {"screenshot": b""}),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(field, changed):
    made = form(**changed)
    assert not made.is_valid()
    assert [field] == list(made.errors)


def test_a_grant_on_the_day_of_the_query_is_possible():
    assert form(grant_date="2024-04-08").is_valid()
    assert form(application_date="2022-03-01").is_valid()


def test_a_wrong_check_digit_is_told_with_the_right_one():
    made = form(patent_number="ZL202010430096.1")
    assert "末位应为 0" in made.errors["patent_number"][0]


def test_a_patent_that_the_applicant_does_not_claim_is_refused():
    """Its result would reach another's application, on the page of this one."""
    made = form(patent_number="ZL201310699744.2")
    assert not made.is_valid()
    assert "没有申报这件专利" in str(made.errors["patent_number"])
