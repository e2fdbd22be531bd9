"""An applicant's own file among the official results speaks for the applicant only."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evidence.register import OfficialRecord, RecordSource
from pipeline.cli import heyan as heyan_command
from pipeline.stored_records import stored_records
from tests.pipeline.official.conftest import CLAIMED, OTHERS, export


@pytest.fixture
def run(desk):
    def call(*arguments):
        return CliRunner().invoke(heyan_command, ["--lang", "en", *map(str, arguments)])

    return call


def _sources(home):
    return {
        (one.patent_number, one.source, one.applicant)
        for one in stored_records(home, "patent_register", "test-001-s001", OfficialRecord)
    }


def _wanted(home):
    return (home.out / "test-001/patent_lookups.csv").read_text(encoding="utf-8-sig")


def test_imported_it_settles_nothing(run, home, tmp_path, concluded, instance):
    """Under any name; a file that nobody handed in does, and nothing is judged twice."""
    both = export(CLAIMED, OTHERS)
    concluded(files={"uploads/A1/我的.csv": both, "uploads/A2/空.png": b""})
    path = tmp_path / "检索.csv"
    path.write_bytes(both)
    result = run("cnipa", "import", path)
    assert 0 == result.exit_code, result.output
    assert {
        (CLAIMED, RecordSource.APPLICANT, "A1"),
        (OTHERS, RecordSource.APPLICANT, "A1"),
    } == _sources(home)
    assert CLAIMED in _wanted(home)
    assert "up to date" in run("cnipa", "import", path).stdout
    path.write_bytes(export(CLAIMED))
    run("cnipa", "import", path)
    assert (CLAIMED, RecordSource.REVIEW_BODY, None) in _sources(home)
    assert CLAIMED not in _wanted(home)


def test_in_the_batch_itself_it_settles_nothing(home, concluded):
    """Whoever put it into cnipa/."""
    concluded(files={"uploads/A1/我的.csv": export(CLAIMED), "cnipa/查询.csv": export(CLAIMED)})
    assert {(CLAIMED, RecordSource.APPLICANT, "A1")} == _sources(home)
    assert CLAIMED in _wanted(home)
