"""The PostgreSQL that tests and benchmarks start for themselves."""

from pathlib import Path

import psycopg
import pytest

from benchmarks import postgres
from benchmarks.postgres import find_programs, running_cluster


def test_a_server_runs_for_as_long_as_it_is_needed_and_leaves_nothing():
    with running_cluster(durable=False) as url:
        with psycopg.connect(url) as connection:
            (folder,) = connection.execute("SHOW data_directory").fetchone()
            assert ("UTF8",) == connection.execute("SHOW server_encoding").fetchone()
            assert ("off",) == connection.execute("SHOW fsync").fetchone()
        assert Path(folder).exists()
    assert not Path(folder).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_for_a_benchmark_it_writes_through_to_the_disk():
    with running_cluster() as url, psycopg.connect(url) as connection:
        assert ("on",) == connection.execute("SHOW fsync").fetchone()
        assert ("on",) == connection.execute("SHOW synchronous_commit").fetchone()


def test_a_machine_without_it_reads_which_package_it_lacks(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "_PROGRAMS", tmp_path)
    with pytest.raises(FileNotFoundError, match="Debian package postgresql"):
        find_programs()


def test_the_newest_of_several_is_taken(monkeypatch, tmp_path):
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(postgres, "_PROGRAMS", tmp_path)
    assert tmp_path / "17" / "bin" == find_programs()
