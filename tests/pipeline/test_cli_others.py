import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFont

from extractors.reading.pool import Progress
from pipeline.cli import doctor, heyan
from pipeline.cli.progress import Pace, described
from pipeline.cli.voice import Voice, locale_language


@pytest.fixture
def run(home):
    def call(*arguments):
        return CliRunner().invoke(heyan, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def scan(tmp_path):
    """A page that says 表彰决定 in clear print."""
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 60)
    page = Image.new("RGB", (900, 400), "white")
    ImageDraw.Draw(page).text((60, 120), "河南省人民政府表彰决定", font=font, fill="black")
    path = tmp_path / "扫描.png"
    page.save(path)
    return path


def test_reading_gives_one_object_a_file(run, scan, tmp_path):
    """In the order given, also for what is not read; the same bytes have the same answer."""
    (tmp_path / "空.png").write_bytes(b"")
    (tmp_path / "同.png").write_bytes(scan.read_bytes())
    result = run("read", scan, tmp_path / "空.png", tmp_path / "同.png", "--json")
    assert 0 == result.exit_code, result.output
    first, empty, same = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"file", "sha256", "status", "pages", "documents"} == first.keys()
    assert (str(scan), "read") == (first["file"], first["status"])
    page = {
        "number": 1,
        "width": 900,
        "height": 400,
        "rotation": 0,
        "source": "ocr",
        "status": "read",
    }
    assert [page] == first["pages"]
    assert ("refused", []) == (empty["status"], empty["pages"])
    assert empty["problem"]["zh"]
    assert first | {"file": str(tmp_path / "同.png")} == same


def test_reading_for_a_person_names_the_status(run, tmp_path):
    """In the language asked for."""
    (tmp_path / "空.png").write_bytes(b"")
    assert "拒收" in run("--lang", "zh", "read", tmp_path / "空.png").stdout
    assert "refused" in run("--lang", "en", "read", tmp_path / "空.png").stdout


def test_a_file_that_is_not_there_is_wrong_usage(run, tmp_path):
    """Status 2 and no traceback."""
    assert 2 == run("read", tmp_path / "nothing.pdf").exit_code


def test_interrupted_reading_is_status_3(run, scan, monkeypatch):
    """Ctrl-C while a page is read: a sentence, no traceback."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.read.read_uploads", interrupted)
    result = run("--lang", "en", "read", scan)
    assert 3 == result.exit_code
    assert "run it again to go on" in result.stderr


def test_reading_never_loads_dagster():
    """`heyan read` starts fast and works where no instance is."""
    code = "import pipeline.cli.read, sys; print('dagster' in sys.modules)"
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "False" == output.stdout.strip()


def test_doctor_finds_this_machine_well(run):
    """One line a thing, and status 0."""
    result = run("doctor", "--json")
    examined = [json.loads(line) for line in result.stdout.splitlines()]
    assert [
        *("python", "models", "tesseract", "fonts", "disk", "store", "clock"),
        *("dagster", "instance", "workers", "epo-ops"),
    ] == [one["name"] for one in examined]
    assert 0 == result.exit_code, result.output


def test_doctor_names_the_command_that_mends(run, monkeypatch):
    """No traceback from a machine that lacks something."""
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    result = run("--lang", "en", "doctor")
    assert 1 == result.exit_code
    assert "run: apt-get install tesseract-ocr tesseract-ocr-chi-sim" in result.stdout


def test_doctor_survives_any_failure():
    """An ailment that nobody thought of is named too."""

    def failing():
        raise RuntimeError("odd")

    assert "RuntimeError: odd" == doctor._translated("x", failing).en


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({}, "zh"),
    ],
)
def test_the_language_follows_the_locale(environment, language):
    """Chinese where the locale names no language."""
    assert language == locale_language(environment)


def test_progress_says_pages_rate_and_time_left():
    """Pages from the cache do not make the rate look better than it is."""
    now = [0.0]
    pace = Pace(lambda: now[0])
    now[0] = 10.0
    pages = Progress(pages_done=30, pages_cached=20, pages_known=100)
    assert "30/100 pages, 1.0 pages/s, 2 min left" == described(Voice.of("en"), pages, pace)
    assert "已读 30/100 页，1.0 页/秒，约剩 2 分" == described(Voice.of("zh"), pages, pace)


def test_progress_before_the_first_page_knows_no_time_left():
    """No division by zero."""
    pace = Pace(lambda: 0.0)
    assert "? left" in described(Voice.of("en"), Progress(pages_known=3), pace)
