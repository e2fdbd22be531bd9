import io
import os
import socket
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from evidence import codec
from evidence.errors import BatchError
from evidence.uploads import Admission, Origin, Upload
from extractors.intake.batch import open_batch
from extractors.intake.limits import Limits
from extractors.intake.store import ByteStore
from extractors.intake.uploads import application_id, list_files, take_uploads

PDF = b"%PDF-1.4\n"


@pytest.fixture
def take(folder, tmp_path, store):
    """Takes the folder's uploads, by path."""

    def taken(limits=None):
        batch = open_batch(folder, tmp_path / "work", limits)
        uploads = take_uploads(batch, store, limits)
        assert [upload.path for upload in uploads] == sorted({u.path for u in uploads})
        return {upload.path: upload for upload in uploads}

    return taken


def _write(folder, path, data=PDF):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def test_files_at_any_depth_belong_to_the_applicant_of_the_first_folder(folder, take):
    _write(folder, "uploads/A001/证书.pdf")
    _write(folder, "uploads/A001/奖励/2021/表彰 决定.pdf")
    _write(folder, "uploads/B002/x.pdf")
    assert {
        "uploads/A001/证书.pdf": "A001",
        "uploads/A001/奖励/2021/表彰 决定.pdf": "A001",
        "uploads/B002/x.pdf": "B002",
    } == {path: upload.applicant for path, upload in take().items()}


def test_bytes_are_stored_whatever_becomes_of_the_file(folder, take, store):
    _write(folder, "uploads/A001/a.docx", b"PK\x03\x04word/document.xml")
    _write(folder, "uploads/A001/b.exe", b"MZ\x00\x00")
    for upload in take().values():
        assert store.has(upload.sha256)
        assert upload.size == store.path(upload.sha256).stat().st_size


@pytest.mark.parametrize(
    ("name", "data", "admission", "code"),
    [
        ("a.pdf", PDF, Admission.ACCEPTED, None),
        ("photo.pdf", b"\xff\xd8\xff\xe0truncated", Admission.ACCEPTED, None),
        ("no extension", PDF, Admission.ACCEPTED, None),
        ("a.pdf", b"MZ\x90\x00 program", Admission.REFUSED, "E-EXECUTABLE"),
        ("a.pdf", b"", Admission.REFUSED, "E-EMPTY"),
        ("a.pdf", b"hello", Admission.UNSUPPORTED, "E-UNSUPPORTED-TYPE"),
        ("a.ofd", b"PK\x03\x04OFD.xml", Admission.UNSUPPORTED, "E-UNSUPPORTED-TYPE"),
        ("a.csv", "申请号\n".encode(), Admission.UNSUPPORTED, "E-UNSUPPORTED-TYPE"),
    ],
)
def test_content_decides_and_names_do_not(folder, take, name, data, admission, code):
    _write(folder, f"uploads/A001/{name}", data)
    (upload,) = take().values()
    assert admission == upload.admission
    assert code == (upload.problem and upload.problem.code)


def test_an_image_of_too_many_pixels_is_stored_and_refused(folder, take, png_header, store):
    _write(folder, "uploads/A001/a.png", png_header(30_000, 30_000))
    (upload,) = take().values()
    assert (Admission.REFUSED, "E-PIXELS") == (upload.admission, upload.problem.code)
    assert store.has(upload.sha256)


def test_a_zip_bomb_among_the_uploads_is_kept_and_never_unpacked(folder, take, tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", b"\0" * 50_000_000)
    _write(folder, "uploads/A001/bomb.zip", file.getvalue())
    (upload,) = take().values()
    assert (Admission.UNSUPPORTED, "application/zip") == (upload.admission, upload.media_type)
    assert 1_000_000 > sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file())


def test_tables_are_taken_under_cnipa_only(folder, take):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as container:
        container.writestr("xl/workbook.xml", "")
    for place in ("cnipa", "uploads/A001"):
        _write(folder, f"{place}/export.csv", "申请号,名称\n1,2\n".encode("gb18030"))
        _write(folder, f"{place}/export.xlsx", book.getvalue())
    taken = take()
    assert ("text/csv", Admission.ACCEPTED, Origin.CNIPA, None) == (
        taken["cnipa/export.csv"].media_type,
        taken["cnipa/export.csv"].admission,
        taken["cnipa/export.csv"].origin,
        taken["cnipa/export.csv"].applicant,
    )
    assert Admission.ACCEPTED == taken["cnipa/export.xlsx"].admission
    assert Admission.UNSUPPORTED == taken["uploads/A001/export.csv"].admission
    assert Admission.UNSUPPORTED == taken["uploads/A001/export.xlsx"].admission


def test_a_file_above_the_reading_limit_is_stored_and_refused(folder, take, store):
    _write(folder, "uploads/A001/a.pdf", PDF + b"x" * 100)
    (upload,) = take(Limits(file_bytes=50)).values()
    assert (Admission.REFUSED, "E-FILE-TOO-LARGE") == (upload.admission, upload.problem.code)
    assert store.has(upload.sha256)


def test_a_file_that_would_fill_the_disk_is_refused_and_not_stored(folder, take, store):
    huge = _write(folder, "uploads/A001/sparse.pdf")
    os.truncate(huge, 10_000_000)
    (upload,) = take(Limits(stored_file_bytes=1_000_000)).values()
    assert ("", 10_000_000) == (upload.sha256, upload.size)
    assert "E-FILE-TOO-LARGE" == upload.problem.code


def test_links_are_refused_wherever_they_lead(folder, take, tmp_path):
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    real = _write(folder, "uploads/A001/real.pdf")
    (folder / "uploads/A001/out.pdf").symlink_to(secret)
    (folder / "uploads/A001/in.pdf").symlink_to(real)
    (folder / "uploads/A001/nowhere.pdf").symlink_to("gone")
    (folder / "uploads/A002").symlink_to(tmp_path)
    (folder / "uploads/A001/loop").symlink_to("..")
    taken = take()
    links = {"A001/out.pdf", "A001/in.pdf", "A001/nowhere.pdf", "A002", "A001/loop"}
    assert {f"uploads/{name}" for name in links} | {"uploads/A001/real.pdf"} == set(taken)
    for name in links:
        upload = taken[f"uploads/{name}"]
        assert (Admission.REFUSED, "E-LINK", "") == (
            upload.admission,
            upload.problem.code,
            upload.sha256,
        )


def test_uploads_being_a_link_itself_is_refused(tmp_path, store):
    elsewhere = tmp_path / "elsewhere"
    _write(elsewhere, "A001/a.pdf")
    folder = tmp_path / "batch"
    folder.mkdir()
    (folder / "uploads").symlink_to(elsewhere)
    (upload,) = take_uploads(open_batch(folder, tmp_path / "work"), store)
    assert ("uploads", "E-LINK") == (upload.path, upload.problem.code)


def test_pipes_and_sockets_are_refused_without_waiting_for_them(folder, take, monkeypatch):
    (folder / "uploads/A001").mkdir()
    os.mkfifo(folder / "uploads/A001/pipe.pdf")
    monkeypatch.chdir(folder / "uploads/A001")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        taken = take()
    assert {"E-SPECIAL-FILE"} == {upload.problem.code for upload in taken.values()}
    assert {"inode/fifo", "inode/socket"} == {upload.media_type for upload in taken.values()}


@pytest.fixture
def as_nobody():
    """A folder that the account nobody may enter, and the right of that account alone."""
    with tempfile.TemporaryDirectory() as name:
        open_to_all = Path(name)
        open_to_all.chmod(0o777)
        yield open_to_all
        os.seteuid(os.getuid())


def test_what_may_not_be_read_is_refused_and_the_rest_is_taken(as_nobody):
    folder = as_nobody / "batch"
    _write(folder, "uploads/A001/closed.pdf").chmod(0)
    _write(folder, "uploads/A001/open.pdf")
    _write(folder, "uploads/A002/hidden.pdf")
    (folder / "uploads/A002").chmod(0)
    if os.getuid() == 0:
        os.seteuid(65534)
    batch = open_batch(folder, as_nobody / "work")
    store = ByteStore(as_nobody / "store")
    taken = {upload.path: upload for upload in take_uploads(batch, store)}
    assert Admission.ACCEPTED == taken["uploads/A001/open.pdf"].admission
    assert "E-PERMISSION" == taken["uploads/A001/closed.pdf"].problem.code
    assert "E-PERMISSION" == taken["uploads/A002"].problem.code


def test_what_programs_leave_behind_is_no_upload(folder, take):
    _write(folder, "uploads/A001/a.pdf")
    _write(folder, "_READY", b"")
    for name in ("_READY", ".DS_Store", "Thumbs.db", "desktop.ini"):
        _write(folder, f"uploads/A001/{name}", b"x")
    _write(folder, "uploads/A001/~$申请表.docx", b"x" * 162)
    _write(folder, "uploads/A001/._a.pdf", b"\x00\x05\x16\x07\x00")
    assert {"uploads/A001/a.pdf"} == set(take())


def test_evidence_named_like_such_a_file_is_an_upload(folder, take):
    _write(folder, "uploads/A001/._证书.pdf")
    _write(folder, "uploads/A001/~$证书.pdf", PDF + b"x" * 5000)
    assert 2 == len(take())


def test_a_file_of_nobody_is_an_upload_with_its_problem(folder, take):
    _write(folder, "uploads/loose.pdf")
    (upload,) = take().values()
    assert (None, Admission.ACCEPTED) == (upload.applicant, upload.admission)
    assert "E-NO-APPLICANT" == upload.problem.code


def test_names_are_nfc_in_records_and_two_that_become_one_are_kept_apart(folder, take):
    # é as one character and as two, both as other systems write them.
    composed, decomposed = (unicodedata.normalize(form, "résumé") for form in ("NFC", "NFD"))
    _write(folder, f"uploads/A001/{composed}.pdf", PDF + b"1")
    _write(folder, f"uploads/A001/{decomposed}.pdf", PDF + b"2")
    _write(folder, f"uploads/A001/{decomposed}/x.pdf", PDF + b"3")
    taken = take()
    assert 3 == len({upload.sha256 for upload in taken.values()})
    assert {
        f"uploads/A001/{composed}.pdf",
        f"uploads/A001/{composed}~2.pdf",
        f"uploads/A001/{composed}/x.pdf",
    } == set(taken)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("证书.pdf".encode("gb18030"), "证书.pdf"), (b"\xff\xfe.pdf", "\\xff\\xfe.pdf")],
)
def test_names_in_other_encodings_can_be_written_into_records(folder, take, raw, shown):
    (folder / "uploads/A001").mkdir()
    (folder / "uploads/A001" / os.fsdecode(raw)).write_bytes(PDF)
    (upload,) = take().values()
    assert f"uploads/A001/{shown}" == upload.path
    assert upload == codec.decode(Upload, codec.encode(Upload, upload))


def test_folders_without_end_are_refused_at_the_limit(folder, take):
    _write(folder, "uploads/A001/" + "d/" * 40 + "a.pdf")
    _write(folder, "uploads/A001/b.pdf")
    taken = take()
    assert {"E-DEPTH", None} == {u.problem and u.problem.code for u in taken.values()}


def test_more_files_than_a_batch_may_hold_refuse_it(folder, take):
    for name in "abc":
        _write(folder, f"uploads/A001/{name}.pdf")
    assert 3 == len(take(Limits(batch_files=3)))
    with pytest.raises(BatchError) as caught:
        take(Limits(batch_files=2))
    assert "E-BATCH-FILES" == caught.value.code


def test_only_some_files_are_taken_where_asked(folder, tmp_path, store):
    _write(folder, "uploads/A001/a.pdf")
    _write(folder, "uploads/B002/b.pdf")
    batch = open_batch(folder, tmp_path / "work")
    (upload,) = take_uploads(batch, store, only={"uploads/B002/b.pdf"})
    assert "B002" == upload.applicant


def test_listing_opens_nothing_and_counts_what_taking_takes(folder, tmp_path, store):
    _write(folder, "uploads/A001/a.pdf")
    (folder / "uploads/A001/l").symlink_to("a.pdf")
    batch = open_batch(folder, tmp_path / "work")
    listed = [(file.path, file.applicant) for file in list_files(batch)]
    assert not store.root.exists()
    assert listed == [(u.path, u.applicant) for u in take_uploads(batch, store)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ａ００１", "A001"), (" A001\n", "A001"), ("新乡-１", "新乡-1"), ("", "")],
)
def test_application_ids_are_compared_in_normal_width(text, expected):
    assert expected == application_id(text)
