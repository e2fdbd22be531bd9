"""What the environment says is checked before Django sees it."""

import os
import subprocess
import sys

import pytest

from evidence.errors import MachineError
from review.desk.environment import database, number
from review.desk.places import DeskPlaces, find_places, kept_secret


@pytest.mark.parametrize("text", ["5%", "", "nan", "-0.1", "1.1", "inf"])
def test_a_share_that_is_none_is_refused_and_named(monkeypatch, text):
    monkeypatch.setenv("HEYAN_SAMPLE_SHARE", text)
    if not text:
        assert 0.05 == number("HEYAN_SAMPLE_SHARE", "0.05", least=0, most=1)
        return
    with pytest.raises(MachineError, match="HEYAN_SAMPLE_SHARE must be a number from 0 to 1"):
        number("HEYAN_SAMPLE_SHARE", "0.05", least=0, most=1)


@pytest.mark.parametrize("url", ["heyan", "mysql://a:geheim@b/c", "oracle://x/y", "postgres://[x"])
def test_a_database_that_the_desk_cannot_use_is_refused_without_telling_its_password(
    monkeypatch, tmp_path, url
):
    monkeypatch.setenv("HEYAN_DATABASE_URL", url)
    with pytest.raises(MachineError) as refused:
        database(DeskPlaces(tmp_path, tmp_path))
    assert "E-SETTING" == refused.value.code
    assert "geheim" not in f"{refused.value.problem}"


def test_without_a_url_it_is_a_file_whatever_the_folder_is_called(monkeypatch, tmp_path):
    monkeypatch.delenv("HEYAN_DATABASE_URL", raising=False)
    places = DeskPlaces(tmp_path / "核验 %20", tmp_path)
    assert str(places.database) == database(places)["NAME"]


def test_a_home_that_is_not_absolute_is_refused():
    with pytest.raises(MachineError, match="E-HOME"):
        find_places({"HEYAN_HOME": "var"})


def test_the_inbox_stands_beside_the_state_folder_unless_it_is_named():
    assert ["/x/inbox", "/y"] == [
        str(find_places({"HEYAN_HOME": "/x/var"} | more).inbox) for more in ({}, {"HEYAN_INBOX": "/y"})
    ]  # fmt: skip


def test_nobody_else_looks_into_the_desks_folder(tmp_path):
    places = DeskPlaces(tmp_path / "var", tmp_path)
    secret = kept_secret(places, "record.secret")
    assert secret == kept_secret(places, "record.secret")
    assert len(secret) >= 64
    assert [0o700, 0o600] == [
        path.stat().st_mode & 0o777 for path in (places.own, places.own / "record.secret")
    ]
    assert ["record.secret"] == [path.name for path in places.own.iterdir()]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "var").write_text("a file")
    with pytest.raises(MachineError, match="E-HOME"):
        kept_secret(DeskPlaces(tmp_path / "var", tmp_path), "record.secret")


def test_wrong_settings_end_the_start_with_their_code(tmp_path):
    child = subprocess.run(
        [sys.executable, "-c", "import review.desk.settings"],
        env=os.environ | {"HEYAN_HOME": str(tmp_path), "HEYAN_DESK_IDLE_MINUTES": "soon"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "E-SETTING: HEYAN_DESK_IDLE_MINUTES must be a number" in child.stderr
