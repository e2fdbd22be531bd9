import base64
import re

import pytest
from PIL import Image

from evidence.errors import Problem
from evidence.findings import Basis, Finding, Outcome, Result, Verdict
from evidence.places import Box
from evidence.readings import Channel, Line, Page, PageReading, PageStatus, Reading, UploadReading
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from extractors.reading.pool import Progress
from pipeline import figures
from pipeline.batches import BatchEntry, ShardPlan
from pipeline.reading_figures import of_readings
from pipeline.stages.reading import ShardReading
from pipeline.tables import IMAGE_LIMIT, Link, Picture, rich_table, thumbnail

ENTRY = BatchEntry("b", "/b", "/out", {"b-s001": ShardPlan(("A1",), ())})
SHA = "a" * 64


@pytest.mark.parametrize(
    "name",
    ["![](https://evil.example/p.png)", "[here](https://evil.example)", "a|b", "<b>x</b>", "`x`"],
)
def test_a_hostile_file_name_stays_text(name):
    """It loads no picture, is no link, and breaks no table."""
    row = rich_table(["file"], [[name]]).value.splitlines()[-1]
    assert not re.search(r"(?<!\\)[\[\]()<>`!]", row)
    assert 2 == len(re.findall(r"(?<!\\)\|", row))


def test_pictures_fill_the_event_log_no_further_than_they_may():
    """The rows stay; the pictures that do not fit are left out."""
    rows = [(Picture("data:" + "x" * (IMAGE_LIMIT // 3)), n) for n in range(5)]
    shown = rich_table(["", "page"], rows).value
    assert 2 == shown.count("![](")
    assert len(shown) < IMAGE_LIMIT
    assert 5 == len(shown.splitlines()) - 2


def test_a_link_leads_to_its_address():
    """Whatever characters its text has."""
    row = rich_table(["who"], [[Link("A_1", "http://desk/queue/?q=A_1")]]).value
    assert r"[A\_1](<http://desk/queue/?q=A_1>)" in row


def test_a_thumbnail_is_too_small_to_read(tmp_path):
    """A page of 300 dpi becomes a stamp of some kilobytes."""
    Image.effect_noise((2480, 3508), 90).convert("RGB").save(tmp_path / "page.jpg")
    picture = thumbnail(tmp_path / "page.jpg")
    assert len(picture.address) < 10_000
    (tmp_path / "small.jpg").write_bytes(base64.b64decode(picture.address.split(",")[1]))
    with Image.open(tmp_path / "small.jpg") as small:
        assert small.width <= 110
        assert small.height <= 150
    assert thumbnail(tmp_path / "missing.jpg") is None


def _page(number, *confidences):
    lines = tuple(Line("字", Box(0, 0, 1, 1), one, "r", Channel.PLAIN) for one in confidences)
    page = Page(number, 1, 1, 0, "ocr", PageStatus.READ)
    return PageReading(page, (Reading(number, "r", Channel.PLAIN, 1.0, None, lines),))


def _read(home, progress):
    problem = Problem("E-PAGE", "读不出。", "Not read.")
    lost = PageReading(Page(3, 1, 1, 0, "none", PageStatus.UNREADABLE, problem))
    pages = (_page(1, 0.9, 0.5), _page(2, 1.0), lost)
    uploads = [
        Upload("uploads/A1/a.pdf", "A1", Origin.APPLICANT, SHA, 1, "application/pdf",
               Admission.ACCEPTED)
    ]  # fmt: skip
    return of_readings(ShardReading([UploadReading(SHA, "r", pages)], progress), home, "b", uploads)


def test_a_file_that_was_not_taken_or_not_read_says_code_and_reason():
    """The code is what the handbook lists."""
    problem = Problem("E-PDF-LOCKED", "已加密。", "Locked.")
    upload = Upload("uploads/A1/a.pdf", "A1", Origin.APPLICANT, SHA, 1, "application/pdf",
                    Admission.REFUSED, problem)  # fmt: skip
    outcome = UploadOutcome(upload, UploadStatus.UNREADABLE, problem)
    (taken,) = figures.of_uploads([upload])["not_accepted"].records
    (read,) = figures.of_outcomes([outcome])["not_read"].records
    for row in (taken, read):
        assert ("E-PDF-LOCKED", "已加密。") == (row.data["code"], row.data["reason"])


def test_the_worst_page_comes_first_with_its_applicant(home):
    """Its file, its mean and its worst line; unreadable pages are listed with code and reason."""
    found = _read(home, Progress(1, 3, 1, 3, 4.0, 6.0, 3.0))
    rows = found["worst_pages"].value.splitlines()[2:]
    assert ["0.700", "1.000"] == [
        re.search(r"\d\\\.\d{3}", row)[0].replace("\\", "") for row in rows
    ]
    assert "[A1](<" in rows[0]
    assert "E-PAGE" in str(found["unreadable_pages"].value)
    assert (3, 1, 1, 2.0, 3.0, 0.5, 0.85) == tuple(
        found[name]
        for name in (
            "pages", "cache_hits", "pages_unreadable", "cpu_seconds_a_page", "seconds_a_page",
            "engine_share", "mean_confidence",
        )
    )  # fmt: skip


def test_a_shard_from_the_cache_costs_nothing_and_plots_nothing(home):
    """A zero would look like a faster machine."""
    found = _read(home, Progress(1, 3, 3, 3))
    assert 1.0 == found["cache_share"]
    assert "seconds_a_page" not in found


def test_who_needs_a_person_is_linked_and_told_why():
    """With the rule's name, as the notice has it."""
    finding = Finding(
        "A1", "H3", None, Result.MISMATCH, True, Basis.EVIDENCE, "引文", "不符。", "No."
    )
    decided = [
        Verdict("A1", Outcome.ON_SITE, False, (), (), (finding,)),
        Verdict("A2", Outcome.PASS, False, (), (), ()),
    ]
    found = figures.of_verdicts(ENTRY, decided)
    assert (2, 1, 0.5) == (found["applicants"], found["passed"], found["straight_through_rate"])
    assert "/queue/?batch=b&q=A1>) | H3 |" in found["for_a_person"].value
    assert "A2" not in found["for_a_person"].value
    assert "文化程度" in str(found["reasons"].value)
