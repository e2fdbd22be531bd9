import hashlib
import unicodedata
from pathlib import Path

import pytest

from review.desk.batches.limits import UploadLimits
from review.desk.batches.upload_paths import refusal_of
from review.desk.batches.upload_texts import rules_for_browser
from tests.review.desk.batches.test_uploading import tree, zipped
from tests.review.desk.browser import complaints_of, serious

SAMPLE = Path(__file__).parents[4] / "fixtures" / "sample" / "xinxiang-2024-001"
KEY = SAMPLE.name


@pytest.fixture
def inbox(tmp_path):
    return tmp_path / "inbox"


@pytest.fixture
def page(served, browser):
    """The upload page of an operator; whatever its scripts complain of fails the test."""
    served.person("zhao", "operator")
    page = served.sign_in(browser, "zhao")
    # Playwright catches file choosers from the first listener on, and does not say when.
    page.on("filechooser", lambda _: None)
    page.goto("/upload/")
    return page


def choose(page, folder):
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("f")
    chooser.value.set_files(folder)
    page.locator("#upload-check").wait_for()


def test_the_sample_batch_arrives_byte_for_byte_by_keyboard_alone(page, inbox):
    complaints = complaints_of(page)
    choose(page, SAMPLE)
    assert KEY == page.locator("#batch-id").input_value()
    assert [] == serious(page)
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=60_000)
    assert tree(SAMPLE) | {"_READY": b""} == tree(inbox / KEY)
    assert [] == serious(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/batches/{KEY}/")
    assert page.get_by_text("等待处理").is_visible()
    assert [] == complaints


def test_a_server_killed_in_the_middle_loses_nothing_and_it_goes_on_by_itself(served, page, inbox):
    pieces = 0

    def count(route):
        nonlocal pieces
        pieces += 1
        if pieces == 30:
            served._server.kill()
        route.continue_()

    page.route("**/files/*/", count)
    choose(page, SAMPLE)
    page.keyboard.press("Enter")
    page.locator("#upload-lost").wait_for(timeout=30_000)
    assert [] == serious(page)
    assert not inbox.exists()
    ((done,),) = served.rows("SELECT files_done FROM desk_incomingbatch")
    assert 20 < done < 30
    served._server.start()
    page.locator("#upload-done").wait_for(timeout=60_000)
    assert tree(SAMPLE) | {"_READY": b""} == tree(inbox / KEY)
    assert pieces < 74 + 5


def test_a_zip_goes_on_after_a_reload_where_it_was(served, page, inbox, tmp_path):
    data = zipped(("uploads/XX001/a.bin", hashlib.sha256(b"x").digest() * 400_000))
    archive = tmp_path / "test-002.zip"
    archive.write_bytes(data)
    sent = []
    page.route(
        "**/files/*/",
        lambda route: (
            sent.append(int(route.request.headers["x-offset"])),
            route.continue_() if len(sent) < 3 else route.abort(),
        ),
    )
    page.locator("#upload-zip").set_input_files(archive)
    page.locator("#upload-form button.main").click()
    page.locator("#upload-lost").wait_for(timeout=30_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.get_by_text("再次选择同一文件夹，从断点继续。").first.is_visible()
    page.unroute("**/files/*/")
    again = []
    page.on(
        "request",
        lambda one: again.append(one.headers["x-offset"]) if "x-offset" in one.headers else None,
    )
    page.locator("#upload-zip").set_input_files(archive)
    page.locator("#upload-form button.main").click()
    page.locator("#upload-done").wait_for(timeout=60_000)
    assert [0, 4 * 2**20, 8 * 2**20] == sent[:3]
    assert str(8 * 2**20) == again[0]
    assert data == (inbox / "test-002.zip").read_bytes()
    assert (inbox / "test-002.zip._READY").is_file()


def test_a_file_changed_between_two_attempts_arrives_as_it_is_last(page, inbox, tmp_path):
    folder = tmp_path / "test-003"
    (folder / "uploads" / "A").mkdir(parents=True)
    (folder / "uploads" / "A" / "1.jpg").write_bytes(b"before")
    (folder / "uploads" / "A" / "2.jpg").write_bytes(b"second")
    page.route("**/hand-over/", lambda route: route.abort())
    choose(page, folder)
    page.keyboard.press("Enter")
    page.locator("#upload-lost").wait_for(timeout=30_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/hand-over/")
    (folder / "uploads" / "A" / "1.jpg").write_bytes(b"behind")
    choose(page, folder)
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=30_000)
    assert tree(folder) | {"_READY": b""} == tree(inbox / "test-003")


def test_refused_files_are_named_before_anything_is_sent(page, inbox, tmp_path):
    folder = tmp_path / "新乡 2024"
    for path in ("uploads/A/1.jpg", "uploads/A/Thumbs.db", "photos/2.jpg", "readme.txt"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x")
    asked = []
    # The icon is the browser's own wish, whenever it likes.
    page.on("request", lambda one: None if "icon" in one.url else asked.append(one.url))
    choose(page, folder)
    left_out = page.locator(".left-out tbody tr").all_inner_texts()
    assert ["E-UPLOAD-STRAY", "E-UPLOAD-STRAY", "E-UPLOAD-SYSTEM"] == sorted(
        row.split("\t")[-1] for row in left_out
    )
    assert "批次编号只能用英文字母" in page.locator("#batch-id-error").inner_text()
    assert [] == serious(page)
    page.locator("#batch-id").fill("xinxiang-2024-004")
    assert [] == asked
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=30_000)
    assert {"uploads/A/1.jpg", "_READY"} == tree(inbox / "xinxiang-2024-004").keys()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.rar", b"Rar!", "E-UPLOAD-NOT-ZIP"),
        ("a.zip", b"Rar!", "E-UPLOAD-NOT-ZIP"),
        ("a.zip", b"PK\x03\x04\x14\x00\x01\x00", "E-UPLOAD-ZIP-ENCRYPTED"),
    ],
)
def test_what_is_no_good_zip_is_told_at_once(page, tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    page.locator("#upload-zip").set_input_files(tmp_path / name)
    page.locator("#upload-problem").wait_for()
    assert code == page.locator("#upload-problem [data-code]").inner_text()


def test_a_folder_that_is_no_batch_cannot_be_sent(page, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(b"x")
    choose(page, folder)
    page.locator("#upload-problem").wait_for()
    assert "E-UPLOAD-EMPTY" == page.locator("#upload-problem [data-code]").inner_text()
    assert page.locator("#upload-form button.main").is_disabled()


def test_a_second_version_is_asked_for_and_the_first_is_kept(page, inbox, tmp_path):
    folder = tmp_path / "test-005"
    (folder / "uploads" / "A").mkdir(parents=True)
    (folder / "uploads" / "A" / "1.jpg").write_bytes(b"first")
    choose(page, folder)
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=30_000)
    page.goto("/upload/")
    (folder / "uploads" / "A" / "1.jpg").rename(folder / "uploads" / "A" / "2.jpg")
    choose(page, folder)
    page.keyboard.press("Enter")
    page.locator("#upload-mode").wait_for()
    assert [] == serious(page)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("#upload-done").wait_for(timeout=30_000)
    assert {"uploads/A/1.jpg", "uploads/A/2.jpg", "_READY"} == tree(inbox / "test-005").keys()
    (kept,) = (inbox / "_replaced").iterdir()
    assert {"test-005/uploads/A/1.jpg", "test-005/_READY"} == tree(kept).keys()


def test_a_dropped_folder_is_read_to_its_leaves(page, inbox):
    box = page.locator("#upload-drop").bounding_box()
    spot = {"x": box["x"] + 20, "y": box["y"] + 20}
    devtools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(SAMPLE)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **spot, "data": data})
    page.locator("#upload-check").wait_for()
    assert KEY == page.locator("#batch-id").input_value()
    page.locator("#upload-form button.main").click()
    page.locator("#upload-done").wait_for(timeout=60_000)
    assert tree(SAMPLE) | {"_READY": b""} == tree(inbox / KEY)


def test_a_stopped_upload_says_what_is_kept_and_goes_on(page, inbox):
    held = []

    def hold(route):
        held.append(route)
        if len(held) <= 10:
            route.continue_()

    page.route("**/files/*/", hold)
    choose(page, SAMPLE)
    page.keyboard.press("Enter")
    page.get_by_text("已传完 10 / 74 个文件").wait_for(timeout=30_000)
    page.keyboard.press("s")
    page.locator("#upload-problem").wait_for()
    assert "已停止" in page.locator("#upload-problem").inner_text()
    page.unroute("**/files/*/")
    page.get_by_role("button", name="再试一次").click()
    page.locator("#upload-done").wait_for(timeout=60_000)
    assert tree(SAMPLE) | {"_READY": b""} == tree(inbox / KEY)


HASHED = """async (lengths) => {
  const { Sha256 } = await import("/static/desk/sha256.js");
  return lengths.map(([length, step]) => {
    const hash = new Sha256();
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);
    for (let at = 0; at < length; at += step) hash.update(bytes.subarray(at, at + step));
    hash.hex();
    return hash.hex();
  });
}"""


def test_the_browsers_sha256_is_the_one_of_the_standard(page):
    """Lengths around a block's end, cut into pieces that do not fit blocks."""
    lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 100_003]
    cases = [[length, step] for length in lengths for step in (1, 13, 64, 1 << 20)]
    expected = [
        hashlib.sha256(bytes((i * 7 + (i >> 8)) & 255 for i in range(length))).hexdigest()
        for length, _ in cases
    ]
    assert expected == page.evaluate(HASHED, cases)


def test_the_browsers_sha256_gives_the_published_vectors(page):
    """FIPS 180-2, appendix B: "abc", 56 characters, a million times a."""
    texts = ["abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "a" * 1_000_000]
    hashes = page.evaluate(
        """async (texts) => {
          const { Sha256 } = await import("/static/desk/sha256.js");
          return texts.map((text) => new Sha256().update(new TextEncoder().encode(text)).hex());
        }""",
        texts,
    )
    assert [
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    ] == hashes


PATHS = [
    "uploads/A/1.jpg", "batch.toml", "Claims.XLSX", "applications.txt", "uploads", "cnipa", "_READY",
    "uploads/_READY", "", "/a", "a//b", "uploads/./a", "uploads/../a", "C:/a", "中:/a", "a\\b",
    "uploads/a\u0000", "uploads/a\u0085", "uploads/a\u200b.jpg", "uploads/\U0001f600.jpg",
    "uploads/" + "长" * 85, "uploads/" + "长" * 86, "uploads/" + ("c" * 200 + "/") * 5 + "d" * 11,
    "uploads/" + ("c" * 200 + "/") * 5 + "d" * 12, "uploads/" + "a/" * 31 + "b",
    "uploads/" + "a/" * 32 + "b", "uploads/.DS_Store", "uploads/THUMBS.DB", "uploads/@eaDir/a",
    "@eaDir/a", "uploads/~$a.docx", "uploads/.a.jpg", "uploads/._a.jpg", "readme.txt", "photos/a",
    "CNIPA/a", "cnipa/a.csv", "__MACOSX/a",
]  # fmt: skip


def test_browser_and_server_refuse_the_same_files(page):
    limits = UploadLimits(file_bytes=2000)
    cases = [(path, size) for path in PATHS for size in (0, 1024, 1025, 2000, 2001)]
    assert all(unicodedata.is_normalized("NFC", path) for path in PATHS)
    answers = page.evaluate(
        """async ([cases, rules]) => {
          const { refusalOf } = await import("/static/desk/upload_rules.js");
          return cases.map(([path, size]) => refusalOf(path, size, rules));
        }""",
        [cases, rules_for_browser(limits)],
    )
    assert [refusal_of(path, size, limits) for path, size in cases] == answers


def test_browser_and_server_allow_the_same_batch_ids(page):
    from evidence.batch_names import validate_batch_id
    from evidence.errors import BatchError

    def good(name):
        try:
            return bool(validate_batch_id(name))
        except BatchError:
            return False

    names = [
        "a",
        "A-1_b",
        "-a",
        "_a",
        "",
        "新",
        "a" * 64,
        "a" * 65,
        "x-s001",
        "x-s01",
        "x-s001a",
        "a\n",
    ]
    answers = page.evaluate(
        """async (names) => {
          const { isBatchId } = await import("/static/desk/upload_rules.js");
          return names.map(isBatchId);
        }""",
        names,
    )
    assert [good(name) for name in names] == answers
