"""What of the CPU time is the OCR engine's, on scans of your own?

    python -m benchmarks.engine_share FOLDER [--times N]

Every file below FOLDER is one applicant's upload in a batch that `heyan run` works on with one
process that reads; N times over, with other bytes at its end, so that start-up weighs as little as
in a season. The engine is what benchmarks.copies.clocked_reader says. The sample's pages are
generated and have little print, so that on them the engine has less to do than on scans.
Exit status 1 where more than 10 % is spent outside the engine, start-up included.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.copies.clocked_reader import FOLDER_VARIABLE, READER, clocked_in
from benchmarks.copies.measured import run_measured
from benchmarks.copies.sample import FOLDER, environment, heyan, home_in
from benchmarks.copies.shares import AT_MOST, outside_engine

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".pdf", ".tif", ".tiff", ".bmp", ".webp"})


def main() -> int:
    """Run the batch, print where the time went; 1 where too much is outside the engine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    chosen = parser.parse_args()
    scans = sorted(path for path in chosen.folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    scans *= chosen.times
    if not scans:
        print(f"skipped: no scans in {chosen.folder}")
        return 0
    with tempfile.TemporaryDirectory(prefix="heyan-engine-") as temporary:
        work = Path(temporary)
        home, clocks = home_in(work), work / "clocks"
        clocks.mkdir()
        batch = _batch(work / "scans-001", scans)
        variables = {"HEYAN_WORKERS": "1", "HEYAN_READER": READER, FOLDER_VARIABLE: str(clocks)}
        command = heyan("run", str(batch), "--json", "--out", str(home.out))
        cost = run_measured(command, environment(home, **variables), work / "log")
        pages = sum(1 for _ in home.readings.glob("pages/*/*/*/*.json"))
        outside = outside_engine(cost, clocked_in(clocks), len(scans), pages)
    return 0 if outside <= AT_MOST else 1


def _batch(folder: Path, scans: list[Path]) -> Path:
    """A batch of as many applicants, who say of themselves what the sample's first one does."""
    folder.mkdir()
    shutil.copy(FOLDER / "batch.toml", folder)
    with (FOLDER / "applications.csv").open(encoding="utf-8-sig", newline="") as source:
        row = next(csv.DictReader(source))
    with (folder / "applications.csv").open("w", encoding="utf-8", newline="") as target:
        table = csv.DictWriter(target, row)
        table.writeheader()
        for number, scan in enumerate(scans):
            table.writerow(row | {"申报编号": f"S{number:04}"})
            place = folder / "uploads" / f"S{number:04}" / scan.name
            place.parent.mkdir(parents=True)
            # No format minds what follows its end; the same bytes would be read once.
            place.write_bytes(scan.read_bytes() + f"\n%{number}\n".encode())
    return folder


if __name__ == "__main__":
    sys.exit(main())
