import io
import stat
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

from evidence.errors import BatchError
from evidence.uploads import Admission
from extractors.intake.archive import unpack
from extractors.intake.batch import open_batch
from extractors.intake.limits import Limits
from extractors.intake.uploads import take_uploads


@pytest.fixture
def packed(tmp_path):
    """Writes a zip of (name or ZipInfo, bytes) and returns its path."""

    def write(*entries, name="batch-1.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
            for entry, data in entries:
                container.writestr(entry, data)
        return path

    return write


def _taken(path, tmp_path, store, limits=None):
    batch = open_batch(path, tmp_path / "work", limits)
    return {upload.path: upload for upload in take_uploads(batch, store, limits)}


def _outside(tmp_path):
    """Every file below tmp_path that lies in neither the work folder nor the store."""
    return {
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file() and not {"work", "store"} & set(path.relative_to(tmp_path).parts)
    }


@pytest.mark.parametrize("prefix", ["", "batch-1/", "任意名字/"])
def test_a_zip_of_the_folder_or_of_its_content(packed, tmp_path, store, prefix):
    path = packed(
        (f"{prefix}uploads/A001/证书.pdf", b"%PDF-1.4"),
        (f"{prefix}batch.toml", b'notice = "n"'),
        ("__MACOSX/._x", b"\x00\x05\x16\x07"),
    )
    batch = open_batch(path, tmp_path / "work")
    assert ("batch-1", "n", ()) == (batch.id, batch.config.notice, batch.problems)
    assert ["uploads/A001/证书.pdf"] == [upload.path for upload in take_uploads(batch, store)]


def test_the_zip_itself_is_kept_and_unpacked_once(packed, tmp_path, store):
    path = packed(("uploads/A001/a.pdf", b"%PDF-1.4"))
    first = open_batch(path, tmp_path / "work", store=store)
    assert path.read_bytes() == store.path(first.archive).read_bytes()
    marker = first.root / "uploads" / "A001" / "a.pdf"
    before = marker.stat().st_mtime_ns
    assert first == open_batch(path, tmp_path / "work", store=store)
    assert before == marker.stat().st_mtime_ns
    assert [first.root.parent] == list((tmp_path / "work").iterdir())


@pytest.mark.parametrize(
    "name",
    ["../evil.pdf", "uploads/A001/../../../evil.pdf", "/evil.pdf", "C:/evil.pdf", "c:\\evil.pdf",
     "uploads\\..\\..\\evil.pdf", "..", "//host/evil.pdf"],
)  # fmt: skip
def test_an_entry_that_leads_out_is_refused_and_the_rest_is_taken(packed, tmp_path, store, name):
    path = packed((name, b"evil"), ("uploads/A001/a.pdf", b"%PDF-1.4"))
    batch = open_batch(path, tmp_path / "work")
    uploads = take_uploads(batch, store)
    codes = [problem.code for problem in batch.problems]
    codes += [upload.problem.code for upload in uploads if upload.problem]
    assert ["E-ZIP-PATH"] == codes
    assert "uploads/A001/a.pdf" in {upload.path for upload in uploads}
    assert all(".." not in upload.path.split("/") for upload in uploads)
    assert {"batch-1.zip"} == _outside(tmp_path)


def _special(name, kind):
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("kind", "code"), [(stat.S_IFLNK, "E-LINK"), (stat.S_IFIFO, "E-SPECIAL-FILE")]
)
def test_links_and_devices_in_a_zip_are_refused(packed, tmp_path, store, kind, code):
    path = packed(
        (_special("uploads/A001/link.pdf", kind), b"/etc/passwd"), ("uploads/A001/a.pdf", b"%PDF-")
    )
    taken = _taken(path, tmp_path, store)
    assert code == taken["uploads/A001/link.pdf"].problem.code
    assert Admission.REFUSED == taken["uploads/A001/link.pdf"].admission
    assert Admission.ACCEPTED == taken["uploads/A001/a.pdf"].admission


def _encrypted(path):
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    path.write_bytes(data)
    return path


def test_an_encrypted_entry_is_refused_and_the_rest_is_taken(packed, tmp_path, store):
    path = packed(("uploads/A001/secret.pdf", b"%PDF-1"), ("uploads/A001/a.pdf", b"%PDF-1"))
    taken = _taken(_encrypted(path), tmp_path, store)
    assert "E-ZIP-ENCRYPTED" == taken["uploads/A001/secret.pdf"].problem.code
    assert Admission.ACCEPTED == taken["uploads/A001/a.pdf"].admission


def test_a_zip_of_which_nothing_can_be_unpacked_is_refused_with_the_reason(packed, tmp_path):
    path = _encrypted(packed(("b/uploads/A001/secret.pdf", b"%PDF-1")))
    with pytest.raises(BatchError) as caught:
        open_batch(path, tmp_path / "work")
    assert "E-ZIP-ENCRYPTED" == caught.value.code


def test_a_refused_entry_below_an_inner_folder_is_an_upload_of_its_applicant(
    packed, tmp_path, store
):
    path = _encrypted(
        packed(("re\u0301/uploads/A001/secret.pdf", b"%PDF"), ("re\u0301/applications.csv", b""))
    )
    taken = _taken(path, tmp_path, store)
    assert "A001" == taken["uploads/A001/secret.pdf"].applicant


def test_a_colon_in_a_chinese_name_is_no_drive(packed, tmp_path, store):
    taken = _taken(packed(("年:b/uploads/A001/a.pdf", b"%PDF-")), tmp_path, store)
    assert ["uploads/A001/a.pdf"] == list(taken)


def test_a_damaged_entry_is_refused_and_the_rest_is_taken(tmp_path, store):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as container:
        container.writestr("uploads/A001/bad.pdf", b"%PDF-1.4 damaged here")
        container.writestr("uploads/A001/a.pdf", b"%PDF-1.4")
    path.write_bytes(path.read_bytes().replace(b"damaged here", b"damaged HERE"))
    taken = _taken(path, tmp_path, store)
    assert "E-ZIP-ENTRY" == taken["uploads/A001/bad.pdf"].problem.code
    assert Admission.ACCEPTED == taken["uploads/A001/a.pdf"].admission
    assert ["a.pdf"] == [p.name for p in (tmp_path / "work").rglob("*.pdf")]


def test_a_method_that_nobody_unpacks_refuses_the_entry(packed, tmp_path, store):
    path = packed(("uploads/A001/odd.pdf", b"%PDF-1"), ("uploads/A001/a.pdf", b"%PDF-1"))
    data = bytearray(path.read_bytes())
    for signature, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + method] = 9
    path.write_bytes(data)
    assert "E-ZIP-METHOD" == _taken(path, tmp_path, store)["uploads/A001/odd.pdf"].problem.code


def test_an_entry_that_explodes_is_left_packed(packed, tmp_path, store):
    path = packed(("uploads/A001/bomb.bmp", b"\0" * 40_000_000), ("uploads/A001/a.pdf", b"%PDF-1"))
    taken = _taken(path, tmp_path, store)
    assert "E-ZIP-RATIO" == taken["uploads/A001/bomb.bmp"].problem.code
    assert Admission.ACCEPTED == taken["uploads/A001/a.pdf"].admission


def test_a_blank_scan_that_packs_well_is_no_bomb(packed, tmp_path):
    path = packed(("uploads/A001/blank.bmp", b"\xff" * 26_000_000))
    assert () == open_batch(path, tmp_path / "work").refused


def test_an_entry_above_the_limit_is_refused(packed, tmp_path, store):
    path = packed(("uploads/A001/a.pdf", b"%PDF-" + b"1" * 100), ("uploads/A001/b.pdf", b"%PDF-"))
    taken = _taken(path, tmp_path, store, Limits(zip_entry_bytes=50))
    assert "E-FILE-TOO-LARGE" == taken["uploads/A001/a.pdf"].problem.code
    assert Admission.ACCEPTED == taken["uploads/A001/b.pdf"].admission


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(zip_total_bytes=1500), "E-ZIP-SIZE"),
        (Limits(zip_entries=2), "E-ZIP-ENTRIES"),
    ],
)
def test_too_much_for_the_machine_refuses_the_batch_and_keeps_the_zip(
    packed, tmp_path, store, limits, code
):
    path = packed(*((f"uploads/A001/{n}.pdf", b"%PDF-" + b"x" * 995) for n in range(3)))
    with pytest.raises(BatchError) as caught:
        open_batch(path, tmp_path / "work", limits, store)
    assert code == caught.value.code
    assert 1 == len([p for p in store.root.rglob("*") if p.is_file()])
    assert [] == list((tmp_path / "work").iterdir())


def test_a_directory_of_millions_of_entries_is_refused_before_it_is_read(tmp_path):
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 6, 0, 0, 0, 1, *[0] * 4, 0, 0) + b"a"
    directory = entry * 700_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(directory), 0, 0)
    path = tmp_path / "b.zip"
    path.write_bytes(directory + end)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from extractors.intake.batch import open_batch\n"
        "from evidence.errors import BatchError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: open_batch(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except BatchError as e: print(e.code)\n"
        "assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path, tmp_path / "work"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "E-ZIP-ENTRIES" == done.stdout.strip()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no more", b"PK\x05\x06" + b"\xff" * 18])
def test_a_damaged_zip_is_said_so(tmp_path, data):
    path = tmp_path / "b.zip"
    path.write_bytes(data)
    with pytest.raises(BatchError) as caught:
        open_batch(path, tmp_path / "work")
    assert "E-ZIP-DAMAGED" == caught.value.code


def _raw_named(names):
    """A zip whose names are raw bytes without the UTF-8 flag, as Windows writes GBK."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as container:
        for n, name in enumerate(names):
            container.writestr(f"{n}" + "x" * (len(name) - 1), b"%PDF-1.4")
    data = file.getvalue()
    for n, name in enumerate(names):
        data = data.replace(f"{n}".encode() + b"x" * (len(name) - 1), name)
    return data


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_the_utf8_flag(tmp_path, store, encoding):
    # 誠's second byte in GBK is 0x5C, a backslash.
    names = ["uploads/A001/誠信证书.pdf", "uploads/A001/专利证书.pdf"]
    path = tmp_path / "b.zip"
    path.write_bytes(_raw_named([name.encode(encoding) for name in names]))
    assert set(names) == set(_taken(path, tmp_path, store))


def test_the_unicode_path_field_of_info_zip_decides(packed, tmp_path, store):
    raw = b"uploads/A001/?.pdf"
    info = zipfile.ZipInfo(raw.decode())
    body = struct.pack("<BL", 1, zlib.crc32(raw)) + "uploads/A001/证书.pdf".encode()
    info.extra = struct.pack("<HH", 0x7075, len(body)) + body
    assert {"uploads/A001/证书.pdf"} == set(_taken(packed((info, b"%PDF-")), tmp_path, store))


def test_backslashes_between_folders(packed, tmp_path, store):
    path = packed(("uploads\\A001\\a.pdf", b"%PDF-1.4"))
    taken = _taken(path, tmp_path, store)
    assert "A001" == taken["uploads/A001/a.pdf"].applicant


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_both_taken(packed, tmp_path, store):
    path = packed(
        ("uploads/A001/a.pdf", b"%PDF-1"),
        ("uploads/A001/a.pdf", b"%PDF-2"),
        ("uploads/A001/a~2.pdf", b"%PDF-3"),
    )
    taken = _taken(path, tmp_path, store)
    assert 3 == len({upload.sha256 for upload in taken.values()})
    assert 3 == len(taken)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_tables_of_one_name_refuse_the_batch(packed, tmp_path):
    path = packed(("b/applications.csv", b"1"), ("b/applications.csv", b"2"))
    with pytest.raises(BatchError) as caught:
        open_batch(path, tmp_path / "work")
    assert "E-ZIP-TWICE" == caught.value.code


def test_names_too_long_for_the_disk_are_shortened_and_stay_apart(packed, tmp_path, store):
    long = "很" * 120
    path = packed(
        (f"uploads/A001/{long}甲.pdf", b"%PDF-1"), (f"uploads/A001/{long}乙.pdf", b"%PDF-2")
    )
    taken = _taken(path, tmp_path, store)
    assert 2 == len({upload.sha256 for upload in taken.values() if upload.sha256})
    assert all(name.endswith(".pdf") for name in taken)


def test_a_file_where_another_entry_needs_a_folder(packed, tmp_path, store):
    path = packed(("uploads/A001", b"%PDF-1"), ("uploads/A001/a.pdf", b"%PDF-2"))
    taken = _taken(path, tmp_path, store)
    assert {"uploads/A001", "uploads/A001/a.pdf"} == set(taken)
    assert "E-ZIP-NAME" == taken["uploads/A001/a.pdf"].problem.code


def test_nothing_in_a_zip_is_lost(packed, tmp_path, store):
    names = [f"uploads/A{n:03d}/{n}.pdf" for n in range(40)] + ["cnipa/x.csv"]
    assert set(names) == set(_taken(packed(*((n, b"%PDF-") for n in names)), tmp_path, store))


def test_unpack_leaves_the_contents_of_entries_as_they_were(packed, tmp_path):
    data = bytes(range(256)) * 5000
    into = tmp_path / "into"
    into.mkdir()
    assert [] == unpack(packed(("a/b.bin", data)), into, Limits())
    assert data == (into / "a" / "b.bin").read_bytes()
