from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import dagster as dg
import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

import tests.django_once  # noqa: F401  before anything of the desk is imported
from pipeline.accepted import accept_known_warnings
from pipeline.home import Home, enter_home, repository
from review.desk.places import find_places
from review.desk.ready import prepare
from tests.object_stores import moto, store  # noqa: F401  fixtures

APPLICATION_COLUMNS = (
    "申报编号,姓名,性别,身份证号,出生年月,文化程度,参加工作时间,工作单位,主管部门,地区,"
    "现岗位工种,现岗位等级,现等级聘任时间,现等级证书取得时间,申报岗位工种,申报岗位等级,"
    "年度考核2019,年度考核2020,年度考核2021,年度考核2022,年度考核2023,优秀共产党员年度,"
    "是否存在禁止申报的情形,单位审核意见,主管部门意见,公示开始,公示结束"
)
APPLICATION_ROW = (
    "{id},{name},男,410702197403120018,1974-03,高中,1994-07,新乡市公路管理局,新乡市交通运输局,"
    "新乡市,汽车驾驶员,二级,2013-09-01,2013-06-18,汽车驾驶员,一级,合格,优秀,合格,优秀,合格,,"
    "否,同意,同意,2024-03-21,2024-03-28"
)
CLAIM_COLUMNS = (
    "申报编号,序号,条件,名称,授予单位,文件名称,发文字号,证书编号,取得日期,等次,专利号,专利类型,名次"
)


@pytest.fixture(autouse=True)
def _known_warnings() -> None:
    """The filters of the program: pytest takes those of the import away before each test."""
    accept_known_warnings()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation of its own, with the project's dagster.yaml."""
    return _installed(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def install() -> Callable[[Path, pytest.MonkeyPatch], Home]:
    """Makes an installation in a folder, for fixtures that live longer than a test."""
    return _installed


def _installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    dagster_home = root / "dagster_home"
    dagster_home.mkdir()
    shutil.copy(repository() / "dagster.yaml", dagster_home)
    monkeypatch.setenv("DAGSTER_HOME", str(dagster_home))
    monkeypatch.setenv("HEYAN_HOME", str(root / "var"))
    monkeypatch.setenv("HEYAN_INBOX", str(root / "inbox"))
    monkeypatch.setenv("HEYAN_OUT", str(root / "out"))
    return enter_home()


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory, django_db_blocker) -> Path:
    """A desk's database of the newest schema, to be copied: making one takes a second."""
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite3"
    with django_db_blocker.unblock(), _database(path), pytest.MonkeyPatch.context() as patch:
        # It sets the variable for the rest of the process, by which Celery would take to Django.
        patch.setenv("DJANGO_SETTINGS_MODULE", "review.desk.settings")
        prepare()
    return path


@pytest.fixture
def desk(home: Home, empty_desk: Path, settings, django_db_blocker) -> Iterator[Home]:
    """The desk of this installation, as processes of its own would find it."""
    settings.PLACES = find_places()
    settings.PLACES.own.mkdir(parents=True)
    shutil.copy(empty_desk, settings.PLACES.database)
    with django_db_blocker.unblock(), _database(settings.PLACES.database):
        yield home


@contextmanager
def _database(path: Path) -> Iterator[None]:
    """The desk's tables are those of this SQLite file, whatever the desk's own tests use."""
    before = connections["default"]
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30}
    named = before.settings_dict | {"NAME": str(path), "OPTIONS": options}
    connections["default"] = DatabaseWrapper(named, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """A Dagster instance on SQLite files of its own."""
    with dg.DagsterInstance.get() as instance:
        yield instance


MakeBatch = Callable[..., Path]


@pytest.fixture
def make_batch(tmp_path: Path) -> MakeBatch:
    """Makes a batch folder: applicants by id and name, files by path and bytes, when it came."""
    return partial(_batch, folder=tmp_path / "batches")


@pytest.fixture(scope="session")
def make_batch_in() -> MakeBatch:
    """The same in any `folder`, for fixtures that live longer than a test."""
    return _batch


def _batch(
    batch_id: str = "test-001",
    applicants: dict[str, str] | None = None,
    files: dict[str, bytes] | None = None,
    *,
    folder: Path,
    received: str | None = "2024-04-12T17:30:00+08:00",
) -> Path:
    root = folder / batch_id
    (root / "uploads").mkdir(parents=True)
    if received:
        (root / "batch.toml").write_text(f"received_at = {received}\n", encoding="utf-8")
    rows = [
        APPLICATION_ROW.format(id=id_, name=name)
        for id_, name in (applicants or {"A1": "张立军"}).items()
    ]
    table = "\n".join([APPLICATION_COLUMNS, *rows]) + "\n"
    (root / "applications.csv").write_text(table, encoding="utf-8")
    (root / "claims.csv").write_text(CLAIM_COLUMNS + "\n", encoding="utf-8")
    for path, content in (files or {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root
