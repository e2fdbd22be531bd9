"""What does a page cost, and how much of it is the engine's own inference?

    python -m benchmarks.reading_cost --pages 320

Generates a batch, reads it with a cold cache and prints CPU seconds a page
and the share of the workers' wall time spent outside the engine (rendering,
channels, seals, barcodes, text layer, extraction, storing). Loading the models
counts with the first page of a worker.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from extractors.intake.batch import open_batch
from extractors.intake.limits import Limits
from extractors.intake.store import ByteStore
from extractors.intake.uploads import take_uploads
from extractors.reading.cache import ReadingCache
from extractors.reading.pool import Progress, read_uploads
from extractors.reading.settings import ReadingSettings, StoredFile

_APPLICANTS_A_PAGE = 0.27


def generated(folder: Path, pages: int, seed: int) -> Path:
    """A random batch of at least that many pages."""
    applicants = round(pages * _APPLICANTS_A_PAGE) + 2
    while True:
        command = [sys.executable, "-m", "fixtures.generator", str(folder), "--seed", str(seed)]
        subprocess.run([*command, "--split", "report", "--applicants", str(applicants)], check=True)
        truth = (folder / "truth.jsonl").read_text().splitlines()
        made = sum(json.loads(line)["pages"] for line in truth)
        if made >= pages:
            return next(path for path in folder.iterdir() if path.is_dir())
        applicants = applicants * pages // max(made, 1) + 4


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=320)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=Path, help="a batch already made, instead of a new one")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        folder = chosen.batch or generated(work / "batch", chosen.pages, chosen.seed)
        batch = open_batch(folder, work / "open")
        store = ByteStore(work / "store")
        uploads = take_uploads(batch, store, Limits())
        files = [
            StoredFile(upload.sha256, store.path(upload.sha256), upload.media_type)
            for upload in uploads
            if upload.media_type == "application/pdf" or upload.media_type.startswith("image/")
        ]
        told = [Progress()]
        settings = ReadingSettings(workers=chosen.workers)
        start = time.perf_counter()
        digest = hashlib.sha256()
        for reading in read_uploads(files, settings, ReadingCache(work / "cache"), told.append):
            digest.update(repr(asdict(reading)).encode())
        wall = time.perf_counter() - start
    done = told[-1]
    outside = 1 - done.engine_seconds / done.wall_seconds
    print(f"pages                       {done.pages_done}")
    print(f"wall seconds, start-up in   {wall:.1f} with {chosen.workers} workers")
    print(f"CPU seconds a page          {done.cpu_seconds / done.pages_done:.2f}")
    print(f"wall seconds a page         {done.wall_seconds / done.pages_done:.2f} a worker")
    print(f"outside the engine          {outside:.1%} of the workers' wall time")
    print(f"digest of the readings      {digest.hexdigest()[:16]}")


if __name__ == "__main__":
    main()
