"""Does the work grow as the batch does, and no faster? Do two workers do twice as much?

    python -m benchmarks.scale                    # 100, 1,000 and 3,000 uploads; then 1,000 with OCR
    python -m benchmarks.scale --ocr 60           # fewer: quicker, and start-up weighs more
    python -m benchmarks.scale --sizes 100 1000   # others
    python -m benchmarks.scale --workers          # one Celery worker, then two

Batches are copies of the sample (benchmarks/copies): every file has bytes of its own, every
applicant another name and other numbers. `heyan run` works on each as a process of its own.
What was read lies in the cache but where the OCR itself is the question. Costs of starting up
are counted, not subtracted. Exit status 1 where

- time or CPU grows by more than 1.05 × the uploads, from the first size to the last;
- the run process needs more than 1.15 × the memory;
- more than 10 % of the CPU time is spent outside the OCR engine (`--ocr 0` skips this);
- two workers, each on one core with one OCR process, are less than 1.6 × as fast as one.

`--folder` keeps what was made, so that the sample is read only once, and what was measured:
`benchmarks.capacity` computes with it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.cluster import running_cluster
from benchmarks.copies.batch import Copies, CopyMaker
from benchmarks.copies.clocked_reader import FOLDER_VARIABLE, READER, Clocked, clocked_in
from benchmarks.copies.measured import Cost, run_measured
from benchmarks.copies.sample import Sample, environment, heyan, home_in, read_sample
from benchmarks.copies.shares import AT_MOST, outside_engine
from benchmarks.copies.sizes import bytes_in, events_in
from pipeline.home import Home

_SEASON = 3000
"""Uploads of a large batch."""
_TIME, _MEMORY, _SPEEDUP = 1.05, 1.15, 1.6


def main() -> int:
    """Measure what was asked for; 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--ocr", type=int, default=1000, help="uploads that are really read")
    parser.add_argument("--workers", action="store_true", help="one Celery worker against two")
    parser.add_argument("--shard", type=int, default=20, help="uploads a shard for --workers")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heyan-scale-") as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        sample = read_sample(folder / "sample")
        if chosen.workers:
            return 0 if _workers(folder, sample, chosen.ocr, chosen.shard) else 1
        grown = _growth(folder, sample, chosen.sizes)
        kept = _is_flat(grown)
        if chosen.ocr:
            read = _engine(folder, sample, chosen.ocr)
            told = _told(grown, read)
            kept = _is_engine(read, told) and kept
            (folder / "measured.json").write_text(json.dumps(told, indent=2) + "\n")
        return 0 if kept else 1


@dataclass(frozen=True, slots=True)
class Run:
    """A batch that was run, and what that took; `pool` is of the processes that read."""

    made: Copies
    cost: Cost
    home: Home
    pages: int
    pool: Clocked = field(default_factory=Clocked)


def _growth(folder: Path, sample: Sample, sizes: Sequence[int]) -> list[Run]:
    """One run a size, its readings from the cache."""
    print("uploads applicants pages   wall s   CPU s (run + children)   peak MiB (run, a child)")
    runs = []
    for size in sizes:
        run = _run(folder / f"copies-{size}", sample, size, cached=True)
        runs.append(run)
        print(
            f"{run.made.uploads:7} {run.made.applicants:10} {run.pages:5} {run.cost.seconds:8.1f}"
            f" {run.cost.cpu:7.1f} + {run.cost.children_cpu:4.1f}"
            f" {run.cost.peak:18.0f} {run.cost.children_peak:8.0f}",
            flush=True,
        )
    return runs


def _is_flat(runs: Sequence[Run]) -> bool:
    """Whether time grows as the uploads do, and memory hardly."""
    for one, two in pairwise(runs):
        print(
            f"from {one.made.uploads} to {two.made.uploads} uploads: "
            f"{1000 * _slope(one, two):.1f} ms of the run's CPU for each more"
        )
    first, last = runs[0], runs[-1]
    more = last.made.uploads / first.made.uploads
    wall = last.cost.seconds / first.cost.seconds / more
    cpu = last.cost.whole_cpu / first.cost.whole_cpu / more
    memory = last.cost.peak / first.cost.peak
    print(
        f"time of the last to the first    {wall:.2f} × linear (at most {_TIME}), CPU {cpu:.2f} ×"
    )
    print(f"memory of the last to the first  {memory:.2f} × (at most {_MEMORY})")
    return max(wall, cpu) <= _TIME and memory <= _MEMORY


def _slope(one: Run, two: Run) -> float:
    return (two.cost.cpu - one.cost.cpu) / (two.made.uploads - one.made.uploads)


def _engine(folder: Path, sample: Sample, uploads: int) -> Run:
    """A run that really reads, with the engine's time."""
    clocks = folder / "clocks"
    shutil.rmtree(clocks, ignore_errors=True)
    clocks.mkdir(parents=True)
    variables = {"HEYAN_READER": READER, FOLDER_VARIABLE: str(clocks)}
    run = _run(folder / "read", sample, uploads, cached=False, **variables)
    return replace(run, pool=clocked_in(clocks))


def _is_engine(run: Run, told: Mapping[str, float]) -> bool:
    """Whether nearly all of the CPU time is the engine's."""
    outside = outside_engine(run.cost, run.pool, run.made.uploads, run.pages)
    print(
        f"                     {_in_a_season(told):.1%} in a batch of {_SEASON} uploads, computed"
    )
    return outside <= AT_MOST


def _in_a_season(told: Mapping[str, float]) -> float:
    """The share outside the engine in a large batch, by what a page and an upload cost."""
    pages = _SEASON * told["pages_upload"]
    engine = pages * told["engine_page"]
    own = told["run_start"] + _SEASON * told["run_upload"] + pages * told["pool_page"]
    return own / (engine + own)


def _told(grown: Sequence[Run], read: Run) -> dict[str, float]:
    """What benchmarks.capacity computes with; see its Measured."""
    first, last = grown[0], grown[-1]
    slope = _slope(first, last) if first is not last else first.cost.cpu / first.made.uploads
    state, uploads, applicants = last.home.state, last.made.uploads, last.made.applicants
    runs, events = events_in(state / "history")
    readings = read.home.readings
    return {
        "pages_upload": last.pages / uploads,
        "applicants_upload": applicants / uploads,
        "engine_page": read.pool.engine / read.pages,
        "pool_page": (read.cost.children_cpu - read.pool.engine - read.pool.telling) / read.pages,
        "run_upload": slope,
        "run_start": first.cost.cpu - slope * first.made.uploads,
        "worker_peak": read.cost.children_peak,
        "run_peak": last.cost.peak,
        "upload": bytes_in(read.made.folder / "uploads") / read.made.uploads,
        "reading_page": bytes_in(readings / "pages") / read.pages,
        # Copies of a page look the same, so that its picture is kept once.
        "image_page": bytes_in(readings / "images") / len(list(readings.glob("images/*/*.jpg"))),
        "records_upload": bytes_in(state / "records") / uploads,
        "desk_applicant": bytes_in(state / "desk") / applicants,
        "out_applicant": bytes_in(last.home.out) / applicants,
        "history_run": bytes_in(state / "history") / runs,
        "events_run": events / runs,
    }


def _run(folder: Path, sample: Sample, uploads: int, *, cached: bool, **variables: str) -> Run:
    """Make a batch and run it in an installation of its own, on one OCR process."""
    shutil.rmtree(folder, ignore_errors=True)
    home = home_in(folder)
    made = CopyMaker(sample, home).make(folder / f"copies-{uploads}", uploads, cached=cached)
    command = heyan("run", str(made.folder), "--json", "--out", str(home.out))
    surroundings = environment(home, HEYAN_WORKERS="1", **variables)
    cost = run_measured(command, surroundings, folder / "log")
    pages = sum(1 for path in home.readings.glob("pages/*/*/*/*.json"))
    return Run(made, cost, home, pages)


def _workers(folder: Path, sample: Sample, uploads: int, shard: int) -> bool:
    """The same shards by one worker and by two; the time is from the first run to the last's end."""
    seconds: dict[int, float] = {}
    for workers in (1, 2):
        place = folder / f"workers-{workers}"
        shutil.rmtree(place, ignore_errors=True)
        made = CopyMaker(sample, home_in(place / "made")).make(
            place / "season-001", uploads, cached=False
        )
        with running_cluster(
            place, workers, pinned=True, settings={"HEYAN_SHARD_UPLOADS": str(shard)}
        ) as cluster:
            started = time.monotonic()
            cluster.deliver(made.folder)
            cluster.wait_until_published("season-001", seconds=1800)
            whole = time.monotonic() - started
            runs = cluster.shard_runs("season-001")
        seconds[workers] = max(run.end for run in runs) - min(run.start for run in runs)
        by = sorted({run.worker for run in runs})
        print(
            f"{workers} worker{'s' * (workers > 1)}: {len(runs)} shards, {made.uploads} uploads in"
            f" {seconds[workers]:.1f} s ({whole:.1f} s from inbox to desk), by {', '.join(by)}",
            flush=True,
        )
    faster = seconds[1] / seconds[2]
    print(f"two workers are {faster:.2f} × as fast as one (at least {_SPEEDUP})")
    return faster >= _SPEEDUP


if __name__ == "__main__":
    sys.exit(main())
