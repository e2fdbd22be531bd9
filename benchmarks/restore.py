"""Is a backup made in the middle of a batch whole, and does the batch finish elsewhere?

    python -m benchmarks.restore
    python -m benchmarks.restore --databases sqlite --batch fixtures/sample/xinxiang-2024-001

A batch runs undisturbed first (a steady reader in place of OCR). Then, for each database of the
desk, it runs again elsewhere, while somebody writes into the desk's record without pause; when a
share of its pages is read `heyan backup` is called, and the run and its folders are then destroyed. Each backup is
restored into an empty place: `heyan verify` and `heyan audit verify` must find nothing there,
and the batch must finish with the very bytes of the undisturbed verdicts.json, no page of the
backup read twice. Exit status 1 where anything of it does not hold.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.postgres import running_cluster
from benchmarks.steady_reader import SECONDS

_REPOSITORY = Path(__file__).resolve().parent.parent
_SAMPLE = _REPOSITORY / "fixtures" / "sample" / "xinxiang-2024-001"
_CLERK = """
from pipeline.desk import note_in_record
while True:
    note_in_record("record.verified", {"events": 0, "head": "", "breaks": []})
"""
"""Somebody who does not stop writing into the desk's record."""
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Place:
    """An installation of its own below a folder."""

    folder: Path
    database: str | None = None

    @property
    def state(self) -> Path:
        """Its HEYAN_HOME."""
        return self.folder / "var"

    def command(self, *arguments: str | Path, seconds: float = 0.0) -> subprocess.Popen[str]:
        """Start a command of `heyan` there, with a reader that takes so long a page."""
        return self._python("-m", "pipeline.cli", "--lang", "en", *arguments, seconds=seconds)

    def clerk(self) -> subprocess.Popen[str]:
        """Start somebody who writes into the desk's record there."""
        return self._python("-c", _CLERK)

    def _python(self, *arguments: str | Path, seconds: float = 0.0) -> subprocess.Popen[str]:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("HEYAN_")
        } | {
            "PYTHONPATH": os.pathsep.join([str(_REPOSITORY), os.environ.get("PYTHONPATH", "")]),
            "HEYAN_HOME": str(self.state),
            "HEYAN_READER": "benchmarks.steady_reader:SteadyReader",
            "HEYAN_WORKERS": "1",
            SECONDS: str(seconds),
        }
        if self.database:
            environment["HEYAN_DATABASE_URL"] = self.database
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=_REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ends(self, *arguments: str | Path) -> str:
        """Run a command to its end; what it said. Raises RuntimeError where it fails."""
        process = self.command(*arguments)
        said, _ = process.communicate(timeout=_PATIENCE)
        if process.returncode:
            raise RuntimeError(f"heyan {arguments[0]}: {process.returncode}: {said[-2000:]}")
        return said

    def pages(self) -> dict[Path, int]:
        """The pages read there, each with the time of its writing."""
        found = self.state.glob("readings/pages/**/0*.json")
        return {path.relative_to(self.state): path.stat().st_mtime_ns for path in found}


def main() -> int:
    """Run, back up, destroy, restore, finish; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=Path, default=_SAMPLE)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=0.3, help="what a page costs")
    parser.add_argument(
        "--moments", nargs="+", type=float, default=[0.1, 0.4, 0.8], help="shares of the pages"
    )
    chosen = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory(prefix="heyan-restore-") as name:
        root = Path(name)
        undisturbed = Place(root / "undisturbed")
        undisturbed.ends("run", chosen.batch, "--out", root / "undisturbed" / "o")
        expected = (root / "undisturbed" / "o" / "verdicts.json").read_bytes()
        total = len(undisturbed.pages())
        print(f"undisturbed          {total} pages, verdicts.json {len(expected)} bytes")
        for kind in chosen.databases:
            with _databases(kind, len(chosen.moments)) as databases:
                work, live = root / kind, Place(root / kind / "live", next(databases))
                pages = [share * total for share in chosen.moments]
                backups = _backups(live, chosen.batch, pages, chosen.seconds)
                for number, backup in enumerate(backups):
                    place = Place(work / f"restored-{number}", next(databases))
                    good &= _restored(place, backup, chosen.batch, expected, kind)
    return 0 if good else 1


def _backups(place: Place, batch: Path, pages: Sequence[float], seconds: float) -> list[Path]:
    """Backups of a run at work, when so many pages are read; then the run and its folders are gone."""
    work = place.folder.parent
    handed = place.folder / "handed" / batch.name
    shutil.copytree(batch, handed)
    run = place.command("run", handed, "--out", place.folder / "out" / batch.name, seconds=seconds)
    clerk = place.clerk()
    try:
        for wanted in pages:
            _wait(lambda wanted=wanted: len(place.pages()) >= wanted)
            began = time.monotonic()
            said = place.ends("backup", work / "backups")
            if run.poll() is not None or clerk.poll() is not None:
                raise RuntimeError("run or clerk had ended before the backup")
            print(f"{work.name:<20} at {len(place.pages())} pages: {said.strip().split(' It ')[0]}")
            print(f"{'':<20} took {time.monotonic() - began:.1f} s, start of the command included")
    finally:
        for process in (run, clerk):
            process.kill()
            process.communicate()
    shutil.rmtree(place.folder)
    return sorted((work / "backups").glob("heyan-*"))


def _restored(place: Place, backup: Path, batch: Path, expected: bytes, kind: str) -> bool:
    """Whether all is well after restoring there, and the batch ends as if nothing had been."""
    place.folder.mkdir()
    options = ["--database-url", place.database] if place.database else []
    place.ends("restore", backup, "--to", place.state, *options)
    before = place.pages()
    place.ends("verify")
    record = place.ends("audit", "verify").strip().split(",")[0]
    source, out = place.state / "sources" / batch.name, place.folder / "out" / batch.name
    place.ends("run", source, "--out", out)
    place.ends("verify")
    place.ends("audit", "verify")
    after = place.pages()
    same = (out / "verdicts.json").read_bytes() == expected
    once = all(after[path] == written for path, written in before.items())
    print(
        f"{kind:<20} restored {backup.name}: {len(before)} pages, verify clean, {record}; "
        f"finished: {len(after)} pages; verdicts.json equal: {same}; no page read twice: {once}"
    )
    return same and once


@contextmanager
def _databases(kind: str, restored: int) -> Iterator[Iterator[str | None]]:
    """Addresses of databases of their own; None for SQLite, each installation has one."""
    if kind == "sqlite":
        yield iter([None] * (1 + restored))
        return
    with running_cluster(durable=False) as url, psycopg.connect(url, autocommit=True) as server:
        names = [f"heyan_{number}" for number in range(1 + restored)]
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        yield iter([f"{url.rpartition('/')[0]}/{name}" for name in names])


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the batch does not go on")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
