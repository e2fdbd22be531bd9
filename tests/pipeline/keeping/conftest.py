import hashlib
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image

from evidence.readings import Page, PageReading, PageStatus
from extractors.reading.cache import ReadingCache
from extractors.reading.page import recipe_version
from pipeline.accepted import accept_known_warnings
from pipeline.cli import heyan
from pipeline.home import Home, enter_home, repository
from pipeline.stages.reading import reading_settings
from pipeline.whereabouts import note_path
from review.desk.places import find_places
from tests.pipeline.conftest import APPLICATION_COLUMNS, APPLICATION_ROW, CLAIM_COLUMNS, _database

DOCX = b"PK\x03\x04 no archive"
NAMES = {"A1": "张立军", "410702197403120018": "李四"}


@pytest.fixture(scope="session")
def uploads(tmp_path_factory):
    """What the applicants handed in: a page, and files that nothing reads."""
    picture = tmp_path_factory.mktemp("page") / "page.png"
    Image.new("RGB", (300, 400), "white").save(picture)
    return {
        "uploads/A1/空白.png": picture.read_bytes(),
        "uploads/A1/材料/证书: 一.docx": DOCX,
        "uploads/410702197403120018/证.docx": DOCX,
    }


@pytest.fixture(scope="session")
def concluded_once(tmp_path_factory, empty_desk, uploads, django_db_blocker):
    """The folder of an installation with one batch, processed to its end once for all tests."""
    from django.conf import settings

    accept_known_warnings()
    root = tmp_path_factory.mktemp("concluded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(root / "dagster_home"))
        for variable, folder in (("HOME", "var"), ("INBOX", "inbox"), ("OUT", "out")):
            patch.setenv(f"HEYAN_{variable}", str(root / folder))
        (root / "dagster_home").mkdir()
        shutil.copy(repository() / "dagster.yaml", root / "dagster_home")
        home = enter_home()
        patch.setattr(settings, "PLACES", find_places())
        settings.PLACES.own.mkdir()
        (settings.PLACES.own / "record.secret").write_bytes(settings.RECORD_KEY)
        (settings.PLACES.own / "record.secret").chmod(0o600)
        shutil.copy(empty_desk, settings.PLACES.database)
        _keep_as_read(home, uploads["uploads/A1/空白.png"])
        with django_db_blocker.unblock(), _database(settings.PLACES.database):
            result = CliRunner().invoke(heyan, ["run", str(_batch(root / "test-001", uploads))])
    assert 0 == result.exit_code, result.output
    return root


def _keep_as_read(home, picture):
    """The page's reading, as if it had been read before: no test here is about reading."""
    cache, recipe = ReadingCache(home.readings), recipe_version(reading_settings())
    sha256 = hashlib.sha256(picture).hexdigest()
    image = cache.keep_image(b"\xff\xd8 a picture of the page")
    page = Page(1, 300, 400, 0, "ocr", PageStatus.BLANK, image=image)
    cache.keep_page(sha256, recipe, PageReading(page))
    cache.keep_count(sha256, recipe, 1)


def _batch(root, uploads):
    rows = [APPLICATION_ROW.format(id=id_, name=name) for id_, name in NAMES.items()]
    tables = {
        "applications.csv": "\n".join([APPLICATION_COLUMNS, *rows]) + "\n",
        "claims.csv": CLAIM_COLUMNS + "\n",
        "batch.toml": "received_at = 2024-04-12T17:30:00+08:00\n",
    }
    for name, data in {**uploads, **{n: t.encode() for n, t in tables.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@pytest.fixture
def concluded(desk, concluded_once) -> Home:
    """An installation with one batch that was processed to its end, from outside the inbox."""
    for folder in (desk.state, desk.out):
        source = concluded_once / folder.name
        shutil.copytree(source, folder, dirs_exist_ok=True)
    note_path(desk).unlink()  # the first installation's
    return desk


@pytest.fixture
def run(desk):
    """Calls `heyan` in this process, as the console script would."""

    def call(*arguments):
        return CliRunner().invoke(heyan, ["--lang", "en", *map(str, arguments)])

    return call
