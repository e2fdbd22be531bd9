from evidence.cases import PageImage
from evidence.errors import Problem
from evidence.readings import Page, PageReading, PageStatus, UploadReading
from evidence.uploads import Admission, Origin, Upload
from pipeline.stages.pages import page_images_of

SHA256, IMAGE = "ab" * 32, "cd" * 32
PROBLEM = Problem("E-PAGE-CPU", "超时。", "Too slow.")
READING = UploadReading(
    SHA256,
    "recipe",
    (
        PageReading(Page(1, 800, 600, 90, "ocr", PageStatus.READ, image=IMAGE)),
        PageReading(Page(2, 0, 0, 0, "none", PageStatus.UNREADABLE, PROBLEM)),
    ),
)


def _upload(path, media_type="application/pdf", sha256=SHA256):
    return Upload(path, "A1", Origin.APPLICANT, sha256, 9, media_type, Admission.ACCEPTED)


def test_each_page_has_its_size_its_picture_and_why_it_is_not_read(home):
    """The picture's place counts from the state folder."""
    path = f"readings/images/cd/{IMAGE}.jpg"
    assert [
        PageImage("a.pdf", 1, 800, 600, path, "read"),
        PageImage("a.pdf", 2, 0, 0, "", "unreadable", "超时。", "Too slow."),
    ] == page_images_of(home, [_upload("a.pdf")], [READING])


def test_a_file_uploaded_twice_has_its_pages_under_both_names(home):
    """It was read once."""
    found = page_images_of(home, [_upload("a.pdf"), _upload("b.pdf")], [READING])
    assert ["a.pdf", "a.pdf", "b.pdf", "b.pdf"] == [page.upload for page in found]


def test_tables_and_files_that_were_not_read_have_no_pages(home):
    """Nothing to show."""
    table = _upload("cnipa/a.csv", "text/csv")
    assert [] == page_images_of(home, [table, _upload("c.pdf", sha256="ef" * 32)], [READING])
