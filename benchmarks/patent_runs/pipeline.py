"""Verdicts on the files of a set: drawn, read and judged by `heyan run`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.patent_runs.judged import Judged, Said
from fixtures.generator import files
from fixtures.generator.batch import write_tables
from fixtures.generator.patent_set.applicant_cases import PatentCase

_ROOT = Path(__file__).resolve().parents[2]
_BATCH = "patents"


def judged_by_pipeline(
    cases: Sequence[PatentCase], seed: int, work: Path, workers: int
) -> dict[str, Judged]:
    """Verdicts by 申报编号 from `heyan run` over the drawn files.

    `work` keeps files and readings: what was drawn or read for any set is not drawn or read
    again. All else that Heyan keeps is made afresh, so that no set meets another's applicants.
    """
    batch, home, out = work / _BATCH, work / "home", work / "out"
    for folder in (batch, out, *(one for one in home.glob("*") if one.name != "readings")):
        shutil.rmtree(folder) if folder.is_dir() else folder.unlink(missing_ok=True)
    for folder in (batch / "uploads", batch / "cnipa", home):
        folder.mkdir(parents=True, exist_ok=True)
    write_tables(batch, [case.case for case in cases])
    for case in cases:
        _laid_out(_drawn(case, seed, work / "files"), batch)
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", str(batch), "--out", str(out)],
        check=True,
        cwd=_ROOT,
        env=os.environ | {"HEYAN_HOME": str(home), "HEYAN_WORKERS": str(workers)},
    )
    told = json.loads((out / "verdicts.json").read_text())
    return {
        one["id"]: Judged(
            one["outcome"],
            tuple(
                Said(f["rule"], f["claim"], f["result"], f["bears"], f["explanation"])
                for f in one["findings"]
            ),
        )
        for one in told["applications"]
    }


def _drawn(case: PatentCase, seed: int, kept: Path) -> Path:
    """The folder with the case's files, drawn now unless they were before."""
    content = hashlib.sha256(repr((seed, case)).encode()).hexdigest()[:16]
    folder = kept / f"{case.case.applicant.id}-{content}"
    if not folder.is_dir():
        unfinished = kept / f".{folder.name}.{os.getpid()}"
        own = f"uploads/{case.case.applicant.id}"
        for below, uploads in ((own, case.case.uploads), ("cnipa", case.official)):
            for upload in uploads:
                path = f"{below}/{upload.path}"
                target = unfinished / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.made(replace(upload, path=path), ("patents", seed))[0])
        unfinished.rename(folder)
    return folder


def _laid_out(folder: Path, batch: Path) -> None:
    """Put the files of a case into the batch, without copying them."""
    for path in (one for one in folder.rglob("*") if one.is_file()):
        target = batch / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.hardlink_to(path)
